"""A web page is read as what its platform marks, and as a careful reader reads it where nothing marks it."""

import base64
import io
import quopri
from pathlib import Path

import pytest
from conftest import Reported
from outline import show_chapter
from PIL import Image as Pillow

from publish.book import Figure, plain, plain_block
from publish.diagnostics import PublishError
from publish.edition import Edition, Settings, with_options
from publish.manuscript import write_manuscript
from publish.reading import Reading, read
from publish.walk import find

CASES = Path(__file__).parent / "cases/webpages.txt"


def cases() -> list[object]:
    """Return title, page and book of each case."""
    parts = CASES.read_text("utf-8").partition("\n\n")[2].split("\n.\n")
    thirds = zip(parts[0::3], parts[1::3], parts[2::3], strict=False)
    return [pytest.param(page, book.strip(), id=title.strip()) for title, page, book in thirds]


def read_page(data: bytes, folder: Path, reported: Reported, name: str = "a.html") -> Reading:
    """Read a page of *data*, which stands in *folder*."""
    path = folder / name
    path.write_bytes(data)
    return read(Edition("a", folder, (path,)), reported)


@pytest.mark.parametrize(("page", "book"), cases())
def test_a_page_is_read_as_a_careful_reader_reads_it(page: str, book: str, tmp_path: Path) -> None:
    reported = Reported()
    reading = read_page(page.encode(), tmp_path, reported)
    shown = [line for chapter in reading.book.chapters for line in show_chapter(chapter)]
    dropped = sorted(
        (said for said in reported if said.code in ("P201", "P202", "P203")), key=lambda said: said.line or 0
    )
    shown += (f"furniture {said.facts['text']}" for said in dropped)
    assert "\n".join(shown) == book
    assert (reading.account.lost, reading.account.invented) == (0, 0)
    assert reported.unasked == []


@pytest.mark.parametrize(("page", "book"), cases())
def test_the_manuscript_of_a_page_is_the_same_book(page: str, book: str, tmp_path: Path) -> None:
    made = read_page(page.encode(), tmp_path, Reported()).book
    (tmp_path / "a.md").write_text(write_manuscript(made), "utf-8")
    again = read(Edition("a", tmp_path, (tmp_path / "a.md",)), Reported()).book
    assert [*map(show_chapter, again.chapters)] == [*map(show_chapter, made.chapters)]


BODY = "河水退了三级石阶，露出了青苔。村里的老人说，这样的冬天，他们一辈子只见过两回。"


def page(body: str, head: str = "") -> str:
    return (
        f"<html><head>{head}<title>河边的冬天</title></head>"
        f"<body><h1>河边的冬天</h1><div class='entry-content'>{body}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("declared", "sent"),
    [
        ("gb2312", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gbk"),
        ("utf-8", "gb18030"),
        ("big5", "big5"),
        ("", "utf-8"),
        ("", "gb18030"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("no-such-thing", "gb18030"),
    ],
)
def test_the_encoding_is_what_the_bytes_are(declared: str, sent: str, tmp_path: Path) -> None:
    text = "圖書館裡的燈還亮著，雨下了一夜，他一個人坐到天明。" if sent == "big5" else BODY
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    title = "河邊" if sent == "big5" else "河边"
    data = page(f"<p>{text}</p>", meta).replace("河边", title).encode(sent)
    reading = read_page(data, tmp_path, Reported())
    assert text in "".join(map(str, show_chapter(reading.book.chapters[0])))


def test_a_text_that_is_a_page_is_read_as_one_whatever_its_name(tmp_path: Path) -> None:
    reading = read_page(page(f"<p>{BODY}</p>").encode(), tmp_path, Reported(), "a.txt")
    assert show_chapter(reading.book.chapters[0]) == ["# -", "## 河边的冬天", f"paragraph {BODY}"]


def test_of_thousands_of_links_around_an_article_several_are_on_a_line(tmp_path: Path, report: Reported) -> None:
    links = "".join(f"<li><a href='{at}.html'>第{at}条消息</a></li>" for at in range(1000))
    data = page("<p>桥修了四个月，昨天通车。</p>").replace("<h1>", f"<ul>{links}</ul><h1>").encode()
    reading = read_page(data, tmp_path, report)
    assert (reading.account.lost, reading.account.invented) == (0, 0)
    assert [article.title for article in reading.book.articles] == ["河边的冬天"]
    assert 100 < reading.account.lines_dropped < 200


def test_a_page_of_more_links_than_text_is_an_article_all_the_same(tmp_path: Path, report: Reported) -> None:
    links = "".join(f"<li><a href='/{number}.html'>栏目{number}</a></li>" for number in range(200))
    data = page(f"<p>{BODY}</p>").replace("<body>", f"<body><ul class='nav'>{links}</ul>")
    book = read_page(data.encode(), tmp_path, report).book
    assert show_chapter(book.chapters[0]) == ["# -", "## 河边的冬天", f"paragraph {BODY}"]


# --- pictures --------------------------------------------------------------------------------------------------------


FIELDS = {
    "a forum: the post, and not the replies": f"""<h1><span id="thread_subject">河边的冬天</span></h1>
        <div id="post_1"><div class="pls"><a class="xw1">许长河</a>主题 12</div><div class="plc">
        <em id="authorposton1">发表于 2024-3-5 10:11</em><div class="t_f" id="postmessage_1">{BODY}<br>{BODY}</div>
        </div></div><div id="post_2"><div class="pls"><a class="xw1">路人</a></div>
        <div class="t_f" id="postmessage_2">顶一个。</div></div>""",
    "a date below the text": f"""<h1 class="Post-Title">河边的冬天</h1><div><a class="UserLink-link">许长河</a></div>
        <div class="Post-RichText"><p>{BODY}</p></div><div class="ContentItem-time">发布于 2024-3-5 20:11</div>""",
    "a first line of the text that is of labels": f"""<div><h1>河边的冬天</h1>
        <p align=center>2024-3-5　作者：许长河　来源：江口晚报　字号：大 中 小</p>
        <font>{BODY}<br>{BODY}<br></font></div>""",
    "a button behind the author": f"""<h1>河边的冬天</h1>
        <div class="laiyuan">2024-3-5 来源：江口在线 作者：许长河 我要评论(0)</div>
        <div><p>{BODY}</p></div>""",
    "a label below the text, beside who edited it": f"""<h1>河边的冬天</h1><span id="news-time">2024-3-5</span>
        <div id="endText"><p>{BODY}</p><div class="ep-source"><span>本文来源：江口晚报 作者：许长河</span>
        <span>责任编辑：周岚</span></div></div>""",
    "labels between bars, without a colon": f"""<h1>河边的冬天</h1><h4><div>发表于2024-3-5 21:30| 12次阅读|
        来源江口在线| 3 条评论| 作者许长河</div></h4><div class="news_content"><p>{BODY}</p></div>""",
    "who writes for a journal": f"""<h1>河边的冬天</h1><span id="news-time">2024-3-5</span>
        <article class="article" id="mp-editor"><p>作者：《江口风物》记者 许长河</p><p>{BODY}</p></article>""",
    "the name of a pen and the button to follow it": f"""<h1>河边的冬天</h1><div class="entry-meta">
        <time datetime="2024-3-5">2024-3-5</time><span class="author vcard">许长河 关注</span></div>
        <div class="entry-content"><p>{BODY}</p></div>""",
    "a day without its year, which metadata have": f"""<meta itemprop="dateUpdate" content="2024-3-5 10:11">
        <h1>河边的冬天</h1><div class="author-name">许长河</div><div class="article-source">
        <span class="date">03-05</span></div><div class="article-content"><p>{BODY}</p></div>""",
    "a day that a script counts from 1970": f"""<script>var ct = "1709604660";</script>
        <h1 id="activity-name">河边的冬天</h1><span id="js_author_name">许长河</span><em id="publish_time">前天</em>
        <div id="js_content"><p>{BODY}</p></div>""",
    "what a text ends in, before the button of a portal": f"""<h1>河边的冬天</h1><span id="news-time">2024-3-5</span>
        <article class="article" id="mp-editor"><p>{BODY}</p>
        <p>作者：许长河<a id="backsohucom">返回搜狐，查看更多</a></p></article>""",
}


@pytest.mark.parametrize("body", FIELDS.values(), ids=FIELDS)
def test_author_and_date_are_found_where_platforms_have_them(body: str, tmp_path: Path) -> None:
    made = f"<html><head><title>河边的冬天</title></head><body>{body}</body></html>"
    (article,) = read_page(made.encode(), tmp_path, Reported()).book.articles
    assert (article.title, article.authors) == ("河边的冬天", ("许长河",))
    assert article.origin is not None
    assert article.origin.date in ("2024-3-5", "2024-03-05")
    assert {plain_block(block) for block in article.blocks} == {BODY}


@pytest.mark.parametrize("name", ["river_1", "河边人的灯火", "江口读书会小组", "A.K.", "南山 北水"])
def test_who_a_platform_marks_as_the_author_is_one_whatever_he_is_called(name: str, tmp_path: Path) -> None:
    body = f"""<h1 id="activity-name">河边的冬天</h1><span id="js_author_name">{name}</span><div id="js_content">
        <p>{BODY}</p></div>"""
    (article,) = read_page(body.encode(), tmp_path, Reported()).book.articles
    assert "".join(article.authors) == name.replace(" ", "")


@pytest.mark.parametrize("nobody", ["作者：网络整理", "佚名", "admin"])
def test_nobody_is_no_author(nobody: str, tmp_path: Path) -> None:
    made = page(f"<p>{BODY}</p>").replace("<div", f"<span class='author'>{nobody}</span><div", 1)
    (article,) = read_page(made.encode(), tmp_path, Reported()).book.articles
    assert article.authors == ()


def test_a_medium_behind_a_date_published_the_article_and_wrote_nothing(tmp_path: Path) -> None:
    line = "<div class='tip'><span>2024-03-05 10:56</span> <a href='/1.html'>江口晚报</a></div>"
    made = page(f"<p>{BODY}</p>").replace("<div", f"{line}<div", 1)
    (article,) = read_page(made.encode(), tmp_path, Reported()).book.articles
    assert (article.authors, article.origin and article.origin.publication) == ((), "江口晚报")


def test_a_lesser_heading_beside_the_title_is_its_kicker_or_its_subtitle(tmp_path: Path) -> None:
    head = "<div><h3>河东纪事</h3><h2>河边的冬天</h2><h3>三级石阶露出水面</h3></div>"
    made = page(f"<p>{BODY}</p>").replace("<h1>河边的冬天</h1>", head)
    (article,) = read_page(made.encode(), tmp_path, Reported()).book.articles
    assert (article.kicker, article.title, article.subtitle) == ("河东纪事", "河边的冬天", "三级石阶露出水面")


def test_a_heading_right_above_the_text_is_its_title_where_the_window_names_the_site(tmp_path: Path) -> None:
    made = page(f"<p>{BODY}</p>").replace("<h1>河边的冬天</h1>", "<h5>石阶</h5><i>来源：江口晚报</i>")
    made = made.replace("<title>河边的冬天", "<title>江口在线")
    (article,) = read_page(made.encode(), tmp_path, Reported()).book.articles
    assert article.title == "石阶"


def test_a_sentence_that_sums_up_the_text_names_no_publisher(tmp_path: Path) -> None:
    line = "<p>水利员告诉《江口晚报》，这样的水位二十年没有见过。</p><p>来源：江口在线</p>"
    made = page(f"<p>{BODY}</p>").replace("<div", f"{line}<div", 1)
    (article,) = read_page(made.encode(), tmp_path, Reported()).book.articles
    assert article.origin is not None
    assert article.origin.publication == "江口在线"


@pytest.mark.parametrize("end", ["</head></html>", "</HTML >", "</body></html>"])
def test_a_page_that_goes_on_behind_its_end_is_read_as_a_browser_reads_it(end: str, tmp_path: Path) -> None:
    made = page(f"<p>{BODY}</p>").replace("</head>", end, 1)
    (article,) = read_page(made.encode(), tmp_path, Reported()).book.articles
    assert (article.title, [plain_block(block) for block in article.blocks]) == ("河边的冬天", [BODY])


def test_what_looks_like_a_tag_in_a_script_is_none(tmp_path: Path) -> None:
    script = f"<script>for(i=0;i<g.length;i++){{{'a = b; ' * 20_000}}}</script>"
    made = page(f"<p>{BODY}</p>", script)
    assert [article.title for article in read_page(made.encode(), tmp_path, Reported()).book.articles] == ["河边的冬天"]


def test_keywords_of_a_site_make_no_paper_of_its_pages(tmp_path: Path) -> None:
    body = f"<p>{BODY}</p><h2>桥上</h2><p>{BODY}</p><h2>桥下</h2><p>{BODY}</p><p>关键词 >> 河水</p>"
    made = page(body).replace("</body>", "<div class='nav'>关键词：河水；冬天</div></body>")
    (article,) = read_page(made.encode(), tmp_path, Reported()).book.articles
    assert [plain_block(block) for block in article.blocks] == [BODY, "桥上", BODY, "桥下", BODY]


EDGES = {
    "links to other pages": (
        "<p>{}</p><p><a href='1.html'>桥又坏了</a></p><ul><li><a href='2.html'>桥修好了</a></li></ul>"
    ),
    "a call above, and what the page was called elsewhere": (
        "<p><a href='1.html'>点击进入专题</a></p><p>（原标题：河水退了）</p><p>{}</p>"
    ),
    "rights, and whose the page is": "<p>{}</p><p>- THE END -</p><p>（本文来自江口在线，更多资讯请下载客户端）</p>",
    "words of a subject": "<p>{}</p><p>#河水#冬天 #石阶</p><p>免责声明：图文来自网络，不代表本站立场</p>",
    "how readers felt": "<p>{}</p><div id='mood'><p>您此时的心情</p><p>开心</p><p>难过</p></div>",
}


@pytest.mark.parametrize("body", EDGES.values(), ids=EDGES)
def test_what_a_site_adds_to_either_end_of_a_text_is_listed_and_left_out(body: str, tmp_path: Path) -> None:
    reading = read_page(page(body.format(BODY)).encode(), tmp_path, Reported())
    (article,) = reading.book.articles
    assert [plain_block(block) for block in article.blocks] == [BODY]
    assert (reading.account.lost, reading.account.invented) == (0, 0)


def test_links_to_what_was_read_for_a_text_stay_in_it(tmp_path: Path) -> None:
    cited = "<h3>参考资料</h3><ul><li><a href='https://a.b/1'>石阶考</a></li></ul>"
    (article,) = read_page(page(f"<p>{BODY}</p>{cited}").encode(), tmp_path, Reported()).book.articles
    assert [plain_block(block) for block in article.blocks] == [BODY, "参考资料", "石阶考"]


def test_buttons_of_a_site_in_rows_are_no_table_of_the_text(tmp_path: Path, report: Reported) -> None:
    counts = "".join(
        f"<span>{count}</span><br>" for count in ("分享", "12", "评论", "2819", "收藏", "7", "赞", "31", "踩", "2")
    )
    made = page(f"<p>{BODY}</p>").replace("<h1>", f"<div class='nav'>{counts}</div><h1>")
    book = read_page(made.encode(), tmp_path, report).book
    assert [show_chapter(chapter) for chapter in book.chapters] == [["# -", "## 河边的冬天", f"paragraph {BODY}"]]


def test_of_two_platforms_with_the_same_names_the_one_with_most_of_the_head_counts(tmp_path: Path) -> None:
    body = f"""<div class="title_border"><div class="article-title"><h2>河边的冬天</h2></div>
        <p class="author-name">许长河</p><div class="article-source"><span class="date">2024-3-5</span></div></div>
        <div class="article-content"><p>{BODY}</p></div>"""
    (article,) = read_page(body.encode(), tmp_path, Reported()).book.articles
    assert (article.title, article.authors, article.origin and article.origin.date) == (
        "河边的冬天",
        ("许长河",),
        "2024-3-5",
    )


def test_a_journal_names_each_author_in_its_metadata(tmp_path: Path) -> None:
    head = "".join(f'<meta name="citation_author" content="{name}">' for name in ("许长河", "沈一舟"))
    (article,) = read_page(
        page(f"<h1>河边的冬天</h1><div><p>{BODY}</p></div>", head).encode(), tmp_path, Reported()
    ).book.articles
    assert article.authors == ("许长河", "沈一舟")


def png() -> bytes:
    file = io.BytesIO()
    Pillow.new("RGB", (80, 60), "#888").save(file, "PNG")
    return file.getvalue()


def test_pictures_come_from_the_saved_folder_and_from_the_page_itself(tmp_path: Path, report: Reported) -> None:
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files/桥 1.png").write_bytes(png())
    inside = base64.b64encode(png()).decode()
    body = (
        f"<p>{BODY}</p><figure><img src='a_files/%E6%A1%A5%201.png' alt='桥'>"
        "<figcaption>图为<b>老桥</b>。</figcaption></figure>"
        f"<p><img src='data:image/png;base64,{inside}'></p><p class='wp-caption-text'>河上。</p>"
        "<p><img src='http://a.b/1.gif' width='1'></p>"
    )
    book = read_page(page(body).encode(), tmp_path, report).book
    figures = list(find(Figure, book))
    assert [plain(figure.caption) for figure in figures] == ["图为老桥。", "河上。"]
    assert [(picture.width, picture.media_type) for picture in book.pictures] == [(80, "image/png")] * 2
    assert {figure.image.name for figure in figures} == {picture.name for picture in book.pictures}


def test_pictures_that_are_not_wanted_are_counted_and_their_captions_stay(tmp_path: Path, report: Reported) -> None:
    body = f"<p>{BODY}</p><figure><img src='https://a.b/c.jpg'><figcaption>图为老桥。</figcaption></figure>"
    path = tmp_path / "a.html"
    path.write_bytes(page(body).encode())
    settings = with_options(Settings(), parse__pictures=False)
    book = read(Edition("a", tmp_path, (path,), settings), report).book
    assert show_chapter(book.chapters[0])[2:] == [f"paragraph {BODY}", "paragraph 图为老桥。"]
    assert [said.facts["count"] for said in report if said.code == "M407"] == [1]


@pytest.mark.parametrize(
    "where", ["https://a.b/c.jpg", "//a.b/c.jpg", "../../c.jpg", "gone.jpg", "data:image/png;base64,AAAA"]
)
def test_a_picture_that_is_not_there_is_told_and_the_text_goes_on(where: str, tmp_path: Path) -> None:
    reported = Reported()
    book = read_page(page(f"<p>{BODY}</p><p><img src='{where}'></p>").encode(), tmp_path, reported).book
    assert book.pictures == ()
    assert {said.code for said in reported if said.code.startswith("M")} & {"M401", "M402", "M403", "M404"}
    assert show_chapter(book.chapters[0])[2:] == [f"paragraph {BODY}"]


def archived(body: str, boundary: str = "----MultipartBoundary--x----") -> bytes:
    """Return a page with one picture as Chromium saves it in one file."""
    coded = quopri.encodestring(page(body).encode()).decode()
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.b/news/1.html\r\n"
        "Subject: =?utf-8?Q?=E6=B2=B3?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        f'\ttype="text/html";\r\n\tboundary="{boundary}"\r\n\r\n\r\n'
        f"--{boundary}\r\nContent-Type: text/html\r\nContent-ID: <frame-0@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://a.b/news/1.html\r\n\r\n{coded}\r\n"
        f"--{boundary}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: https://a.b/pic/bridge.png\r\n\r\n{base64.b64encode(png()).decode()}\r\n--{boundary}--\r\n"
    ).encode()


def test_a_page_saved_in_one_file_is_read_with_the_pictures_in_it(tmp_path: Path, report: Reported) -> None:
    body = f"<p>{BODY}</p><figure><img src='../pic/bridge.png'><figcaption>图为老桥。</figcaption></figure>"
    book = read_page(archived(body), tmp_path, report, "河边.mhtml").book
    assert show_chapter(book.chapters[0])[:3] == ["# -", "## 河边的冬天", f"paragraph {BODY}"]
    assert [picture.data for picture in book.pictures] == [png()]
    assert [plain(figure.caption) for figure in find(Figure, book)] == ["图为老桥。"]


@pytest.mark.parametrize(
    "data",
    [archived("").replace(b"text/html\r", b"text/css\r"), b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n"],
)
def test_a_saved_file_without_a_page_is_one_line(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(PublishError) as refused:
        read_page(data, tmp_path, Reported(), "a.mht")
    assert refused.value.diagnostic.code == "S401"


def test_an_element_with_attributes_without_end_is_one_line(tmp_path: Path) -> None:
    """The parser would take minutes over it: it holds each attribute against all before it."""
    many = " ".join(f'a{number}=">"' for number in range(40_000))
    with pytest.raises(PublishError) as refused:
        read_page(page(f"<p {many}>{BODY}</p>").encode(), tmp_path, Reported())
    assert refused.value.diagnostic.code == "S401"


# --- what no reader should meet --------------------------------------------------------------------------------------


def test_scripts_do_not_run_and_are_no_text(tmp_path: Path, report: Reported) -> None:
    body = (
        "<script>document.write('<p>坏</p>')</script><style>p{}</style>"
        f"<p onclick='x()'><a href='javascript:x()'>更多</a>{BODY}</p>"
    )
    shown = show_chapter(read_page(page(body).encode(), tmp_path, report).book.chapters[0])
    assert shown[2:] == [f"paragraph 更多{BODY}"]


def test_entities_are_characters_and_a_bomb_of_them_is_nothing(tmp_path: Path) -> None:
    bomb = "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
    data = (bomb + page(f"<p>{BODY}&ldquo;&#27827;&#x5DDD;&rdquo;&nbsp;&amp;&lt;&b;</p>")).encode()
    shown = show_chapter(read_page(data, tmp_path, Reported()).book.chapters[0])
    assert shown[-1] == f"paragraph {BODY}“河川” &<&b;"


@pytest.mark.parametrize(
    "data",
    [
        b"<html>" + b"<div>" * 100_000,
        b"<html><body>" + b"<b><i>" * 300 + "深".encode() + b"</body>",
        b"<html>",
        b"<html><body><script>x</script></body></html>",
        b"<html><title>t</title></html>" + b"\0" * 1000,
        b"<html><table><tr><td colspan=99999999999 rowspan=-3>",
        b"<html><ol start=99999999999999><li>" + "河".encode(),
        b"<html><body><a href='#x'>[1]</a><p id=x><a href='#x'>[1]</a></p>",
        b"<!doctype html><p>" + bytes(range(256)) * 20,
    ],
    ids=range(9),
)
def test_a_page_of_any_kind_ends_in_a_book_or_one_line(data: bytes, tmp_path: Path) -> None:
    try:
        outcome = f"lost {read_page(data, tmp_path, Reported()).account.lost}"
    except PublishError as refused:
        outcome = refused.diagnostic.code
    assert outcome in ("lost 0", "P101", "S401", "P104")


def test_what_no_book_can_hold_is_told(tmp_path: Path) -> None:
    reported = Reported()
    read_page(
        page(f"<p>{BODY}</p><video src='a.mp4'>影片</video><iframe src='x'></iframe>").encode(), tmp_path, reported
    )
    assert [(said.facts["count"], said.facts["kinds"]) for said in reported if said.code == "S404"] == [
        (2, "video, iframe")
    ]

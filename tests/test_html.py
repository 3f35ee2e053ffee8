"""The page for a browser: whole in one file, every link leads somewhere in it, and nothing of a text is code."""

import re
import shutil
import subprocess
import sys
from base64 import b64decode
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from arbitrary import books
from conftest import Reported
from handmade import HANDMADE, PICTURE, article, book, paragraph
from hypothesis import given, settings

from publish.book import Article, Book, Emphasis, Figure, Image, Link, Note, Paragraph, Text, plain
from publish.diagnostics import PublishError
from publish.edition import HtmlKeys, Settings, StyleKeys
from publish.html import write_html
from publish.verify.verify_html import verify_html
from publish.walk import find

VOID = {"meta", "img", "br", "hr", "link"}


class Page(HTMLParser):
    """A page as a browser reads it: elements with their attributes, the text that is shown, what is never closed."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.shown: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(data.decode("utf-8"))
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.open += [] if tag in VOID else [tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that is closed at once, which HTML allows to void ones alone."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.wrong += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Take the end of an element."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        """Take text."""
        if "style" not in self.open:
            self.shown.append(data)

    def values(self, name: str) -> list[str]:
        """Return the values of the attribute *name*."""
        return [attributes[name] for _, attributes in self.elements if name in attributes]

    @property
    def text(self) -> str:
        """All text without white space."""
        return "".join("".join(self.shown).split())


def page(of: Book, keys: Settings | None = None) -> Page:
    return Page(write_html(of, keys or Settings(), lambda diagnostic: None))


@pytest.fixture(scope="module")
def handmade() -> Page:
    return page(HANDMADE)


def test_every_element_is_closed_and_every_id_is_given_once(handmade: Page) -> None:
    assert handmade.wrong == []
    assert [name for name, count in Counter(handmade.values("id")).items() if count > 1] == []


def test_every_link_within_the_page_leads_to_something_in_it(handmade: Page) -> None:
    inside = [href[1:] for href in handmade.values("href") if href.startswith("#")]
    assert set(inside) <= set(handmade.values("id"))
    assert len(inside) > 10


def test_the_contents_lead_to_each_chapter_and_article_in_their_order(handmade: Page) -> None:
    ids = handmade.values("id")
    contents = [href[1:] for href in handmade.values("href") if re.match(r"#[ac][0-9a-f]{8}(-\d+)?$", href)]
    assert [ids.index(target) for target in contents] == sorted(ids.index(target) for target in contents)
    articles = [attributes["id"] for tag, attributes in handmade.elements if tag == "article"]
    assert [target for target in contents if target in articles] == articles
    assert len(articles) == len(list(HANDMADE.articles))


def test_words_of_titles_and_names_in_bylines_are_marked_up_as_what_no_line_parts() -> None:
    authors = ("欧阳明远", "李 明")
    written = Article("渡口的灯火 江上三十年", authors=authors, byline="欧阳明远、李 明")
    shown = write_html(book(written), Settings(), lambda diagnostic: None).decode()
    title = re.search(r'<h3 class="title"[^>]*>(.*)</h3>', shown)
    byline = re.search(r'<p class="byline">(.*)</p>', shown)
    assert title
    assert byline
    assert re.findall(r'<span class="half">', title[1]) == ['<span class="half">'] * 2
    assert '<span class="word">灯火</span>' in title[1]
    assert re.findall(r'<span class="name">(.*?)</span>', byline[1]) == ["欧阳明远", "李 明"]


def test_nothing_is_fetched_and_no_script_can_run(handmade: Page) -> None:
    assert {source.partition(":")[0] for source in handmade.values("src")} == {"data"}
    assert not any(tag in ("script", "link", "iframe", "object") for tag, _ in handmade.elements)
    (policy,) = [a["content"] for tag, a in handmade.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy


def test_the_notes_of_each_article_stand_under_it_and_call_and_note_lead_to_each_other() -> None:
    def noted(title: str, *notes: str) -> Article:
        calls = (Note((Paragraph((Text(note),)),)) for note in notes)
        return Article(title, blocks=(Paragraph((Text("文"), *calls)),))

    made = page(book(noted("甲", "甲一", "甲二"), noted("乙", "乙一")))
    assert re.sub(r"目录|書名|书名：.*", "", made.text).count("一") == 2
    before, _, after = made.text.rpartition("乙一")
    assert "甲一" in before
    assert "甲" not in after.partition("书名")[0]
    calls = [attributes for tag, attributes in made.elements if attributes.get("class") == "note-call"]
    assert [made.values("href").count(f"#{call['id']}") for call in calls] == [1, 1, 1]
    assert all(call["href"][1:] in made.values("id") for call in calls)


def test_pictures_stand_in_the_page_with_their_bytes_and_descriptions() -> None:
    made = page(replace(book(Article("图", blocks=(Figure(Image(PICTURE.name, "桥")),))), pictures=(PICTURE,)))
    (picture,) = [attributes for tag, attributes in made.elements if tag == "img"]
    head, _, data = picture["src"].partition(",")
    assert (head, b64decode(data), picture["alt"]) == (f"data:{PICTURE.media_type};base64", PICTURE.data, "桥")


def test_the_headings_of_the_page_are_one_outline_without_gaps(handmade: Page) -> None:
    levels = [int(tag[1]) for tag, _ in handmade.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels) if above > 1)


@pytest.mark.parametrize(
    "hostile", ["</style><script>x</script>", "<img src=x onerror=y>", '"><b>', "{{ 7*7 }}", "&lt;"]
)
def test_what_a_text_holds_is_shown_and_is_never_markup(hostile: str) -> None:
    made = page(book(Article(hostile, authors=(hostile,), blocks=(paragraph(hostile),)), title=hostile))
    plain_page = page(book(Article("题", authors=("名",), blocks=(paragraph("文"),)), title="书"))
    assert [tag for tag, _ in made.elements] == [tag for tag, _ in plain_page.elements]
    assert "".join(hostile.split()) in made.text


@settings(max_examples=40)
@given(books)
def test_any_book_at_all_makes_a_page_whose_links_lead_somewhere(any_book: Book) -> None:
    made = page(any_book)
    assert made.wrong == []
    inside = {href[1:] for href in made.values("href") if href.startswith("#")}
    assert inside <= set(made.values("id"))
    emphasized = [each for each in find(Emphasis, any_book) if all(isinstance(part, Text) for part in each.content)]
    texts = [plain(each.content) for each in emphasized if plain(each.content).isalnum()]
    assert all("".join(text.split()) in made.text for text in texts)


def test_the_page_follows_the_language_of_the_book() -> None:
    made = page(replace(book(article("甲", "一")), language="zh-Hant-HK"))
    assert dict(made.elements)["html"]["lang"] == "zh-Hant-HK"
    assert "目錄" in made.text
    css = write_html(replace(book(article("甲", "一")), language="zh-HK"), Settings(), print).decode()
    assert re.search(r'--song: "Noto Serif CJK HK", (?!.*CJK SC)', css)


def test_the_user_s_faces_and_style_go_before_the_house_style(tmp_path: Path) -> None:
    (tmp_path / "html.css").write_text("h1 { background: url(dot.svg); color: #a00 }", "utf-8")
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', "utf-8")
    keys = StyleKeys(name=str(tmp_path), fonts={"song": ('My "Song"',)})
    css = write_html(book(article("甲", "一")), Settings(style=keys), print).decode()
    assert '--song: "My Song", "Noto Serif CJK SC"' in css
    assert 'h1 { background: url("data:image/svg+xml;base64,' in css


def test_a_style_cannot_end_the_style_element(tmp_path: Path) -> None:
    (tmp_path / "html.css").write_text("a::after { content: '</style><script>x</script>' }", "utf-8")
    made = page(book(article("甲", "一")), Settings(style=StyleKeys(name=str(tmp_path))))
    assert not any(tag == "script" for tag, _ in made.elements)


def test_paragraphs_are_numbered_on_request() -> None:
    of = book(article("甲", "一", "二"))
    numbered = page(of, Settings(html=HtmlKeys(paragraph_numbers=True)))
    assert [a for _, a in numbered.elements if a.get("class") == "number"] == [{"class": "number"}] * 2
    assert [a for _, a in page(of).elements if a.get("class") == "number"] == []


def test_the_same_book_gives_the_same_bytes_and_what_cannot_be_in_a_page_is_reported(report: Reported) -> None:
    report.expect("E101", "E102", "E104")
    of = replace(book(Article("甲\x01", blocks=(Paragraph((Link("javascript:x", (Text("点"),)),)),))), date="去年")
    assert write_html(of, Settings(), report) == write_html(of, Settings(), report)
    assert {diagnostic.code for diagnostic in report} == {"E101", "E102", "E104"}
    with pytest.raises(PublishError, match="E108"):
        write_html(replace(of, language="中文"), Settings(), report)


# --- held against its sources --------------------------------------------------------------------------------------


def found_in(data: bytes, folder: Path, made_from: Book = HANDMADE) -> list[tuple[str, str]]:
    """Return the codes and sentences of what is reported of the page *data*."""
    (folder / "book.html").write_bytes(data)
    reported = Reported()
    verify_html(folder / "book.html", made_from, reported)
    return [(each.code, each.message) for each in reported]


def made(of: Book = HANDMADE) -> bytes:
    return write_html(of, Settings(), lambda diagnostic: None)


def test_of_a_good_page_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert found_in(made(), tmp_path) == []
    numbered = write_html(HANDMADE, Settings(html=HtmlKeys(paragraph_numbers=True)), lambda diagnostic: None)
    assert found_in(numbered, tmp_path) == []


_ARTICLE = re.compile(r"<article .*?</article>", re.DOTALL)
FAULTS: dict[str, tuple[Callable[[str], str], set[str]]] = {
    "a paragraph is lost": (lambda page: re.sub(r'<p id="a\w+-p\w+">.*?</p>', "", page, count=1), {"V401"}),
    "two characters have changed places": (lambda page: page.replace("老船", "船老", 3), {"V403"}),
    "a sentence is there that nobody wrote": (
        lambda page: page.replace("</article>", "<p>多出</p></article>", 1),
        {"V402"},
    ),
    "a paragraph is cut in two": (lambda page: re.sub(r"(-p\w+\">..)", r"\1</p><p>", page, count=1), {"V411"}),
    "an article is lost": (
        lambda page: re.sub(r"<article .*?</article>", "", page, count=1, flags=re.DOTALL),
        {"V406", "V311"},
    ),
    "an article stands elsewhere": (lambda page: swapped(page), {"V305"}),
    "the language is another": (lambda page: page.replace('lang="zh-CN"', 'lang="zh-TW"', 1), {"V501"}),
    "the title is another": (lambda page: re.sub("<title>.*?</title>", "<title>别的</title>", page), {"V201"}),
    "a note leads nowhere": (lambda page: re.sub(r'id="(a\w+)-n', r'id="\1-x', page, count=1), {"V311"}),
    "an id is there twice": (lambda page: page.replace("<main>", '<main id="top">'), {"V109"}),
    "a script was put in": (lambda page: page.replace("</body>", "<script>1</script></body>"), {"V609"}),
}


def swapped(page: str) -> str:
    """Return *page* with its first two articles in each other's place."""
    first, second = _ARTICLE.findall(page)[:2]
    return page.replace(first, "\0").replace(second, first).replace("\0", second)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_page_is_found(fault: str, tmp_path: Path) -> None:
    put_in, codes = FAULTS[fault]
    good = made().decode()
    spoilt = put_in(good)
    assert spoilt != good
    assert {code for code, _ in found_in(spoilt.encode(), tmp_path)} == codes


def test_what_is_no_page_of_ours_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="V101"):
        found_in(b"<p>one<p>two", tmp_path)


def test_the_command_line_holds_a_page_against_its_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# 栏目\n\n## 渡口\n\n周远\n\n船慢慢地靠了岸。\n", "utf-8")
    command = [sys.executable, "-m", "publish"]
    subprocess.run([*command, "html", "a.txt", "--traditional", "-q", "-o", "a.html"], cwd=tmp_path, check=True)
    good = subprocess.run([*command, "check", "-q", "a.html", "a.txt"], cwd=tmp_path, capture_output=True, text=True)
    assert (good.returncode, good.stderr) == (0, "")
    page = (tmp_path / "a.html").read_text("utf-8")
    (tmp_path / "a.html").write_text(page.replace("慢慢", "快快"), "utf-8")
    bad = subprocess.run([*command, "check", "-q", "a.html", "a.txt"], cwd=tmp_path, capture_output=True, text=True)
    assert bad.returncode == 1
    assert re.search(r"^a\.html:\d+: error V403 .*慢慢.*快快", bad.stderr)


def test_a_browser_lays_the_page_out_within_the_width_of_a_phone(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        pytest.skip("the page in a browser (no Chromium here)")
    (tmp_path / "book.html").write_bytes(write_html(HANDMADE, Settings(), lambda diagnostic: None))
    measure = tmp_path / "measure.html"
    measure.write_text(
        '<iframe src="book.html" style="width:360px;height:900px"></iframe><pre></pre><script>'
        "onload = () => { const page = document.querySelector('iframe').contentDocument.documentElement;"
        "document.querySelector('pre').textContent = `widths ${page.scrollWidth} ${page.clientWidth}` }</script>",
        "utf-8",
    )
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--dump-dom"]
    found = subprocess.run([*command, measure.as_uri()], capture_output=True, text=True, timeout=60).stdout
    widths = re.search(r"widths (\d+) (\d+)", found)
    assert widths, found[:500]
    assert int(widths[1]) <= int(widths[2])

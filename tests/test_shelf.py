"""What stands beside the books of an archive: catalogue, feeds, pages, what is there twice, and what a search finds."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import msgspec
import pytest
from click.testing import CliRunner
from PIL import Image
from shelves import CLOCK, FERRY, Heard, Tree, dump, one_by_one

from publish.archive import Journal, Made, find_words
from publish.archive.catalogue import CatalogueRecord
from publish.archive.entries import entry_of
from publish.archive.places import page_at
from publish.archive.tasks import Task
from publish.book import Article, Book, Chapter, Paragraph, Text
from publish.cli import main
from publish.paging import PageStart
from publish.source import SourceLines
from publish.xhtml import entries, numbered

LONG = (
    "清晨的雾还没有散，渡船已经靠了岸；挑担的人一个接一个走下来，谁也不说话。卖豆腐的老人坐在石阶上，等他的第一个主顾。"
)
TREE = {
    "甲报/1985-05-04/a.txt": dump("渡船", "李 明", LONG, paper="甲乡日报 1985年5月4日 第3版"),
    "乙报/1986/a.txt": dump(
        "石桥", "李 明", "石桥修好的那天，全村的人都来走了一遍。", paper="乙乡日报 1986年2月1日 第1版"
    ),
    "乙报/1986/b.txt": dump("船渡", "周 远", LONG.replace("豆腐", "荳腐"), paper="乙乡日报 1986年2月1日 第2版"),
    "繁/a.txt": dump("老鐘", "鍾 靈", "巷口的老鐘停了三年，誰也沒有想到它會自己走起來。"),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, Heard]:
    tree = Tree(tmp_path_factory.mktemp("archive"))
    tree.write(**TREE)
    return tree, tree.fill()[1]


def catalogue(tree: Tree) -> CatalogueRecord:
    said: CatalogueRecord = json.loads((tree.shelf / "catalogue.json").read_text("utf-8"))
    msgspec.convert(said, CatalogueRecord)
    return said


def test_the_catalogue_has_each_book_with_its_articles_and_files(filled: tuple[Tree, Heard]) -> None:
    tree, _heard = filled
    said = catalogue(tree)
    books = {book["key"]: book for book in said["books"]}
    assert [*books] == ["乙报/1986", "甲报/1985-05-04", "繁"]
    book = books["甲报/1985-05-04"]
    assert (book["publication"], book["date"]) == ("甲乡日报", "1985-05-04")
    assert [(each["title"], each["authors"], each["paper_page"]) for each in book["articles"]] == [
        ("渡船", ["李明"], "第3版")
    ]
    assert all((tree.shelf / file["path"]).stat().st_size == file["size"] for file in book["files"])
    assert said["failed"] == []


def test_those_who_sign_alike_in_two_papers_are_not_made_one(filled: tuple[Tree, Heard]) -> None:
    tree, heard = filled
    (record,) = (each for each in catalogue(tree)["authors"] if each["name"] == "李明")
    assert [signer["publication"] for signer in record["signers"]] == ["乙乡日报", "甲乡日报"]
    assert "A303" in heard.codes
    (page,) = (
        path for path in (tree.shelf / "pages").iterdir() if "李明" in path.read_text("utf-8") and path.name[0] == "l"
    )
    assert "未必是同一人" in page.read_text("utf-8")

    tree.write(**{"archive.toml": '[archive]\nsame-authors = ["李明"]\n'})
    assert "A303" not in tree.fill()[1].codes
    (tree.root / "archive.toml").unlink()
    tree.fill()


def test_an_article_that_stands_twice_is_told_with_both_places(filled: tuple[Tree, Heard]) -> None:
    tree, heard = filled
    (said,) = (each for each in heard.reported if each.code == "A301")
    assert (said.place, said.facts["place"]) == ("甲报/1985-05-04/a.txt:3", "乙报/1986/b.txt:3")
    assert [(each["title"], each["first_book"]) for each in catalogue(tree)["reprints"]] == [("渡船", "乙报/1986")]


def test_the_first_of_two_alone_may_stay_and_nothing_is_made_anew_for_it_again(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    both = TREE["甲报/1985-05-04/a.txt"] + "\n\n" + FERRY
    tree.write(
        **{"1/a.txt": TREE["乙报/1986/b.txt"], "2/a.txt": both, "archive.toml": '[archive]\nduplicates = "first"\n'}
    )
    result, heard = tree.fill()
    assert (result.made, result.failed) == (2, 0)
    assert "A302" in heard.codes
    assert [[each["title"] for each in book["articles"]] for book in catalogue(tree)["books"]] == [
        ["船渡"],
        ["渡口的灯"],
    ]
    assert tree.fill()[1].books == []

    (tree.root / "1/a.txt").write_text(CLOCK, "utf-8")  # now it stands in one book alone
    tree.fill()
    assert [len(book["articles"]) for book in catalogue(tree)["books"]] == [1, 2]


def test_each_link_of_pages_and_feeds_leads_to_a_file(filled: tuple[Tree, Heard]) -> None:
    tree, _heard = filled
    files = [tree.shelf / "index.html", *(tree.shelf / "pages").iterdir(), *(tree.shelf / "opds").iterdir()]
    links = [(file, unquote(href)) for file in files for href in re.findall(r'href="([^"]+)"', file.read_text("utf-8"))]
    assert len(links) > 60
    assert [(file.name, href) for file, href in links if not (file.parent / href).is_file()] == []
    assert [
        file.name
        for file in files
        if re.search(r"<script|https?://(?!www.w3.org|purl.org|opds-spec.org)", file.read_text("utf-8"))
    ] == []


ATOM = "{http://www.w3.org/2005/Atom}"
KIND = "application/atom+xml;profile=opds-catalog;kind="


def test_the_feeds_are_what_opds_asks_of_them(filled: tuple[Tree, Heard]) -> None:
    """OPDS 1.2, 2 to 5: what each feed and each entry must have, and which kind each link leads to."""
    tree, _heard = filled
    kinds: dict[str, str] = {}
    leads: list[tuple[str, str]] = []
    for path in sorted((tree.shelf / "opds").iterdir()):
        feed = ElementTree.parse(path).getroot()
        links = {link.get("rel"): link for link in feed.findall(f"{ATOM}link")}
        assert {"self", "start"} <= set(links)
        kinds[path.name] = (links["self"].get("type") or "").removeprefix(KIND)
        for part in (feed, *feed.findall(f"{ATOM}entry")):
            assert all(part.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        for entry in feed.findall(f"{ATOM}entry"):
            found = [
                (link.get("rel") or "", link.get("href") or "", link.get("type") or "")
                for link in entry.findall(f"{ATOM}link")
            ]
            if kinds[path.name] == "acquisition":
                assert [(rel.removeprefix("http://opds-spec.org/"), kind) for rel, _href, kind in found] == [
                    ("image", "image/jpeg"),
                    ("image/thumbnail", "image/jpeg"),
                    ("acquisition/open-access", "application/epub+zip"),
                ]
            else:
                leads += [(href, kind.removeprefix(KIND)) for _rel, href, kind in found]
    assert set(kinds.values()) == {"navigation", "acquisition"}
    assert [href for href, kind in leads if kinds[href] != kind] == []


def test_a_book_of_a_feed_shows_its_cover_and_that_in_small(filled: tuple[Tree, Heard]) -> None:
    tree, _heard = filled
    for book in catalogue(tree)["books"]:
        cover, small = (Image.open(tree.shelf / book[name]["path"]) for name in ("cover", "thumbnail"))
        with cover, small:
            assert cover.width > 1000
            assert small.width == 240
            assert abs(small.height / small.width - cover.height / cover.width) < 0.01
        assert [file["media_type"] for file in book["files"]] == ["application/epub+zip"]


# --- search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["老钟停了三年", "老鐘停了三年", "老鐘 誰也", "钟停了三年谁也没有", "誰也沒有"])
def test_words_are_found_in_both_kinds_of_characters_across_marks(filled: tuple[Tree, Heard], words: str) -> None:
    with Journal.opened(filled[0].shelf, reading=True) as journal:
        found = find_words(journal, words, 10)
    assert found.articles == 1
    assert found.hits[0].title == "老鐘"
    assert found.hits[0].sentence == "巷口的老鐘停了三年，誰也沒有想到它會自己走起來。"


@pytest.mark.parametrize(
    ("words", "count"), [("雾", 2), ("渡船", 2), ("船", 2), ("散渡船", 2), ("石桥 全村", 1), ("船石", 0)]
)
def test_as_many_articles_are_found_as_hold_the_words(filled: tuple[Tree, Heard], words: str, count: int) -> None:
    with Journal.opened(filled[0].shelf, reading=True) as journal:
        assert find_words(journal, words, 10).articles == count


def test_the_command_tells_book_article_paper_and_sentence(filled: tuple[Tree, Heard], tmp_path: Path) -> None:
    shelf = str(filled[0].shelf)
    result = CliRunner().invoke(main, ["search", "石橋 全村", shelf])
    assert result.exit_code == 0
    where, sentence = result.stdout.splitlines()
    assert where.split(" · ")[1:] == ["石桥", "李明", "乙乡日报 1986-02-01 第1版"]
    assert sentence == "    石桥修好的那天，全村的人都来走了一遍。"
    said = json.loads(CliRunner().invoke(main, ["search", "石桥", shelf, "--json"]).stdout)
    assert (said["title"], said["files"]) == ("石桥", ["books/乙报/1986.epub"])
    for words, folder, code in (("……", shelf, "A107"), ("石桥", str(tmp_path), "A106")):
        result = CliRunner().invoke(main, ["search", words, folder])
        assert (result.exit_code, f"error {code} " in result.stderr) == (1, True)
    assert CliRunner().invoke(main, ["search", "没有的词", shelf]).exit_code == 1


def test_the_page_of_a_sentence_is_that_on_which_it_is_printed() -> None:
    paragraphs = tuple(Paragraph((Text(text),)) for text in ("一二三四五 六七八九十", "甲乙丙丁"))
    book = Book(
        "书", chapters=(Chapter(None, (Article("渡口", blocks=paragraphs), Article("石桥", blocks=paragraphs))),)
    )
    (chapter,) = entries(book)
    first, second = chapter.articles
    name = "p" + "0" * 8
    names = [item.name or name for item in numbered(first.article.blocks)]
    starts = (
        PageStart("1", first.anchor, "", 0),
        PageStart("2", first.anchor, names[0], 7),
        PageStart("3", second.anchor, names[1], 2),
    )
    found = entry_of(book, SourceLines(), [(book, starts)], (None, None)).articles
    assert [page_at(found[0].pages, *place) for place in ((-1, 0), (0, 6), (0, 7), (1, 3))] == ["1", "1", "2", "2"]
    assert [page_at(found[1].pages, *place) for place in ((-1, 0), (1, 1), (1, 2))] == ["2", "2", "3"]


def test_a_search_names_the_page_in_print_of_what_it_finds(tmp_path: Path) -> None:
    def printed(tasks: Iterable[Task]) -> Iterator[Made]:
        for made in one_by_one(tasks):
            assert made.entry
            articles = tuple(replace(each, pages=((-1, 0, "7"), (1, 4, "8"))) for each in made.entry.articles)
            yield replace(made, entry=replace(made.entry, articles=articles))

    tree = Tree(tmp_path)
    tree.write(**{"1/a.txt": CLOCK})
    tree.fill(printed)
    with Journal.opened(tree.shelf, reading=True) as journal:
        pages = [find_words(journal, words, 1).hits[0].page for words in ("停了三年", "修钟", "風把擺")]
    assert pages == ["7", "7", "8"]
    assert catalogue(tree)["books"][0]["articles"][0]["page"] == "7"

"""A style of one's own: what would break a book stops at its line, what has no effect is told with what was meant."""

from pathlib import Path

import pytest
from conftest import Reported

from publish.assets import assets
from publish.diagnostics import PublishError
from publish.style_folder import check_style


def style(folder: Path, **files: str) -> str:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("css", "line", "said"),
    [
        ("h1 { margin: 0 }\n\n.note {\n  margin: 1em;\n", 3, "{ is never closed"),
        ("h1 { margin: 0 }\n}\np { margin: 0 }", 2, "} closes what nothing opened"),
        ("p { margin: calc(1em + (2em }\nh1 {}", 1, "} closes what nothing opened"),
        ("/* the page\nh1 { margin: 0 }", 1, "this comment is never closed"),
        ('h1::before { content: "一; }\np {}', 1, "this quotation is never closed"),
    ],
)
@pytest.mark.parametrize(("file", "output"), [("print_css", "print"), ("epub_css", "epub"), ("html_css", "html")])
def test_css_that_breaks_off_stops_at_the_line(
    css: str, line: int, said: str, file: str, output: str, tmp_path: Path, report: Reported
) -> None:
    with pytest.raises(PublishError) as refused:
        check_style(style(tmp_path, **{file: css}), output, report)
    diagnostic = refused.value.diagnostic
    assert (diagnostic.code, diagnostic.line, diagnostic.facts["reason"]) == ("B207", line, said)


@pytest.mark.parametrize("css", ["/* } ( */ p::before { content: '}(' }", 'a[href*="{"] { margin: 0 }', "p {}\n/**/\n"])
def test_brackets_in_comments_and_quotations_are_none(css: str, tmp_path: Path, report: Reported) -> None:
    check_style(style(tmp_path, print_css=css), "print", report)
    assert report == []


def test_an_edition_is_not_stopped_by_the_css_of_another(tmp_path: Path, report: Reported) -> None:
    name = style(tmp_path, epub_css="h1 {", print_css="p { margin: calc(1em + 2pt) }")
    check_style(name, "print", report)
    with pytest.raises(PublishError):
        check_style(name, "epub", report)


def test_what_old_devices_refuse_a_book_for_stops_the_e_book_alone(tmp_path: Path, report: Reported) -> None:
    name = style(tmp_path, epub_css="p { margin: 0 }\nh1 { margin: min(1em, 2pt) }")
    check_style(name, "html", report)
    with pytest.raises(PublishError, match=r"epub\.css:2: error B207"):
        check_style(name, "epub", report)


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<section>\n<p>甲<em>乙</p>\n</section>", 2),
        ("<section>\n{% if book %}\n{% endfor %}\n</section>", 3),
        ("<section>\n<p title=甲>乙</p>\n</section>", 2),
        ("<section>\n\n<p>甲 & 乙</p></section>", 3),
        ("{% for chapter in chapters %}\n<p>\n{% endfor %}", 2),
        ("<p>{{ book.title }</p>", 1),
    ],
)
def test_markup_that_is_not_well_formed_stops_at_the_line(
    markup: str, line: int, tmp_path: Path, report: Reported
) -> None:
    with pytest.raises(PublishError) as refused:
        check_style(style(tmp_path, templates__epub__colophon_xhtml=markup), "epub", report)
    assert (refused.value.diagnostic.code, refused.value.diagnostic.line) == ("B207", line)


@pytest.mark.parametrize(
    "markup",
    [
        '{% if numbers %}<p class="a">{% elif vertical %}<p>{% else %}<p class="b">{% endif %}甲</p>',
        '<p{% if numbers %} class="a"{% else %} class="b"{% endif %}>{{ "<" }}</p>{# <p> #}',
        "{% macro heading(level) %}<h{{ level }}>甲</h{{ level }}>{% endmacro %}",
        '<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns:epub="x"><p epub:type="y"/></html>',
    ],
)
def test_branches_of_a_template_count_once(markup: str, tmp_path: Path, report: Reported) -> None:
    check_style(style(tmp_path, templates__epub__colophon_xhtml=markup), "epub", report)
    assert report == []


def test_a_file_that_nothing_reads_is_told_with_the_one_that_was_meant(tmp_path: Path, report: Reported) -> None:
    report.expect("B210")
    (tmp_path / "print-notemargin.css").write_text("p {}", "utf-8")
    name = style(
        tmp_path, templates__epub__colofon_xhtml="<p/>", README_txt="", Print_css="p { background: url(a.png) }"
    )
    (tmp_path / "a.png").write_bytes(b"")
    check_style(name, "epub", report)
    told = {Path(one.file or "").name: (one.code, one.facts["nearest"]) for one in report}
    assert told == {
        "colofon.xhtml": ("B210", "templates/epub/colophon.xhtml"),
        "print-notemargin.css": ("B210", "print-note-margin.css"),
        "Print.css": ("B210", "print.css"),
        "README.txt": ("B211", None),
    }


def test_a_selector_that_matches_nothing_is_told_with_the_nearest_that_does(tmp_path: Path, report: Reported) -> None:
    report.expect("B212")
    css = "\n".join(
        [
            "h1, .byline > .nmae { margin: 0 }",
            "@page bdoy:left { margin: 0 }",
            "@media print {\n  .crosshaed:nth-child(2n+1 of .verse) { margin: 0 }\n}",
            ":root:not([data-paper]) blockqoute:lang(zh)::before { margin: 0 }",
            ".wholly-of-ones-own { margin: 0 }",
        ]
    )
    check_style(style(tmp_path, print_css=css), "print", report)
    assert [(one.line, one.facts["name"], one.facts["nearest"]) for one in report] == [
        (1, ".nmae", ".name"),
        (2, "bdoy", "body"),
        (4, ".crosshaed", ".crosshead"),
        (6, "blockqoute", "blockquote"),
        (7, ".wholly-of-ones-own", None),
    ]


def test_the_classes_of_a_template_of_ones_own_are_known(tmp_path: Path, report: Reported) -> None:
    name = style(tmp_path, epub_css=".seal { margin: 0 }", templates__epub__colophon_xhtml='<p class="seal"/>')
    check_style(name, "epub", report)
    assert report == []


def test_a_role_that_no_face_plays_is_told_with_the_one_that_was_meant(tmp_path: Path, report: Reported) -> None:
    report.expect("B213")
    check_style(style(tmp_path, faces_toml='[kai]\nSC = ["甲"]\n\n[fangsng]\nSC = ["乙"]\n'), "print", report)
    assert [(one.code, one.line, one.facts["nearest"]) for one in report] == [("B213", 4, "fangsong")]


@pytest.mark.parametrize("name", sorted(path.name for path in assets("styles").iterdir() if path.is_dir()))
def test_what_the_programs_own_styles_say_is_all_known(name: str, tmp_path: Path, report: Reported) -> None:
    for file in (assets("styles") / name).iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    for output in ("print", "epub", "html"):
        check_style(str(tmp_path), output, report)
    assert report == []

"""Letters that the Latin face lacks take their whole word along into another face; code and markup are left alone."""

import re

import pymupdf
import pytest
from handmade import article, book

from publish.edition import Settings
from publish.fonts import lent_face
from publish.pdf import write_pdf
from publish.pdf.lettering import lettered


def spans(markup: str) -> list[str]:
    """Return the runs of *markup* that get a face of their own."""
    return re.findall(r"<span[^>]*>([^<]*)</span>", lettered(markup, "zh-CN", {})[0])


RUNS = {
    "a word is whole": ("<p>越南的Nguyễn先生</p>", ["Nguyễn"]),
    "words in a row go together": (
        "<p>读作Wǒ zài Nánníng de lǚguǎn。</p>",
        ["Wǒ zài Nánníng de lǚguǎn"],
    ),
    "a mark stays with its letter": ("<p>ê\u0304、m\u0300</p>", ["ê\u0304", "m\u0300"]),
    "phonetic signs are letters": ("<p>音标/ˈtʃaɪnə/。</p>", ["ˈtʃaɪnə"]),
    "letters that the Latin face has stay in it": ("<p>捷克Dvořák，俄语Москва，Nguyen</p>", []),
    "marks that belong to Chinese are no letters": ("<p>声调ˊˇˋ˙</p>", []),
    "code has its own face": ("<p><code>ǎ</code></p><pre>ǎ</pre>", []),
    "markup is no text": ('<head><title>ǎ</title></head><p title="ǎ">甲&amp;乙</p>', []),
}


@pytest.mark.parametrize("name", RUNS)
def test_which_runs_are_set_by_another_face(name: str) -> None:
    markup, expected = RUNS[name]
    assert spans(markup) == expected
    assert re.sub(r"</?span[^>]*>", "", lettered(markup, "zh-CN", {})[0]) == markup


def test_a_face_is_asked_for_all_letters_of_a_run() -> None:
    face = lent_face("Nguyễn ʃ", "zh-CN", {})
    assert face is not None
    assert face.family != lent_face("Nguyễn", "zh-CN", {}).family  # which has no ʃ


def test_on_paper_a_word_has_one_face_and_is_found_as_it_is() -> None:
    made = book(article("字", "越南的Nguyễn先生，拼音nǐ hǎo，ê\u0304是一个字母。"))
    page = pymupdf.open("pdf", write_pdf(made, Settings(), lambda diagnostic: None))[2]
    shown = [span for block in page.get_text("dict")["blocks"] for line in block["lines"] for span in line["spans"]]
    assert {"Nguyễn", "nǐ hǎo", "ê\u0304"} <= {span["text"].strip() for span in shown if span["font"] == "letters0"}

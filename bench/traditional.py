#!/usr/bin/env python3
"""How many hard sentences come out right, by region, with plain OpenCC and with this program; and how fast it is.

    .venv/bin/python bench/traditional.py          # all sentences that come out wrong, then the figures

The sentences are those of tests/cases/traditional.txt.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from publish.book import Article, Book, Chapter, Paragraph, Text
from publish.edition import TraditionalKeys
from publish.traditional.conversion import convert
from publish.traditional.converter import convert_passages

CASES = Path(__file__).parent.parent / "tests" / "cases" / "traditional.txt"

VARIANTS = {"tw": ("s2tw", "t2tw"), "hk": ("s2hk", "t2hk"), "standard": ("s2t", None)}

# Forms that are accepted side by side.
_SAME = str.maketrans("臺檯佈週讚啟裏着爲衆羣麪峯線烟菸煙纔溼汙喫樑", "台台布周贊啓裡著為眾群麵峰綫煙煙煙才濕污吃梁")
_SAME_WORDS = (
    ("瞭解", "了解"),
    ("彙報", "匯報"),
    ("紮實", "扎實"),
    ("紮根", "扎根"),
    ("唸書", "念書"),
    ("藉助", "借助"),
)


def cases() -> Iterator[tuple[str, str, bool]]:
    """Yield each sentence, its form in Taiwan, and whether it was held out when the rules were made."""
    held_out = False
    for line in CASES.read_text("utf-8").splitlines():
        if line.startswith("#"):
            held_out = line.startswith("# held out")
        elif line:
            source, _, expected = line.partition(" | ")
            yield source, expected, held_out


def book_of(*paragraphs: str) -> Book:
    """Return a book of one article."""
    return Book("", chapters=(Chapter(None, (Article("", blocks=tuple(Paragraph((Text(p),)) for p in paragraphs)),)),))


def converted(text: str, variant: str) -> str:
    """Return one paragraph as the program converts it; marks of quotation stay."""
    return list(convert_passages(book_of(text), variant, TraditionalKeys()))[-1].recast.text  # type: ignore[arg-type]


def same(one: str, other: str) -> bool:
    """Whether two texts differ in accepted forms at most."""
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    for form, usual in _SAME_WORDS:
        text = text.replace(form, usual)
    return text.translate(_SAME)


def expected_in(variant: str, taiwan: str) -> str:
    """Return a form of Taiwan in that of *variant*."""
    direction = VARIANTS[variant][1]
    standard = convert(taiwan, "tw2t")
    return convert(standard, direction) if direction else standard  # type: ignore[arg-type]


def score(variant: str, *, held_out: bool, tell: bool = False) -> tuple[int, int, int]:
    """Return the number of sentences, those right with plain OpenCC, and those right here."""
    number = plain = ours = 0
    for source, taiwan, held in cases():
        if held is not held_out:
            continue
        expected, got = expected_in(variant, taiwan), converted(source, variant)
        number += 1
        plain += same(convert(source, VARIANTS[variant][0]), expected)  # type: ignore[arg-type]
        ours += same(got, expected)
        if tell and not same(got, expected):
            print(f"{source}: {got}, expected {expected}")
    return number, plain, ours


def speed(size: int) -> tuple[float, float, int]:
    """Return the CPU seconds of plain OpenCC and of this program for *size* characters, and the memory in MB."""
    sentences = cycle([source for source, _, _ in cases()])
    paragraphs = []
    while sum(map(len, paragraphs)) < size:
        paragraphs += ["。".join(islice(sentences, 20)) for _ in range(100)]
    start = time.process_time()
    for paragraph in paragraphs:
        convert(paragraph, "s2tw")
    middle = time.process_time()
    for _ in convert_passages(book_of(*paragraphs), "tw", TraditionalKeys()):
        pass
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return middle - start, time.process_time() - middle, memory


def main() -> None:
    """Print the figures."""
    for variant in VARIANTS:
        for held_out in (False, True):
            number, plain, ours = score(variant, held_out=held_out, tell=variant == "tw")
            kind = "held out" if held_out else "seen"
            print(f"{variant:9}{kind:9}{number:5} sentences: OpenCC {plain / number:.1%}, here {ours / number:.1%}")
    plain_time, our_time, memory = speed(300_000)
    print(f"CPU: OpenCC {plain_time:.2f} s, here {our_time:.2f} s, {our_time / plain_time:.1f} times; {memory} MB")


if __name__ == "__main__":
    main()

"""Time and memory of ``publish pdf`` against WeasyPrint alone, Typst and Chromium: one text, ratios of one run.

    python bench/pdf.py [CHARACTERS]

150 000 characters with the frequencies of Chinese text, its marks, numbers and western words. WeasyPrint alone renders
the markup and the style sheets that we make of it, without composed lines, tags and what we add to the file. Typst (the
package ``typst``) and Chromium set the same paragraphs on the same page where they are installed; neither has our
running heads. The last line is a single paragraph of 200 000 characters. Then come a long book that is made again, with
nothing and with one article changed, and the growth over four sizes.
"""

from __future__ import annotations

import os
import pickle
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from epub import Cost, measure

CHARACTERS, LONGEST, IN_ARTICLE = 150_000, 200_000, 2_500
LONG = 560_000
"""Characters of some 800 pages."""
SIZES = 70_000, 210_000, 700_000, 2_100_000
"""Of some 100, 300, 1000 and 3000 pages."""
_CHILD = [sys.executable, __file__]
_OURS = [sys.executable, "-m", "publish", "pdf", "-q", "-o"]


def write_text(characters: int) -> list[list[str]]:
    """Return articles, each a title and its paragraphs; the same for each run."""
    chance = random.Random(1)
    han = [bytes((a, b)).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)]
    chance.shuffle(han)
    weights = [1 / (rank + 8) for rank in range(len(han))]

    def words(least: int, most: int) -> str:
        return "".join(chance.choices(han, weights, k=chance.randint(least, most)))

    def clause() -> str:
        extra = (f"“{words(2, 8)}”", f"（{words(2, 6)}）", f"{chance.randint(1, 3000)}年", "English", "——", "……")
        return words(4, 14) + chance.choices(("", *extra), (24, 3, 1, 2, 1, 1, 1))[0] + words(1, 3)

    def paragraph() -> str:
        count = 4 * chance.randint(2, 7)
        marks = (chance.choice("，，，、；" if part % 4 else "。。。？！") for part in range(1, count))
        return "".join(clause() + mark for mark in marks) + f"{clause()}。"

    articles, length = [], 0
    while length < characters:
        articles.append([words(8, 12)])
        while sum(map(len, articles[-1])) < min(IN_ARTICLE, characters):
            articles[-1].append(paragraph())
        length += sum(map(len, articles[-1]))
    return articles


def manuscript(articles: Sequence[Sequence[str]]) -> str:
    """Return *articles* as a manuscript, ten to a chapter."""
    parts = ["---", "title: 测速", "---", ""]
    for number, (title, *paragraphs) in enumerate(articles):
        parts += [f"# 第{number // 10 + 1}辑", ""] if number % 10 == 0 else []
        parts += [f"## {title}", "", *(line for text in paragraphs for line in (text, ""))]
    return "\n".join(parts)


def render_alone(source: str, target: str) -> None:
    """Render what `prepare` wrote to *source* with WeasyPrint alone."""
    from publish.assets import find_style
    from publish.pdf.setting import lay_out

    markup, design = pickle.loads(Path(source).read_bytes())
    lay_out(markup, design, find_style(None)).write_pdf(target)


def prepare(source: Path, target: Path) -> None:
    """Write the markup and the design of the book *source* to *target*."""
    from publish.assets import find_style
    from publish.edition import Settings, find_edition
    from publish.pdf import making
    from publish.pdf.design import find_design
    from publish.reading import read_book

    def silent(diagnostic: object) -> None:
        pass

    book, settings, styles = read_book(find_edition([source]), silent), Settings(), find_style(None)
    markup, lettering = making._markup_of(book, settings, styles, silent)
    design = lettering.added_to(find_design(markup, book, settings, styles, silent))
    target.write_bytes(pickle.dumps((markup, design)))


def write_typst(articles: Sequence[Sequence[str]], target: Path) -> None:
    """Write *articles* for Typst, on our page and in our faces."""
    head = (
        '#set page(width: 148mm, height: 210mm, margin: (x: 62.76pt, y: 52.6pt), numbering: "1")\n'
        '#set text(font: ("Noto Serif CJK SC",), size: 10.5pt, lang: "zh", region: "cn")\n'
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 7pt, spacing: 7pt)\n#outline()\n"
    )
    body = [f"= {title}\n\n" + "\n\n".join(paragraphs) for title, *paragraphs in articles]
    target.write_text(head + "\n\n".join(body), "utf-8")


def write_html(articles: Sequence[Sequence[str]], target: Path) -> None:
    """Write *articles* for Chromium, on our page and in our faces."""
    style = (
        "@page{size:148mm 210mm;margin:52.6pt 62.76pt}body{margin:0;font:10.5pt/17.5pt 'Noto Serif CJK SC'}"
        "p{margin:0;text-indent:2em;text-align:justify}"
    )
    body = "".join(f"<h2>{title}</h2>" + "".join(f"<p>{p}</p>" for p in paragraphs) for title, *paragraphs in articles)
    target.write_text(f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>{style}</style>{body}', "utf-8")


def others(articles: Sequence[Sequence[str]], folder: Path) -> dict[str, Cost]:
    """Measure those of the other programs that are installed."""
    costs = {}
    if find_spec("typst"):
        write_typst(articles, folder / "text.typ")
        compiled = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
        costs["Typst"] = measure([sys.executable, "-c", compiled, folder / "text.typ", folder / "typst.pdf"])
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        write_html(articles, folder / "text.html")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        flags += [f"--user-data-dir={folder}/chromium", "--no-pdf-header-footer", f"--print-to-pdf={folder}/c.pdf"]
        costs["Chromium"] = measure([chromium, *flags, f"file://{folder}/text.html"])
    return costs


def again(articles: Sequence[Sequence[str]], folder: Path) -> dict[str, Cost]:
    """Measure a long book that is made and kept, made again, and made with one article changed."""
    source = folder / "again.md"
    source.write_text(manuscript(articles), "utf-8")
    os.environ["XDG_CACHE_HOME"] = str(folder / "kept")
    command = [*_OURS, folder / "again.pdf", source]
    costs = {"made, and kept": measure(command), "nothing changed": measure(command)}
    title, first, *rest = articles[len(articles) // 2]
    changed = [*articles]
    changed[len(articles) // 2] = [title, f"这是新添的一句话。{first}", *rest]
    source.write_text(manuscript(changed), "utf-8")
    return {**costs, "one article changed": measure(command)}


def growth(folder: Path) -> dict[int, Cost]:
    """Measure books of several lengths, by their characters."""
    costs, source = {}, folder / "growth.md"
    for characters in SIZES:
        source.write_text(manuscript(write_text(characters)), "utf-8")
        costs[characters] = measure([*_OURS, folder / "growth.pdf", source, "--no-cache"])
    return costs


def main(characters: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder, articles = Path(name), write_text(characters)
        source, prepared = folder / "text.md", folder / "prepared"
        source.write_text(manuscript(articles), "utf-8")
        prepare(source, prepared)
        costs = {
            "publish": measure([*_OURS, folder / "ours.pdf", source, "--no-cache"]),
            "publish, one process": measure([*_OURS, folder / "ours.pdf", source, "--no-cache", "--jobs", "1"]),
            "WeasyPrint alone": measure([*_CHILD, "alone", prepared, folder / "alone.pdf"]),
            **others(articles, folder),
        }
        longest = "".join("".join(paragraphs) for _, *paragraphs in write_text(LONGEST))
        source.write_text(manuscript([["长", longest]]), "utf-8")
        costs[f"publish, {LONGEST} in one"] = measure([*_OURS, folder / "long.pdf", source, "--no-cache"])
        repeated, grown = again(write_text(LONG), folder), growth(folder)
    base = costs["WeasyPrint alone"]
    print(f"{'':26} {'processor':>10} {'clock':>9} {'memory':>9}   to WeasyPrint alone: processor, clock, memory")
    for name, cost in costs.items():
        to_base = (cost.processor / base.processor, cost.clock / base.clock, cost.memory / base.memory)
        print(_row(name, cost) + "   " + " ".join(f"{ratio:6.2f}" for ratio in to_base))
    print(f"\n{LONG} characters; to the first: clock")
    for name, cost in repeated.items():
        print(_row(name, cost) + f"   1/{repeated['made, and kept'].clock / cost.clock:.1f}")
    print("\ngrowth; to 1000 characters: processor; memory of the largest process")
    for size, cost in grown.items():
        print(_row(f"{size} characters", cost) + f"   {cost.processor / size * 1e6:6.1f} ms")


def _row(name: str, cost: Cost) -> str:
    return f"{name:26} {cost.processor:8.2f} s {cost.clock:7.2f} s {cost.memory:5.0f} MiB"


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        render_alone(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else CHARACTERS)

"""A file of questions for a study group → the questions of a book's articles.

    # 面馆不打烊
    老周为什么一直守到天亮？
    2. “回锅”一词，您小时候听过吗？

A line that begins with ``#`` names an article as ``drop`` does: its title, ``file:line``, or a pattern between slashes
that takes what nothing else names. Each line below it is a question; the mark of a list before it is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from publish.book import Chapter
from publish.decoding import decode, shown
from publish.diagnostics import Diagnostic, Report, failure
from publish.opening import read_named
from publish.selection import Pages, called

Asked = tuple[tuple[str, tuple[str, ...]], ...]
"""Names of articles, each with its questions."""

_MARK = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+|\d{1,3}[、．]\s*|[问問]\s*[：:]\s*")


def with_questions(chapters: Sequence[Chapter], path: Path, pages: Pages, report: Report) -> tuple[Chapter, ...]:
    """Return *chapters* with the questions of the file at *path* after those that their articles have.

    Reports B217, an article without any question below its name. Raises `PublishError` B101, B103 (no such file, no
    plain one), E101 and others (no text), B218 (a question above the first name), B401 (no such article), B402 (named
    twice).
    """
    file = shown(path)
    asked = tuple(_asked(_text(path), file))
    for name, questions in asked:
        if not questions:
            report(Diagnostic("B217", file, facts={"name": name}))
    if (
        twice := next((name for name, count in Counter(name for name, _ in asked).items() if count > 1), None)
    ) is not None:
        raise failure("B402", file, name=twice)
    named = called(chapters, [name for name, _questions in asked], file, pages)
    added = {id(article): questions for name, questions in asked for article in named[name]}
    return tuple(
        replace(
            chapter,
            articles=tuple(
                replace(article, questions=(*article.questions, *added[id(article)]))
                if id(article) in added
                else article
                for article in chapter.articles
            ),
        )
        for chapter in chapters
    )


def _text(path: Path) -> str:
    try:
        return decode(read_named(path, "source-size"), shown(path)).text
    except OSError as error:
        raise failure("B103", shown(path), reason=error.strerror) from error


def _asked(text: str, file: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    name: str | None = None
    questions: list[str] = []
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line.startswith(("#", "＃")):
            if name is not None:
                yield name, tuple(questions)
            name, questions = line.lstrip("#＃").strip(), []
        elif line and name is None:
            raise failure("B218", file, number)
        elif line:
            questions.append(_MARK.sub("", line, count=1) if _MARK.match(line) else line)
    if name is not None:
        yield name, tuple(questions)

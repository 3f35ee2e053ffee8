"""What the reader finds in generated dumps, against their truth; ``bench/accuracy.py`` prints the whole table."""

import tempfile
from pathlib import Path

import pytest
from dumps import PROFILES, make_dump

from publish.edition import Edition
from publish.reading import read


def _read(profile, seed):
    dump = make_dump(profile, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dump.txt"
        path.write_bytes(dump.data)
        return dump, read(Edition("dump", Path(folder), (path,)), lambda diagnostic: None)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_character_of_a_dump_is_lost(profile):
    for seed in range(3):
        _, reading = _read(profile, seed)
        assert reading.account.lost == 0


@pytest.mark.parametrize("profile", ["clean", "indented", "bylines"])
def test_plain_pages_give_their_titles_and_authors(profile):
    for seed in range(3):
        dump, reading = _read(profile, seed)
        found = [(article.title, article.authors) for article in reading.book.articles]
        assert sorted(found) == sorted((article.title, article.authors) for article in dump.articles)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_line_of_text_is_joined_onto_a_title(profile):
    for seed in range(4):
        dump, reading = _read(profile, seed)
        titles = set(dump.title_lines.values())
        blocks = [block for article in reading.book.articles for block in article.blocks if len(block.places) > 1]
        assert [block for block in blocks if titles & {place.line for place in block.places}] == []

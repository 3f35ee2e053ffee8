"""A picture comes from the folder of the book, is one that every reader shows, and does nothing but be looked at."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Drawing

from publish.diagnostics import PublishError
from publish.pictures import load_picture, name_of, path_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">{}</svg>'


def raster(form: str) -> bytes:
    file = io.BytesIO()
    Drawing.new("L", (5, 4)).save(file, form)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type", "size"),
    [
        (raster("JPEG"), "image/jpeg", (5, 4)),
        (raster("PNG"), "image/png", (5, 4)),
        (raster("GIF"), "image/gif", (5, 4)),
        (SVG.format('<path fill="url(#a)" d="M0 0"/><a href="#b"/>').encode(), "image/svg+xml", (40, 30)),
        (b'<?xml version="1.0" encoding="UTF-8"?><svg width="12px" height="7"/>', "image/svg+xml", (12, 7)),
    ],
)
def test_what_every_reader_shows_is_taken(data: bytes, media_type: str, size: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "图 1.bin").write_bytes(data)
    picture = load_picture(tmp_path, "图 1.bin")
    assert (picture.media_type, (picture.width, picture.height), picture.data) == (media_type, size, data)
    assert picture.name.isascii()


@pytest.mark.parametrize(
    "data",
    [
        raster("TIFF"),
        raster("WEBP"),
        raster("PNG")[:40],
        b"not a picture",
        b"",
        SVG.format("<script>f()</script>").encode(),
        SVG.format('<g onload = "f()"/>').encode(),
        SVG.format('<image href="file:///etc/passwd"/>').encode(),
        SVG.format("<image xlink:href = 'http://a.b/c.png'/>").encode(),
        SVG.format("<style>@import 'a.css'</style>").encode(),
        SVG.format('<path fill="url(http://a.b)"/>').encode(),
        SVG.format("<style>a{fill:u\\72l(http://a.b)}</style>").encode(),
        SVG.format("<foreignObject/>").encode(),
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("&a;").encode(),
        SVG.format("<g>").encode(),
        SVG.format("").replace("viewBox", "view").encode(),
        b'<?xml version="1.0" encoding="utf-16"?>' + SVG.format("").encode("utf-16"),
    ],
)
def test_what_is_no_picture_or_more_than_one_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(PublishError, match="M404"):
        load_picture(tmp_path, "a")


@pytest.mark.parametrize("path", ["../a.png", "/etc/passwd", "b/../../a.png", "link.png"])
def test_nothing_outside_the_folder_is_read(path: str, tmp_path: Path) -> None:
    (tmp_path / "book/b").mkdir(parents=True)
    (tmp_path / "a.png").write_bytes(raster("PNG"))
    (tmp_path / "book/link.png").symlink_to(tmp_path / "a.png")
    with pytest.raises(PublishError, match="M402"):
        load_picture(tmp_path / "book", path)


@pytest.mark.parametrize("path", ["a.png", "", ".", "a\0b", "a" * 5000])
def test_a_picture_that_is_not_there_is_said_to_be_missing(path: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="M401"):
        load_picture(tmp_path, path)


@given(st.text(min_size=1))
def test_a_name_in_the_book_is_ascii_and_turns_back_into_the_path(path: str) -> None:
    assert name_of(path).isascii()
    assert path_of(name_of(path)) == path

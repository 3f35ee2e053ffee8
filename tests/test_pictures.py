"""A picture comes from the folder of the book, is one that every reader shows, and does nothing but be looked at."""

import io
from pathlib import Path

import pytest
from conftest import Reported
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Drawing

from publish.diagnostics import PublishError
from publish.pictures import for_screens, load_picture, name_of, path_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">{}</svg>'


def no_report(diagnostic: object) -> None:
    """Take no report: these pictures are refused."""
    raise AssertionError(diagnostic)


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
        (SVG.format('<path fill="url(#a)" d="M0 0"/><use href="#b"/>').encode(), "image/svg+xml", (40, 30)),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="12px" height="7"/>', "image/svg+xml", (12, 7)),
    ],
)
def test_what_every_reader_shows_is_taken(
    data: bytes, media_type: str, size: tuple[int, int], tmp_path: Path, report: Reported
) -> None:
    (tmp_path / "图 1.bin").write_bytes(data)
    picture = load_picture(tmp_path, "图 1.bin", report)
    assert (picture.media_type, (picture.width, picture.height), picture.data) == (media_type, size, data)
    assert picture.name.isascii()


@pytest.mark.parametrize(
    "data",
    [
        raster("PPM"),
        raster("PNG")[:40],
        b"not a picture",
        b"",
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("&a;").encode(),
        SVG.format("<g>").encode(),
        SVG.format("<image xlink:href = 'http://a.b/c.png'/>").encode(),
        SVG.format("").replace("viewBox", "view").encode(),
        b'<?xml version="1.0" encoding="utf-16"?>' + SVG.format("").encode("utf-16"),
    ],
)
def test_what_is_no_picture_or_more_than_one_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(PublishError, match="M404"):
        load_picture(tmp_path, "a", no_report)


@pytest.mark.parametrize("path", ["../a.png", "/etc/passwd", "b/../../a.png", "link.png"])
def test_nothing_outside_the_folder_is_read(path: str, tmp_path: Path) -> None:
    (tmp_path / "book/b").mkdir(parents=True)
    (tmp_path / "a.png").write_bytes(raster("PNG"))
    (tmp_path / "book/link.png").symlink_to(tmp_path / "a.png")
    with pytest.raises(PublishError, match="M402"):
        load_picture(tmp_path / "book", path, no_report)


@pytest.mark.parametrize("path", ["a.png", "", ".", "a\0b", "a" * 5000])
def test_a_picture_that_is_not_there_is_said_to_be_missing(path: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="M401"):
        load_picture(tmp_path, path, no_report)


@given(st.text(min_size=1))
def test_a_name_in_the_book_is_ascii_and_turns_back_into_the_path(path: str) -> None:
    assert name_of(path).isascii()
    assert path_of(name_of(path)) == path


@pytest.mark.parametrize(
    ("path", "form", "name"),
    [
        ("a.png", "JPEG", "a.png_as_.jpg"),
        ("a.jpeg", "JPEG", "a.jpeg"),
        ("a.JPG", "JPEG", "a.JPG"),
        ("a.jpg", "PNG", "a.jpg_as_.png"),
        ("封", "GIF", "_5c01__as_.gif"),
    ],
)
def test_the_ending_of_a_name_in_the_book_is_that_of_what_the_file_is(
    path: str, form: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / path).write_bytes(raster(form))
    picture = load_picture(tmp_path, path, no_report)
    assert picture.name == name
    assert path_of(picture.name) == path


def photograph(orientation: int, mode: str = "RGB") -> bytes:
    """Return a JPEG, 60 by 40 pixels as stored, its left third red, that a camera marked with *orientation*."""
    image = Drawing.new("RGB", (60, 40), "blue")
    image.paste("red", (0, 0, 20, 40))
    exif = image.getexif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    image.convert(mode).save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [(1, (60, 40), (5, 20)), (3, (60, 40), (55, 20)), (6, (40, 60), (20, 5)), (8, (40, 60), (20, 55))],
)
def test_a_photograph_that_a_camera_marked_as_turned_is_turned(
    orientation: int, size: tuple[int, int], red: tuple[int, int], tmp_path: Path, report: Reported
) -> None:
    (tmp_path / "a.jpg").write_bytes(photograph(orientation))
    picture = load_picture(tmp_path, "a.jpg", report)
    assert (picture.width, picture.height) == size
    with Drawing.open(io.BytesIO(picture.data)) as image:
        assert image.size == size
        assert image.getexif().get(0x0112, 1) == 1
        colour = image.getpixel(red)
        assert isinstance(colour, tuple)
        assert colour[0] > 200 > 60 > colour[2]
    assert [said.code for said in report] == ["M405"] * (orientation > 1)


def test_a_grey_of_16_bits_is_as_dark_in_8(tmp_path: Path, report: Reported) -> None:
    Drawing.new("I;16", (2, 2), 0x8000).save(tmp_path / "a.png")
    with Drawing.open(io.BytesIO(load_picture(tmp_path, "a.png", report).data)) as picture:
        assert (picture.mode, picture.getpixel((0, 0))) == ("L", 0x80)


@pytest.mark.parametrize(
    ("form", "mode", "media_type"),
    [
        ("WEBP", "RGB", "image/jpeg"),
        ("WEBP", "RGBA", "image/png"),
        ("TIFF", "RGB", "image/png"),
        ("TIFF", "CMYK", "image/png"),
        ("BMP", "RGB", "image/png"),
        ("PNG", "I;16", "image/png"),
    ],
)
def test_what_not_every_reader_shows_becomes_what_all_do(
    form: str, mode: str, media_type: str, tmp_path: Path, report: Reported
) -> None:
    file = io.BytesIO()
    Drawing.new(mode, (5, 4)).save(file, form)
    (tmp_path / "a").write_bytes(file.getvalue())
    picture = load_picture(tmp_path, "a", report)
    assert (picture.media_type, picture.width, picture.height) == (media_type, 5, 4)
    assert [said.code for said in report] == ["M405"]


def test_a_picture_in_four_inks_is_in_the_colours_of_screens_for_screens(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photograph(1, "CMYK"))
    picture = load_picture(tmp_path, "a.jpg", no_report)
    with Drawing.open(io.BytesIO(for_screens(picture).data)) as image:
        assert image.mode == "RGB"
        red = image.getpixel((5, 20))
        assert isinstance(red, tuple)
        assert red[0] > 200 > 60 > red[2]
    plain = picture.__class__("b.jpg", "image/jpeg", photograph(1), 60, 40)
    assert for_screens(plain) is plain

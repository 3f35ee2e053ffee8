"""Bytes become the text that they are: the encoding is told, or as told; what cannot be read is said with its place."""

import codecs

import pytest

from publish.decoding import decode
from publish.diagnostics import PublishError

SIMPLIFIED = "巷口的老钟停了三年，谁也没有想到它会在这个春天的早上自己走起来。\n李明说：“好。”\n"
TRADITIONAL = "巷口的老鐘停了三年，誰也沒有想到它會在這個春天的早上自己走起來。\n李明說：「好。」\n"
HONG_KONG = "佢哋喺茶餐廳飲嘢，阿嫲話啲嘢好平，係咁食。\n"

ENCODINGS = [
    ("utf-8", SIMPLIFIED),
    ("gb18030", SIMPLIFIED),
    ("gb18030", TRADITIONAL),
    ("big5hkscs", TRADITIONAL),
    ("utf-16-le", SIMPLIFIED),
    ("utf-16-be", SIMPLIFIED),
    ("utf-16-le", TRADITIONAL),
    ("big5hkscs", HONG_KONG),
]


def complaint(data: bytes, encoding: str | None = None) -> str:
    """Return the one line that refuses *data*."""
    with pytest.raises(PublishError) as refused:
        decode(data, "a.txt", encoding)
    (line,) = str(refused.value).splitlines()
    return line


@pytest.mark.parametrize(("encoding", "text"), ENCODINGS)
def test_the_encoding_of_a_text_is_told_from_its_bytes(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding), "a.txt")
    assert (decoded.encoding, decoded.text) == (encoding, text)
    assert decoded.margin is not None
    assert decoded.margin > 0.2


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["老钟又走", "老钟又走了", "本报记者 李明", "第3版\n新闻", "A3 今日 12 页"])
def test_a_text_of_a_few_characters_is_enough(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("text", ["春天來了", "老鐘又走了", "本報記者 李明", "第3版\n新聞"])
def test_a_short_text_in_big5_is_not_taken_for_gb_18030(text: str) -> None:
    assert decode(text.encode("big5hkscs"), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_settles_the_encoding_and_is_no_text(encoding: str) -> None:
    decoded = decode(SIMPLIFIED.encode(encoding), "a.txt")
    assert decoded.text == SIMPLIFIED
    assert decoded.margin == 1


def test_characters_of_four_bytes_are_read() -> None:
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        assert decode(("𠮷野家，" + SIMPLIFIED).encode(encoding), "a.txt").text == "𠮷野家，" + SIMPLIFIED


def test_plain_ascii_is_utf_8() -> None:
    assert decode(b"Plain text.\n", "a.txt").encoding == "utf-8"


def test_the_encoding_that_the_user_names_is_believed() -> None:
    data = "老钟".encode("gb18030")
    decoded = decode(data, "a.txt", "big5")
    assert (decoded.text, decoded.encoding, decoded.margin) == (data.decode("big5"), "big5", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_a_byte_order_mark_is_no_text_where_the_encoding_is_named_either(encoding: str) -> None:
    assert (
        decode(("\ufeff" * (encoding != "utf-16") + SIMPLIFIED).encode(encoding), "a.txt", encoding).text == SIMPLIFIED
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_the_user_names_may_be_in_either_order(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding), "a.txt", "utf-16").text == SIMPLIFIED


def test_bytes_that_are_in_no_encoding_are_replaced_and_their_lines_named() -> None:
    for named in ("utf-8", None):
        decoded = decode(SIMPLIFIED.encode() + b"\xff\xfe\n" + SIMPLIFIED.encode(), "a.txt", named)
        assert decoded.text == f"{SIMPLIFIED}\ufffd\ufffd\n{SIMPLIFIED}"
        assert decoded.repaired == {"": (3,)}


def test_a_file_that_breaks_off_within_a_character_is_read_up_to_there() -> None:
    assert decode(SIMPLIFIED.encode() + b"\xe5\x8f", "a.txt").text == SIMPLIFIED + "\ufffd"
    data = codecs.BOM_UTF16_LE + "春天\n".encode("utf-16-le") + b"A"
    decoded = decode(data, "a.txt")
    assert (decoded.text, decoded.repaired) == ("春天\n\ufffd", {"": (2,)})


@pytest.mark.parametrize(
    ("most", "some"),
    [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "big5hkscs"), ("big5hkscs", "utf-8")],
)
def test_lines_in_another_encoding_than_their_file_are_read_by_theirs(most: str, some: str) -> None:
    text = TRADITIONAL if "big5hkscs" in (most, some) else SIMPLIFIED
    lines = (text * 4).splitlines(keepends=True)
    data = b"".join(line.encode(some if number in (2, 5, 6) else most) for number, line in enumerate(lines, 1))
    for named in (None, most):
        decoded = decode(data, "a.txt", named)
        assert decoded.text == "".join(lines)
        assert (decoded.encoding, decoded.repaired) == (most, {some: (2, 5, 6)})


def test_a_line_of_a_few_signs_in_another_encoding_is_read_by_it() -> None:
    data = SIMPLIFIED.encode() * 9 + "　　（三）\n".encode("gb18030")
    assert decode(data, "a.txt").text.endswith("\n　　（三）\n")


def test_a_line_that_could_be_in_either_of_two_other_encodings_is_not_guessed() -> None:
    data = SIMPLIFIED.encode() * 9 + b"\xb0\xa1\n"  # 啊 in GB 18030, 陛 in Big5
    assert decode(data, "a.txt").repaired == {"": (19,)}


def test_one_bad_byte_in_a_long_text_does_not_make_it_another_encoding() -> None:
    good = (SIMPLIFIED * 40).encode()
    decoded = decode(good + b"\xff" + good, "a.txt")
    assert (decoded.encoding, decoded.repaired) == ("utf-8", {"": (81,)})


def test_an_encoding_that_does_not_exist_is_an_error() -> None:
    assert "P103" in complaint(b"x", "klingon")


@pytest.mark.parametrize("encoding", ["base64", "rot13", "zip", "undefined"])
def test_a_codec_that_is_no_encoding_of_text_is_an_error(encoding: str) -> None:
    assert "P103" in complaint(b"x", encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_control_characters_do_not_make_a_short_text_a_file_that_is_no_text(encoding: str) -> None:
    text = "老钟\0又走了\n\n李\x07明\n\n巷子里的人都说好。\n"
    assert decode(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("text", ["图", "全体", "志珊", "园"])
def test_a_short_text_in_gb_18030_is_not_taken_for_utf_8_that_it_happens_to_be(text: str) -> None:
    assert decode(f"{text}\n".encode("gb18030"), "a.txt").text == f"{text}\n"


def test_a_latin_word_with_an_accent_is_utf_8() -> None:
    assert decode("Café crème\n".encode(), "a.txt").text == "Café crème\n"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", b"PK\3\4\x14\0\0\0\x08\0" * 20, bytes(range(256)) * 8, b"\0" * 64],
    ids=["picture", "archive", "every byte", "zeros"],
)
def test_a_file_that_is_no_text_is_refused_as_that(data: bytes) -> None:
    assert complaint(data) == "a.txt: error P104 not a text file: of no known kind"


def test_a_mark_of_utf_8_that_a_program_put_before_another_encoding_is_left_aside() -> None:
    data = codecs.BOM_UTF8 + SIMPLIFIED.encode("gb18030")
    found = decode(data, "a.txt")
    assert (found.text, found.encoding, found.repaired) == (SIMPLIFIED, "gb18030", {})

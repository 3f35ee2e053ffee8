"""The catalogues say everything that the code says, with the same facts in it."""

import gettext
import re
import runpy
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted(ROOT.glob("publish/locale/*/LC_MESSAGES/publish.po"))


@pytest.fixture(scope="module", params=CATALOGUES, ids=lambda po: po.parent.parent.name)
def messages(request):
    """The messages of one catalogue as pairs: what the code says, what the user reads."""
    with request.param.open("rb") as file:
        catalogue = read_po(file)
    return [(_forms(message.id), _forms(message.string)) for message in catalogue if message.id]


def _forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def facts(text: str) -> set[str]:
    """Return the placeholders of *text*."""
    return set(re.findall(r"\{\w*[^{}]*\}|%\(\w+\)\w", text))


def test_there_is_a_chinese_catalogue():
    assert "zh_CN" in {po.parent.parent.name for po in CATALOGUES}


def test_every_message_is_translated(messages):
    assert [said for said, read in messages if not all(read)] == []


def test_a_translation_holds_the_facts_of_its_message(messages):
    lost = [said for said, read in messages if any(facts(said[-1]) ^ facts(form) for form in read if form)]
    assert lost == []


@pytest.mark.parametrize(
    ("locale", "said"),
    [("zh_TW", "沒有這個檔案或資料夾"), ("zh_HK", "沒有這個文件或文件夾"), ("zh_SG", "没有这个文件或文件夹")],
)
def test_the_other_chinese_locales_have_the_same_messages_in_their_own_characters(locale, said):
    catalogues = [
        gettext.translation("publish", ROOT / "publish/locale", languages=[language])._catalog
        for language in ("zh_CN", locale)
    ]
    assert catalogues[0].keys() == catalogues[1].keys()
    assert catalogues[1]["no such file or folder"] == said
    messages = [key for key in catalogues[0] if isinstance(key, str) and key]
    assert [key for key in messages if facts(catalogues[0][key]) != facts(catalogues[1][key])] == []


def test_the_catalogues_are_in_step_with_the_code(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["catalogue", "--check"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(ROOT / "tools" / "catalogue"), run_name="__main__")
    assert end.value.code == 0, capsys.readouterr().err

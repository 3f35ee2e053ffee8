"""Messages in the reader's language, by gettext: English in the code, other languages in ``publish/locale``.

The locale decides (``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, in gettext's order). The book's own words
(目录, 版权页) are not messages: they stand in ``templates/words.toml`` and follow the language of the book.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
"""The folder of the catalogues."""


_english: ContextVar[bool] = ContextVar("english", default=False)


@contextmanager
def in_english() -> Iterator[None]:
    """Within this context all messages are in English, whoever reads them: for what programs compare."""
    token = _english.set(True)
    try:
        yield
    finally:
        _english.reset(token)


def _catalogue() -> gettext.NullTranslations:
    return gettext.NullTranslations() if _english.get() else _catalogue_of_user()


@cache
def _catalogue_of_user() -> gettext.NullTranslations:
    return gettext.translation("publish", LOCALE, fallback=True)


def language() -> str:
    """Return the locale of the catalogue that the user reads, such as zh_CN; "en" where there is none."""
    return _catalogue().info().get("language") or "en"


def _(message: str) -> str:
    """Return *message* in the user's language."""
    return _catalogue().gettext(message) if message else message


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of the message that goes with *number*, in the user's language."""
    return _catalogue().ngettext(singular, plural, number)


def N_(message: str) -> str:  # noqa: N802, the name by which gettext's tools know a message that is translated later
    """Mark *message* for the catalogue and return it as it is."""
    return message

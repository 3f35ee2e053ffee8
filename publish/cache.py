"""What took long to make and can be made anew, kept in the folder that the system has for such things (platformdirs).

The key of an entry is a hash of all that the entry depends on, so nothing is ever out of date: where something changed,
the key is another. An entry begins with a hash of the rest, in which its key stands first; one that is damaged, or was
written by something else, is not used, and is made anew. Entries appear whole, so two runs at once do not hurt each
other; the least recently used give way where there is no room (``cache-size`` in ``limits.toml``).

The command line keeps; a program that uses the library does where it asks for it (`kept_in`).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path

from publish.diagnostics import Diagnostic, PublishError, Report
from publish.limits import most
from publish.opening import read_inside
from publish.output import write_whole

_SUFFIX = ".kept"
_MARK = b"publish-zh kept 1\n"
_LEFT = 0.8
"""How much of the room stays filled when entries give way."""


def folder() -> Path:
    """Return the folder in which this user's entries are."""
    from platformdirs import user_cache_path

    return user_cache_path("publish-zh", appauthor=False)


def key_of(parts: Iterable[str | bytes]) -> str:
    """Return the key of what depends on *parts*."""
    digest = sha256()
    for part in parts:
        data = part.encode("utf-8", "backslashreplace") if isinstance(part, str) else part
        digest.update(sha256(data).digest())
    return digest.hexdigest()


class Cache:
    """The entries in one folder. Where it cannot be used, O106 says so, once, and nothing is kept."""

    def __init__(self, path: Path, report: Report) -> None:
        self._path, self._report = path, report
        self._usable = True
        self._written = False

    def get(self, key: str) -> bytes | None:
        """Return what was kept under *key*; None where nothing was, or not what had been written."""
        name = key + _SUFFIX
        if not self._usable or not (self._path / name).is_file():
            return None
        try:
            self._check()
            data = read_inside(self._path, name, "cache-size")
            os.utime(self._path / name)
        except OSError as error:
            self._give_up(error.strerror)
            return None
        return _content(data, key)

    def put(self, key: str, content: bytes) -> None:
        """Keep *content* under *key*."""
        if not self._usable:
            return
        body = key.encode() + b"\n" + content
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check()
            write_whole(self._path / f"{key}{_SUFFIX}", _MARK + sha256(body).hexdigest().encode() + b"\n" + body)
            self._written = True
        except PublishError as error:
            self._give_up(error.diagnostic.facts.get("reason"))
        except OSError as error:
            self._give_up(error.strerror)

    def make(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what was kept under *key*, else what *make* returns, which is kept."""
        if (found := self.get(key)) is None:
            self.put(key, found := make())
        return found

    def _check(self) -> None:
        """Raise OSError where others than the user may write into the folder."""
        if hasattr(os, "getuid"):
            about = self._path.stat()
            if about.st_uid != os.getuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                raise PermissionError(1, "others may write into this folder")

    def _give_up(self, reason: object) -> None:
        self._usable = False
        self._report(Diagnostic("O106", str(self._path), facts={"reason": reason}))

    # --- room

    def entries(self) -> list[tuple[Path, os.stat_result]]:
        """Return the files of all entries, those used last at the end."""
        found = []
        with suppress(OSError):
            for path in sorted(self._path.glob(f"*{_SUFFIX}")):
                with suppress(OSError):
                    found.append((path, path.stat()))
        return sorted(found, key=lambda each: each[1].st_mtime_ns)

    def trim(self) -> None:
        """Let entries give way where there are too many, if this run has written any."""
        room = most("cache-size")
        entries = self.entries() if self._written else []
        filled = sum(about.st_size for _path, about in entries)
        if filled <= room:
            return
        for path, about in entries:
            if filled <= room * _LEFT:
                return
            with suppress(OSError):
                path.unlink()
            filled -= about.st_size

    def empty(self) -> None:
        """Delete all entries. Raises OSError."""
        for path, _about in self.entries():
            path.unlink(missing_ok=True)


def _content(data: bytes, key: str) -> bytes | None:
    """Return the content of the entry *data*; None where that is not one written under *key*."""
    if not data.startswith(_MARK):
        return None
    digest, _end, body = data[len(_MARK) :].partition(b"\n")
    name, _end, content = body.partition(b"\n")
    return content if digest == sha256(body).hexdigest().encode() and name == key.encode() else None


# --- the one that is used --------------------------------------------------------------------------------------------

_current: ContextVar[Cache | None] = ContextVar("where things are kept", default=None)


@contextmanager
def kept_in(cache: Cache) -> Iterator[None]:
    """Within this context, what took long to make is kept in *cache*, and taken from it."""
    token = _current.set(cache)
    try:
        yield
    finally:
        _current.reset(token)
        cache.trim()


def current() -> Cache | None:
    """Return where things are kept now; None where they are not."""
    return _current.get()


def kept(parts: Callable[[], Iterable[str | bytes]], make: Callable[[], bytes]) -> bytes:
    """Return what depends on *parts* alone: what was kept of it, else what *make* returns."""
    cache = current()
    return cache.make(key_of(parts()), make) if cache else make()

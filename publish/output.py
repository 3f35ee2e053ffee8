"""A file appears whole under its final name, or not at all."""

import os
import re
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

from publish.diagnostics import failure
from publish.ending import UNFINISHED

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def write_whole(path: Path, data: bytes) -> Path:
    """Write *data* to *path* as `write_pieces` does; return *path*."""
    return write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes], *, lasting: bool = True) -> Path:
    """Write *pieces* to *path* by way of a new file beside it that then takes its name; return *path*.

    A reader sees the old file or the new one, never a part. Missing folders above are made. What is no file, a device
    or a pipe, is written to as it is. Where a file need not be *lasting*, for it can be made again, nobody waits until
    the disk has it, and remains are for the caller to remove. Raises `PublishError` O101 where the disk refuses; the
    old file then stands as it was.
    """
    try:
        if path.parent == Path("/dev") or (path.exists() and not path.is_file()):
            path.write_bytes(b"".join(pieces))
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        if lasting:
            remove_remains(path)
        with _begun(path) as file:
            temporary = Path(file.name)
            UNFINISHED.add(temporary)
            try:
                file.writelines(pieces)
                file.flush()
                if lasting:
                    os.fsync(file.fileno())
                temporary.chmod(0o666 & ~_umask())
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            finally:
                UNFINISHED.discard(temporary)
    except OSError as error:
        raise failure("O101", str(path), reason=error.strerror) from error
    return path


_BEGINNING = ".publish-"
_ANY = f"{_BEGINNING}{'[0-9a-f]' * 12}-"
"""Any unfinished file, and not ``.publish-build.json``."""


def _unfinished(path: Path) -> str:
    """Return how the names of unfinished files begin that are to become *path*; they are short, whatever its own is."""
    return f"{_BEGINNING}{sha256(path.name.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}-"


def _begun(path: Path) -> IO[bytes]:
    """Return a new file beside *path*, locked while it is open: so no other run takes it for remains."""
    while True:
        file = tempfile.NamedTemporaryFile(dir=path.parent, prefix=_unfinished(path), delete=False)  # noqa: SIM115
        if _is_locked(file) and os.fstat(file.fileno()).st_nlink:
            return file
        file.close()  # another run was quicker with its removing


def remove_remains(path: Path) -> None:
    """Remove unfinished files of *path*, all those in it where it is a folder, that killed runs have left.

    Of those in work none can be locked.
    """
    folder, beginning = (path, _ANY) if path.is_dir() else (path.parent, _unfinished(path))
    for remains in folder.glob(f"{beginning}*"):
        with suppress(OSError), remains.open("r+b") as file:
            if _is_locked(file):
                remains.unlink()


def _is_locked(file: IO[bytes]) -> bool:
    """Tell whether *file* is locked for this run now, or need not be: Windows removes no file that is open.

    Where the disk has no locks, as some over a network, each file counts as locked.
    """
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return not isinstance(error, BlockingIOError)
    return True


_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)


def file_name(stem: str) -> str:
    """Return *stem* as a name that a file can have on every system, its ending aside.

    Windows forbids some characters, names of devices and a dot or space at the end (Win32, Naming Files, Paths, and
    Namespaces); what no terminal shows is in no name either.
    """
    name = _FORBIDDEN.sub("_", stem).rstrip(". ") or "_"
    return f"_{name}" if _RESERVED.match(name) else name


def is_named_standard_output(path: Path) -> bool:
    """Tell whether *path*, as the user wrote it, is a name of standard output."""
    return str(path) in {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}


def is_standard_output(path: Path) -> bool:
    """Tell whether standard output goes to the file at *path*."""
    try:
        there, ours = path.stat(), os.fstat(1)
    except OSError:
        return False
    return stat.S_ISREG(ours.st_mode) and os.path.samestat(there, ours)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from geo.errors import ExportError


def made_folder(path: str | Path) -> Path:
    """The folder `path`, made where it is missing.

    Raises ExportError where it cannot be made or written to: before the work, not after it.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise ExportError(f"{folder}: no folder to write to: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError):
        return "a file stands where a folder is needed"
    return (error.strerror or str(error)).lower()


@contextlib.contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A temporary path beside `path`, to write to; it takes the place of `path` at the end.

    The folder is made where it is missing. When the block fails, `path` stays as it was and nothing
    else is left behind; what a process that was killed left of the same file goes, too. What is no
    regular file (a pipe, /dev/stdout) is written to directly. Raises ExportError where the system
    refuses.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            yield Path(path)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        temporary = _part(target, os.getpid())
        with contextlib.ExitStack() as leftovers:
            leftovers.callback(temporary.unlink, missing_ok=True)
            yield temporary
            _settle(temporary)
            temporary.replace(target)
            _settle(target.parent)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {_reason(error)}") from error


def _part(target: Path, process: int | str) -> Path:
    return target.with_name(f".{target.stem}.{process}.part{target.suffix}")


def _sweep(target: Path) -> None:
    """Remove the parts that processes left which are no more."""
    mine = _part(target, "").name.split("..")
    for entry in os.scandir(target.parent):
        name = entry.name
        if name.startswith(mine[0] + ".") and name.endswith("." + mine[1]):
            process = name[len(mine[0]) + 1 : -len(mine[1]) - 1]
            if process.isdecimal() and not _runs(int(process)):
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _settle(path: Path) -> None:
    """Have what was written to a file, or renamed in a folder, survive a power cut."""
    flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) if path.is_dir() else os.O_RDWR
    with contextlib.suppress(PermissionError, IsADirectoryError):
        file = os.open(path, flags)
        try:
            os.fsync(file)
        finally:
            os.close(file)

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
    else is left behind. What is no regular file (a pipe, /dev/stdout) is written to directly.
    Raises ExportError where the system refuses.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            yield Path(path)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")
        with contextlib.ExitStack() as leftovers:
            leftovers.callback(temporary.unlink, missing_ok=True)
            yield temporary
            temporary.replace(target)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {_reason(error)}") from error

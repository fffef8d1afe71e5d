"""What can go wrong, in one family, so that a page can turn any of it into one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class ExplorerError(Exception):
    """A fault with a remedy.

    ``key`` names a sentence in ``locales.yaml`` (``error.<key>``) and ``slots`` fills it, so a page can say it in
    the reader's language; ``str()`` is the English sentence for a terminal or a log.
    """

    key = "unexpected"

    def __init__(self, message: str, **slots: object) -> None:
        super().__init__(message)
        self.slots = slots


LONGEST_MESSAGE = 600


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in an authored file: where it stands, what was found, and what to write instead."""

    file: str
    line: int
    column: int
    where: str
    message: str

    def __post_init__(self) -> None:
        # A message quotes what it found, and a file may hold anything: the middle is left out, the remedy kept.
        if len(self.message) > LONGEST_MESSAGE:
            half = LONGEST_MESSAGE // 2
            object.__setattr__(self, "message", f"{self.message[:half]} … {self.message[-half:]}")

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.where}: {self.message}"


class DataFileError(ExplorerError):
    """Authored files hold faults. All of them are in ``faults``, in file order."""

    key = "data_files"

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        count = len(self.faults)
        lines = "\n".join(str(fault) for fault in self.faults)
        plural = "fault" if count == 1 else "faults"
        super().__init__(f"{lines}\n{count} {plural} in the data files; nothing was written.", count=count)


class BuildError(ExplorerError):
    """The database could not be written."""

    key = "build"

    def __init__(self, target: Path, reason: str) -> None:
        super().__init__(
            f"could not write {target}: {reason}. Check that its folder exists and is writable, then build again.",
            path=str(target),
        )


class FolderError(ExplorerError):
    """A folder for files that were asked for cannot be written."""

    key = "folder"

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"could not write to {folder}: {reason}. Choose a folder that you may write to.", path=str(folder)
        )


class DatabaseMissingError(ExplorerError):
    """There is no usable database at the given path."""

    key = "database_missing"

    def __init__(self, path: Path) -> None:
        super().__init__(f"no usable database at {path}. Run: python -m explorer build", path=str(path))


class UnknownCodeError(ExplorerError, ValueError):
    """A code that is not in the data or the vocabulary."""

    key = "unknown_code"

    def __init__(self, kind: str, value: str, remedy: str = "") -> None:
        super().__init__(f"unknown {kind} {value!r}{remedy}", kind=kind, value=value)


class RoomsFullError(ExplorerError):
    """No further room can be opened on this server."""

    key = "rooms_full"

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} rooms are open, and no more may be; end one, or wait until one is idle", count=most)

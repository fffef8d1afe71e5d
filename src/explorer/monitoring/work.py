"""The folder in which a run keeps what is done, so that a run that was broken off goes on where it stopped.

Every file is written beside its place and then renamed, so that one that is there is whole. The results are made in the
same way: a folder of their own, renamed at the very end.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.monitoring.faults import InterruptedRunError, RecordsError

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
ENGINES_OWN = ("duckdb", "_duckdb", "pyspark", "py4j", "pyarrow")
FULL = (
    "no space left",
    "disk quota",
    "file too large",
    "not enough space",
    "max_temp_directory_size",
    "could not write",
)
MEMORY = ("out of memory", "could not allocate", "failed to allocate", "outofmemory", "java heap")


class Workshop:
    """What a run has done so far, in ``<target>.work`` beside the target."""

    def __init__(self, target: Path, about: dict[str, Any]) -> None:
        """Take up an earlier run about exactly the same; what was done about anything else is thrown away."""
        self.target = target
        self.folder = target.with_name(f"{target.name}.work")
        about_file = self.folder / "about.json"
        told = json.dumps(about, sort_keys=True, indent=1)
        with telling("the work folder"):
            if not (about_file.is_file() and about_file.read_text("utf-8") == told):
                shutil.rmtree(self.folder, ignore_errors=True)
                self.folder.mkdir(parents=True)
                _replace(about_file, told.encode())

    def table(self, name: str, make: Callable[[], pa.Table]) -> Path:
        """The Parquet file of that name, made if it is not there yet."""
        import pyarrow.parquet as pq

        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            table = make()
            with telling(name):
                unfinished = path.with_suffix(".unfinished")
                pq.write_table(table, unfinished)
                os.replace(unfinished, path)
        return path

    def fact(self, name: str, make: Callable[[], Any]) -> Any:
        """What a JSON file of that name says, made if it is not there yet."""
        path = self.folder / f"{name}.json"
        if not path.is_file():
            made = make()
            with telling(name):
                _replace(path, json.dumps(made, ensure_ascii=False).encode())
        return json.loads(path.read_text("utf-8"))

    def has(self, name: str) -> bool:
        """Whether a table of that name is done."""
        return (self.folder / f"{name}.parquet").is_file()

    def publish(self, write: Callable[[Path], None]) -> None:
        """Let ``write`` fill a folder and put it in the place of the target, all of it or nothing; then clean up."""
        made = self.folder / "result"
        with telling(str(self.target)):
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            write(made)
            earlier = self.target.with_name(f"{self.target.name}.earlier")
            shutil.rmtree(earlier, ignore_errors=True)
            if self.target.exists():
                os.replace(self.target, earlier)
            os.replace(made, self.target)
            shutil.rmtree(earlier, ignore_errors=True)
            shutil.rmtree(self.folder, ignore_errors=True)


def free_target(target: Path) -> str | None:
    """What speaks against writing results to a folder: something else is there. None if nothing does."""
    if target.is_file() or (target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file()):
        return f"--to {target}: something else is there already; name a new folder, or empty this one"
    return None


def identity(files: tuple[Path, ...]) -> str:
    """What tells a group of files from any other without reading them: names, sizes, times of the last change."""
    told = [(str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@contextmanager
def telling(doing: str, remedy: str = "Mend what it names, then run the same command again") -> Iterator[None]:
    """Turn what an engine or the disk says into one sentence with its remedy; what was a bug stays one.

    Raises InterruptedRunError.
    """
    try:
        yield
    except (RecordsError, InterruptedRunError):
        raise
    except Exception as error:
        if not isinstance(error, OSError | MemoryError) and type(error).__module__.split(".")[0] not in ENGINES_OWN:
            raise
        said = " ".join(str(error).split())[:300] or type(error).__name__
        lower = said.lower()
        if isinstance(error, MemoryError) or any(word in lower for word in MEMORY):
            remedy = "Allow more with --memory, or a disk to spill to with --spill, then run the same command again"
        elif any(word in lower for word in FULL):
            remedy = "Make room on the disk, or name another with --to and --spill, then run the same command again"
        raise InterruptedRunError(f"{doing}: {said}.", f"{remedy}; what is done is kept.") from error


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)

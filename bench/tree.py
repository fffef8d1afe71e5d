"""A command run to its end with what it took: seconds, processor seconds and the most memory of it and its children."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
SAMPLE_SECONDS = 0.05


@dataclass(frozen=True)
class Taken:
    """What a command took. ``failure`` is why it has no result: what it said last, or that it went over the limit."""

    seconds: float
    processor_seconds: float
    peak_bytes: int
    failure: str | None
    said: str


def run(command: Sequence[str], most_bytes: int, environment: Mapping[str, str] | None = None) -> Taken:
    """Run a command; end it, with its children, once their memory together exceeds the limit.

    Memory is what the kernel holds resident for them, files mapped in included, looked at twenty times a second.
    """
    with tempfile.TemporaryFile("w+") as output:
        started, before = time.perf_counter(), _ended()
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=environment, start_new_session=True
        )
        peak, worked, over = 0, 0.0, False
        while process.poll() is None:
            resident, spent = _resources(process.pid)
            peak, worked = max(peak, resident), max(worked, spent)
            if resident > most_bytes:
                os.killpg(process.pid, signal.SIGKILL)
                over = True
            time.sleep(SAMPLE_SECONDS)
        seconds = time.perf_counter() - started
        worked = max(worked, _ended() - before)  # the first knows children that nobody waited for, the second the end
        output.seek(0)
        said = output.read()
    failure = None
    if over:
        failure = f"over {most_bytes / 2**30:.0f} GiB"
    elif process.returncode:
        failure = (said.strip().splitlines() or [f"exit {process.returncode}"])[-1]
    return Taken(seconds, worked, peak, failure, said)


def _ended() -> float:
    """Processor seconds of all children of this process that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resources(root: int) -> tuple[int, float]:
    """Bytes resident and processor seconds spent, of a process and everything below it."""
    parents: dict[int, int] = {}
    taken: dict[int, tuple[int, float]] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        number = int(folder.name)
        parents[number] = int(fields[1])
        # Its own time and that of children which have ended.
        taken[number] = int(fields[21]) * PAGE, sum(map(int, fields[11:15])) / TICK
    family = {root}
    while True:
        more = {number for number, parent in parents.items() if parent in family} - family
        if not more:
            break
        family |= more
    found = [taken[number] for number in family if number in taken]
    return sum(each[0] for each in found), sum(each[1] for each in found)

"""The commands for those who keep the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.cli import main


def test_check_says_how_many_records_are_sound_and_writes_nothing(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tiny_data), "check"]) == 0
    assert "2 cases, 1 places, 5 observations" in capsys.readouterr().out
    assert not (tiny_data / "metrics.duckdb").exists()


def test_build_writes_the_database(tiny_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tiny_data), "build"]) == 0
    assert (tiny_data / "metrics.duckdb").exists()
    assert "built" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "build"])
def test_faults_are_told_on_stderr_with_exit_status_2(
    tiny_data: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tiny_data / "cases.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("level: county", "level: conty"), encoding="utf-8")
    assert main(["--data", str(tiny_data), command]) == 2
    error = capsys.readouterr().err
    assert "data/cases.yaml:5:12 cases[changxing].level: found 'conty'" in error
    assert "1 fault in the data files; nothing was written." in error
    assert not (tiny_data / "metrics.duckdb").exists()


def test_a_target_that_cannot_be_written_is_told_with_exit_status_1(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tiny_data), "build", "--to", "/proc/nowhere/x.duckdb"]) == 1
    assert "could not write" in capsys.readouterr().err

"""The commands for those who keep the data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from explorer.build import INPUT_FILES
from explorer.cli import main


def test_check_says_how_many_records_are_sound_and_writes_nothing(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tiny_data), "check"]) == 0
    out = capsys.readouterr().out
    assert "2 cases, 1 places, 7 observations" in out
    assert out.endswith("4 checks: sound\n")
    assert not (tiny_data / "metrics.duckdb").exists()


def test_build_writes_the_database(tiny_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tiny_data), "build"]) == 0
    assert (tiny_data / "metrics.duckdb").exists()
    assert "built" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "build", "audit"])
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


def test_audit_prints_the_findings_worst_first_and_writes_nothing(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tiny_data), "audit"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "inconsistent  national  share  down-of-up",
        "inconsistent  changxing  marks  marks-management",
        "undetermined  national  count  two-kinds",
        "consistent  national  order  up-before-down",
        "4 findings: 2 inconsistent, 1 undetermined, 1 consistent",
    ]
    assert "90.30%" in lines[1]
    assert not (tiny_data / "metrics.duckdb").exists()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--case", "changxing"], "1 finding: 1 inconsistent, 0 undetermined, 0 consistent"),
        (["--verdict", "consistent"], "1 finding: 0 inconsistent, 0 undetermined, 1 consistent"),
        (["--case", "branch"], "0 findings: 0 inconsistent, 0 undetermined, 0 consistent"),
    ],
)
def test_audit_can_be_asked_for_one_case_or_one_verdict(
    tiny_data: Path, capsys: pytest.CaptureFixture[str], options: list[str], expected: str
) -> None:
    assert main(["--data", str(tiny_data), "audit", *options]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == expected


def test_audit_speaks_chinese_when_asked(tiny_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tiny_data), "audit", "--case", "changxing", "--lang", "zh"]) == 0
    assert "标注与正文不一致。" in capsys.readouterr().out


def test_audit_of_a_case_that_does_not_exist_names_the_nearest(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tiny_data), "audit", "--case", "changxin"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("unknown case 'changxin'")
    assert "did you mean 'changxing'?" in told.err


def test_a_target_that_cannot_be_written_is_told_with_exit_status_1(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tiny_data), "build", "--to", "/proc/nowhere/x.duckdb"]) == 1
    assert "could not write" in capsys.readouterr().err


def test_faults_leave_the_database_byte_for_byte(tiny_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tiny_data / "metrics.duckdb"
    assert main(["--data", str(tiny_data), "build"]) == 0
    before = database.read_bytes(), database.stat().st_mtime_ns
    for name in ("cases.yaml", "policies.yaml", "indicators.yaml"):
        path = tiny_data / name
        path.write_text(path.read_text("utf-8").replace(" level: ", " levle: ").replace("unit: ", "unti: "), "utf-8")
    capsys.readouterr()
    assert main(["--data", str(tiny_data), "build"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[-1] == "18 faults in the data files; nothing was written."
    assert (database.read_bytes(), database.stat().st_mtime_ns) == before


def test_check_touches_nothing(tiny_data: Path) -> None:
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tiny_data.iterdir()}
    assert main(["--data", str(tiny_data), "check"]) == 0
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tiny_data.iterdir()} == before


def test_a_folder_without_data_is_told_file_by_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "nowhere"), "build"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == len(INPUT_FILES) + 1
    assert told[0] == (
        "nowhere/cases.yaml:1:1 file: the file is missing; restore it with: git checkout -- nowhere/cases.yaml"
    )
    assert not (tmp_path / "nowhere").exists()


def test_the_folder_one_stands_in_is_told_by_its_name(
    tiny_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tiny_data)
    (tiny_data / "policies.yaml").unlink()
    assert main(["--data", ".", "check"]) == 2
    assert capsys.readouterr().err.startswith("data/policies.yaml:1:1 file: the file is missing")


@pytest.mark.parametrize("arguments", [[], ["bild"], ["check", "--to", "x"], ["--data"]])
def test_a_command_that_does_not_exist_is_refused_with_its_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m explorer")


def test_the_module_ends_with_the_status_of_its_command(tiny_data: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "explorer", "--data", str(tiny_data), *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)

    assert run("check").returncode == 0
    (tiny_data / "policies.yaml").unlink()
    faulty = run("check")
    assert (faulty.returncode, faulty.stdout) == (2, "")
    assert faulty.stderr.startswith("data/policies.yaml:1:1 file: the file is missing")

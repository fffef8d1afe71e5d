"""Finding a browser, on a PATH made for each test."""

import os
import stat
from pathlib import Path

import pytest

from tests.browser import find_chromium


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An otherwise empty PATH, on a Linux where nobody is root and Playwright has downloaded nothing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(find_chromium.VARIABLE, raising=False)
    monkeypatch.setattr(find_chromium.platform, "system", lambda: "Linux")
    monkeypatch.setattr(find_chromium, "playwrights_own", lambda: tmp_path / "cache" / "chrome")
    monkeypatch.setattr(find_chromium.sys, "executable", str(program(folder, "python", "exit 1")))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return folder


def program(folder: Path, name: str, body: str = "echo Chromium 150") -> Path:
    """A program of that name that does so little."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_variable_wins_over_the_path(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(programs, "chromium")
    chosen = program(tmp_path, "my-chromium")
    monkeypatch.setenv(find_chromium.VARIABLE, str(chosen))
    assert find_chromium.find() == chosen


def test_a_variable_that_names_nothing_is_an_error_that_says_so(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(programs, "chromium")  # not fallen back to: the person chose another
    monkeypatch.setenv(find_chromium.VARIABLE, "/nowhere/chromium")
    with pytest.raises(find_chromium.NoBrowserError, match='EXPLORER_CHROMIUM is "/nowhere/chromium"'):
        find_chromium.find()


def test_chromium_is_preferred_to_chrome(programs: Path) -> None:
    program(programs, "google-chrome")
    chromium = program(programs, "chromium")
    assert find_chromium.find() == chromium


def test_a_stub_that_does_not_start_is_passed_over(programs: Path) -> None:
    program(programs, "chromium-browser", "echo 'install the snap' >&2; exit 1")
    chrome = program(programs, "google-chrome")
    assert find_chromium.find() == chrome


def test_applications_are_searched_on_macos(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_chromium.platform, "system", lambda: "Darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "Applications" / "Google Chrome.app" / "Contents" / "MacOS"
    chrome = program(folder, "Google Chrome")
    assert find_chromium.find() == chrome


def test_playwrights_own_browser_comes_last(programs: Path) -> None:
    own = program(find_chromium.playwrights_own().parent, "chrome")
    assert find_chromium.find() == own
    on_the_path = program(programs, "chromium")
    assert find_chromium.find() == on_the_path


def test_a_missing_browser_is_downloaded(programs: Path) -> None:
    own = find_chromium.playwrights_own()
    script = f"mkdir -p '{own.parent}'; printf '#!/bin/sh\\n' > '{own}'; chmod +x '{own}'"
    program(programs, "python", f"PATH=/usr/bin:/bin; {script}")
    assert find_chromium.find_or_install() == own


def test_root_on_debian_gets_the_package_when_the_download_fails(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    installs = f"PATH=/usr/bin:/bin; printf '#!/bin/sh\\n' > '{programs}/chromium'; chmod +x '{programs}/chromium'"
    program(programs, "apt-get", f'case "$1" in install) {installs};; esac')
    assert find_chromium.find_or_install() == programs / "chromium"


def test_without_any_way_the_person_is_told_what_to_install(programs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program(programs, "apt-get", "echo must not be called >&2; exit 1")  # there, but this is not root
    assert find_chromium.main() == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "apt-get install chromium fonts-noto-cjk" in captured.err
    assert "must not be called" not in captured.err


def test_the_path_alone_goes_to_standard_output(programs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chromium = program(programs, "chromium")
    program(programs, "fc-list", "echo 'Noto Sans CJK SC'")
    assert find_chromium.main() == 0
    assert capsys.readouterr().out == f"{chromium}\n"


def test_a_missing_chinese_font_is_said_but_does_not_fail(programs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program(programs, "chromium")
    program(programs, "fc-list", ":")
    assert find_chromium.main() == 0
    assert "fonts-noto-cjk" in capsys.readouterr().err

"""Find a Chromium for the browser tests and the benchmark, or install one.

    python tests/browser/find_chromium.py

prints the path of the browser. A browser that is already on the machine is taken before one is downloaded, and a
download into the user's own cache before a package of the system. Pictures need a Chinese font, so that is seen to
as well. What cannot be had is said in one sentence with the remedy, and the exit status is 1.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "EXPLORER_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
FLAGS = (
    "--no-sandbox",  # the sandbox does not work for root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DOWNLOAD_LIMIT_S = 600


class NoBrowserError(Exception):
    """No browser could be found or installed; the message says what to do."""


def find() -> Path | None:
    """The first browser on this machine that starts, or None. Raises NoBrowserError for a wrong EXPLORER_CHROMIUM."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        if starts(Path(chosen)):
            return Path(chosen)
        raise NoBrowserError(
            f'{VARIABLE} is "{chosen}", which does not start. Give the path of a Chromium or unset it.'
        )
    return next((path for path in candidates() if starts(path)), None)


def candidates() -> Iterator[Path]:
    """Where a browser may be, in the order of preference."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    if platform.system() == "Darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (folder / application for application in MAC_APPLICATIONS)
    yield playwrights_own()


def playwrights_own() -> Path:
    """Where `playwright install` puts its browser, whether or not it has."""
    from playwright.sync_api import sync_playwright  # only here: it starts a process

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def starts(path: Path) -> bool:
    """Whether the program runs and knows its version; a broken link, a stub or a missing library fails here."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find_or_install() -> Path:
    """A browser that starts, installed if need be. Raises NoBrowserError when there is no way."""
    found = find()
    if found:
        return found
    say("No Chromium on this machine: downloading Playwright's.")
    if run(sys.executable, "-m", "playwright", "install", "chromium"):
        found = find()
    if not found and may_install_packages():
        say("That did not work: installing Debian's chromium.")
        apt_install("chromium", "fonts-noto-cjk")
        found = find()
    if not found:
        raise NoBrowserError(
            f"The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium fonts-noto-cjk; "
            f"macOS: brew install --cask chromium), or give the path of yours in {VARIABLE}."
        )
    return found


def has_chinese_font() -> bool:
    """Whether Chinese can be drawn; macOS and Windows always can."""
    if platform.system() != "Linux":
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True).stdout.strip())


def see_to_fonts() -> None:
    """Install a Chinese font where that is allowed; otherwise say what will look wrong."""
    if has_chinese_font():
        return
    if may_install_packages():
        say("No Chinese font on this machine: installing fonts-noto-cjk.")
        apt_install("fontconfig", "fonts-noto-cjk")
    if not has_chinese_font():
        say("No Chinese font was found, so Chinese will show as boxes: install fonts-noto-cjk or another one.")


def may_install_packages() -> bool:
    """Whether this is root on a machine with Debian's packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install Debian packages without asking; the list of packages is fetched first, for a fresh image has none."""
    return run("apt-get", "update", "-qq") and run("apt-get", "install", "-y", "-qq", *packages)


def run(*command: str) -> bool:
    """Whether a command succeeds; its output goes to standard error, since standard output is for the path."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, stdout=sys.stderr, env=environment, timeout=DOWNLOAD_LIMIT_S)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def say(message: str) -> None:
    """Tell the person at the terminal."""
    print(message, file=sys.stderr)


def main() -> int:
    """Print the browser's path, or the reason why there is none."""
    try:
        path = find_or_install()
    except NoBrowserError as error:
        say(str(error))
        return 1
    see_to_fonts()
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The shipped stories' decks as LibreOffice draws them; skipped on a machine without it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from explorer.exports.deck_look import FOOT_TOP, HEIGHT, WIDTH
from explorer.i18n import LANGUAGES
from tests.unit.slide_reading import opened, texts
from tests.unit.story_deck import NAMES, written

NEEDED = ("soffice", "pdftotext")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
pytestmark = [
    pytest.mark.shipped_database,
    pytest.mark.skipif(bool(MISSING), reason=f"not on this machine: {', '.join(MISSING)} (LibreOffice, poppler-utils)"),
]
PAGE = re.compile(r"<page [^>]*>(.*?)</page>", re.DOTALL)
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</word>')
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """What stands where on each page, by story and language: all decks in one run, because starting takes longest."""
    folder = tmp_path_factory.mktemp("decks")
    files = {(name, language): folder / f"{name}-{language}.pptx" for name in NAMES for language in LANGUAGES}
    for (name, language), file in files.items():
        file.write_bytes(written(name, language))  # type: ignore[arg-type]
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), *map(str, files.values())], check=True, capture_output=True,
                   timeout=300)  # fmt: skip
    return {key: _words(file.with_suffix(".pdf")) for key, file in files.items()}


def _words(pdf: Path) -> str:
    run = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=60)
    return run.stdout.decode("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_word_leaves_its_slide_or_reaches_into_the_foot(
    name: str, language: str, drawn: dict[tuple[str, str], str]
) -> None:
    pages = PAGE.findall(drawn[name, language])
    assert len(pages) == len(opened(written(name, language)).slides)  # type: ignore[arg-type]
    astray = []
    for number, page in enumerate(pages, start=1):
        for left, top, right, bottom, word in WORD.findall(page):
            outside = float(left) < 0 or float(right) > WIDTH + 1 or float(bottom) > HEIGHT
            in_foot = float(top) < FOOT_TOP < float(bottom) - 2
            if outside or in_foot:
                astray.append((number, word))
    assert astray == []


@pytest.mark.parametrize("name", NAMES)
def test_no_chinese_character_is_without_a_glyph(name: str, drawn: dict[tuple[str, str], str]) -> None:
    asked = {letter for slide in opened(written(name, "zh")).slides for text in texts(slide) for letter in text}
    seen = set(drawn[name, "zh"])
    assert {letter for letter in asked if CHINESE.match(letter)} - seen == set()

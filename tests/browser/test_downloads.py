"""Files that a reader takes away, opened and read."""

import csv
import io
import json
import re
import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from playwright.sync_api import Page

from explorer.cli import main
from explorer.i18n import LANGUAGES, Language
from tests.browser.reading import listed, say, visit
from tests.browser.serving import REPOSITORY
from tests.browser.waiting import settled

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
TITLES: dict[Language, str] = {"zh": "县域就诊率", "en": "County visit rate"}
SOURCES: dict[Language, str] = {"zh": "整合型卫生服务案例报告", "en": "Report on integrated health services"}


def downloaded(page: Page, name: str, folder: Path) -> Path:
    """The file that a button gives, under the name that it is given."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


@pytest.fixture
def comparison(page: Page, request: pytest.FixtureRequest) -> tuple[Page, Language]:
    """The comparison page with the table of its first chart unfolded."""
    language: Language = request.param
    visit(page, f"/compare?lang={language}", say("compare.heading", language))
    page.get_by_text(say("chart.table", language), exact=True).first.click()
    page.get_by_role("button", name=say("export.png", language)).wait_for()
    settled(page)
    return page, language


@pytest.mark.parametrize("comparison", LANGUAGES, indirect=True)
def test_the_figures_of_a_chart_open_in_a_spreadsheet(comparison: tuple[Page, Language], tmp_path: Path) -> None:
    page, language = comparison
    path = downloaded(page, say("export.csv", language), tmp_path)
    assert re.fullmatch(rf"[a-z0-9-]+-{language}\.csv", path.name)
    assert path.read_bytes().startswith(BYTE_ORDER_MARK)
    found = rows(path)
    for key in ("place", "indicator", "period", "number", "unit", "as_reported", "source", "locator"):
        assert f"{say(f'column.{key}', language)} ({key})" in found[0]
    shown = page.get_by_test_id("stTable").first.locator("tbody tr")
    # Every figure of the indicator, and none that is defined otherwise.
    with (REPOSITORY / "data" / "observations.csv").open(encoding="utf-8", newline="") as file:
        authored = [row["observation_id"] for row in csv.DictReader(file) if row["indicator_id"] == "county-visit-rate"]
    assert {row["observation_id"] for row in found} == set(authored)
    assert len(found) == shown.count() == len(authored)
    deqing = next(row for row in found if row["observation_id"] == "deqing-county-visit-rate-2023")
    assert deqing[f"{say('column.number', language)} (number)"] == "90.13"
    assert deqing[f"{say('column.indicator', language)} (indicator)"] == TITLES[language]
    assert deqing[f"{say('column.source', language)} (source)"] == SOURCES[language]


@pytest.mark.parametrize("comparison", LANGUAGES, indirect=True)
def test_the_svg_of_a_chart_holds_its_title_its_labels_and_its_sources_as_text(
    comparison: tuple[Page, Language], tmp_path: Path
) -> None:
    page, language = comparison
    path = downloaded(page, say("export.svg", language), tmp_path)
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = [text.strip() for text in root.itertext() if text.strip()]
    assert TITLES[language] in words
    assert any(SOURCES[language] in word for word in words)
    assert any({"zh": "德清县", "en": "Deqing County"}[language] in word for word in words)
    assert any(say("export.made_with", language) in word for word in words)
    assert "\ufffd" not in "".join(words)
    assert not re.search(r'(?:href|src)="https?:', path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("comparison", LANGUAGES, indirect=True)
def test_the_png_of_a_chart_is_large_enough_for_a_slide_and_not_blank(
    comparison: tuple[Page, Language], tmp_path: Path
) -> None:
    page, language = comparison
    content = downloaded(page, say("export.png", language), tmp_path).read_bytes()
    assert content.startswith(PNG_SIGNATURE)
    width, height = struct.unpack(">II", content[16:24])
    assert width > 1200
    assert height > 500
    assert len(content) > 20_000


@pytest.mark.parametrize("comparison", LANGUAGES, indirect=True)
def test_a_workbook_and_json_hold_the_same_figures_and_the_link_to_the_view(
    comparison: tuple[Page, Language], tmp_path: Path
) -> None:
    page, language = comparison
    found = rows(downloaded(page, say("export.csv", language), tmp_path))
    book = openpyxl.load_workbook(downloaded(page, say("export.xlsx", language), tmp_path))
    told = json.loads(downloaded(page, say("export.json", language), tmp_path).read_text(encoding="utf-8"))
    number = f"{say('column.number', language)} (number)"
    printed = [float(row[number]) for row in found]
    head, *lines = book.worksheets[0].iter_rows(values_only=True)
    assert [line[head.index(number)] for line in lines] == printed
    assert [row["number"] for row in told["rows"]] == printed
    assert {row["source_id"] for row in told["sources"]} == {"case-collection"}
    assert {row["indicator_id"] for row in told["codebook"]} == {row["indicator_id"] for row in found}
    assert told["view_link"] == found[0][f"{say('file.view_link', language)} (view_link)"] == page.url
    assert told["view_title"] == TITLES[language]
    assert told["view_link"] in told["view_citation"]


def test_the_archive_of_the_page_is_that_of_the_command_line(page: Page, tmp_path: Path) -> None:
    visit(page, "/downloads?lang=en", say("downloads.heading", "en"))
    archive = downloaded(page, say("downloads.everything", "en"), tmp_path)
    database = downloaded(page, "DuckDB database", tmp_path)
    figures = downloaded(page, say("export.csv", "en"), tmp_path)
    written = tmp_path / "written"
    assert main(["export", "--to", str(written)]) == 0
    assert archive.read_bytes() == (written / archive.name).read_bytes()
    assert database.read_bytes() == (written / "metrics.duckdb").read_bytes()
    assert figures.read_bytes() == (written / "data" / "observations.csv").read_bytes()


def test_the_list_of_cases_is_taken_away_as_it_is_filtered(page: Page, tmp_path: Path) -> None:
    visit(page, "/cases?model=medical_community&province=zhejiang", say("cases.heading"))
    path = downloaded(page, say("export.csv"), tmp_path)
    assert path.read_bytes().startswith(BYTE_ORDER_MARK)
    found = rows(path)
    assert sorted(row["case_id"] for row in found) == sorted(listed(page))
    assert all(row[f"{say('facet.alliance_model')} (alliance_model)"] for row in found)
    assert all(row[f"{say('column.link')} (link)"].endswith(f"/case?case={row['case_id']}") for row in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_figures_of_a_case_are_taken_away_with_their_words_in_the_document(
    page: Page, tmp_path: Path, language: Language
) -> None:
    visit(page, f"/case?case=deqing&lang={language}")
    count = page.get_by_test_id("stTable").nth(1).locator("tbody tr").count()
    found = rows(downloaded(page, say("export.csv", language), tmp_path))
    assert len(found) == count > 20
    assert {row["case_id"] for row in found} == {"deqing"}
    assert all(row[f"{say('column.as_reported', language)} (as_reported)"] for row in found)

"""What a reader brings stays out of the logs, whatever becomes of it."""

from __future__ import annotations

import logging
from pathlib import Path

import duckdb
import pytest

from explorer.build import fill
from explorer.catalog import load_catalog
from explorer.own_figures.files import opened, pasted
from explorer.planner.county_file import read_county_file, read_pasted
from explorer.stories import known, read_story
from tests.faults.serving_right import REPOSITORY
from tests.unit.own_tables import LABELS, of_csv, of_parquet, of_xlsx, read

MARK = "zq7xk-marked"
ROWS = (("地区", "年份", "出院人次"), (f"{MARK}县", 2023, 7), (f"{MARK}县", "很多", MARK))
FILES = {
    "a table": of_csv(ROWS),
    "a workbook": of_xlsx(ROWS),
    "a damaged workbook": of_xlsx(ROWS)[:-200] + MARK.encode(),
    "a Parquet file": of_parquet({MARK: [MARK]}),
    "a damaged Parquet file": b"PAR1" + MARK.encode() * 10,
    "a text": f"常住人口 {MARK}\n".encode(),
    "bytes": b"\x00\xff" + MARK.encode(),
}


@pytest.mark.parametrize("kind", FILES)
def test_no_log_repeats_what_an_uploaded_file_holds(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        opened(FILES[kind], f"{MARK}.csv")
        read_county_file(FILES[kind], LABELS)
        if kind == "a table":
            read(FILES[kind])
    assert MARK not in caplog.text


def test_no_log_repeats_what_was_pasted(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for text in (f"人口\t{MARK}\n{MARK}\t7\n", f'"{MARK}', MARK):
            pasted(text)
            read_pasted(text, LABELS)
    assert MARK not in caplog.text


@pytest.mark.parametrize("text", [f"{MARK}: [", f"title: {MARK}\n", f"id: !!python/none {MARK}\n", f"a: \x00{MARK}"])
def test_no_log_repeats_what_a_story_holds(text: str, caplog: pytest.LogCaptureFixture) -> None:
    tiny: Path = REPOSITORY / "tests" / "fixtures" / "tiny"
    with duckdb.connect() as connection:
        fill(connection, load_catalog(tiny), digest="")
        ids = known(connection)
    with caplog.at_level(logging.DEBUG):
        assert read_story("story.yaml", text, ids).faults
    assert MARK not in caplog.text


def test_a_log_of_the_same_words_would_be_noticed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("explorer.own_figures").debug("read %s", MARK)
    assert MARK in caplog.text

"""What is taken away comes back the same: templates, the set itself, an offer to the project, the rows left out."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from explorer.csv_text import guarded, unguarded
from explorer.i18n import LANGUAGES, Language
from explorer.own_figures.faults import Fault, Refused
from explorer.own_figures.keeping import keep_parquet, keep_table
from explorer.own_figures.offer import COLUMNS, STEPS, checklist, offer_zip
from explorer.own_figures.periods import Period, read_period, written
from explorer.own_figures.reading import Figure, Reading
from explorer.own_figures.rules import codebook_of
from explorer.own_figures.taken import panel_csv, panel_parquet, refused_csv
from explorer.own_figures.templates import FORMS, Form, grid, heads_of, template_csv, template_xlsx
from explorer.planner.naming import folded
from tests.unit.own_tables import BOOK, EN, ZH, read

TRANSLATORS = {"zh": ZH, "en": EN}
INDICATORS = tuple(BOOK.indicators)
COUNTED = ("discharges", "population", "referrals-up")
MEASURED = ("county-visit-rate", "county-visit-rate-monitored", "bed-occupancy", "business-income")

days = st.dates(date(1990, 1, 1), date(2025, 1, 1))
periods = st.one_of(
    st.tuples(days, st.integers(0, 900)).map(lambda given: (given[0], given[0] + timedelta(given[1]))),
    st.integers(1990, 2024).map(lambda year: (date(year, 1, 1), date(year, 12, 31))),
    st.tuples(st.integers(1990, 2024), st.integers(1, 12)).map(lambda m: (date(*m, 1), Period(*_month(*m)).end)),
)


def _month(year: int, month: int) -> tuple[date, date]:
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(1)


names = st.text("甲乙丙丁长兴德清ABCxyz", min_size=1, max_size=6).map(lambda name: f"{name}县")
notes = st.none() | st.text("注年末=+-@甲x ,\"'", min_size=1, max_size=12).map(lambda text: f"={text}".strip())


@st.composite
def figures(draw: st.DrawFn, *, with_parts: bool = True) -> Figure:
    indicator = draw(st.sampled_from(COUNTED + MEASURED))
    known = BOOK.indicators[indicator]
    if indicator in COUNTED:
        value = float(draw(st.integers(0, 10**9)))
    else:
        value = float(draw(st.decimals(0, 100, places=draw(st.integers(0, 4)))))
    code = draw(st.none() | st.integers(110000, 659999).map(str))
    name = draw(names)
    start, end = draw(periods)
    note = draw(notes) if with_parts else None
    return Figure(
        *(0, "", code or name, name, indicator, start, end, value, known.unit),
        numerator=float(draw(st.integers(0, 10**6))) if with_parts and indicator in COUNTED else None,
        note=" ".join(note.split()) if note else None,
    )


def distinct(made: Sequence[Figure]) -> list[Figure]:
    """Without two of one key, or two names of one code."""
    of_code = {each.place: each for each in made}
    kept = {each.key: each for each in made if of_code[each.place].place_name == each.place_name}
    return list(kept.values())


def told(made: Sequence[Figure]) -> set[tuple[object, ...]]:
    return {(*each.key, each.place_name, each.value, each.unit, each.numerator, each.note) for each in made}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(figures(), min_size=1, max_size=8).map(distinct), st.sampled_from(LANGUAGES), st.booleans())
def test_a_filled_long_template_is_read_as_what_was_filled_in(
    made: list[Figure], language: Language, as_xlsx: bool
) -> None:
    tr = TRANSLATORS[language]
    rows = grid("long", INDICATORS, BOOK, tr, made)
    data = template_xlsx(rows, heads_of("long"), BOOK, INDICATORS, tr) if as_xlsx else template_csv(rows)
    found = read(data).reading
    assert found.refused == ()
    assert told(found.figures) == told(made)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(figures(with_parts=False), min_size=1, max_size=8).map(distinct),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
def test_a_filled_wide_template_is_read_as_what_was_filled_in(
    made: list[Figure], language: Language, as_xlsx: bool
) -> None:
    tr = TRANSLATORS[language]
    chosen = list(dict.fromkeys(each.indicator_id for each in made))
    rows = grid("wide", chosen, BOOK, tr, made)
    data = template_xlsx(rows, heads_of("wide"), BOOK, chosen, tr) if as_xlsx else template_csv(rows)
    found = read(data).reading
    assert found.refused == ()
    assert told(found.figures) == told(made)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(figures(), min_size=1, max_size=8).map(distinct))
def test_the_set_as_csv_is_read_as_it_was(tmp_path_factory: pytest.TempPathFactory, made: list[Figure]) -> None:
    path = tmp_path_factory.mktemp("kept") / "panel.parquet"
    pq.write_table(Reading(tuple(made), ()).table(), path)
    found = read(panel_csv(path)).reading
    assert found.refused == ()
    assert told(found.figures) == told(made)


def test_a_text_of_the_set_that_a_spreadsheet_would_run_is_kept_from_it(tmp_path: Path) -> None:
    year = date(2023, 1, 1), date(2023, 12, 31)
    made = Figure(2, "", "=甲县", "+甲县", "population", *year, -1, "persons", note="@SUM(1)")
    pq.write_table(Reading((made,), ()).table(), tmp_path / "panel.parquet")
    heads, row = csv.reader(io.StringIO(panel_csv(tmp_path / "panel.parquet").decode("utf-8-sig")))
    cells = dict(zip(heads, row, strict=True))
    assert (cells["place"], cells["place_name"], cells["note"]) == ("'=甲县", "'+甲县", "'@SUM(1)")
    assert cells["value"] == "-1"


def test_the_set_as_parquet_loads_again_as_it_was(tmp_path: Path) -> None:
    year = date(2023, 1, 1), date(2023, 12, 31)
    made = [
        Figure(2, "", "330522", "长兴县", "county-visit-rate", *year, 85.3, "percent", note="=年末"),
        Figure(3, "", "甲县", "甲县", "population", *year, 1, "persons", synthetic=True),
    ]
    panel = keep_table(Reading(tuple(made), ()).table(), "我的", tmp_path)
    copy = tmp_path / "copy.parquet"
    copy.write_bytes(panel_parquet(panel.path))
    rules = [{"indicator_id": k, "unit": known.unit, "is_change": False} for k, known in BOOK.indicators.items()]
    again = keep_parquet(copy, "再来", tmp_path, codebook_of(rules))
    assert not isinstance(again, list), again
    assert (again.rows, again.synthetic) == (panel.rows, panel.synthetic) == (2, True)
    assert pq.read_table(again.path).to_pylist() == pq.read_table(panel.path).to_pylist()


@given(periods)
def test_a_period_is_read_as_it_was_written(ends: tuple[date, date]) -> None:
    assert read_period(written(*ends)) == Period(*ends)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_an_empty_template_has_heads_that_leave_no_indicator_in_doubt(form: Form, language: Language) -> None:
    tr = TRANSLATORS[language]
    rows = grid(form, MEASURED, BOOK, tr, ())
    data = template_xlsx(rows, heads_of(form), BOOK, MEASURED, tr)
    sheet, about = load_workbook(io.BytesIO(data)).worksheets
    assert {row[0] for row in about.iter_rows(min_row=2, values_only=True)} == set(MEASURED)
    assert {cell for row in sheet.iter_rows(values_only=True) for cell in row} >= set(MEASURED)
    filled = [[*row] for row in rows]
    if form == "long":
        filled[1][1], filled[1][2], filled[1][5] = "甲县", "2023", 85.3
    else:
        filled.append([None, "甲县", "2023", 85.3, *[None] * (len(MEASURED) - 1)])
    found = read(template_csv(filled))
    assert found.figures == {("甲县", "county-visit-rate", "2023", 85.3)}


def test_an_offer_holds_the_rows_of_the_project_with_what_only_their_owner_knows_left_open() -> None:
    made = [
        Figure(2, "", "330522", "长兴县", "county-visit-rate", date(2023, 1, 1), date(2023, 12, 31), 85.3, "percent"),
        Figure(3, "", "甲县", "甲县", "discharges-growth", date(2023, 5, 1), date(2023, 5, 31), -2.5, "percent"),
        Figure(4, "", "乙县", "=乙县", "population", date(2023, 5, 9), date(2023, 6, 2), 7e8, "persons"),
        Figure(
            *(5, "", "丙县", "丙县", "population", date(2023, 1, 1), date(2023, 12, 31), 1, "persons"), synthetic=True
        ),
    ]
    with zipfile.ZipFile(io.BytesIO(offer_zip(made, BOOK))) as packed:
        rows = list(csv.DictReader(io.StringIO(packed.read("observations.csv").decode())))
        steps = packed.read("CHECKLIST.md").decode()
    assert list(rows[0]) == list(COLUMNS)
    assert [row["value"] for row in rows] == ["85.3", "-2.5", "700000000"]
    assert [row["kind"] for row in rows] == ["share", "change", "level"]
    assert [(row["period_start"], row["period_end"]) for row in rows] == [
        *(("2023", "2023"), ("2023-05", "2023-05"), ("2023-05-09", "2023-06-02")),
    ]
    assert all(
        row[name] == "" for row in rows for name in ("case_id", "as_reported", "source_id", "locator", "formula")
    )
    assert rows[2]["subject_zh"] == "'=乙县"
    assert len({row["observation_id"] for row in rows}) == 3
    assert steps == checklist()
    assert steps.count("- [ ]") == 2 * len(STEPS)


def test_an_offer_is_the_same_bytes_each_time() -> None:
    made = [Figure(2, "", "甲县", "甲县", "population", date(2023, 1, 1), date(2023, 12, 31), 7, "persons")]
    assert offer_zip(made, BOOK) == offer_zip(made, BOOK)


def test_rows_left_out_are_listed_as_written_and_run_nothing() -> None:
    refused = [Refused(4, "数值", Fault("unreadable", {"entered": "=1+1"}), ("甲县", "2023", "=1+1"))]
    lines = list(csv.reader(io.StringIO(refused_csv(refused, ["地区", "年份", "数值"], ZH).decode("utf-8-sig"))))
    assert lines[0][-3:] == ["地区", "年份", "数值"]
    assert lines[1][0] == "4"
    assert lines[1][-3:] == ["甲县", "2023", "'=1+1"]
    assert "=1+1" in lines[1][2]


@given(st.text(max_size=20))
def test_a_text_kept_from_running_comes_back_as_it_was(text: str) -> None:
    if not text.startswith("'"):
        assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


def test_the_folded_names_of_the_codebook_are_told_apart() -> None:
    names = [folded(each.names["zh"]) for each in BOOK.indicators.values()]
    assert len(set(names)) == len(names)


def test_a_panel_that_is_empty_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without a row"):
        keep_table(Reading((), ()).table(), "空", tmp_path)

"""A reader's figures in the form of published ones: marked in every chart, table and file, and mixed nowhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from explorer.charts.figures import figures_alt, figures_chart, form_of
from explorer.charts.marks import marks_legend, prepared
from explorer.charts.theme import OWN as OWN_COLOUR
from explorer.charts.theme import STAR
from explorer.comparability import UnlikeFiguresError, ensure_one_definition
from explorer.county import FIELD
from explorer.exports.tables import figures_data, figures_table
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.own_figures.asking import asked
from explorer.own_figures.beside import (
    beside,
    clock_starts,
    newest,
    on_clock,
    own_figures,
    printed,
    ratios,
    whole_years,
)
from explorer.own_figures.for_county import filled, offers
from explorer.paths import DATA_FOLDER
from explorer.planner.entries import Entries
from explorer.queries import cases, observations, records
from explorer.queries import own_figures as questions
from explorer.store import READ_ONLY_SETTINGS
from tests.unit.csv_reading import by_id
from tests.unit.own_panels import figure, panel

pytestmark = pytest.mark.shipped_database
RATE, MONITORED = "county-visit-rate", "county-visit-rate-monitored"


@pytest.fixture(scope="module")
def published() -> Any:
    # Opened as the app opens it: DuckDB refuses two ways of opening one file in a process.
    path, settings = str(DATA_FOLDER / "metrics.duckdb"), READ_ONLY_SETTINGS
    with duckdb.connect(path, read_only=True, config=settings) as connection:  # type: ignore[arg-type]
        yield connection


def labels(connection: duckdb.DuckDBPyConnection, language: Language) -> Translator:
    rows = records(cases.vocabulary(connection))
    return Translator(language, {(r["dimension"], r["tag"]): {n: r[f"label_{n}"] for n in LANGUAGES} for r in rows})


def own(published: duckdb.DuckDBPyConnection, folder: Path, *rows: dict[str, Any]) -> pd.DataFrame:
    """These rows beside what is published, as the pages get them."""
    kept = panel(folder, *rows)
    places = sorted({row["place"] for row in rows})
    with asked(kept) as connection:
        found = questions.of_places(connection, list(kept.indicators), places)
    columns = list(observations.comparison(published, [RATE]).columns)
    return own_figures(found, records(questions.codebook_entries(published)), kept.name, columns)


def named(place: str = "330522", name: str = "长兴县", **more: Any) -> dict[str, Any]:
    return figure(place, place_name=name, **more)


def both(published: duckdb.DuckDBPyConnection, folder: Path, *rows: dict[str, Any]) -> pd.DataFrame:
    return beside(observations.comparison(published, [RATE]), own(published, folder, *rows))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_of_the_reader_is_a_star_of_its_own_colour_with_the_words_in_its_row(
    published: Any, tmp_path: Path, language: Language
) -> None:
    tr = labels(published, language)
    figures = both(published, tmp_path, named())
    shown = prepared(figures, tr)
    mine = shown[shown["own"]]
    assert set(mine["mark"]) == {STAR}
    assert set(mine["colour"]) == {OWN_COLOUR}
    assert {tr("own.place", place="长兴县")} == set(mine["row"])
    others = shown[~shown["own"]]
    assert STAR not in set(others["mark"])
    assert OWN_COLOUR not in set(others["colour"])
    assert tr("own.marks", sign="★") in marks_legend(figures, tr)
    assert tr("own.place", place="长兴县") in figures_alt(figures, tr)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_table_and_file_says_whose_it_is(published: Any, tmp_path: Path, language: Language) -> None:
    tr = labels(published, language)
    figures = both(published, tmp_path, named(), named("990001", "示例县", synthetic=True))
    head = tr("own.column.origin")
    table = list(figures_table(figures, tr)[head])
    written = by_id(figures_data(figures, tr).csv())
    assert [row["origin"] for row in written] == table
    assert table[-2:] == [tr("own.origin.own"), tr("own.origin.own_synthetic")]
    assert set(table[:-2]) == {tr("own.origin.published")}
    assert written[-1]["basis"] == tr("basis.own")
    assert "我的一套" in written[-1]["source"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_made_up_figure_says_so_on_the_mark_in_the_legend_and_in_the_words(
    published: Any, tmp_path: Path, language: Language
) -> None:
    tr = labels(published, language)
    figures = both(published, tmp_path, named("990001", "示例县", synthetic=True))
    label = tr("own.place.synthetic", place="示例县")
    assert label in set(prepared(figures, tr)["row"])
    assert tr("own.marks.synthetic", sign="★") in marks_legend(figures, tr)
    assert tr("own.alt.synthetic", count=1, places=label) in figures_alt(figures, tr)


def test_without_figures_of_the_reader_charts_and_files_are_as_ever(published: Any) -> None:
    tr = labels(published, "zh")
    figures = observations.comparison(published, [RATE])
    assert "own" not in prepared(figures, tr)
    assert tr("own.column.origin") not in figures_table(figures, tr)
    assert tr("own.column.origin") not in figures_data(figures, tr).csv().decode("utf-8-sig")
    assert "★" not in marks_legend(figures, tr) + figures_alt(figures, tr)


def test_figures_of_another_definition_are_refused_on_the_axis(published: Any, tmp_path: Path) -> None:
    ensure_one_definition(both(published, tmp_path, named()))
    mixed = both(published, tmp_path, named(), named(indicator_id=MONITORED))
    with pytest.raises(UnlikeFiguresError):
        ensure_one_definition(mixed)


def test_what_a_reader_brought_is_never_drawn_as_a_bar_like_a_published_count(published: Any, tmp_path: Path) -> None:
    counts = own(published, tmp_path, named(indicator_id="referrals-up", value=5000))
    assert form_of(counts) == "dot"
    assert figures_chart(counts, pd.DataFrame(columns=["value"]), labels(published, "zh")).to_dict()


def test_a_number_written_by_a_computer_is_short_on_screen_and_whole_in_the_file(
    published: Any, tmp_path: Path
) -> None:
    tr = labels(published, "zh")
    figures = own(published, tmp_path, named(value=63.333333333333336))
    assert tr.figure(records(figures)[0]) == "63.33%"
    (row,) = by_id(figures_data(figures, tr).csv())
    assert float(row["number"]) == 63.333333333333336


def test_a_name_that_would_run_as_a_formula_does_not(published: Any, tmp_path: Path) -> None:
    figures = own(published, tmp_path, named(name="=1+1"))
    (row,) = by_id(figures_data(figures, labels(published, "zh")).csv())
    assert row["place"].startswith("'=")


def test_two_places_of_one_name_go_by_their_codes_too(published: Any, tmp_path: Path) -> None:
    figures = own(published, tmp_path, named("110105", "朝阳区"), named("220104", "朝阳区"))
    assert len(set(figures["place_zh"])) == 2


def test_the_newest_figure_of_each_place_and_the_whole_years_are_told_apart(published: Any, tmp_path: Path) -> None:
    june = {"period_start": date(2024, 6, 1), "period_end": date(2024, 6, 30)}
    figures = own(published, tmp_path, named(year=2022), named(year=2023), named(value=70, **june))
    assert list(newest(figures)["period_printed"]) == ["2024-06"]
    assert list(whole_years(figures)["period_printed"]) == ["2022", "2023"]


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2023, 1, 1), date(2023, 12, 31), "2023"),
        (date(2022, 1, 1), date(2023, 12, 31), "2022/2023"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        (date(2024, 1, 1), date(2024, 3, 31), "2024-01/2024-03"),
        (date(2024, 2, 1), date(2024, 2, 28), "2024-02-01/2024-02-28"),
        (date(2024, 2, 1), date(2024, 2, 1), "2024-02-01"),
    ],
)
def test_a_period_is_written_no_more_precisely_than_it_is(start: date, end: date, written: str) -> None:
    assert printed(start, end) == written


def referrals(up: float, down: float, **more: Any) -> list[dict[str, Any]]:
    return [
        named(indicator_id="referrals-up", value=up, **more),
        named(indicator_id="referrals-down", value=down, **more),
    ]


def ratio_entry(published: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    entries = records(questions.codebook_entries(published))
    return next(entry for entry in entries if entry["indicator_id"] == "referral-down-up-ratio")


def test_a_ratio_from_the_readers_counts_is_derived_and_shows_both(published: Any, tmp_path: Path) -> None:
    (ratio,) = records(ratios(own(published, tmp_path, *referrals(4000, 1000)), ratio_entry(published)))
    assert (ratio["value"], ratio["basis"], ratio["formula"]) == (0.25, "derived", "1,000 / 4,000")
    assert (ratio["origin"], ratio["unit"]) == ("own", "ratio")


def test_no_ratio_is_derived_where_the_set_has_its_own_or_a_count_is_missing_or_zero(
    published: Any, tmp_path: Path
) -> None:
    entry = ratio_entry(published)
    reported = named(indicator_id="referral-down-up-ratio", value=0.5, unit="ratio")
    assert ratios(own(published, tmp_path, *referrals(4, 1), reported), entry).empty
    assert ratios(own(published, tmp_path, *referrals(0, 1)), entry).empty
    assert ratios(own(published, tmp_path, referrals(4, 1)[0]), entry).empty
    apart = [referrals(4, 1, year=2022)[0], referrals(4, 1, year=2023)[1]]
    assert ratios(own(published, tmp_path, *apart), entry).empty


def test_a_ratio_from_made_up_counts_is_made_up(published: Any, tmp_path: Path) -> None:
    figures = ratios(own(published, tmp_path, *referrals(4, 1, synthetic=True)), ratio_entry(published))
    assert set(figures["origin"]) == {"own_synthetic"}


def test_on_the_clock_stand_only_places_with_a_start_and_before_is_before(published: Any, tmp_path: Path) -> None:
    figures = own(published, tmp_path, *(named(year=year) for year in (2016, 2017, 2019)), named("990001", "示例县"))
    timed = on_clock(figures, {"330522": 2017})
    assert list(timed["stands"]) == ["before", "at_start", "after"]
    assert list(timed["since_first"]) == list(timed["since_last"]) == [-1, 0, 2]
    (start,) = records(clock_starts(figures, {"330522": 2017}))
    assert (start["started"], start["years_note_zh"]) == ("2017", "由使用者填写")


def test_the_county_form_takes_the_newest_number_of_each_field_by_its_definition() -> None:
    rows = [figure(year=2021, value=60), figure(year=2023, value=63.4), figure(year=2022, indicator_id=MONITORED)]
    rows.append(figure(year=2023, value=480_000, indicator_id="population", unit="persons"))
    found = {offer.field_id: offer for offer in offers(rows)}
    assert (found["county_visit_rate"].text, found["county_visit_rate"].definition) == ("63.4", "documents")
    assert FIELD["county_visit_rate"].indicators["documents"] == RATE
    entries = filled(Entries(texts={"fund": "3亿"}), "长兴县", found.values())
    assert entries.texts == {"fund": "3亿", "population": "480000", "county_visit_rate": "63.4"}
    assert (entries.name, entries.year) == ("长兴县", "2023")


def test_figures_of_several_years_give_the_form_no_year() -> None:
    rows = [figure(year=2021), figure(year=2023, value=480_000, indicator_id="population", unit="persons")]
    assert filled(Entries(year="2020"), "长兴县", offers(rows)).year == ""

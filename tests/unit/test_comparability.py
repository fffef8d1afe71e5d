"""Figures share an axis only where numerator, denominator, population and kind of care agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.catalog import load_catalog
from explorer.comparability import (
    PARTS,
    Panel,
    UnlikeFiguresError,
    can_be_joined,
    definition_of,
    differing_parts,
    ensure_one_definition,
    panels,
)
from explorer.exports.tables import figures_data
from explorer.i18n import Translator
from explorer.paths import DATA_FOLDER
from explorer.schema import ALONE
from explorer.ui.chart_card import make_card
from tests.unit.csv_reading import by_id
from tests.unit.drawings import ZH, both_languages
from tests.unit.rows import Rows, empty_database


def indicator(indicator_id: str, group: str, unit: str = "percent", family: str | None = None, **parts: str) -> Any:
    measure = {f"{part}_zh": parts.get(part, part) for part in PARTS}
    return {"indicator_id": indicator_id, "group_id": group, "family": family, "unit": unit, **measure}


CHOICES = [
    indicator("county-rate", "county-rates", denominator="not stated"),
    indicator("county-rate-monitored", "county-rates", denominator="all visits"),
    indicator("county-rate-common", "county-rates", denominator="all visits", care="common diseases"),
    indicator("county-rate-again", "county-rates", denominator="not stated"),
    indicator("primary-rate", "primary-rates", family="primary", denominator="not stated"),
    indicator("primary-share", "primary-shares", family="primary", denominator="all visits"),
    indicator("primary-count", "primary-counts", unit="visits", family="primary"),
    indicator("savings", ALONE),
    indicator("beds", ALONE),
]


def shown(*asked: str, related: bool = False, one_axis: bool = False) -> list[tuple[str, ...]]:
    return [panel.indicator_ids for panel in panels(CHOICES, asked, with_related=related, one_axis=one_axis)]


def test_an_indicator_brings_those_that_measure_the_same_onto_its_axis() -> None:
    assert shown("county-rate") == [("county-rate", "county-rate-again")]


@pytest.mark.parametrize("part", PARTS)
def test_a_difference_in_any_part_of_the_measure_makes_another_panel(part: str) -> None:
    one, other = indicator("a", "g"), indicator("b", "g", **{part: "another"})
    assert panels([one, other], ["a"], with_related=False, one_axis=False) == [Panel(("a",))]
    assert differing_parts(one, other) == [part]


def test_a_missing_denominator_is_not_the_same_as_a_named_one() -> None:
    one, other = indicator("a", "g"), indicator("b", "g") | {"denominator_zh": None}
    assert definition_of(one) != definition_of(other)
    assert definition_of(other) == definition_of(other | {"denominator_zh": float("nan")} | {"denominator_zh": ""})


def test_the_same_measure_in_another_group_is_another_question() -> None:
    assert definition_of(indicator("a", "g")) != definition_of(indicator("b", "h"))


def test_indicators_that_stand_alone_never_share_a_panel() -> None:
    assert shown("savings", "beds", one_axis=True) == [("savings",), ("beds",)]


def test_what_asks_the_same_question_otherwise_defined_follows_in_panels_of_its_own() -> None:
    assert shown("county-rate", related=True) == [
        ("county-rate", "county-rate-again"),
        ("county-rate-monitored",),
        ("county-rate-common",),
    ]
    assert [panel.asked for panel in panels(CHOICES, ["county-rate"], with_related=True, one_axis=False)] == [
        True,
        False,
        False,
    ]


def test_one_axis_joins_a_question_and_says_so() -> None:
    (panel,) = panels(CHOICES, ["county-rate"], with_related=True, one_axis=True)
    assert set(panel.indicator_ids) == {row["indicator_id"] for row in CHOICES if row["group_id"] == "county-rates"}
    assert panel.overridden


def test_one_axis_never_joins_two_units() -> None:
    assert shown("primary-rate", related=True, one_axis=True) == [("primary-rate", "primary-share"), ("primary-count",)]


def test_one_axis_over_a_single_definition_is_no_override() -> None:
    assert panels(CHOICES, ["county-rate"], with_related=False, one_axis=True) == [
        Panel(("county-rate", "county-rate-again"))
    ]


def test_one_axis_is_offered_only_where_it_would_change_something() -> None:
    def offered(*asked: str, related: bool = False) -> bool:
        return can_be_joined(panels(CHOICES, asked, with_related=related, one_axis=False), CHOICES)

    assert offered("county-rate", related=True)
    assert offered("county-rate", "county-rate-monitored")
    assert not offered("county-rate")
    assert not offered("county-rate", "primary-rate")
    assert not offered("savings", "beds")


@given(st.lists(st.sampled_from([row["indicator_id"] for row in CHOICES])), st.booleans(), st.booleans())
def test_no_indicator_is_ever_in_two_panels_and_none_asked_for_is_missing(
    asked: list[str], related: bool, one_axis: bool
) -> None:
    every = [name for ids in shown(*asked, related=related, one_axis=one_axis) for name in ids]
    assert len(every) == len(set(every))
    assert set(asked) <= set(every)


@pytest.fixture
def rates() -> Iterator[Rows]:
    """A rate of two places, and the same rate with another denominator."""
    with empty_database() as rows:
        rows.indicator("rate", "rates", denominator_zh="未说明", denominator_en="not stated")
        rows.indicator("rate-monitored", "rates", denominator_zh="全部就诊", denominator_en="all visits")
        rows.figure("a", "rate", 60, "2023")
        rows.figure("b", "rate", 70, "2023")
        rows.figure("c", "rate-monitored", 80, "2023")
        yield rows


def test_unlike_figures_are_refused_an_axis_however_a_page_asks(rates: Rows) -> None:
    ensure_one_definition(rates.compared("rate"))
    with pytest.raises(UnlikeFiguresError, match="2 definitions on one axis: rate, rate-monitored"):
        make_card(ZH, "name", "title", "subtitle", rates.compared("rate", "rate-monitored"))


@both_languages
def test_an_override_is_told_on_the_chart_and_in_its_file(rates: Rows, tr: Translator) -> None:
    both = rates.compared("rate", "rate-monitored")
    card = make_card(tr, "name", "title", "subtitle", both, overridden=True)
    assert card.notes[1] == tr("chart.overridden") or card.notes[0] == tr("chart.overridden")
    header, *body = figures_data(both, tr, remark=tr("chart.overridden")).csv().decode("utf-8-sig").splitlines()
    assert header.endswith(f"{tr('column.remark')} (remark)")
    assert len(body) == 3
    assert all(tr("chart.overridden") in line for line in body)


@both_languages
def test_a_file_of_figures_says_what_they_measure(rates: Rows, tr: Translator) -> None:
    first, *_ = by_id(figures_data(rates.compared("rate"), tr).csv())
    assert first["denominator"] == {"zh": "未说明", "en": "not stated"}[tr.language]
    assert "remark" not in first


def test_every_shipped_indicator_that_shares_a_group_says_what_it_measures() -> None:
    catalog = load_catalog(DATA_FOLDER)
    shared = [indicator for indicator in catalog.indicators if indicator.comparability_group != ALONE]
    assert len(shared) > 30
    assert all(indicator.measure is not None for indicator in shared)

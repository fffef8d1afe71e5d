"""Each indicator of tiny records is what a loop over them in plain Python finds, edges included."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit import monitoring_runs as runs
from tests.unit.records_by_hand import (
    FAR,
    HOME,
    NEXT,
    PROVIDERS,
    RESIDENTS,
    Row,
    counted_by_hand,
    encounter,
    referral,
)

STAY = {"kind": "inpatient", "provider_id": "hospital", "case_weight": 1.2345}


def compared(folder: Path, encounters: list[Row], referrals: list[Row] | None = None) -> dict:
    """What the run finds, after a check that the plain computation finds just that."""
    runs.run(runs.write_records(folder, encounters, referrals or []), folder / "out")
    found = runs.found(folder / "out")
    by_hand = counted_by_hand(encounters, PROVIDERS, referrals or [], RESIDENTS)
    assert found.keys() == by_hand.keys()
    for key, (above, below) in by_hand.items():
        assert found[key] == (pytest.approx(above), below if below is None else pytest.approx(below)), key
    return found


def of_year(found: dict, indicator: str, place: str = HOME, level: str = "all", year: int = 2023) -> tuple | None:
    return found.get((indicator, place, level, "year", date(year, 1, 1)))


def test_every_indicator_of_mixed_records_is_what_a_loop_finds(tmp_path: Path) -> None:
    encounters = [
        encounter(1),
        encounter(2, provider_id="hospital", kind="emergency", fund=1234.56, start=date(2023, 4, 1)),
        encounter(3, **STAY, operation_grade=3, end=date(2023, 3, 9)),
        encounter(4, **{**STAY, "provider_id": "city"}, operation_grade=4, end=date(2023, 3, 5)),
        encounter(5, provider_id="next-centre"),
        encounter(6, provider_id="clinic", operation_grade=1),
        encounter(7, resident_county=NEXT, provider_id="next-hospital"),
        encounter(8, resident_county=NEXT),
        encounter(9, resident_county=FAR, **STAY, operation_grade=2, start=date(2022, 12, 30), end=date(2023, 1, 4)),
    ]
    referrals = [
        referral(1, "centre", "hospital"),
        referral(2, "hospital", "city"),
        referral(3, "city", "centre", date(2023, 5, 1)),
        referral(4, "centre", "next-centre"),
        referral(5, "hospital", "clinic"),
    ]
    found = compared(tmp_path, encounters, referrals)
    assert {key[0] for key in found} == {
        *("county-visit-rate-monitored", "county-admission-share", "primary-outpatient-share-residents"),
        *("primary-outpatient-share-within-county", "primary-outpatient-share-alliance"),
        *("insurance-fund-within-county", "insurance-fund-primary", "outpatient-visits-per-resident"),
        *("referrals-up", "referrals-down", "referral-down-up-ratio", "referrals-out"),
        *("case-mix-index", "grade-3-4-surgery-share"),
    }


@pytest.mark.parametrize("unknown", [None, "", "unknown", "33"])
def test_a_resident_of_unknown_county_counts_for_the_institution_alone(tmp_path: Path, unknown: str | None) -> None:
    runs.run(
        runs.write_records(tmp_path, [encounter(1), encounter(2, resident_county=unknown, provider_id="hospital")]),
        tmp_path / "out",
    )
    found = runs.found(tmp_path / "out")
    assert of_year(found, "county-visit-rate-monitored") == (1, 1)
    assert of_year(found, "primary-outpatient-share-within-county") == (1, 2)


def test_a_stay_over_new_year_is_admitted_in_the_old_year_and_discharged_in_the_new(tmp_path: Path) -> None:
    found = compared(tmp_path, [encounter(1, **STAY, start=date(2022, 12, 28), end=date(2023, 1, 3))])
    assert of_year(found, "county-admission-share", year=2022) == (1, 1)
    assert of_year(found, "county-admission-share", year=2023) is None
    assert of_year(found, "case-mix-index", year=2022) is None
    assert of_year(found, "case-mix-index", year=2023) == (pytest.approx(1.2345), 1)


def test_a_visit_to_another_county_of_the_same_alliance_is_outside_the_county_and_inside_the_alliance(
    tmp_path: Path,
) -> None:
    found = compared(tmp_path, [encounter(1, provider_id="next-centre")])
    assert of_year(found, "county-visit-rate-monitored") == (0, 1)
    assert of_year(found, "primary-outpatient-share-alliance", place="first") == (1, 1)
    assert of_year(found, "primary-outpatient-share-within-county", place=NEXT) == (1, 1)
    assert of_year(found, "primary-outpatient-share-within-county", place=HOME) is None


def test_a_referral_up_and_back_down_counts_once_each_where_the_lower_institution_is(tmp_path: Path) -> None:
    found = compared(tmp_path, [encounter(1)], [referral(1, "centre", "city"), referral(2, "city", "centre")])
    assert of_year(found, "referrals-up") == (1, None)
    assert of_year(found, "referrals-down") == (1, None)
    assert of_year(found, "referral-down-up-ratio") == (1, 1)
    assert of_year(found, "referrals-out") == (1, None)
    assert of_year(found, "referrals-out", place=FAR) == (1, None)
    assert of_year(found, "referrals-down", place=FAR) is None


def test_a_referral_between_equals_or_to_one_without_a_tier_goes_neither_up_nor_down(tmp_path: Path) -> None:
    found = compared(
        tmp_path, [encounter(1)], [referral(1, "centre", "next-centre"), referral(2, "hospital", "clinic")]
    )
    assert {key[0] for key in found if key[0].startswith("referral")} == {"referrals-out"}


def test_a_denominator_of_zero_gives_no_figure_and_a_numerator_of_zero_gives_zero(tmp_path: Path) -> None:
    found = compared(tmp_path, [encounter(1, provider_id="city", fund=0.0)])
    assert of_year(found, "county-visit-rate-monitored") == (0, 1)
    assert of_year(found, "insurance-fund-within-county") is None
    assert of_year(found, "insurance-fund-primary") is None
    assert of_year(found, "case-mix-index") is None
    assert of_year(found, "outpatient-visits-per-resident") == (1, 4)
    assert of_year(found, "outpatient-visits-per-resident", place=NEXT) is None


def test_fund_spending_is_summed_to_the_fen(tmp_path: Path) -> None:
    found = compared(tmp_path, [encounter(number, fund=0.1) for number in range(1, 1000)])
    assert of_year(found, "insurance-fund-within-county") == (99.9, 99.9)


def test_values_are_percentages_quotients_or_counts_with_their_units(tmp_path: Path) -> None:
    encounters = [encounter(1), encounter(2, provider_id="city"), encounter(3, **STAY)]
    runs.run(runs.write_records(tmp_path, encounters, [referral(1, "centre", "hospital")]), tmp_path / "out")
    told = runs.rows(tmp_path / "out")
    year = told[(told["place"] == HOME) & (told["grain"] == "year") & (told["level"] == "all")].set_index(
        "indicator_id"
    )
    assert year.loc["county-visit-rate-monitored", ["value", "unit"]].tolist() == [pytest.approx(200 / 3), "percent"]
    assert year.loc["case-mix-index", ["value", "unit"]].tolist() == [1.2345, "index"]
    assert year.loc["referrals-up", ["value", "unit"]].tolist() == [1, "referrals"]
    assert year.loc["outpatient-visits-per-resident", ["value", "unit"]].tolist() == [0.5, "occasions"]
    assert set(told["place_name"].dropna()) <= {"示例县", "邻县"}


def test_a_period_that_the_records_do_not_cover_says_so(tmp_path: Path) -> None:
    encounters = [encounter(1, start=date(2023, 1, 5)), encounter(2, start=date(2023, 4, 5))]
    runs.run(runs.write_records(tmp_path, encounters), tmp_path / "out")
    told = runs.rows(tmp_path / "out")
    noted = told.loc[told["note"].notna(), ["grain", "period_start"]].drop_duplicates()
    assert sorted(noted.values.tolist()) == [["quarter", date(2023, 4, 1)], ["year", date(2023, 1, 1)]]

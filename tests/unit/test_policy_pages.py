"""What the pages of policies draw and hand out: the timeline, the file, the citations."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pandas as pd
import pytest

from explorer.charts.theme import SERIES_COLOURS, SHAPES
from explorer.charts.timeline import in_drawing_order, kind_marks, lanes, timeline_alt, timeline_chart
from explorer.choices import PolicyKind
from explorer.exports.citation import policy_bibtex, policy_citation
from explorer.exports.policies import policies_data
from explorer.i18n import LANGUAGES, Translator
from explorer.queries import records
from explorer.years import Years

LABELS = {
    ("policy_kind", "plan"): {"zh": "规划", "en": "Plan"},
    ("policy_kind", "notice"): {"zh": "通知", "en": "Notice"},
    ("policy_level", "national"): {"zh": "国家", "en": "National"},
}
EN = Translator("en", LABELS)
REPORT = {
    "kind": "report",
    "citation_gbt7714": "某报告[R]. [出版者不详], 2024.",
    "title_en": "Some report",
    "bibtex": "@techreport{some}",
}


def policy(policy_id: str = "p", issued: str | None = "2023-09-28", **changes: object) -> dict[str, Any]:
    """A row of ``policy_cards``."""
    days = {"2023": (date(2023, 1, 1), date(2023, 12, 31)), "2023-09-28": (date(2023, 9, 28),) * 2, None: (None, None)}
    row: dict[str, Any] = {
        "policy_id": policy_id,
        "issued": issued,
        "issued_from": days[issued][0],
        "issued_to": days[issued][1],
        "issued_basis": "printed" if issued else None,
        "document_number": "国办发〔2023〕1号",
        "source_id": "some",
        "locator": "第三章",
        "targets": 1,
        "cases": 2,
        "level": "national",
        "kind": "plan",
    }
    for name in ("title", "issuer", "level", "kind", "status", "family", "summary", "issued_note"):
        row |= {f"{name}_zh": f"{name}甲", f"{name}_en": f"{name} A"}
    return row | changes


def cards(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    return frame.assign(issued_from=pd.to_datetime(frame["issued_from"]), issued_to=pd.to_datetime(frame["issued_to"]))


ALL = Years(2003, 2024)


def chart(*rows: dict[str, Any], years: Years = ALL) -> dict[str, Any]:
    """The timeline as compiled."""
    return timeline_chart(cards(*rows), ["national"], ["plan", "notice"], EN, years).to_dict()


def drawn(*rows: dict[str, Any], years: Years = ALL) -> list[dict[str, Any]]:
    """The marks of the timeline."""
    return next(data for data in chart(*rows, years=years)["datasets"].values() if "policy_id" in data[0])


def test_no_two_kinds_of_policy_share_both_colour_and_shape() -> None:
    marks = kind_marks(list(PolicyKind))
    assert len(set(marks.values())) == len(PolicyKind)
    assert {colour for colour, _ in marks.values()} <= set(SERIES_COLOURS)
    assert {shape for _, shape in marks.values()} <= set(SHAPES)


def test_marks_near_in_time_stand_in_lanes_of_their_own_and_far_ones_share_the_first() -> None:
    spring, summer, later = (pd.Timestamp(day) for day in ("2023-03-01", "2023-06-01", "2025-01-01"))
    room = pd.Timedelta(days=200)
    assert lanes([(later, later), (spring, spring), (summer, summer)], room) == [0, 0, 1]
    assert lanes([(later, later), (spring, spring), (summer, summer)], room / 4) == [0, 0, 0]


def test_a_year_is_drawn_over_the_whole_year_and_a_day_as_a_day() -> None:
    year, day = drawn(policy("year", "2023"), policy("day"))
    assert (year["start"][:10], year["middle"][:10], year["end"][:10]) == ("2023-01-01", "2023-07-02", "2024-01-01")
    assert day["start"] == day["middle"] == day["end"]
    assert year["lane"] != day["lane"]


def test_an_inferred_date_is_marked_in_the_drawing_and_in_words() -> None:
    printed, inferred = drawn(policy("printed"), policy("inferred", issued_basis="inferred"))
    assert (printed["inferred"], inferred["inferred"]) == (False, True)
    assert printed["date"] == "28 September 2023"
    assert inferred["date"] == "28 September 2023 (year inferred)"


def test_a_policy_without_a_date_is_counted_and_not_drawn() -> None:
    some = (policy("dated"), policy("undated", None))
    assert [mark["policy_id"] for mark in drawn(*some)] == ["dated"]
    assert "1 policy with a date" in timeline_alt(cards(*some), EN, ALL)
    assert "1 without a date" in timeline_alt(cards(*some), EN, ALL)


def test_of_chosen_years_only_their_policies_are_drawn_and_the_others_are_counted() -> None:
    some = (policy("year", "2023"), policy("day"))
    assert {mark["policy_id"] for mark in drawn(*some, years=Years(2023, 2023))} == {"year", "day"}
    outside = (*some, policy("older", issued_from=date(2019, 5, 1), issued_to=date(2019, 5, 31)))
    assert {mark["policy_id"] for mark in drawn(*outside, years=Years(2020, 2024))} == {"year", "day"}
    assert "1 from other years" in timeline_alt(cards(*outside), EN, Years(2020, 2024))
    assert "other years" not in timeline_alt(cards(*outside), EN, ALL)


def test_the_axis_spans_the_chosen_years_and_names_the_months_of_few() -> None:
    def time(years: Years) -> dict[str, Any]:
        return next(
            layer["encoding"]["x"]
            for layer in chart(policy("day"), years=years)["layer"]
            if layer["mark"]["type"] == "point"
        )

    few, many = time(Years(2023, 2023)), time(ALL)
    assert [end["year"] for end in few["scale"]["domain"]] == [2023, 2024]
    assert [end["year"] for end in many["scale"]["domain"]] == [2003, 2025]
    assert (few["axis"]["format"], many["axis"]["format"]) == ("%Y-%m", "%Y")


def test_the_names_of_the_marks_go_from_the_top_band_down_oldest_first() -> None:
    some = cards(policy("late", level="county"), policy("year", "2023", level="county"), policy("top"))
    assert list(in_drawing_order(some, ["national", "county"], ALL)["policy_id"]) == ["top", "year", "late"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_has_a_row_a_policy_with_its_date_as_printed_and_the_days_it_may_mean(language: str) -> None:
    some = cards(policy("a", "2023"), policy("b", None, title_zh="=1+1", title_en="=1+1"))
    file = policies_data(some, Translator(language, LABELS), lambda one: f"/policy?policy={one}").csv()  # type: ignore[arg-type]
    head, first, second = csv.reader(io.StringIO(file.decode("utf-8-sig")))
    assert len(set(head)) == len(head) == len(first)
    assert first[4:7] == ["2023", "2023-01-01", "2023-12-31"]
    assert second[4:7] == ["", "", ""]
    assert second[1] == "'=1+1"
    assert first[-1] == "/policy?policy=a"


def test_a_missing_whole_number_is_none_like_any_other_missing_value() -> None:
    assert records(pd.DataFrame({"position": pd.array([1, None], dtype="Int32")})) == [
        {"position": 1},
        {"position": None},
    ]


def test_a_policy_is_cited_with_issuer_number_date_and_where_it_is_quoted() -> None:
    assert policy_citation(policy(), REPORT) == (
        "issuer甲. title甲: 国办发〔2023〕1号[Z]. 2023-09-28. 转引自: 某报告[R]. [出版者不详], 2024: 第三章."
    )


def test_a_citation_brackets_an_inferred_date_and_leaves_out_what_is_not_stated() -> None:
    inferred = policy(issued_basis="inferred", document_number=None, issuer_zh="文件未说明", locator=None)
    assert policy_citation(inferred, REPORT).startswith("title甲[Z]. [2023-09-28]. 转引自")
    assert policy_citation(policy(None, None), REPORT).startswith(
        "issuer甲. title甲: 国办发〔2023〕1号[Z]. [日期不详]. 转引自"
    )


def test_a_bibtex_entry_says_where_it_is_quoted_and_that_a_date_is_inferred() -> None:
    entry = policy_bibtex(
        policy(issued_basis="inferred", issuer_en="Not known (body not stated in the document)"), REPORT
    )
    assert entry.startswith("@misc{policy-p,\n")
    assert "author" not in entry
    assert "  date = {[2023-09-28]}" in entry
    assert "note = {Cited from: Some report, 第三章}" in entry


def test_a_policy_at_hand_itself_is_not_cited_from_elsewhere() -> None:
    source = REPORT | {"kind": "official_document"}
    assert policy_citation(policy(), source) == "issuer甲. title甲: 国办发〔2023〕1号[Z]. 2023-09-28."
    assert "note" not in policy_bibtex(policy(), source)

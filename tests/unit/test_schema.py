"""The definition of a record: partial dates, exact numbers, and what no record may be."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from explorer.partial_date import PartialDate, first_day, last_day
from explorer.schema import Observation, Policy, RecordId, TagId, Target, Text

PARTIAL_DATE = TypeAdapter(PartialDate)
DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))

ROW = {
    "observation_id": "here-2023",
    "case_id": "here",
    "indicator_id": "rate",
    "subject_zh": "本县",
    "subject_en": "the county",
    "value": "90.30",
    "unit": "percent",
    "qualifier": "=",
    "as_reported": "90.30%",
    "kind": "share",
    "basis": "reported",
    "source_id": "report",
}


def refusal(kind: object, value: object) -> str:
    """Why a value is not of a kind."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    (error,) = caught.value.errors()
    return str(error["msg"]).removeprefix("Value error, ")


# Partial dates


@pytest.mark.parametrize("text", ["1900", "2100", "2023-09", "2023-12", "2023-09-28", "2024-02-29", "2000-02-29"])
def test_a_date_is_kept_as_precise_as_it_is_printed(text: str) -> None:
    assert PARTIAL_DATE.validate_python(text) == text


def test_a_year_may_be_written_without_quotes() -> None:
    assert PARTIAL_DATE.validate_python(2023) == "2023"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023-13", "month must be in 1..12"),
        ("2023-00", "month must be in 1..12"),
        ("2023-04-31", "day is out of range for month"),
        ("2023-02-29", "day is out of range for month"),
        ("2100-02-29", "day is out of range for month"),
        ("1899", "expected a year from 1900 to 2100"),
        ("2101-01", "expected a year from 1900 to 2100"),
        *(
            (text, "expected a date as printed: YYYY, YYYY-MM or YYYY-MM-DD")
            for text in ("", "23", "20222", "2023-9", "2023-09-", "2023/09", "2023年", "2023-09-28T00:00", " 2023")
        ),
        ("２０２３", "expected a date as printed: YYYY, YYYY-MM or YYYY-MM-DD"),  # typed with a Chinese keyboard
        ("2023\n", "expected a date as printed: YYYY, YYYY-MM or YYYY-MM-DD"),
    ],
)
def test_what_is_no_date_is_refused_with_the_forms_that_are(text: str, reason: str) -> None:
    assert refusal(PartialDate, text) == reason


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-09", date(2023, 9, 1), date(2023, 9, 30)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2023-09-28", date(2023, 9, 28), date(2023, 9, 28)),
    ],
)
def test_a_partial_date_spans_from_its_first_day_to_its_last(text: str, first: date, last: date) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@given(DATES)
def test_a_full_date_is_its_own_first_and_last_day(day: date) -> None:
    assert first_day(day.isoformat()) == last_day(day.isoformat()) == day


@given(DATES)
def test_a_month_ends_the_day_before_the_next_one_begins(day: date) -> None:
    month = f"{day:%Y-%m}"
    assert first_day(month) <= day <= last_day(month)
    assert first_day(month).day == 1
    following = last_day(month) + timedelta(days=1)
    assert (following.day, following.month) == (1, day.month % 12 + 1)


@given(DATES)
def test_a_year_holds_365_days_and_a_leap_year_one_more(day: date) -> None:
    year = f"{day.year}"
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    assert first_day(year) <= day <= last_day(year)
    assert (last_day(year) - first_day(year)).days + 1 == 365 + leap


# Numbers


@pytest.mark.parametrize("text", ["0", "90.30", "-12.5", "469000", "1200000000000000000000.01"])
def test_a_figure_keeps_every_digit(text: str) -> None:
    assert str(Observation.model_validate(ROW | {"value": text}).value) == text


@pytest.mark.parametrize(
    "text",
    ["1,000", "90%", "46.9万", "NaN", "Infinity", "-inf", "1e5", "1_000", "+5", ".5", "5.", " 5", "5 ", "９０", "--1"],
)
def test_a_figure_that_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Observation.model_validate(ROW | {"value": text})
    (error,) = caught.value.errors()
    assert error["msg"] == "Value error, expected a plain number in base units, such as 90.3 or 469000"
    assert error["loc"] == ("value",)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_any_plain_decimal_is_read_exactly(number: Decimal) -> None:
    assert Observation.model_validate(ROW | {"value": f"{number:f}"}).value == number


# Names and texts


@pytest.mark.parametrize("text", ["a", "zju-women-ninghai", "2023", "a1-b2"])
def test_a_record_id_is_lower_case_words_joined_by_hyphens(text: str) -> None:
    assert TypeAdapter(RecordId).validate_python(text) == text
    assert TypeAdapter(TagId).validate_python(text) == text


@pytest.mark.parametrize("text", ["", "A", "a--b", "-a", "a-", "a b", "长兴", "a.b", "a\n", "x" * 101])
def test_any_other_record_id_is_refused(text: str) -> None:
    assert refusal(RecordId, text)
    assert refusal(TagId, text)


def test_a_tag_may_join_words_by_underscores_and_a_record_id_may_not() -> None:
    assert TypeAdapter(TagId).validate_python("medical_group") == "medical_group"
    assert refusal(RecordId, "medical_group")


def test_a_text_has_both_languages_and_no_spaces_around_them() -> None:
    assert Text.model_validate({"zh": "长兴", "en": "Changxing"}).zh == "长兴"
    assert refusal(Text, {"zh": "长兴", "en": "Changxing "}) == "expected no spaces at either end"
    assert refusal(Text, {"zh": "长兴", "en": ""})
    assert refusal(Text, {"zh": "长兴"})
    assert refusal(Text, {"zh": "长兴", "en": "Changxing", "fr": "Changxing"})


# Rules within a record


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"as_reported": None}, "a reported figure needs value and as_reported"),
        ({"value": None}, "a reported figure needs value and as_reported"),
        ({"formula": "1 + 1"}, "a reported figure has no formula; set basis to derived if it is computed"),
        (
            {"basis": "derived", "formula": "1 + 1"},
            "a derived figure has a formula, and no value or as_reported: the build computes it",
        ),
        (
            {"basis": "derived", "value": None, "as_reported": None},
            "a derived figure has a formula, and no value or as_reported: the build computes it",
        ),
        ({"note_zh": "注"}, "a note needs both languages: fill note_zh and note_en, or neither"),
        ({"note_en": "a note"}, "a note needs both languages: fill note_zh and note_en, or neither"),
        ({"period_start": "2023"}, "a period_start needs a period_end"),
        (
            {"period_start": "2023-03", "period_end": "2023-02"},
            "the period ends (2023-02) before it starts (2023-03)",
        ),
        (
            {"period_start": "2023-03-02", "period_end": "2023-03-01"},
            "the period ends (2023-03-01) before it starts (2023-03-02)",
        ),
    ],
)
def test_a_figure_that_contradicts_itself_is_refused(change: dict[str, str | None], reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Observation.model_validate(ROW | change)
    (error,) = caught.value.errors()
    assert error["msg"] == f"Value error, {reason}"


@pytest.mark.parametrize(("start", "end"), [("2023", "2023"), ("2023-12", "2023"), ("2022", "2023-01-01")])
def test_a_period_may_end_as_imprecisely_as_it_starts(start: str, end: str) -> None:
    assert Observation.model_validate(ROW | {"period_start": start, "period_end": end}).period_end == end


@pytest.mark.parametrize("given_half", [{"operator": ">="}, {"value": 90}])
def test_a_target_has_operator_and_value_or_neither(given_half: dict[str, object]) -> None:
    words = {"zh": "全国", "en": "China"}
    target = {"id": "t", "goal": words, "indicator": "rate", "scope": words, "source": "s", "outcome_note": words}
    assert Target.model_validate(target).value is None
    assert Target.model_validate(target | {"operator": ">=", "value": 90}).value == 90
    with pytest.raises(ValidationError, match="a target has both operator and value, or neither"):
        Target.model_validate(target | given_half)


WORDS = {"zh": "无", "en": "none"}
POLICY = {
    "id": "p", "title": WORDS, "issuer": WORDS, "level": "national", "kind": "notice", "status": "issued",
    "summary": WORDS, "tags": {"policy_theme": ["quality"]}, "source": "report", "locator": "1",
}  # fmt: skip


def test_a_policy_may_have_no_date_and_an_inferred_one_says_how_it_was_inferred() -> None:
    assert Policy.model_validate(POLICY).issued is None
    inferred = POLICY | {"issued": "2023-02-23", "issued_basis": "inferred"}
    with pytest.raises(ValidationError, match="an inferred date needs issued and an issued_note"):
        Policy.model_validate(inferred)
    assert Policy.model_validate(inferred | {"issued_note": WORDS}).issued == "2023-02-23"
    with pytest.raises(ValidationError, match="an inferred date needs issued"):
        Policy.model_validate(POLICY | {"issued_basis": "inferred", "issued_note": WORDS})


def test_the_places_that_name_a_policy_begin_with_its_own_source() -> None:
    policy = Policy.model_validate(POLICY | {"also_named": [{"source": "paper", "locator": "2"}]})
    assert [(mention.source, mention.locator) for mention in policy.mentions] == [("report", "1"), ("paper", "2")]

"""My county: what is typed, pasted or loaded is read at once, told about beside its field, and kept in the session."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.runtime.caching import cache_resource_api, cache_utils
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language, Translator
from explorer.planner.county_template import county_xlsx
from explorer.planner.entries import Entries
from explorer.ui import answers
from tests.app.visiting import look, move, read, say, sound, texts, visit

OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}


def field(at: AppTest, name: str, language: Language = "zh") -> Any:
    """The box of a field of numbers, or of the county's name or year."""
    return at.text_input(key=f"planner.{name}.{language}")


def enter(at: AppTest, language: Language = "zh", **typed: str) -> AppTest:
    """The same visit after typing into boxes that are shown."""
    for name, text in typed.items():
        field(at, name, language).set_value(text)
    return sound(at.run())


def open_group(at: AppTest, group: str, language: Language = "zh") -> AppTest:
    """The same visit with the fields of another group shown."""
    at.session_state[f"planner.groups.{language}"] = say(f"county.group.{group}", language)
    return sound(at.run())


def button(at: AppTest, name: str, language: Language = "zh") -> AppTest:
    return sound(at.button(key=f"planner.{name}.{language}").click().run())


def upload(at: AppTest, data: bytes, name: str = "county.xlsx", language: Language = "zh") -> AppTest:
    (box,) = at.file_uploader
    assert box.key is not None
    assert box.key.startswith("planner.upload")
    return sound(box.set_value((name, data, "application/octet-stream")).run())


def paste(at: AppTest, text: str, language: Language = "zh") -> AppTest:
    at.text_area(key=f"planner.paste.{language}").set_value(text)
    return button(at, "read", language)


def everything(at: AppTest) -> str:
    return read("\n".join(texts(at)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_form_invites_and_says_that_nothing_is_kept(language: Language) -> None:
    at = look("planner", lang=language)
    shown = everything(at)
    assert say("planner.gains", language) in shown
    assert say("county.form.private", language) in shown
    assert not at.warning
    assert not at.error


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_fields_say_what_they_mean_what_is_usual_and_where_to_find_them(language: Language) -> None:
    at = look("planner", lang=language)
    for name in ("population", "share_60_plus", "county_visit_rate", "primary_rate"):
        told = read(field(at, name, language).help)
        for part in ("definition", "where"):
            assert say(f"county.{name}.{part}", language) in told
        assert field(at, name, language).placeholder in told


def test_every_field_of_the_form_can_be_reached() -> None:
    at = visit("planner")
    shown: set[str] = set()
    for group in ("visits", "admissions", "referrals", "fund", "institutions", "in_place"):
        open_group(at, group)
        boxes = [*at.text_input, *at.selectbox, *at.multiselect]
        shown |= {str(box.key).removeprefix("planner.").removesuffix(".zh") for box in boxes}
    assert shown == {
        *("name", "year", "population", "share_60_plus", "visits"),
        *("county_visit_rate", "county_visit_rate.definition", "primary_rate", "primary_rate.definition"),
        *("admissions_within_county", "admissions_outside", "admissions_outside.definition", "admissions"),
        *("case_mix_index", "referrals_up", "referrals_down", "fund_within_county", "fund_primary", "fund"),
        *("lead_hospital", "township_centres", "travel_time", "payment", "in_place"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_filled_in_and_says_what_in_it_nobody_published(language: Language) -> None:
    at = button(visit("planner", lang=language), "example", language)
    assert field(at, "population", language).value == "600,000"
    assert field(at, "county_visit_rate", language).value == "99.76%"
    assert at.selectbox(key=f"planner.primary_rate.definition.{language}").value == "within_county_outpatient"
    lead = say("county.form.example.note", language, sources="\0").partition("\0")[0]
    (note,) = [box.value for box in at.info if read(box.value).startswith(lead)]
    assert "600,000" in note or "60 万" in note
    enter(at, language, population="500,000")
    assert [box.value for box in at.info if read(box.value).startswith(lead)] == []


def test_what_cannot_be_read_is_told_beside_its_field_and_the_rest_is_used() -> None:
    at = enter(visit("planner"), name="甲县", population="很多", county_visit_rate="八成半")
    told = say("county.problem.unreadable", "zh", entered="很多")
    assert told in everything(at)
    assert say("county.problem.definition_missing", "zh") in everything(at)
    assert say("planner.gains", "zh") not in everything(at)
    at.selectbox(key="planner.county_visit_rate.definition.zh").set_value("monitored")
    sound(at.run())
    assert say("county.problem.definition_missing", "zh") not in everything(at)


def test_a_contradiction_between_fields_is_told_and_stops_nothing() -> None:
    at = open_group(visit("planner"), "admissions")
    enter(at, name="甲县", admissions_within_county="80%", admissions_outside="30%")
    assert "超过 100%" in read(at.warning[0].value)
    assert field(at, "admissions_outside").value == "30%"


def test_a_problem_of_a_field_that_is_not_shown_is_told_with_its_name() -> None:
    at = open_group(visit("planner"), "fund")
    enter(at, name="甲县", fund="很多")
    assert not at.warning
    open_group(at, "visits")
    assert read(at.warning[0].value).startswith(say("county.fund", "zh"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_stays_filled_in_the_other_language_and_after_a_look_at_another_page(language: Language) -> None:
    at = enter(visit("planner", lang=language), language, name="甲县", population="60万")
    button(at, "lang", language)
    assert field(at, "population", OTHER[language]).value == "60万"
    move(at, "compare")
    move(at, "planner")
    assert field(at, "name", OTHER[language]).value == "甲县"
    assert field(at, "population", OTHER[language]).value == "60万"


def test_the_form_can_be_cleared() -> None:
    at = button(enter(visit("planner"), name="甲县", population="60万"), "clear")
    assert field(at, "name").value == ""
    assert field(at, "population").value == ""
    assert say("planner.gains", "zh") in everything(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_county_file_fills_the_form_in_place_of_what_stood_there(language: Language) -> None:
    at = enter(visit("planner", lang=language), language, share_60_plus="21%")
    tr = Translator(language, answers.translator(language).labels)
    upload(at, county_xlsx(Entries("甲县", "2023", {"population": "60万"}, choices={"payment": ("drg",)}), tr))
    assert field(at, "population", language).value == "60万"
    assert field(at, "share_60_plus", language).value == ""
    assert [box.value for box in at.success] == [say("county.form.read", language, count=4)]
    open_group(at, "in_place", language)
    assert at.multiselect(key=f"planner.payment.{language}").value == ["drg"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_in_a_file_is_told_row_by_row_and_markup_in_it_shows_as_typed(language: Language) -> None:
    rows = "项目,数值\n人口数,60万\n县域就诊率,:red[x] <b>\n".encode("gbk")
    at = upload(visit("planner", lang=language), rows, "county.csv")
    told = at.warning[0]
    unreadable = say("county.problem.unreadable", language, entered=":red[x] <b>")
    name = say("county.county_visit_rate", language)
    assert say("county.row.field", language, row=3, field=name, sentence=unreadable) in read(told.value)
    assert "\\<b\\>" in told.value
    assert field(at, "population", language).value == "60万"


def test_a_file_that_is_no_table_leaves_the_form_as_it_was() -> None:
    at = upload(enter(visit("planner"), name="甲县"), b"\x89PNG\r\n\x1a\n" + bytes(99), "county.csv")
    assert say("county.problem.file_kind", "zh") in read(at.warning[0].value)
    assert field(at, "name").value == "甲县"


def test_a_second_file_can_be_loaded_after_the_first() -> None:
    at = visit("planner")
    for population in ("60万", "61万"):
        upload(at, f"人口数,{population}\n".encode(), "county.csv")
        assert field(at, "population").value == population


def test_a_file_with_many_faults_does_not_fill_the_page() -> None:
    rows = "项目,数值\n" + "".join(f"某率{number},{number}\n" for number in range(60))
    told = upload(visit("planner"), rows.encode(), "county.csv").warning[0]
    assert told.value.count("\n- ") == 21
    assert say("county.form.more", "zh", count=40) in read(told.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pasted_text_goes_into_its_fields_and_leaves_the_others(language: Language) -> None:
    at = enter(visit("planner", lang=language), language, share_60_plus="21%")
    paste(at, "人口数\t600,000\nCounty visit rate\t85.3%", language)
    assert field(at, "population", language).value == "600,000"
    assert field(at, "county_visit_rate", language).value == "85.3%"
    assert field(at, "share_60_plus", language).value == "21%"
    assert at.text_area(key=f"planner.paste.{language}").value == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_county_file_can_be_taken_away_in_either_format(language: Language) -> None:
    labels = [button.proto.label for button in look("planner", lang=language).get("download_button")]
    assert labels == [say(f"county.form.save.{kind}", language) for kind in ("xlsx", "csv")]


# Nothing of the county leaves the session

SENTINELS = ("哨兵县", "731,937", "73.1937", "12.3457")


@pytest.fixture
def cached(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What caches are asked with, and what they hold, both as text."""
    found: list[str] = []
    make_key = cache_utils._make_value_key
    write = cache_resource_api.ResourceCache.write_result

    def asked(**question: Any) -> str:
        found.append(repr((question["func_args"], question["func_kwargs"])))
        return make_key(**question)

    def held(self: Any, key: str, value: Any, messages: Any) -> None:
        found.append(value.to_csv() if hasattr(value, "to_csv") else repr(value))
        write(self, key, value, messages)

    monkeypatch.setattr(cache_utils, "_make_value_key", asked)
    monkeypatch.setattr(cache_resource_api.ResourceCache, "write_result", held)
    yield found
    assert found, "no cache was asked: the test sees nothing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_county_is_in_the_link_a_log_or_a_cache(
    language: Language,
    cached: list[str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    name, population, rate, fund = SENTINELS
    with caplog.at_level("DEBUG"):
        at = enter(visit("planner", lang=language), language, name=name, population=population, county_visit_rate=rate)
        paste(at, f"fund_within_county\t{fund}\nvisits\t很多{fund}", language)
        upload(at, f"name,{name}\npopulation,{population}\ncounty_visit_rate,{rate}%\nfund,{rate}x\n".encode(), "c.csv")
        button(at, "example", language)
        paste(at, f"name\t{name}\npopulation\t{population}\nfund_within_county\t{fund}", language)
        button(at, "lang", language)
    assert field(at, "name", OTHER[language]).value == name
    assert at.query_params == {"lang": OTHER[language]}
    written = "".join((caplog.text, *capfd.readouterr(), *cached))
    assert [sentinel for sentinel in SENTINELS if sentinel in written] == []


def test_another_session_sees_nothing_of_the_county() -> None:
    enter(visit("planner"), name="哨兵县", population="731,937")
    other = visit("planner")
    assert field(other, "name").value == ""
    assert [sentinel for sentinel in SENTINELS if sentinel in everything(other)] == []


def test_the_template_made_with_the_data_holds_every_tag() -> None:
    tr = answers.translator("zh")
    sheet = load_workbook(io.BytesIO(county_xlsx(Entries(), tr)))["县情"]
    ids = {str(row[0].value) for row in sheet.iter_rows(min_row=3)}
    tags = {f"in_place.{tag}" for dimension, tag in tr.labels if dimension == "instrument"}
    assert len(tags) > 20
    assert tags <= ids

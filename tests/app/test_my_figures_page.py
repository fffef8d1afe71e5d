"""My figures: a table is brought, what it means is confirmed, and what was read stands there; nothing leaves it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language
from explorer.own_figures.panel import OwnPanel
from explorer.ui import own_draft, own_session
from tests.app.visiting import links, look, move, read, say, sound, texts, visit

SECRET = "41.2718"
TABLE = (
    "地区,年份,县域就诊率,床位使用率\n"
    f"甲县,2023,85.3,{SECRET}\n"
    "乙县,2023,80.1,去年一样\n"
    "合计,2023,82.7,60\n"
)  # fmt: skip
PANEL = (
    "place,place_name,indicator_id,period_start,period_end,value,unit,synthetic\n"
    "330522,长兴县,referrals-up,2023-01-01,2023-12-31,1240,referrals,true\n"
)


def bring(at: AppTest, data: bytes | str, name: str = "本县.csv") -> AppTest:
    (box,) = at.file_uploader
    given = data.encode("gb18030") if isinstance(data, str) else data
    return sound(box.set_value((name, given, "application/octet-stream")).run())


def press(at: AppTest, name: str, language: Language = "zh") -> AppTest:
    return sound(at.button(key=f"my_figures.{name}.{language}").click().run())


def asked(at: AppTest) -> Any:
    """The first box that asks what a name means."""
    return next(box for box in at.selectbox if box.key and box.key.startswith("my_figures.meaning.open"))


def everything(at: AppTest) -> str:
    return read("\n".join(texts(at)))


def kept(at: AppTest) -> OwnPanel | None:
    held: own_session.Kept | None = at.session_state.get("explorer.own", None)
    return held.panel if held is not None else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_page_asks_for_a_table_and_says_that_it_is_kept_nowhere(language: Language) -> None:
    at = look("my_figures", lang=language)
    shown = everything(at)
    assert say("mine.private", language) in shown
    assert say("mine.reads", language) in shown
    assert [box.label for box in at.file_uploader] == [say("mine.upload", language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_is_brought_confirmed_and_kept(language: Language) -> None:
    at = bring(visit("my_figures", lang=language), TABLE)
    shown = everything(at)
    assert say("mine.confirm.text", language) in shown
    told = {"places": 1, "indicators": 1, "period": say("date.year", language, year=2023)}
    assert say("mine.read", language, count=1, **told) in shown
    unreadable = say("mine.problem.unreadable", language, entered="去年一样")
    assert say("mine.row.column", language, row=3, column="床位使用率", sentence=unreadable) in shown
    sound(asked(at).set_value("county-visit-rate-monitored").run())
    told |= {"places": 2, "indicators": 2}
    assert say("mine.read", language, count=3, **told) in everything(at)
    assert say("mine.confirm.text", language) not in everything(at)
    press(at, "use", language)
    panel = kept(at)
    assert panel is not None
    assert (panel.rows, panel.places, panel.name) == (3, 2, "本县")
    assert panel.indicators == ("county-visit-rate-monitored", "bed-occupancy")
    assert read(say("mine.kept", language, name="本县")) in everything(at)
    compared = [link["indicator"] for link in links(at, "compare")]
    assert compared == [["county-visit-rate-monitored", "bed-occupancy"], ["county-visit-rate-monitored"]]


def test_what_several_definitions_go_by_is_never_guessed() -> None:
    at = bring(visit("my_figures"), "地区,年份,县域就诊率\n甲县,2023,85.3\n")
    assert not at.success
    assert asked(at).value is None
    definitions = [indicator.definitions["zh"] for indicator in own_draft.codebook().indicators.values()]
    assert sum(text in everything(at) for text in definitions) >= 2


def test_another_indicator_than_those_proposed_can_be_taken_or_none() -> None:
    at = bring(visit("my_figures"), TABLE)
    sound(asked(at).set_value("…").run())
    other = next(box for box in at.selectbox if box.key and ".other." in box.key)
    sound(other.set_value("county-admission-share").run())
    press(at, "use")
    assert (panel := kept(at)) is not None
    assert "county-admission-share" in panel.indicators


def test_a_column_can_be_corrected() -> None:
    at = bring(visit("my_figures"), "地区,年份,床位使用率,出院人次\n甲县,2023,85.3,1200\n")
    at.session_state["my_figures.columns.本县.zh"] = True
    sound(at.run())
    role = next(box for box in at.selectbox if box.key and box.key.endswith(".3.zh") and ".role." in box.key)
    sound(role.set_value("ignored").run())
    press(at, "use")
    assert (panel := kept(at)) is not None
    assert panel.indicators == ("bed-occupancy",)


def test_a_place_and_a_period_can_be_set_for_the_whole_table() -> None:
    at = bring(visit("my_figures"), "指标,数值\n床位使用率,85.3\n")
    assert not at.success
    at.session_state["my_figures.columns.本县.zh"] = True
    sound(at.run())
    for name, typed in (("period", "2023Q1"), ("place", "甲县")):
        field = next(box for box in at.text_input if box.key and box.key.startswith(f"my_figures.{name}."))
        sound(field.set_value(typed).run())
    press(at, "use")
    assert (panel := kept(at)) is not None
    assert (panel.first.isoformat(), panel.last.isoformat()) == ("2023-01-01", "2023-03-31")


@pytest.mark.parametrize("language", LANGUAGES)
def test_synthetic_figures_are_marked_and_cannot_be_offered(language: Language) -> None:
    at = press(bring(visit("my_figures", lang=language), PANEL), "use", language)
    assert say("mine.kept.synthetic", language) in [warning.value for warning in at.warning]
    assert say("mine.offer.synthetic", language) in everything(at)
    assert links(at, "referrals")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(language: Language) -> None:
    at = bring(visit("my_figures", lang=language), b"\x89PNG\r\n\x1a\n" + bytes(300), "figures.csv")
    assert [read(error.value) for error in at.error] == [say("mine.problem.file_kind", language)]


def test_pasted_text_is_read_like_a_file() -> None:
    at = visit("my_figures")
    at.text_area(key="my_figures.paste.0.zh").set_value("甲县\t2023\t床位使用率\t85.3%")
    assert press(at, "read").success


def test_a_panel_in_our_own_form_is_kept_at_once_or_told_what_is_wrong(tmp_path: Path) -> None:
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq

    source = tmp_path / "panel.csv"
    for text, wrong in ((PANEL, False), (PANEL.replace("1240", "-5"), True)):
        source.write_text(text, encoding="utf-8")
        pq.write_table(pa_csv.read_csv(source), tmp_path / "panel.parquet")
        at = bring(visit("my_figures"), (tmp_path / "panel.parquet").read_bytes(), "县级.parquet")
        assert bool(at.error) is wrong
        assert (kept(at) is None) is wrong


def test_the_set_is_deleted_when_the_reader_says_so() -> None:
    at = press(bring(visit("my_figures"), PANEL), "use")
    assert (panel := kept(at)) is not None
    assert panel.path.exists()
    press(at, "forget")
    assert kept(at) is None
    assert not panel.path.exists()


def test_figures_reach_no_address_no_log_and_no_other_session(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        at = bring(visit("my_figures"), TABLE)
        press(at, "use")
        move(at, "cases")
    assert SECRET not in caplog.text
    assert SECRET not in str(at.query_params)
    assert SECRET not in everything(visit("my_figures"))


def test_a_table_being_checked_is_still_there_after_a_look_at_another_page() -> None:
    at = bring(visit("my_figures"), TABLE)
    move(at, "cases")
    move(at, "my_figures")
    assert read(say("mine.file", "zh", name="本县")) in everything(at)

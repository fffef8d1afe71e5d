"""A reader's figures on the pages of published ones: marked, of one session, and nowhere without being brought."""

from __future__ import annotations

import gc
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language
from explorer.own_figures.keeping import keep_table
from explorer.ui.own_session import Kept
from tests.app.visiting import charts, look, move, read, say, sound, texts, visit
from tests.unit.own_panels import figure, table

MARK = "测算用的数据"
COUNTIES = (("330481", "海宁市"), ("330424", "海盐县"))


def usual(synthetic: bool = False) -> list[dict[str, Any]]:
    """Two counties over four years, of two definitions of one question, with referrals and residents."""
    rows = []
    for number, (place, name) in enumerate(COUNTIES):
        named: dict[str, Any] = {"place_name": name, "synthetic": synthetic}
        for year in range(2021, 2025):
            rows.append(figure(place, 87.125 + number, year, **named))
            rows.append(figure(place, 9000 + year, year, indicator_id="referrals-up", **named))
            rows.append(figure(place, 3000 + year, year, indicator_id="referrals-down", **named))
        rows.append(figure(place, 77.5, 2024, indicator_id="county-visit-rate-monitored", **named))
        rows.append(figure(place, 612345, 2024, indicator_id="population", unit="persons", **named))
    return rows


def bring(at: AppTest, rows: list[dict[str, Any]]) -> Kept:
    """Put a set into this visitor's session, as My figures does."""
    kept = Kept()
    kept.panel = keep_table(table(*rows), MARK, kept.folder)
    at.session_state["explorer.own"] = kept
    return kept


def with_own(page: str, *, synthetic: bool = False, **parameters: Any) -> AppTest:
    at = visit(page, **parameters)
    bring(at, usual(synthetic))
    return sound(at.run())


def own_labels(language: Language, synthetic: bool = False) -> set[str]:
    key = "own.place.synthetic" if synthetic else "own.place"
    return {say(key, language, place=name) for _, name in COUNTIES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_compare_shows_the_readers_counties_beside_published_ones_of_the_same_definition(language: Language) -> None:
    at = with_own("compare", indicator="county-visit-rate", lang=language)
    first, second = charts(at)
    assert own_labels(language) < first.column("row")
    assert first.column("indicator_id") == {"county-visit-rate"}
    assert "87.125%" in first.column("label")
    # What is defined otherwise stands on an axis of its own, and says in what it differs.
    assert second.column("indicator_id") == {"county-visit-rate-monitored"}
    assert own_labels(language) < second.column("row")
    for chart in (first, second):
        assert say("own.marks", language, sign="★") in chart.notes
        assert all(label in chart.alt for label in own_labels(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_made_up_figures_say_so_in_every_chart_they_stand_in(language: Language) -> None:
    at = with_own("compare", synthetic=True, indicator="county-visit-rate", lang=language)
    for chart in charts(at):
        assert own_labels(language, synthetic=True) < chart.column("row")
        assert say("own.marks.synthetic", language, sign="★") in chart.notes


def test_the_table_beneath_says_whose_each_figure_is() -> None:
    at = with_own("compare", indicator="county-visit-rate")
    at.session_state["table.compare-county-visit-rate-own.zh"] = True
    rows = sound(at.run()).table[0].value
    whose = set(rows[say("own.column.origin", "zh")])
    assert whose == {say("own.origin.published", "zh"), say("own.origin.own", "zh")}


def test_a_chart_with_figures_of_ones_own_is_not_offered_to_other_sites() -> None:
    at = with_own("compare", indicator="county-visit-rate")
    at.session_state["table.compare-county-visit-rate-own.zh"] = True
    sound(at.run())
    assert len(at.table) == 1
    assert not [code.value for code in at.code if code.value.startswith("<iframe")]


def test_the_link_holds_nothing_of_the_set() -> None:
    at = with_own("compare", indicator="county-visit-rate")
    assert set(at.query_params) == {"indicator"}
    links = json.dumps([link.proto.query_string for link in at.page_link], ensure_ascii=False)
    assert MARK not in links
    assert "330481" not in links


@pytest.mark.parametrize("page", ["compare", "referrals", "planner"])
def test_without_a_set_pages_are_as_they_were(page: str) -> None:
    at = look(page)
    brought = with_own(page)
    gone = visit(page)
    before = [(node.type, getattr(node, "key", None)) for node in at.main]
    assert [(node.type, getattr(node, "key", None)) for node in gone.main] == before
    assert [(node.type, getattr(node, "key", None)) for node in brought.main] != before
    assert not any("我的数据" in text for text in texts(at))


def test_two_visitors_do_not_see_each_others() -> None:
    with_own("compare", indicator="county-visit-rate")
    other = visit("compare", indicator="county-visit-rate")
    bring(other, [figure("990001", 50.125, 2023, place_name="另一县")])
    (chart,) = charts(sound(other.run()))
    assert say("own.place", "zh", place="另一县") in chart.column("row")
    assert not own_labels("zh") & chart.column("row")
    assert not own_labels("zh") & charts(visit("compare", indicator="county-visit-rate"))[0].column("row")


def test_of_a_large_set_no_place_is_shown_until_the_reader_chooses() -> None:
    at = visit("compare", indicator="county-visit-rate")
    kept = bring(at, [figure(f"99{number:04d}", 80.125, place_name=f"示例县{number}") for number in range(60)])
    (chart,) = charts(sound(at.run()))
    assert "own" not in chart.column("row")
    assert any("尚未选择" in text for text in texts(at))
    at.session_state["own-fold.compare.zh"] = True
    box = next(each for each in sound(at.run()).multiselect if each.key == "own-places.compare.zh")
    sound(box.select("990003").run())
    assert kept.places == ("990003",)
    assert say("own.place", "zh", place="示例县3") in charts(at)[0].column("row")
    # The choice goes along to other pages.
    assert any("示例县3" in text for text in texts(move(at, "compare", indicator="county-visit-rate")))


def test_referrals_have_the_readers_counts_on_scales_of_their_own_and_the_ratio_beside() -> None:
    at = with_own("referrals")
    by_title = {chart.title: chart for chart in charts(at)}
    for _, name in COUNTIES:
        place = say("own.place", "zh", place=name)
        own = by_title[say("own.referrals.place", "zh", place=place)]
        assert own.column("case_id") <= {f"own/{code}" for code, _ in COUNTIES}
    ratio = by_title[say("referrals.ratio.title", "zh")]
    assert own_labels("zh") < ratio.column("row")
    assert "5,024 / 11,024" in ratio.notes
    published = by_title[say("referrals.country.title", "zh")]
    assert not own_labels("zh") & published.column("row")


def test_a_set_without_referrals_leaves_the_page_as_it_is() -> None:
    at = visit("referrals")
    bring(at, [figure("330481", 50, place_name="海宁市")])
    assert [chart.title for chart in charts(sound(at.run()))] == [chart.title for chart in charts(look("referrals"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clock_takes_the_readers_places_once_a_year_is_given(language: Language) -> None:
    at = with_own("compare", indicator="county-visit-rate", clock="since", lang=language)
    title = say("clock.title.overlay", language, name=charts(at)[0].title)
    (clock,) = [chart for chart in charts(at) if chart.title == title]
    assert not any(str(one).startswith("own/") for one in clock.column("case_id"))
    at.session_state[f"own-fold.starts.{language}"] = True
    year = next(each for each in sound(at.run()).number_input if each.key == f"own-start.330481.{language}")
    sound(year.set_value(2022).run())
    (clock,) = [chart for chart in charts(at) if chart.title == title]
    assert "own/330481" in clock.column("case_id")
    assert "own/330424" not in clock.column("case_id")
    label = say("own.place", language, place="海宁市")
    assert label in clock.alt
    assert say("own.note", language) in clock.notes


def test_the_county_form_is_filled_after_a_look_and_says_from_where() -> None:
    at = with_own("planner")
    at.session_state["planner.own-fold.zh"] = True
    place = next(each for each in sound(at.run()).selectbox if each.key == "planner.own-place.zh")
    sound(place.select("330481").run())
    offered = at.table[0].value
    assert "87.125%" in set(offered[say("column.value", "zh")])
    assert at.session_state["explorer.county"].entries.is_empty if "explorer.county" in at.session_state else True
    take = next(each for each in at.button if each.key == "planner.own-take.zh")
    sound(take.click().run())
    entries = at.session_state["explorer.county"].entries
    assert (entries.name, entries.year, entries.texts["population"]) == ("海宁市", "2024", "612345")
    assert entries.definitions["county_visit_rate"] == "documents"
    assert any(MARK in text and "由使用者确认" in text for text in map(read, texts(at)))


def test_the_file_goes_when_the_set_is_forgotten_or_the_session_ends(tmp_path: Path) -> None:
    kept = Kept()
    kept.panel = keep_table(table(figure()), "x", kept.folder)
    folder = kept.folder
    assert kept.panel.path.is_file()
    del kept
    gc.collect()
    assert not folder.exists()


def test_forgetting_removes_the_file_at_once_and_another_set_takes_its_place() -> None:
    def script() -> None:
        import streamlit as st

        from explorer.own_figures.keeping import keep_table
        from explorer.ui import own_session
        from tests.unit.own_panels import figure, table

        st.session_state["before"] = own_session.current()
        for place in ("A", "B"):
            own_session.keep(keep_table(table(figure(place)), place, own_session.folder()))
        st.session_state["files"] = [path.name for path in own_session.folder().iterdir()]
        st.session_state["folder"] = own_session.folder()
        st.session_state["held"] = own_session.current()
        own_session.forget()
        st.session_state["after"] = own_session.current()

    state = sound(AppTest.from_function(script).run()).session_state
    assert state["before"] is None
    assert (state["held"].name, state["files"]) == ("B", [state["held"].path.name])
    assert state["after"] is None
    assert not state["folder"].exists()


def panel_script() -> None:
    from explorer.ui import answers, own_panel, own_session

    answers.refresh()
    held = own_session.current()
    assert held is not None
    own_panel.show_panel(answers.translator("zh"), held)


def test_a_large_panel_shows_how_places_lie_their_ranks_and_a_few_over_time() -> None:
    rows = [
        figure(f"99{number:04d}", number + 0.5, year, place_name=f"示例县{number}", synthetic=True)
        for number in range(40)
        for year in (2022, 2023)
    ]
    at = AppTest.from_function(panel_script, default_timeout=30)
    kept = bring(at, rows)
    kept.places = ("990003", "990039")
    sound(at.run())
    distribution, trend = charts(at)
    assert "中位数 20" in distribution.alt
    assert say("own.panel.note.synthetic", "zh") in distribution.alt
    assert distribution.column("places")
    assert sum(place for place, _ in distribution.rows("places", "said")) == 40
    assert trend.column("series") == {"示例县3", "示例县39"}
    (ranks,) = at.table
    assert list(ranks.value[say("column.place", "zh")])[:2] == ["示例县39", "示例县38"]
    find = next(each for each in at.text_input if each.key == "own-panel.find.zh")
    sound(find.set_value("示例县7").run())
    assert list(at.table[0].value[say("own.panel.column.rank", "zh")]) == ["33"]
    sound(find.set_value("没有").run())
    assert any("没有名称或代码含" in info.value for info in at.info)


def test_a_panel_of_months_and_years_asks_which(tmp_path: Path) -> None:
    at = AppTest.from_function(panel_script, default_timeout=30)
    may = {"period_start": date(2024, 5, 1), "period_end": date(2024, 5, 31)}
    bring(at, [figure("330481", 10), figure("330481", 20, **may), figure("330424", 30, **may)])
    sound(at.run())
    assert list(at.table[0].value[say("column.value", "zh")]) == ["10%"]
    months = next(each for each in at.selectbox if each.key == "own-panel.months.county-visit-rate.zh")
    sound(months.select(1).run())
    assert list(at.table[0].value[say("column.value", "zh")]) == ["30%", "20%"]

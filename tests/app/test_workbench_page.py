"""The workbench: it opens on an answer, runs what a link says, and tells what is refused in the reader's language."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from explorer import dictionary
from explorer.i18n import LANGUAGES, Language
from explorer.workbench.examples import examples
from tests.app.visiting import charts, heading, look, move, read, say, sound, texts, visit

FIRST, SECOND = list(examples())[:2]
PASSWORDS = "SELECT * FROM read_csv('/etc/passwd')"


def shown(at: AppTest) -> pd.DataFrame:
    """The answer's table: the first on the page."""
    table: pd.DataFrame = at.table[0].value
    return table


def said(at: AppTest) -> str:
    return "\n".join(read(text) for text in texts(at))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_on_the_answer_of_the_first_question(language: Language) -> None:
    at = look("workbench", lang=language)
    assert at.selectbox(key=f"workbench.example.{language}").value == FIRST
    assert len(shown(at)) == 8
    assert say("workbench.rows", language, count=8) in said(at)
    (chart,) = charts(at)
    assert chart.alt.startswith(say("workbench.how.bar", language))
    assert at.query_params == {"lang": language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_choosing_a_question_runs_its_query_and_writes_its_id_into_the_link(language: Language) -> None:
    at = visit("workbench", lang=language)
    sound(at.selectbox(key=f"workbench.example.{language}").set_value(SECOND).run())
    assert at.query_params == {"lang": language, "example": SECOND}
    assert not at.error
    assert len(shown(at)) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_carries_a_query_and_opens_with_its_answer(language: Language) -> None:
    sql = "SELECT case_id AS who,\n  position -- a comment\nFROM cases ORDER BY position LIMIT 3"
    at = visit("workbench", lang=language, sql=sql)
    assert list(shown(at).columns) == ["who", "position"]
    assert shown(at).iloc[0, 0] == "changxing"
    assert at.selectbox(key=f"workbench.example.{language}").value is None
    assert at.query_params == {"lang": language, "sql": sql}


def test_a_query_stays_when_the_language_changes() -> None:
    at = visit("workbench", sql="SELECT 7 AS seven", lang="zh")
    sound(at.button(key="workbench.lang.zh").click().run())
    assert at.query_params == {"lang": "en", "sql": "SELECT 7 AS seven"}
    assert shown(at).iloc[0, 0] == "7"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistake_is_told_in_the_readers_language_with_duckdbs_words_and_place(language: Language) -> None:
    at = visit("workbench", lang=language, sql="SELECT nobody\nFROM cases")
    (error,) = at.error
    assert error.value == say("workbench.refused.error", language)
    (code,) = at.code
    assert "LINE 1: SELECT nobody" in code.value
    assert "^" in code.value
    assert heading(at) == say("workbench.heading", language)
    assert at.selectbox(key=f"workbench.table.{language}").value == "observations"  # the rest of the page stays


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("sql", "reason", "name"),
    [
        (PASSWORDS, "function", "read_csv"),
        ("FROM pg_settings", "table", "pg_settings"),
        ("DROP TABLE cases", "not_a_query", ""),
        ("SELECT 1; SELECT 2", "several", ""),
        ("SELECT * FROM '/etc/passwd.csv'", "files", ""),
        ("-- nothing", "empty", ""),
        ("SELECT repeat('x', 1000000000)", "memory", ""),
    ],
)
def test_what_is_refused_says_why_and_what_to_do(sql: str, reason: str, name: str, language: Language) -> None:
    (error,) = visit("workbench", lang=language, sql=sql).error
    assert read(error.value) == say(f"workbench.refused.{reason}", language, name=name)


def test_a_query_without_rows_says_what_to_do() -> None:
    at = visit("workbench", sql="FROM cases WHERE case_id = 'atlantis'")
    assert [info.value for info in at.info] == [say("workbench.no_rows", "zh")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_rows_than_fit_are_cut_off_and_said_to_be(language: Language) -> None:
    at = visit("workbench", lang=language, sql="SELECT range AS n, 'x' AS t FROM range(6000)")
    assert say("workbench.cut.rows", language, count=5000) in [warning.value for warning in at.warning]
    (frame,) = at.dataframe
    assert len(frame.value) == 5000
    assert [info.value for info in at.info] == [say("workbench.chart.lack.points", language)]


def test_nothing_in_an_answer_is_taken_for_markup() -> None:
    at = visit("workbench", sql="SELECT '![x](https://example.com/x.png) :red[y] <b>' AS \"**z**\"")
    assert shown(at).iloc[0, 0].startswith("\\!\\[x\\]")
    assert shown(at).columns[0] == "\\*\\*z\\*\\*"


def test_the_chart_is_chosen_by_columns_and_stands_in_the_link() -> None:
    at = visit("workbench", sql="SELECT 'a' AS name, 1 AS one, 2 AS two", y="2", how="point")
    (chart,) = charts(at)
    assert chart.rows("x", "y") == {("a", 2.0)}
    assert say("workbench.chart.title", "zh", x="name", y="two") == chart.title
    sound(at.selectbox(key="workbench.y.zh").set_value("1").run())
    assert at.query_params["y"] == "1" or at.query_params["y"] == ["1"]


def test_a_column_that_the_answer_does_not_have_falls_back_to_the_first_drawing() -> None:
    at = visit("workbench", sql="SELECT 'a' AS name, 1 AS one", x="77", y="0", colour="50")
    (chart,) = charts(at)
    assert chart.rows("x", "y") == {("a", 1.0)}


def test_bounds_in_an_answer_are_told_of_under_the_chart() -> None:
    at = visit("workbench", sql="SELECT '甲' AS a, 1 AS b, '>' AS q")
    assert say("workbench.chart.bounds", "zh") in charts(at)[0].notes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_described_with_its_columns(language: Language) -> None:
    at = visit("workbench", lang=language)
    chooser = at.selectbox(key=f"workbench.table.{language}")
    assert len(chooser.options) == len(dictionary.tables())
    sound(chooser.set_value("targets").run())
    assert at.query_params["table"] in ("targets", ["targets"])
    assert dictionary.tables()["targets"][language] in said(at)
    assert any("`due_printed`" in text for text in texts(at))


def test_a_query_that_is_too_long_for_a_link_is_named_in_a_notice() -> None:
    at = visit("workbench", sql="SELECT 1 -- " + "x" * 5000)
    (notice,) = at.warning
    assert "sql\\=SELECT" in notice.value
    assert len(shown(at)) == 8


def test_no_log_holds_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    for sql in ("SELECT 'sentinel-5f2c' AS a", "SELECT sentinel_5f2c", "DROP TABLE sentinel_5f2c"):
        visit("workbench", sql=sql)
    assert "5f2c" not in caplog.text


def test_coming_back_to_the_page_begins_anew() -> None:
    at = visit("workbench", sql="SELECT 1")
    move(at, "methods")
    move(at, "workbench")
    assert len(shown(at)) == 8

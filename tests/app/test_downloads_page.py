"""The download page: everything, the database, each table, the citation."""

from __future__ import annotations

import pytest

from explorer import dictionary
from explorer.exports.citation import dataset_citations
from explorer.exports.document import DataVersion
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.queries.whole_tables import table_shapes
from explorer.store import open_database
from tests.app.authored import DATA
from tests.app.visiting import read, say, sound, texts, visit


def labels(at: object) -> list[str]:
    return [button.label for button in at.download_button]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_the_database_and_one_table_are_a_button_away(language: Language) -> None:
    at = visit("downloads", lang=language)
    everything, database, *of_table = labels(at)
    assert everything == say("downloads.everything", language)
    assert "DuckDB" in database
    assert "MB" in database
    assert of_table == [say(f"export.{kind}", language) for kind in ("csv", "xlsx", "parquet")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_set_can_be_cited_in_four_styles_with_the_version_being_served(language: Language) -> None:
    connection, content_hash = open_database(DATA / "metrics.duckdb")
    ((newest,),) = connection.execute("SELECT max(published) FROM sources").fetchall()
    connection.close()
    cited = dataset_citations(DataVersion(content_hash, newest), Translator(language))
    shown = [text.replace("\r\n", "\n").removesuffix("\n") for text in cited.values()]
    assert [code.value for code in visit("downloads", lang=language).code] == shown


def test_a_link_leads_to_a_table_and_another_can_be_chosen() -> None:
    at = visit("downloads", lang="en", table="policies")
    assert at.selectbox(key="downloads.table.en").value == "policies"
    at.selectbox(key="downloads.table.en").select("sources")
    sound(at.run())
    assert at.query_params == {"lang": "en", "table": "sources"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_listed_with_its_rows_and_every_column_with_its_meaning(language: Language) -> None:
    connection, _ = open_database(DATA / "metrics.duckdb")
    shapes = {shape.name: shape for shape in table_shapes(connection)}
    connection.close()
    at = visit("downloads", lang=language, table="targets")
    columns, tables = (table.value for table in at.table)
    assert [read(cell) for cell in columns.iloc[:, 0]] == [f"`{column.name}`" for column in shapes["targets"].columns]
    assert columns.iloc[:, 1].str.strip().all()
    assert len(tables) == len(shapes)
    assert {read(cell) for cell in tables.iloc[:, 2]} >= {dictionary.tables()["targets"][language]}
    assert any(say("file.licence", language) in read(text) for text in texts(at))


def test_an_unknown_table_is_named_and_the_figures_are_shown() -> None:
    at = visit("downloads", lang="en", table="nothing")
    assert "table" in at.warning[0].value
    assert at.selectbox(key="downloads.table.en").value == "observations"

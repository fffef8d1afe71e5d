"""A reader's own query as it should go: its rows, their kinds, what is cut off, the words about tables, examples."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from explorer import dictionary
from explorer.i18n import LANGUAGES, Language
from explorer.paths import DATA_FOLDER
from explorer.queries import records, tables
from explorer.ui.prose import JOINER
from explorer.ui.workbench import answer_data, example_of, long_table, short_table
from explorer.ui.workbench_chart import sketched
from explorer.workbench import worker
from explorer.workbench.examples import Sketch, examples
from explorer.workbench.runner import Answer, Column, QueryRefusedError, Workbench
from explorer.workbench.worker import LONGEST_SQL, Allowance

PATIENT = Allowance(seconds=60.0)
Asked = Callable[..., dict[str, Any]]


@pytest.fixture
def asked(tiny_database: Path) -> Iterator[Asked]:
    """What the worker says to a query, without a process of its own."""
    with worker.opened(str(tiny_database), PATIENT) as connection:
        yield lambda sql, **less: worker.asked(connection, sql, Allowance(**less))


def one(said: dict[str, Any]) -> tuple[str, Any]:
    """The kind and value of an answer of one cell."""
    (((_, kind),), ((value,),)) = said["columns"], said["rows"]
    return kind, value


# The answer


def test_a_query_is_answered_by_a_process_of_its_own(tiny_database: Path) -> None:
    answer = Workbench(PATIENT).run(tiny_database, "SELECT case_id, position FROM cases ORDER BY position LIMIT 2;")
    assert [column.name for column in answer.columns] == ["case_id", "position"]
    assert [column.kind for column in answer.columns] == ["text", "number"]
    assert [row[1] for row in answer.rows] == [0, 1]
    assert answer.cut is None


def test_a_rebuilt_database_is_asked_at_the_next_query(tiny_database: Path) -> None:
    workbench = Workbench(PATIENT)
    before = workbench.run(tiny_database, "SELECT count(*) FROM cases").rows
    newer = tiny_database.with_name("newer.duckdb")
    with duckdb.connect(newer) as connection:
        connection.execute("CREATE TABLE cases AS SELECT 1 FROM range(99)")
    newer.replace(tiny_database)
    assert before != workbench.run(tiny_database, "SELECT count(*) FROM cases").rows == ((99,),)


def test_what_is_refused_is_raised_with_its_reason(tiny_database: Path) -> None:
    with pytest.raises(QueryRefusedError) as raised:
        Workbench(PATIENT).run(tiny_database, "SELECT nothing_of_the_kind FROM cases")
    assert raised.value.reason == "error"
    assert "LINE 1: SELECT nothing_of_the_kind" in raised.value.detail
    assert "^" in raised.value.detail


@pytest.mark.parametrize(
    "sql",
    [
        "FROM cases",
        "TABLE cases",
        "VALUES (1), (2)",
        "(SELECT 1)",
        "SELECT 1;;",
        "WITH a AS (SELECT 1 AS b) SELECT * FROM a",
        "DESCRIBE cases",
        "SUMMARIZE observations",
        "SHOW TABLES",
        "SELECT * FROM information_schema.columns",
        "SELECT * FROM duckdb_tables()",
        "SELECT * FROM pragma_table_info('cases')",
        "PIVOT cases ON level IN ('county', 'province') USING count(*)",
        "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b",
        "SELECT 'a; DROP TABLE cases' -- ; x",
        "SELECT unnest([1, 2]), upper('a').lower()",
        "SELECT count(*) FILTER (WHERE position > 0) OVER () FROM cases",
    ],
)
def test_every_way_of_reading_is_open(sql: str, asked: Asked) -> None:
    assert asked(sql)["rows"]


@pytest.mark.parametrize(
    ("value", "kind", "plain"),
    [
        ("1", "number", 1),
        ("1.25::DOUBLE", "number", 1.25),
        ("1.10::DECIMAL(10, 2)", "number", 1.1),
        ("sum(1)", "number", 1),
        ("9007199254740993", "text", "9007199254740993"),  # a float would make it …992
        ("12345678901234567.89::DECIMAL(30, 2)", "text", "12345678901234567.89"),
        ("'nan'::DOUBLE", "text", "nan"),
        ("true", "boolean", True),
        ("DATE '2023-09-01'", "date", "2023-09-01"),
        ("TIMESTAMP '2023-09-01 10:00:00'", "time", "2023-09-01 10:00:00"),
        ("'长兴'", "text", "长兴"),
        ("NULL::DOUBLE", "number", None),
        ("['甲', '乙']", "text", '["甲", "乙"]'),
        ("{'a': 1}", "text", '{"a": 1}'),
        ("'\\x01\\x02'::BLOB", "text", "0102"),
        ("INTERVAL 3 DAY", "text", "3 days, 0:00:00"),
        ("'a8098c1a-f86e-11da-bd1a-00112444be1e'::UUID", "text", "a8098c1a-f86e-11da-bd1a-00112444be1e"),
    ],
)
def test_every_kind_of_value_is_handed_on_as_it_is(value: str, kind: str, plain: Any, asked: Asked) -> None:
    assert one(asked(f"SELECT {value}")) == (kind, plain)


def test_a_column_with_one_number_too_large_is_text_throughout(asked: Asked) -> None:
    said = asked("SELECT * FROM (VALUES (1::HUGEINT), (9007199254740993), (NULL)) AS t(n)")
    assert said["columns"] == [("n", "text")]
    assert said["rows"] == [["1"], ["9007199254740993"], [None]]


def test_columns_of_one_name_are_told_apart(asked: Asked) -> None:
    names = [name for name, _ in asked("SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a")["columns"]]
    assert names == ["a", "a_2", "a_2_2", "a_3"]


def test_a_column_that_is_called_by_a_long_expression_has_its_name_cut(asked: Asked) -> None:
    ((name, _),) = asked("SELECT '" + "x" * 300 + "'")["columns"]
    assert len(name) == worker.LONGEST_NAME + 1


def test_more_rows_than_allowed_are_cut_off_and_said_to_be(asked: Asked) -> None:
    said = asked("SELECT * FROM range(11)", rows=10)
    assert (len(said["rows"]), said["cut"]) == (10, "rows")
    said = asked("SELECT * FROM range(10)", rows=10)
    assert (len(said["rows"]), said["cut"]) == (10, None)


def test_more_text_than_allowed_is_cut_off_and_said_to_be(asked: Asked) -> None:
    said = asked("SELECT repeat('x', 100) FROM range(50)", characters=1000)
    assert (len(said["rows"]), said["cut"]) == (1000 // (100 + worker.CELL), "size")


def test_a_long_cell_ends_in_an_ellipsis(asked: Asked) -> None:
    assert one(asked("SELECT repeat('x', 5000)", cell=10))[1] == "x" * 10 + "…"


def test_too_many_columns_are_refused_with_their_number(asked: Asked) -> None:
    said = asked("SELECT " + ", ".join("1" for _ in range(101)))
    assert said == {"refused": "wide", "detail": "101"}


def test_a_time_with_a_zone_is_refused_with_its_remedy(asked: Asked) -> None:
    assert asked("SELECT now()")["refused"] == "time_zone"
    assert asked("SELECT CAST(now() AS TIMESTAMP)")["rows"]


# As table and file

MIXED = Answer(
    (Column("名称", "text"), Column("=n", "number"), Column("whether", "boolean")),
    (("=1+1", 90.3, True), ("*b* [x](https://example.com)", None, None), ("长兴", 1e-9, False)),
)


def test_the_plain_table_shows_marks_as_typed_and_numbers_with_their_own_digits() -> None:
    shown = short_table(MIXED)
    assert shown.iloc[:, 1].tolist() == ["90.3", "—", "1e\\-09"]
    assert shown.iloc[1, 0] == f"\\*b\\* \\[x\\](https\\:{JOINER}\\/\\/example.com)"
    assert shown.iloc[:, 2].tolist() == ["true", "—", "false"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(90.0, "90"), (90.30, "90.3"), (1234567.5, "1234567.5"), (0.1 + 0.2, "0.30000000000000004"), (0.0, "0"), (7, "7")],
)
def test_a_number_is_shown_with_all_its_digits_and_no_more(value: float, shown: str) -> None:
    answer = Answer((Column("n", "number"),), ((value,),))
    assert short_table(answer).iloc[0, 0] == shown


def test_the_long_table_keeps_numbers_as_numbers() -> None:
    assert long_table(MIXED)["=n"].tolist()[0] == 90.3


def test_the_file_holds_numbers_as_numbers_and_no_cell_is_a_formula() -> None:
    text = answer_data(MIXED).csv().decode("utf-8-sig")
    head, *body = list(csv.reader(io.StringIO(text)))
    assert head == ["名称", "'=n", "whether"]
    assert body == [
        ["'=1+1", "90.3", "true"],
        ["*b* [x](https://example.com)", "", ""],
        ["长兴", "1e-09", "false"],
    ]


# What the tables hold


def test_every_table_and_column_is_described_and_nothing_else_is(database: duckdb.DuckDBPyConnection) -> None:
    columns = records(tables.table_columns(database))
    assert {row["table_name"] for row in columns} == set(dictionary.tables())
    used = Counter[str]()
    for row in columns:
        assert dictionary.meaning(row["table_name"], row["column_name"])
        name = dictionary.without_language(row["column_name"])
        own = f"{row['table_name']}.{name}"
        used[own if own in dictionary.columns() else name] += 1
    assert set(used) == set(dictionary.columns())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_description_says_something_in_each_language(language: Language) -> None:
    described = [*dictionary.tables().values(), *dictionary.columns().values()]
    assert all(set(words) == set(LANGUAGES) and words[language].strip() for words in described)


def test_a_text_in_two_languages_is_one_line() -> None:
    entries = dictionary.entries("cases", [("case_id", "VARCHAR"), ("name_zh", "VARCHAR"), ("name_en", "VARCHAR")])
    assert [entry.columns for entry in entries] == [("case_id",), ("name_zh", "name_en")]


def test_the_sizes_of_the_tables_are_counted(database: duckdb.DuckDBPyConnection) -> None:
    sizes = {row["table_name"]: row["rows"] for row in records(tables.table_sizes(database))}
    assert set(sizes) == set(dictionary.tables())
    assert sizes["observations"] == database.execute("SELECT count(*) FROM observations").fetchall()[0][0]


# The examples


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the shipped database: one process cannot open the same file both shut in and not."""
    copy = shutil.copy(DATA_FOLDER / "metrics.duckdb", tmp_path_factory.mktemp("shipped"))
    with worker.opened(str(copy), PATIENT) as connection:
        yield connection


def test_there_are_eight_examples_or_more() -> None:
    assert len(examples()) >= 8


@pytest.mark.shipped_database
@pytest.mark.parametrize("name", examples())
def test_an_example_gives_the_same_rows_in_both_languages(name: str, shipped: duckdb.DuckDBPyConnection) -> None:
    found = {}
    for language in LANGUAGES:
        said = worker.asked(shipped, examples()[name].sql[language], PATIENT)
        assert "refused" not in said, said
        assert 0 < len(said["rows"]) <= 50
        assert said["cut"] is None
        found[language] = said
    assert [kind for _, kind in found["zh"]["columns"]] == [kind for _, kind in found["en"]["columns"]]
    numbers = [number for number, (_, kind) in enumerate(found["zh"]["columns"]) if kind == "number"]
    assert [[row[n] for n in numbers] for row in found["zh"]["rows"]] == [
        [row[n] for n in numbers] for row in found["en"]["rows"]
    ]


@pytest.mark.shipped_database
@pytest.mark.parametrize("name", [name for name, one in examples().items() if one.sketch])
def test_an_example_that_is_drawn_has_the_columns_for_it(name: str, shipped: duckdb.DuckDBPyConnection) -> None:
    sketch = examples()[name].sketch
    assert sketch is not None
    columns = worker.asked(shipped, examples()[name].sql["zh"], PATIENT)["columns"]
    assert columns[sketch.y][1] == "number"
    assert max(sketch.x, sketch.y, sketch.colour or 0) < len(columns)


@pytest.mark.shipped_database
@pytest.mark.parametrize("name", [name for name, one in examples().items() if one.sketch])
def test_an_example_that_is_drawn_puts_figures_of_one_definition_on_its_axis(
    name: str, shipped: duckdb.DuckDBPyConnection
) -> None:
    known = {found for (found,) in shipped.execute("SELECT indicator_id FROM indicators").fetchall()}
    for language in LANGUAGES:
        named = set(re.findall(r"'([^']*)'", examples()[name].sql[language])) & known
        assert len(named) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_is_short_enough_to_be_run_and_known_again(language: Language) -> None:
    for name, example in examples().items():
        assert len(example.sql[language]) <= LONGEST_SQL
        assert example_of(example.sql[language], language) == name
    assert example_of("SELECT 1", language) is None


# What is drawn at first


@pytest.mark.parametrize(
    ("kinds", "sketch"),
    [
        (["text", "number"], Sketch("bar", 0, 1)),
        (["number", "text"], Sketch("bar", 1, 0)),
        (["date", "text", "number"], Sketch("line", 0, 2)),
        (["number", "number", "number"], Sketch("point", 0, 1)),
        (["number"], None),
        (["text", "date"], None),
    ],
)
def test_the_first_drawing_suits_the_columns(kinds: list[Any], sketch: Sketch | None) -> None:
    answer = Answer(tuple(Column(f"c{number}", kind) for number, kind in enumerate(kinds)), ())
    assert sketched(answer) == sketch

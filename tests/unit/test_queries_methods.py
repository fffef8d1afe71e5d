"""The codebook, the sources, the figures of checks and what is left out, asked of the smallest database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from explorer.queries import methods, records
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def found(rows: Rows, *words: str, theme: str | None = None) -> list[str]:
    return list(methods.codebook(rows.connection, list(words), theme)["indicator_id"])


@pytest.fixture
def codebook(rows: Rows) -> Rows:
    """Two themes, in vocabulary order referral before access, against the order of the codebook."""
    rows.tag("theme", "referral")
    rows.tag("theme", "access")
    rows.indicator("rate", "rates", theme="access", name_zh="县域就诊率", name_en="County visit rate")
    rows.indicator("rate-all", "rates", theme="access", name_zh="全口径就诊率", aliases_zh="总就诊率; 全部就诊")
    rows.indicator(
        "up", theme="referral", name_en="Referred up", definition_en="The patients’ way up", denominator_en="all days"
    )
    return rows


def test_without_words_or_theme_the_codebook_is_whole_and_by_theme(codebook: Rows) -> None:
    assert found(codebook) == ["up", "rate", "rate-all"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("就诊率",), ["rate", "rate-all"]),
        (("全部就诊",), ["rate-all"]),  # another name
        (("county",), ["rate"]),
        (("县域", "county"), ["rate"]),  # every word, in whichever language
        (("县域", "全口径"), []),
        (("patients'",), ["up"]),  # a keyboard's apostrophe finds a printed one
        (("all days",), ["up"]),  # what it is divided by
        (("rate-all",), ["rate-all"]),  # an id
        (("%",), []),
        (("_",), ["rate", "rate-all", "up"]),  # a letter like any other: ids of these rows are made of it
    ],
)
def test_every_word_must_occur_somewhere(codebook: Rows, words: tuple[str, ...], expected: list[str]) -> None:
    assert sorted(found(codebook, *words)) == expected


def test_a_theme_leaves_only_its_own(codebook: Rows) -> None:
    assert found(codebook, theme="access") == ["rate", "rate-all"]
    assert found(codebook, "up", theme="access") == []


def test_an_indicator_says_how_many_figures_it_has_and_of_how_many_cases(codebook: Rows) -> None:
    codebook.figure("a", "rate", 90, "2022")
    codebook.figure("a", "rate", 91, "2023")
    codebook.figure("b", "rate", 92, "2025", kind="target")
    first = {row["indicator_id"]: row for row in records(methods.codebook(codebook.connection, [], None))}
    assert [first["rate"][name] for name in ("figures", "cases", "compared")] == [3, 2, 2]
    assert [first["up"][name] for name in ("figures", "cases", "compared")] == [0, 0, 0]


def test_the_size_of_a_group_counts_indicators_that_the_search_leaves_out(codebook: Rows) -> None:
    [row] = records(methods.codebook(codebook.connection, ["county"], None))
    assert row["comparable"] == 2


def test_themes_are_counted_in_the_order_of_the_vocabulary(codebook: Rows) -> None:
    assert records(methods.codebook_themes(codebook.connection)) == [
        {"theme": "referral", "indicators": 1},
        {"theme": "access", "indicators": 2},
    ]


def test_a_source_says_what_rests_on_it_and_documents_come_first(rows: Rows) -> None:
    rows.source("bulletin", kind="bulletin")
    rows.source("report", file="report.txt")
    rows.case("a", source_id="report")
    rows.case("b", source_id="report")
    rows.case("national", category="context", province=None, source_id="bulletin")
    rows.figure("a", "rate", 1, "2023", source_id="report")
    rows.figure("a", "rate", 2, "2024", source_id="bulletin")  # a case with a figure from elsewhere
    rows.figure("national", "rate", 3, "2024", source_id="bulletin")
    told = {row["source_id"]: row for row in records(methods.evidence(rows.connection))}
    assert list(told) == ["report", "bulletin"]
    assert [told["report"][name] for name in ("figures", "cases", "places", "policies")] == [1, 2, 0, 0]
    assert [told["bulletin"][name] for name in ("figures", "cases", "places", "policies")] == [2, 1, 1, 0]


@pytest.fixture
def left_out(rows: Rows) -> Rows:
    rows.source("report", file="report.txt")
    rows.source("paper", file="paper.txt")
    for position, (source_id, locator, reason, words) in enumerate(
        [
            ("report", "1", "order", "（1）"),
            ("report", "1", "name", "2.0版"),
            ("report", "1", "name", "百强县"),
            ("paper", "引言", "name", "561"),
        ]
    ):
        rows.put(
            "left_out", reason, position=position, source_id=source_id, locator=locator, words=words, reason=reason
        )
    return rows


def test_what_is_left_out_stands_under_its_reason_place_by_place(left_out: Rows) -> None:
    told = records(methods.left_out(left_out.connection, None, None))
    assert [(row["reason"], row["source_id"], row["locator"], row["words"]) for row in told] == [
        ("name", "report", "1", ["2.0版", "百强县"]),
        ("name", "paper", "引言", ["561"]),
        ("order", "report", "1", ["（1）"]),
    ]


@pytest.mark.parametrize(
    ("reason", "source_id", "expected"), [("name", None, 2), (None, "paper", 1), ("order", "paper", 0)]
)
def test_a_reason_and_a_document_narrow_it_down(
    left_out: Rows, reason: str | None, source_id: str | None, expected: int
) -> None:
    assert len(methods.left_out(left_out.connection, reason, source_id)) == expected


def test_the_reason_with_most_words_comes_first(left_out: Rows) -> None:
    told = records(methods.left_out_counts(left_out.connection))
    assert [(row["reason"], row["source_id"], row["words"]) for row in told] == [
        ("name", "report", 2),
        ("name", "paper", 1),
        ("order", "report", 1),
    ]


def test_the_figures_of_a_check_come_with_their_roles(rows: Rows) -> None:
    whole, part = (rows.figure("a", "visits", value, "2023", unit="visits") for value in (10, 4))
    rows.put("checks", "sum", check_id="sum", case_id="a", kind="sum")
    for role, observation_id in (("whole", whole), ("parts", part)):
        rows.put("audit_operands", "sum", check_id="sum", role=role, position=0, observation_id=observation_id)
    told = records(methods.operands(rows.connection, ["sum", "unknown"]))
    assert [(row["check_id"], row["role"], row["observation_id"]) for row in told] == [
        ("sum", "whole", whole),
        ("sum", "parts", part),
    ]

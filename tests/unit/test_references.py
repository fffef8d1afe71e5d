"""Citations in four styles, of everything that there is: whole, and in the form that other programs read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import duckdb
import pytest

from explorer.exports.citation import case_citations, dataset_citations, policy_citations, view_citations
from explorer.exports.document import DataVersion
from explorer.exports.reference import STYLES, Reference, apa, bibtex, ris
from explorer.i18n import LANGUAGES, Translator
from explorer.queries import cases, policies, records
from explorer.store import open_database
from tests.unit.conftest import SHIPPED_DATABASE

ZH, EN = (Translator(language) for language in LANGUAGES)
VERSION = DataVersion("0123456789abcdef" * 4, "2026-03-07")
SEEN = date(2026, 11, 6)
LINK = "http://localhost/compare?lang=en&indicator=a_b&case=x"
RIS_TAGS = {
    *("TY", "ID", "AU", "TI", "TT", "T2", "PY", "DA", "PB", "M1", "IS", "SE", "SP", "EP", "ET", "DO", "UR", "Y2"),
    *("LA", "N1", "ER"),
}


def read_ris(record: str) -> list[tuple[str, str]]:
    """The tags of one RIS record with their values; fails on whatever the format forbids."""
    assert record.endswith("ER  - \r\n")
    lines = record.removesuffix("\r\n").split("\r\n")
    found = [(line[:2], line[6:]) for line in lines]
    for line in lines:
        assert re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line), line
    assert found[0][0] == "TY"
    assert [tag for tag, _ in found].count("ER") == 1
    assert {tag for tag, _ in found} <= RIS_TAGS
    assert all(value for _, value in found[:-1])
    return found


def read_bibtex(entry: str) -> dict[str, str]:
    """The fields of one BibTeX entry; fails where a brace does not close or a field stands twice."""
    head = re.match(r"@(article|incollection|techreport|misc)\{([^\s,{}]+),\n", entry)
    assert head, entry
    assert entry.endswith("\n}")
    fields: dict[str, str] = {}
    for line in entry[head.end() : -2].split("\n"):
        found = re.fullmatch(r"  (\w+) = \{(.*)\},?", line)
        assert found, line
        depth = 0
        for letter in found.group(2):
            depth += {"{": 1, "}": -1}.get(letter, 0)
            assert depth >= 0, line
        assert depth == 0, line
        assert found.group(1) not in fields
        fields[found.group(1)] = found.group(2)
    return fields


def check(citations: Mapping[str, str]) -> None:
    assert tuple(citations) == STYLES
    assert citations["gbt7714"].endswith(".")
    assert read_bibtex(citations["bibtex"])["title"]
    tags = dict(read_ris(citations["ris"]))
    assert tags["TI"]
    assert "  " not in citations["apa"]
    assert ".." not in citations["apa"]
    assert re.search(r"\((\[?\d{4}|n\.d\.)", citations["apa"])


@pytest.fixture
def shipped() -> Iterator[duckdb.DuckDBPyConnection]:
    connection, _ = open_database(SHIPPED_DATABASE)
    yield connection
    connection.close()


@pytest.mark.shipped_database
def test_every_case_and_every_policy_can_be_cited_in_every_style(shipped: duckdb.DuckDBPyConnection) -> None:
    sources = {row["source_id"]: row for row in records(cases.every_source(shipped))}
    index = list(cases.case_index(shipped)["case_id"])
    for case in records(cases.case_cards(shipped, index)):
        check(case_citations(case, sources[case["source_id"]]))
    every_policy = list(policies.policy_index(shipped)["policy_id"])
    for policy in records(policies.policy_cards(shipped, every_policy)):
        check(policy_citations(policy, sources[policy["source_id"]]))


@pytest.mark.parametrize("tr", [ZH, EN], ids=LANGUAGES)
def test_the_data_set_is_cited_with_its_version(tr: Translator) -> None:
    found = dataset_citations(VERSION, tr)
    check(found)
    assert all("0123456789ab" in text for text in found.values())
    assert all(tr("dataset.title") in text for text in found.values())


@pytest.mark.parametrize("tr", [ZH, EN], ids=LANGUAGES)
def test_a_view_is_cited_with_filters_link_version_and_the_day_it_was_seen(tr: Translator) -> None:
    found = view_citations("A rate", ["Province: A", "Year: 2023"], LINK, VERSION, SEEN, tr)
    check(found)
    for text in found.values():
        assert LINK in text
        assert "Province: A" in text
        assert "0123456789ab" in text
    assert "[2026-11-06]" in found["gbt7714"]
    assert "Retrieved November 6, 2026, from" in found["apa"]
    assert read_bibtex(found["bibtex"])["urldate"] == "2026-11-06"
    assert dict(read_ris(found["ris"]))["Y2"] == "2026/11/06"


def test_what_a_reader_typed_cannot_break_out_of_an_entry() -> None:
    found = view_citations("T", ["Words: }{, note = {x\r\nER  - \r\nTY  - JOUR"], "l", VERSION, SEEN, EN)
    assert "note" in read_bibtex(found["bibtex"])
    assert len([tag for tag, _ in read_ris(found["ris"]) if tag == "TY"]) == 1


WORK = Reference(
    key="k", kind="article", title="On care", original="论护理", authors=("Ye, Shu-ya", "Hu, Q", "Ministry of Health"),
    date="2026-03", container="A Journal", number="2", pages="28–33", doi="10.1/x", language="Chinese",
)  # fmt: skip


def test_latex_prints_every_letter_of_an_entry_as_it_is() -> None:
    typed = r"50% of A&B, $x_1$ #2 ~ ^ \input{/etc/passwd} }"
    fields = read_bibtex(bibtex(Reference(key="a", kind="misc", title=typed, note=typed, authors=("Ye & Co",))))
    printed = r"50\% of A\&B, \$x\_1\$ \#2 \textasciitilde{} \textasciicircum{} \textbackslash{}input/etc/passwd "
    assert fields == {"author": r"{Ye \& Co}", "title": f"{{{printed}}}", "note": printed}


def test_an_article_in_apa() -> None:
    assert apa(WORK) == (
        "Ye, S. Y., Hu, Q., & Ministry of Health. (2026). 论护理 [On care]. A Journal, (2), 28–33. "
        "https://doi.org/10.1/x"
    )


def test_an_article_in_ris() -> None:
    assert read_ris(ris(WORK)) == [
        *(("TY", "JOUR"), ("ID", "k"), ("AU", "Ye, Shu-ya"), ("AU", "Hu, Q"), ("AU", "Ministry of Health")),
        *(("TI", "论护理"), ("TT", "On care"), ("T2", "A Journal"), ("PY", "2026"), ("DA", "2026/03"), ("IS", "2")),
        *(("SP", "28"), ("EP", "33"), ("DO", "10.1/x"), ("LA", "Chinese"), ("ER", "")),
    ]


def test_a_work_without_author_or_date_says_so_in_apa() -> None:
    assert apa(Reference(key="k", kind="report", title="A report")) == "A report. (n.d.)."


def test_a_body_keeps_its_capitals_in_bibtex() -> None:
    assert read_bibtex(bibtex(WORK))["author"] == "Ye, Shu-ya and Hu, Q and {Ministry of Health}"

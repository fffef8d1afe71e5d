"""The draft brief: every number in it can be followed, and its two files say what it says."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.charts.position import drawable, position_alt, position_chart
from explorer.charts.theme import framed
from explorer.county import FIELDS, County
from explorer.exports import brief_docx as word
from explorer.exports.brief import brief
from explorer.exports.brief_docx import brief_docx
from explorer.exports.brief_html import brief_html
from explorer.i18n import LANGUAGES, Language, Translator, sentences
from explorer.paths import DATA_FOLDER
from explorer.planner.brief import (
    Brief,
    LikeCase,
    Likeness,
    Material,
    MeasureRow,
    Picture,
    PreconditionRow,
    Reckoned,
    Table,
)
from explorer.planner.gap import QUANTITY_OF, change, national_visits_per_resident
from explorer.planner.goals import opening_goal
from explorer.planner.position import FIELD_INDICATORS, positions
from explorer.planner.scenario import Kind, Scenario, outcomes, slider_of
from explorer.planner.telling import Told, runs_of, tell
from explorer.queries import cases, methods, observations, policies, records
from explorer.queries.position import indicators_alike, policies_of_targets, visits_per_resident
from explorer.store import READ_ONLY_SETTINGS
from explorer.wording import causal_words
from tests.unit.planner_counties import county, number

pytestmark = pytest.mark.shipped_database

A1 = county(
    {"county_visit_rate": "monitored", "primary_rate": "within_county_outpatient"},
    population="600000",
    county_visit_rate="88.76",
    primary_rate="55.95",
    admissions_within_county="86.56",
    fund_within_county="73.71",
    fund_primary="13.73",
)
"""Pilot county A1 as published, but for a population and a county visit rate chosen so that there is a gap."""
CLOSEST = ("changxing", "deqing", "ruian")
MADE_ON = date(2026, 11, 26)
every_language = pytest.mark.parametrize("language", LANGUAGES)


class Shipped:
    """What a brief is made from, read from the shipped database."""

    def __init__(self) -> None:
        # Opened as the app opens it: DuckDB refuses two ways of opening one file in a process.
        path, settings = str(DATA_FOLDER / "metrics.duckdb"), READ_ONLY_SETTINGS
        self.connection = duckdb.connect(path, read_only=True, config=settings)  # type: ignore[arg-type]
        self._asked: dict[tuple[str, str], Any] = {}
        self.labels: dict[tuple[str, str], dict[Language, str]] = {
            (row["dimension"], row["tag"]): {name: row[f"label_{name}"] for name in LANGUAGES}
            for row in self.rows(cases.vocabulary)
        }

    def ask(self, query: Callable[..., Any], *arguments: object) -> Any:
        """The answer of a query, asked once."""
        key = (query.__name__, repr(arguments))
        if key not in self._asked:
            self._asked[key] = query(self.connection, *arguments)
        return self._asked[key]

    def ids(self, table: str, column: str) -> frozenset[str]:
        """Every id in a table."""
        key = (table, column)
        if key not in self._asked:
            found = self.connection.execute(f"SELECT {column} FROM {table}").fetchall()
            self._asked[key] = frozenset(row[0] for row in found)
        return self._asked[key]

    def rows(self, query: Callable[..., Any], *arguments: object) -> list[dict[str, Any]]:
        return records(self.ask(query, *arguments))

    def material(self, language: Language, one: County = A1) -> tuple[Material, Translator]:
        tr, asked = Translator(language, self.labels), list(FIELD_INDICATORS)
        alike = self.rows(indicators_alike, asked)
        targets = self.rows(policies.targets_for, asked)
        figures = self.ask(observations.comparison, [row["indicator_id"] for row in alike])
        every = positions(one, alike, figures, targets)
        basis = self.rows(visits_per_resident)
        visits = national_visits_per_resident(basis)
        assert visits is not None
        each = {"visits": visits}
        cards = {row["case_id"]: row for row in self.rows(cases.case_cards, list(CLOSEST))}
        reckoned = []
        for position in every:
            goal = opening_goal(position)
            if position.field_id in QUANTITY_OF and goal is not None:
                reckoned.append(Reckoned(position, goal, change(one, position.field_id, goal.rate, each)))
        return (
            Material(
                county=one,
                positions=every,
                reckoned=reckoned,
                scenarios=_scenarios(one, every, each, tr),
                per_person=each,
                national=self.rows(observations.observations_by_id, [row["observation_id"] for row in basis]),
                likeness=_likeness(cards, tr),
                sources={row["source_id"]: row for row in self.rows(methods.evidence)},
                cases=cards,
                policies={
                    row["target_id"]: row
                    for row in self.rows(policies_of_targets, [row["target_id"] for row in targets])
                },
                version="0123456789abcdef",
                made_on=MADE_ON,
                picture=framed(position_chart(drawn, tr), "t", "s", ["n"]) if (drawn := drawable(every)) else None,
            ),
            tr,
        )


def _scenarios(one: County, every: list[Any], each: Any, tr: Translator) -> list[Scenario]:
    sliders = [slider for position in every if position.field_id in QUANTITY_OF if (slider := slider_of(position))]
    made = []
    for index, kind in enumerate(Kind, start=1):
        rates = {slider.field_id: slider.opening[kind] for slider in sliders}
        made.append(Scenario(index, tr(f"what_if.scenario.{kind}"), rates, outcomes(one, index, rates, each)))
    return made


def _likeness(cards: dict[str, Any], tr: Translator) -> Likeness:
    names = {case_id: tr.pick(card, "name") or "" for case_id, card in cards.items()}
    closest = tuple(LikeCase(case_id, names[case_id], 0.25, 3, 6) for case_id in CLOSEST)
    measure = MeasureRow("M <b>", "K", (names["deqing"],), 3, (("deqing", "M1"),), in_place=False)
    missing = PreconditionRow("P", (names["deqing"],), ("deqing",), 3, in_county=False)
    open_one = PreconditionRow("Q", (), (), 3, in_county=None)
    weights = tell(tr, "brief.setting.data", version=Told("w=2", ("setting:weight.population",)))
    return Likeness(closest, (measure,), (missing, open_one), (weights,))


@cache
def shipped() -> Shipped:
    return Shipped()


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    if shipped.cache_info().currsize:
        shipped().connection.close()
        shipped.cache_clear()


@cache
def of_a1(language: Language) -> tuple[Brief, Material, Translator]:
    return made_of(language, A1)


def made(language: Language) -> tuple[Brief, Material, Translator]:
    return of_a1(language)


def made_of(language: Language, one: County) -> tuple[Brief, Material, Translator]:
    material, tr = shipped().material(language, one)
    return brief(material, tr, alt=position_alt(drawable(material.positions), tr)), material, tr


def every_run(told: Brief) -> list[Told]:
    return [run for piece in told.pieces() for run in runs_of(piece)]


# Every number can be followed


def known(origin: str, material: Material) -> bool:
    """Whether an origin leads somewhere: to the database, the form, a setting or a sentence of ours."""
    kind, _, name = origin.partition(":")
    tables = {"observation": "observations", "target": "targets", "indicator": "indicators", "source": "sources",
              "case": "cases", "policy": "policies"}  # fmt: skip
    if kind in tables:
        return name in shipped().ids(tables[kind], f"{kind}_id")
    if kind == "form":
        return name in {*material.county.numbers, "name", "in_place"}
    if kind == "key":
        return name in sentences()
    if kind == "point":
        return name.partition("/")[0] in material.cases
    return kind == "setting" and name.partition(".")[0] in {
        *("scenario", "likeness", "version", "date", "weight", "per_person")
    }


@every_language
def test_every_number_in_the_brief_can_be_followed(language: Language) -> None:
    told, material, _ = made(language)
    numbered = [run for run in every_run(told) if re.search(r"\d", run.text)]
    assert len(numbered) > 80
    assert [run.text for run in numbered if not run.origins] == []
    assert [run for run in numbered if not all(known(origin, material) for origin in run.origins)] == []


@every_language
def test_a_number_of_a_single_observation_is_that_observations(language: Language) -> None:
    told, _, tr = made(language)
    said: dict[str, set[str]] = {}
    for run in every_run(told):
        if len(run.origins) == 1 and run.origins[0].startswith("observation:"):
            said.setdefault(run.origins[0].partition(":")[2], set()).add(run.text)
    assert len(said) > 8
    for row in shipped().rows(observations.observations_by_id, list(said)):
        end = row["period_end"]
        allowed = {tr.figure(row), tr.figure(row, beside=False), tr.period(row), end and str(end.year)}
        allowed |= {tr.pick(row, "place"), tr.pick(row, "subject")}
        assert said[row["observation_id"]] <= allowed


@every_language
def test_a_number_of_the_form_alone_is_as_entered(language: Language) -> None:
    told, material, _ = made(language)
    found = [run for run in every_run(told) if len(run.origins) == 1 and run.origins[0].startswith("form:")]
    for run in found:
        number = material.county.numbers.get(run.origins[0].partition(":")[2])
        if number is not None and "%" in run.text:
            assert number.as_entered in run.text
    assert any("88.76%" in run.text for run in found)


@every_language
def test_the_gap_in_the_summary_is_plain_arithmetic(language: Language) -> None:
    told, material, _ = made(language)
    # 600,000 people × 9.55bn ÷ (296.97m ÷ 21.1%) visits × (90 − 88.76)%
    expected = 600_000 * 9.55e9 / (296.97e6 / 0.211) * (90 - 88.76) / 100
    change_of = next(each.found for each in material.reckoned if each.position.field_id == "county_visit_rate")
    assert change_of.more.low < expected < change_of.more.high  # type: ignore[union-attr]
    shown = {"zh": "人次", "en": "visits"}[language]
    assert any("target:county-visit-rate-2020" in run.origins and shown in run.text for run in every_run(told))


def named(name: str) -> tuple[Brief, Material, Translator]:
    """A brief of little more than a county's name."""
    return made_of("en", replace(A1, name=name, numbers={"fund_primary": A1.numbers["fund_primary"]}))


ENTERED = {
    field.field_id: st.decimals(field.possible.low, field.possible.high, places=2).map(str)
    for field in FIELDS
    if field.possible is not None
}
DEFINED = {field.field_id: st.sampled_from(sorted(field.indicators)) for field in FIELDS if len(field.indicators) > 1}


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(LANGUAGES),
    st.fixed_dictionaries({}, optional=ENTERED),
    st.fixed_dictionaries({}, optional=DEFINED),
)
def test_whatever_is_possible_makes_a_brief_whose_numbers_can_be_followed(
    language: Language, numbers: dict[str, str], definitions: dict[str, str]
) -> None:
    told, material, tr = made_of(language, county(definitions, **numbers))
    assert [run for run in every_run(told) if re.search(r"\d", run.text) and not run.origins] == []
    assert all(known(origin, material) for run in every_run(told) for origin in run.origins)
    assert brief_html(replace(told, blocks=tuple(b for b in told.blocks if not isinstance(b, Picture))), tr)


# What it says


@every_language
def test_the_brief_has_its_parts_and_claims_no_cause(language: Language) -> None:
    told, _, tr = made(language)
    text = "\n".join("".join(run.text for run in runs_of(piece)) for piece in told.pieces())
    assert causal_words(text, language) == []
    headings = [block.text for block in told.blocks if type(block).__name__ == "Heading"]
    assert headings == [
        tr(key)
        for key in (
            *("brief.summary", "position.title", "gap.title", "what_if.title", "brief.cases"),
            *("brief.measures", "brief.preconditions", "brief.limits", "brief.settings", "brief.references"),
        )
    ]


@every_language
def test_references_are_numbered_as_they_come_up_and_each_once(language: Language) -> None:
    told, _, _ = made(language)
    cited = [int(run.text.strip("[]")) for run in every_run(told) if run.raised]
    assert list(dict.fromkeys(cited)) == list(range(1, max(cited) + 1))
    entries = [piece for piece in told.pieces() if re.match(r"\[\d+\] ", "".join(run.text for run in runs_of(piece)))]
    assert len(entries) == max(cited)


def test_a_coefficient_that_nothing_was_reckoned_with_is_no_setting() -> None:
    with_population, _, tr = made("en")
    told, _, _ = made_of("en", replace(A1, numbers={**A1.numbers, "visits": number("4000000", exact=True)}))
    key = tr("gap.coefficient.visits")
    assert any(key in run.text for run in every_run(with_population))
    assert not any(key in run.text for run in every_run(told))


def test_a_county_of_nothing_but_a_name_still_makes_a_brief() -> None:
    material, tr = shipped().material("en", County("Nowhere"))
    told = brief(replace(material, likeness=Likeness(), scenarios=(), picture=None), tr, alt="")
    assert "Nowhere" in told.title.text
    assert not any(isinstance(block, Table | Picture) for block in told.blocks)


# Word


@cache
def docx(language: Language) -> bytes:
    told, _, tr = made(language)
    return brief_docx(told, tr)


def document(language: Language) -> Any:
    return Document(io.BytesIO(docx(language)))


@every_language
def test_word_holds_every_sentence_and_every_cell(language: Language) -> None:
    told, _, _ = made(language)
    opened = document(language)
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    shown = "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])
    missing = [text for piece in told.pieces() if (text := "".join(run.text for run in runs_of(piece))) not in shown]
    assert missing == []
    assert len(opened.inline_shapes) == 1
    assert len(opened.tables) == sum(isinstance(block, Table) for block in told.blocks) == 4


@every_language
def test_word_repeats_the_head_of_a_table_and_keeps_its_rows_whole(language: Language) -> None:
    for table in document(language).tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@every_language
def test_word_sets_chinese_in_a_chinese_font_on_a4(language: Language) -> None:
    opened = document(language)
    for style in ("Normal", "Heading 1", "Title", "Table Text", "List Bullet"):
        fonts = opened.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体")
        assert fonts.get(qn("w:asciiTheme")) is None
    section = opened.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert opened.core_properties.language == {"zh": "zh-CN", "en": "en-GB"}[language]
    assert opened.core_properties.created.date() == MADE_ON


def test_equal_briefs_give_equal_bytes() -> None:
    told, _, tr = made("zh")
    assert brief_docx(told, tr) == docx("zh")
    with zipfile.ZipFile(io.BytesIO(docx("zh"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_a_chinese_font_word_says_that_the_chart_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "has_chinese_font", lambda: False)
    told, _, tr = made("zh")
    opened = Document(io.BytesIO(brief_docx(told, tr)))
    assert len(opened.inline_shapes) == 0
    assert tr("brief.no_font") in [paragraph.text for paragraph in opened.paragraphs]


def test_a_name_with_control_characters_still_makes_a_document() -> None:
    told, _, tr = named("甲\x00\x0b县\ud800")
    opened = Document(io.BytesIO(brief_docx(told, tr)))
    assert opened.paragraphs[0].text.startswith("甲县")
    assert "甲" in brief_html(told, tr).decode("utf-8")


# HTML


class Reader(HTMLParser):
    """Reads the tags, the text, and everything that a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@every_language
def test_html_says_the_same_and_fetches_nothing(language: Language) -> None:
    told, _, tr = made(language)
    reader = Reader()
    reader.feed(brief_html(told, tr).decode("utf-8"))
    shown = "".join(reader.text)
    assert [run.text for run in every_run(told) if run.text not in shown] == []
    assert len(reader.fetched) == 1
    assert reader.fetched[0].startswith("data:image/svg+xml;base64,")
    assert reader.tags.count("thead") == 4


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "<img src=x onerror=y>", '"><b>', "&amp;"])
def test_what_a_reader_typed_is_text_in_html_and_nothing_else(name: str) -> None:
    told, _, tr = named(name)
    reader = Reader()
    reader.feed(brief_html(told, tr).decode("utf-8"))
    assert "script" not in reader.tags
    assert reader.tags.count("img") == 1
    assert "b" not in reader.tags
    assert name in "".join(reader.text)


# On paper


def test_the_document_opens_in_libreoffice_on_one_to_four_pages(tmp_path: Path) -> None:
    office, pages = shutil.which("soffice"), shutil.which("pdfinfo")
    if office is None or pages is None:
        pytest.skip(
            "needs LibreOffice Writer and poppler-utils: apt-get install libreoffice-writer-nogui poppler-utils"
        )
    for language in LANGUAGES:
        (tmp_path / f"{language}.docx").write_bytes(docx(language))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = [f"{language}.docx" for language in LANGUAGES]
    subprocess.run([*command, *files], cwd=tmp_path, check=True, capture_output=True, timeout=180)
    for language in LANGUAGES:
        printed = subprocess.run([pages, f"{language}.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True)
        found = re.search(r"Pages:\s+(\d+)", printed.stdout)
        assert found is not None
        assert 1 <= int(found.group(1)) <= 4

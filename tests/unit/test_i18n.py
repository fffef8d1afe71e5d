"""Everything of ours that a reader sees: each sentence in both languages, numbers and dates as each writes them."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import explorer
from explorer import comparability, schema
from explorer.api import asking
from explorer.api import problems as api_problems
from explorer.api.envelopes import Page
from explorer.api.resources import RESOURCES
from explorer.charts import answers, clock_places
from explorer.choices import DateBasis, PolicyPointKind, PolicyRelation
from explorer.county import FIELD, FIELDS, FieldGroup
from explorer.errors import (
    BuildError,
    DatabaseMissingError,
    DataFileError,
    ExplorerError,
    Fault,
    FolderError,
    RoomsFullError,
    UnknownCodeError,
)
from explorer.exports.brief import LIMITS
from explorer.filters import FACETS, POLICY_FACETS, POLICY_SORTS, SORTS
from explorer.i18n import (
    LANGUAGES,
    QUALIFIER_KEYS,
    SIGNIFICANT,
    UNIT_OF_ONE,
    VERDICT_SIGNS,
    Language,
    Translator,
    decimals_of,
    plain_number,
    sentences,
    to_significant,
)
from explorer.monitoring.definitions import Counted, PlaceOf
from explorer.monitoring.faults import InterruptedRunError, RecordsError
from explorer.own_figures import faults, heads, meanings, offer, templates
from explorer.paths import PROJECT_FOLDER
from explorer.planner import county_file, problems
from explorer.planner.gap import QUANTITIES, QUANTITY_OF, UNIT_OF, Assumption, Lack
from explorer.planner.measures import GROUPINGS
from explorer.planner.position import WhyNot
from explorer.planner.preconditions import Standing
from explorer.planner.scenario import Kind
from explorer.queries import frameworks
from explorer.queries.coverage import STATUSES
from explorer.story_links import PAGES
from explorer.story_schema import KINDS as STEP_KINDS
from explorer.target_verdict import Outcome, Timing, Verdict
from explorer.ui import county_form, my_story, my_story_steps, own_mapping, own_upload, targets
from explorer.ui.entrances import READERS
from explorer.ui.files import MIME
from explorer.ui.findings import KINDS, VERDICTS
from explorer.ui.likeness_view import AGAINST, CLOSEST, OVERLAP
from explorer.ui.methods import PARTS
from explorer.workbench import runner

CHINESE = re.compile(r"[\u3400-\u9fff]")
LETTER = re.compile(r"[A-Za-z]")
FULL_WIDTH = re.compile(r"[\u2e80-\uffef]")
SLOT = re.compile(r"\{[^}]*\}")

NAMED_IN_ENGLISH_ONLY = {"date.month", "date.day"}
"""The only sentences whose slots differ: English names a month, Chinese numbers it."""

UNITS = {
    ("unit", "percent"): {"zh": "%", "en": "%"},
    ("unit", "percentage-points"): {"zh": "个百分点", "en": "percentage points"},
    ("unit", "visits"): {"zh": "人次", "en": "visits"},
    ("unit", "calendar-year"): {"zh": "年份", "en": "calendar year"},
    ("unit", "per-1000"): {"zh": "‰", "en": "per 1,000"},
    ("unit", "per-100000"): {"zh": "/10万", "en": "per 100,000"},
    ("unit", "index"): {"zh": "（指数）", "en": "(index)"},
    ("unit", "ratio"): {"zh": "倍", "en": "times"},
}
ZH, EN = Translator("zh", UNITS), Translator("en", UNITS)


# Every key


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


every_key = pytest.mark.parametrize("key", sentences())


@every_key
def test_a_sentence_stands_in_both_languages_and_says_something(key: str) -> None:
    assert list(sentences()[key]) == list(LANGUAGES)
    assert all(sentence.strip() for sentence in sentences()[key].values())


@every_key
def test_a_sentence_has_the_same_named_slots_in_both_languages(key: str) -> None:
    of = {language: slots(sentence) for language, sentence in sentences()[key].items()}
    assert all(name.isidentifier() for names in of.values() for name in names)
    assert of["zh"] == of["en"] or key in NAMED_IN_ENGLISH_ONLY


@every_key
def test_a_sentence_is_chinese_in_chinese_and_nothing_but_english_in_english(key: str) -> None:
    chinese, english = (SLOT.sub("", sentences()[key][language]) for language in LANGUAGES)
    # Between slots there may be no word at all, only punctuation.
    assert CHINESE.search(chinese) or not LETTER.search(chinese)
    assert not FULL_WIDTH.search(english)


def test_the_only_sentences_with_other_slots_are_those_named_here() -> None:
    different = {key for key, pair in sentences().items() if slots(pair["zh"]) != slots(pair["en"])}
    assert different == NAMED_IN_ENGLISH_ONLY


def test_no_key_is_defined_twice() -> None:
    text = resources.files("explorer").joinpath("locales.yaml").read_text(encoding="utf-8")
    keys = re.findall(r"^([^\s#:]+):", text, re.MULTILINE)
    assert sorted(keys) == sorted(sentences())


# Every key is used, and every key used is defined


def every_error() -> list[type[ExplorerError]]:
    """ExplorerError and all its subclasses, wherever in the package they are defined."""
    for module in pkgutil.walk_packages(explorer.__path__, "explorer."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = [ExplorerError]
    for error in found:
        found += error.__subclasses__()
    return found


def reasons_for_a_rebuild() -> set[str]:
    """What ``Store`` can find wrong with a database: the second half of ``return False, reason``."""
    store = ast.parse((Path(explorer.__file__).parent / "store.py").read_text(encoding="utf-8"))
    pairs = [node.value.elts for node in ast.walk(store) if isinstance(node, ast.Return) and is_pair(node.value)]
    return {second.value for _, second in pairs if isinstance(second, ast.Constant) and second.value}


def is_pair(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Tuple) and len(node.elts) == 2


def search_fields() -> set[str]:
    """What a search hit can be a part of, as the table of search texts allows."""
    tables = resources.files("explorer").joinpath("tables.sql").read_text(encoding="utf-8")
    allowed = re.findall(r"CHECK \(\s*field IN \(([^)]*)\)\s*\)", tables)
    assert len(allowed) == 2
    return {field for fields in allowed for field in re.findall(r"'(\w+)'", fields)}


def options_and_definitions() -> Iterator[str]:
    """The names of the options and definitions that a county's fields have."""
    for each in FIELDS:
        yield from (f"{each.field_id}.{option}" for option in each.options)
        yield from (f"{each.field_id}.by.{definition}" for definition in each.indicators if len(each.indicators) > 1)


API_LISTS = {resource.name for resource in RESOURCES}
API_RECORDS = {f"{resource.name}.one" for resource in RESOURCES if resource.in_full}


def api_fields() -> set[str]:
    """The fields of records and of the lists they come in, without the language of their text."""
    shapes = [*(resource.shape for resource in RESOURCES), Page]
    fields = {name for shape in shapes for name in shape.model_fields} - {"data"}
    return {name.removesuffix("_zh").removesuffix("_en") for name in fields}


FAMILIES: dict[str, set[str]] = {
    "api.reason.{}": set(get_args(asking.Reason)),
    "api.problem.{}": set(api_problems.KINDS),
    "api.problem.{}.title": set(api_problems.KINDS),
    "api.field_in.{}": set(LANGUAGES),
    "api.field.{}": api_fields(),
    "api.resource.{}": {*API_LISTS, *API_RECORDS, "reference", "openapi"},
    "api.resource.{}.text": {*API_LISTS, *API_RECORDS, "reference", "openapi"},
    "api.resource.{}.one.text": {name.removesuffix(".one") for name in API_RECORDS},
    "api.id.{}": {name.removesuffix(".one") for name in API_RECORDS},
    "api.parameter.{}": {
        *("q", "case", "indicator", "basis", "from", "to", "verdict", "limit", "offset", "format", "lang"),
        *("cases.sort", "policies.sort", "indicators.theme", "observations.theme", "findings.theme"),
        *("observations.kind", "findings.kind", "sources.kind", "search.kind"),
    },
    "timeline.{}": {"whole", "latest", "busiest", "earlier", "later"},
    "policy.same_payment.{}": {"cases", "policies"},
    "policy.figures.{}": {"problem", "outcome"},
    "facet.{}": {*FACETS, *POLICY_FACETS, *schema.TAG_DIMENSIONS, "evidence"},
    "sort.{}": {*SORTS, *POLICY_SORTS},
    "policy.points.{}": set(PolicyPointKind),
    "policy.relation.{}": set(PolicyRelation),
    "policy.verdict.{}": set(Verdict),
    "policy.date.{}": set(DateBasis),
    "export.{}": set(MIME),
    "entrance.{}.title": set(READERS),
    "entrance.{}.text": set(READERS),
    "overview.type.{}": set(schema.IntegrationType),
    "point.answers.{}": {schema.Section.measure, schema.Section.outcome},
    "limitation.{}": set(schema.Basis),
    "tag.{}": set(schema.Basis),
    "tag.basis.{}": set(schema.Basis),
    "kind.{}": set(schema.ObservationKind),
    "basis.{}": {*schema.ObservationBasis, "own"},
    "own.origin.{}": {"published", "own", "own_synthetic"},
    "own.panel.rank.{}": {"largest", "smallest"},
    "own.panel.months.{}": {"1", "3", "6", "12"},
    "qualifier.{}": set(QUALIFIER_KEYS.values()),
    "qualifier.{}.word": set(QUALIFIER_KEYS.values()),
    "source.kind.{}": set(schema.SourceKind),
    "measure.{}": set(schema.Measure.model_fields),
    "marks.{}": set(VERDICT_SIGNS),
    "codebook.{}": set(comparability.PARTS),
    "direction.{}": set(schema.Direction),
    "verdict.{}": set(VERDICTS),
    "targets.part.{}": set(targets.PARTS),
    "targets.filter.{}": {name for name, _ in targets.FILTERS},
    "targets.outcome.{}": set(Outcome),
    "targets.timing.{}": set(Timing),
    "targets.verdict.{}": set(Verdict),
    "targets.number.{}": set(Verdict),
    "frameworks.told.{}": set(frameworks.STATUSES),
    "frameworks.sign.{}": set(frameworks.STATUSES),
    "check.{}": set(KINDS),
    "coverage.status.{}": set(STATUSES),
    "coverage.sign.{}": set(STATUSES),
    "coverage.told.{}": set(STATUSES),
    "methods.part.{}": set(PARTS),
    "clock.mode.{}": set(clock_places.MODES),
    "clock.happened.{}": set(clock_places.EVENTS),
    "clock.stands.{}": {"before", "at_start", "after"},
    "clock.left_out.{}": {"place", "no_start", "no_figure", "too_many"},
    "field.{}": search_fields(),
    "likeness.against.{}": set(AGAINST.choices or ()),
    "likeness.{}": {CLOSEST.name, OVERLAP.name},
    "likeness.{}.help": {CLOSEST.name, OVERLAP.name},
    "taken.grouped.{}": set(GROUPINGS),
    "taken.untied.{}": set(GROUPINGS),
    "precondition.standing.{}": set(Standing),
    "precondition.{}": set(Standing) - {Standing.has},
    "position.why.{}": set(WhyNot),
    "position.stands.{}": {"below", "level", "above"},
    "gap.unit.{}": set(UNIT_OF.values()),
    "gap.quantity.{}": set(QUANTITIES),
    "gap.each.{}": set(QUANTITIES),
    "gap.coefficient.{}": set(QUANTITIES),
    "gap.more.{}": set(QUANTITY_OF),
    "gap.assume.{}": set(Assumption),
    "gap.lack.{}": set(Lack),
    "what_if.scenario.{}": set(Kind),
    "what_if.begins.{}": set(Kind),
    "what_if.row.{}": set(QUANTITY_OF),
    "brief.limit.{}": set(LIMITS),
    "error.{}": {error.key for error in every_error()},
    "records.what.{}": set(get_args(Counted)),
    "records.kinds.{}": {"visits", "admissions", "every"},
    "records.place.{}": set(get_args(PlaceOf)),
    "records.day.{}": {"start", "end", "date"},
    "notice.rebuilt.{}": reasons_for_a_rebuild(),
    "county.{}": {"name", "year", *FIELD, *options_and_definitions()},
    "county.{}.definition": {"name", "year", *FIELD},
    "county.{}.where": {"name", "year", *FIELD},
    "county.column.{}": set(county_file.COLUMNS),
    "county.group.{}": set(FieldGroup),
    "county.problem.{}": set(problems.KEYS),
    "mine.problem.{}": set(faults.KEYS),
    "mine.panel.{}": set(own_upload.PANEL_PROBLEMS),
    "mine.role.{}": set(heads.Role),
    "mine.scale.{}": set(meanings.Scale),
    "mine.grain.{}": set(own_mapping.GRAINS),
    "mine.form.{}": set(templates.FORMS),
    "mine.templates.{}": {"xlsx", "csv"},
    "mine.template.{}": {*templates.LONG, "definition"},
    "mine.offer.step.{}": set(offer.STEPS),
    "mine.onward.{}": {"compare", "clock", "referrals", "planner"},
    "mine.take.{}": {"csv", "parquet"},
    "planner.gain.{}": set(county_form.GAINS),
    "stories.kind.{}": set(STEP_KINDS),
    "present.guess.verdict.{}": {"same", "higher", "lower", "about_higher", "about_lower", "within", "outside"},
    "present.score.{}": {"few", "agreed", "split"},
    "present.score.round.{}": {"1", "2"},
    "vote.{}": {"nothing", "full", "refused"},
    "workbench.how.{}": set(answers.HOWS),
    "workbench.chart.lack.{}": set(get_args(answers.Lack)),
    "workbench.refused.{}": set(runner.REASONS),
    "workbench.cut.{}": {"rows", "size"},
    # Those below name their members in the line that asks.
    "case.{}": {"parent", "branch"},
    "stories.step.{}": {"reveal", "notes"},
    "my_story.{}": {"up", "down", "figures", "observations"},
    "my_story.field.{}": {*my_story.FIELDS, "minutes", "high", "observations", "figures"},
    "my_story.{}.help": {"figures", "observations"},
    "my_story.new.{}": set(my_story_steps.MADE_HERE),
    "my_story.default.{}.title": set(my_story_steps.MADE_HERE),
    "my_story.default.{}.prompt": set(my_story_steps.MADE_HERE),
    "my_story.section.{}": set(schema.Section),
    "my_story.remark.{}": {
        *("id", "minutes", "twice", "unknown", "link", "units", "outside", "range", "number", "causal")
    },
    "present.page.{}": set(PAGES),
    "present.room.{}": {"screen", "facilitator"},
    "{}.title": set(PAGES),
    "source.rests.{}": {"figures", "cases", "places", "policies"},
    "left_out.{}": {"reason", "source"},
    "finding.{}": {"between", "at_least", "at_most"},
    "target.{}": {"label", "policy", "scope"},
    "county.form.save.{}": {"xlsx", "csv"},
    "workbench.{}": {"x", "y", "colour"},
    "referrals.{}.title": {"country", "growth", "ratio", "place"},
}
"""Keys put together while running, and everything that their open part can be."""

EXPANDED = {pattern.format(member) for pattern, members in FAMILIES.items() for member in members}


def sources() -> Iterator[ast.Module]:
    """Our code, module by module."""
    package = Path(explorer.__file__).parent
    files = [PROJECT_FOLDER / "app.py", *(PROJECT_FOLDER / "pages").glob("*.py"), *package.rglob("*.py")]
    for file in files:
        yield ast.parse(file.read_text(encoding="utf-8"), str(file))


def literals() -> set[str]:
    """Every text in our code, wherever it stands."""
    return {
        node.value
        for tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def keys_asked_for() -> Iterator[ast.expr]:
    """What translators, and what asks in both languages, are called with first; each branch of a choice by itself."""
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                if node.func.id in ("tr", "language_of", "self", "ways", "in_both"):
                    yield from branches(node.args[0])
                if node.func.id in ("tell", "label"):  # these are given the translator first
                    yield from branches(node.args[1])


def branches(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from branches(node.body)
        yield from branches(node.orelse)
    else:
        yield node


def pattern_of(node: ast.expr) -> str | None:
    """A key put together while running, its open part as ``{}``; None for any other expression."""
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
        return f"{node.left.value}{{}}"
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def test_every_key_written_out_is_defined() -> None:
    asked = {node.value for node in keys_asked_for() if isinstance(node, ast.Constant)}
    assert len(asked) > 100
    assert asked - set(sentences()) == set()


def test_every_text_that_looks_like_a_key_is_defined() -> None:
    # Some keys stand in tables and are asked for through a variable.
    roots = {key.partition(".")[0] for key in sentences()}
    shape = re.compile(rf"({'|'.join(roots)})(\.[a-z_]+)+")
    file_name = re.compile(r".*\.(yaml|csv|sql|svg|py|duckdb|parquet)")
    like_keys = {text for text in literals() if shape.fullmatch(text) and not file_name.fullmatch(text)}
    assert like_keys - set(sentences()) == set()


def test_every_key_put_together_is_of_a_family_whose_members_are_known() -> None:
    asked = {pattern for node in keys_asked_for() if (pattern := pattern_of(node)) is not None}
    assert asked <= set(FAMILIES), "say in FAMILIES what the open part can be"
    assert set(FAMILIES) <= asked, "nothing asks for this family any more"


@pytest.mark.parametrize("pattern", FAMILIES)
def test_every_member_of_a_family_has_its_sentence(pattern: str) -> None:
    assert FAMILIES[pattern]
    assert {pattern.format(member) for member in FAMILIES[pattern]} - set(sentences()) == set()


def test_every_key_defined_is_used() -> None:
    assert set(sentences()) - literals() - EXPANDED == set()


@pytest.mark.parametrize(("count", "said"), [(0, "**0** cases"), (1, "**1** case"), (2, "**2** cases")])
def test_one_is_singular_and_every_other_number_plural(count: int, said: str) -> None:
    assert EN("cases.found", count=count) == said
    assert str(count) in ZH("cases.found", count=count)


def test_a_form_stands_for_one_and_another_for_every_other_number() -> None:
    chosen = [
        (key, spec)
        for key, pair in sentences().items()
        for _, _, spec, _ in string.Formatter().parse(pair["en"])
        if spec and "|" in spec
    ]
    assert chosen
    assert [key for key, spec in chosen if len(set(spec.split("|"))) != 2] == []


def test_a_number_in_english_does_not_stand_before_a_word_without_its_singular() -> None:
    numbered = re.compile(r"\{(?:count|provinces)\}\*{0,2} [a-z]")
    always_several = {"chart.alt.range", "compare.split", "overview.totals"}
    assert {key for key, pair in sentences().items() if numbered.search(pair["en"])} == always_several


def test_an_unknown_key_or_an_unfilled_slot_is_refused() -> None:
    with pytest.raises(KeyError):
        ZH("no.such.key")
    with pytest.raises(KeyError):
        ZH("cases.found")


# Errors


EXAMPLES = {
    ExplorerError: ExplorerError("anything"),
    DataFileError: DataFileError([Fault("cases.yaml", 2, 7, "cases[0].id", "repeated")]),
    FolderError: FolderError(Path("open-data"), "permission denied"),
    BuildError: BuildError(Path("data/metrics.duckdb"), "permission denied"),
    DatabaseMissingError: DatabaseMissingError(Path("data/metrics.duckdb")),
    UnknownCodeError: UnknownCodeError("case", "nowhere"),
    RoomsFullError: RoomsFullError(50),
    runner.QueryRefusedError: runner.QueryRefusedError("slow"),
    RecordsError: RecordsError(["encounters: no file matches 'x'"]),
    InterruptedRunError: InterruptedRunError("The disk is full.", "Make room."),
}


def test_every_error_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(every_error())


@pytest.mark.parametrize("error", EXAMPLES.values(), ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("tr", [ZH, EN], ids=LANGUAGES)
def test_every_error_fills_the_slots_of_its_sentence(error: ExplorerError, tr: Translator) -> None:
    said = tr(f"error.{error.key}", **error.slots)
    assert "{" not in said
    assert all(
        str(value) in said
        for name, value in error.slots.items()
        if name in slots(sentences()[f"error.{error.key}"]["zh"])
    )


def test_no_two_errors_share_a_sentence() -> None:
    assert len({error.key for error in every_error()}) == len(every_error())


# Numbers


@pytest.mark.parametrize(
    ("value", "decimals", "zh", "en"),
    [
        (0, 0, "0", "0"),
        (7, 0, "7", "7"),
        (12938, 0, "12,938", "12,938"),
        (99999, 0, "99,999", "99,999"),
        (100000, 0, "10万", "100,000"),
        (469000, 0, "46.9万", "469,000"),
        (469010, 0, "469,010", "469,010"),
        (1234500, 0, "123.45万", "1,234,500"),
        (1234567, 0, "1,234,567", "1,234,567"),
        (27640000, 0, "2,764万", "27,640,000"),
        (150000000, 0, "1.5亿", "150,000,000"),
        (3000000000, 0, "30亿", "3,000,000,000"),
        (-469000, 0, "-46.9万", "-469,000"),
        (90.3, 1, "90.3", "90.3"),
        (90.3, 2, "90.30", "90.30"),
        (90, 1, "90.0", "90.0"),
        (1234567.5, 1, "1,234,567.5", "1,234,567.5"),
        (0.1, 1, "0.1", "0.1"),
        (-0.25, 2, "-0.25", "-0.25"),
    ],
)
def test_a_number_keeps_its_digits_and_is_grouped_as_each_language_does(
    value: float, decimals: int, zh: str, en: str
) -> None:
    assert (ZH.number(value, decimals), EN.number(value, decimals)) == (zh, en)


def test_a_number_out_of_a_data_frame_reads_like_any_other() -> None:
    assert ZH.number(np.float64(90.3), 1) == "90.3"
    assert EN.number(np.int64(469000), 0) == "469,000"


LARGER = {"万": 10**4, "亿": 10**8}


def read_back(text: str) -> Decimal:
    for word, size in LARGER.items():
        if text.endswith(word):
            return Decimal(text.removesuffix(word).replace(",", "")) * size
    return Decimal(text.replace(",", ""))


@given(st.sampled_from([ZH, EN]), st.integers(-(10**12), 10**12), st.integers(0, 4))
@settings(deadline=None)
def test_no_number_is_ever_rounded(tr: Translator, digits: int, decimals: int) -> None:
    exact = Decimal(digits).scaleb(-decimals)
    assert read_back(tr.number(float(exact), decimals)) == exact


@given(st.sampled_from([ZH, EN]), st.integers(0, 10**6), st.sampled_from([10**3, 10**4, 10**6, 10**8]))
@settings(deadline=None)
def test_no_round_number_is_ever_rounded_further(tr: Translator, digits: int, scale: int) -> None:
    assert read_back(tr.number(digits * scale, 0)) == digits * scale


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "zh", "en"),
    [
        (90.3, 1, "percent", "90.3%", "90.3%"),
        (469000, 0, "visits", "46.9万人次", "469,000 visits"),
        (3.5, 1, "percentage-points", "3.5个百分点", "3.5 percentage points"),
        (6.2, 1, "per-1000", "6.2‰", "6.2 per 1,000"),
        (12, 0, "per-100000", "12/10万", "12 per 100,000"),
        (1.05, 2, "index", "1.05", "1.05"),
        (2.5, 1, "ratio", "2.5倍", "2.5 times"),
    ],
)
def test_an_amount_has_its_unit_and_english_words_stand_apart(
    value: float, decimals: int, unit: str, zh: str, en: str
) -> None:
    assert (ZH.amount(value, decimals, unit), EN.amount(value, decimals, unit)) == (zh, en)


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "signed", "en"),
    [
        (1, 0, "institutions", False, "1 institution"),
        (2, 0, "institutions", False, "2 institutions"),
        (0, 0, "institutions", False, "0 institutions"),
        (1000, 0, "institutions", False, "1,000 institutions"),
        (1, 0, "percentage-points", True, "+1 percentage point"),
        (-1, 0, "percentage-points", True, "-1 percentage point"),
        (1, 1, "percentage-points", True, "+1.0 percentage points"),
        (1, 0, "percent", False, "1%"),
    ],
)
def test_english_says_one_institution_and_two_institutions(
    value: float, decimals: int, unit: str, signed: bool, en: str
) -> None:
    named = {
        ("unit", "institutions"): {"zh": "家", "en": "institutions"},
        (UNIT_OF_ONE, "institutions"): {"zh": "家", "en": "institution"},
        ("unit", "percentage-points"): {"zh": "个百分点", "en": "percentage points"},
        (UNIT_OF_ONE, "percentage-points"): {"zh": "个百分点", "en": "percentage point"},
        ("unit", "percent"): {"zh": "%", "en": "%"},
    }
    assert Translator("en", named).amount(value, decimals, unit, signed=signed) == en
    assert Translator("zh", named).amount(value, decimals, unit).endswith(named["unit", unit]["zh"])


@pytest.mark.parametrize(
    ("value", "decimals", "zh", "en"),
    [
        (3809000, 0, "380.9万人次（3,809,000）", "3,809,000 visits"),
        (39041, 0, "39,041人次", "39,041 visits"),
        (469010, 0, "469,010人次", "469,010 visits"),
        (150000000, 0, "1.5亿人次（150,000,000）", "150,000,000 visits"),
    ],
)
def test_a_shortened_number_has_all_its_digits_beside_it(value: float, decimals: int, zh: str, en: str) -> None:
    assert (ZH.amount(value, decimals, "visits", beside=True), EN.amount(value, decimals, "visits", beside=True)) == (
        zh,
        en,
    )


@given(st.integers(-(10**12), 10**12))
@settings(deadline=None)
def test_what_stands_beside_a_number_is_the_same_number(value: int) -> None:
    shown = ZH.amount(value, 0, "visits", beside=True)
    number, _, base = shown.partition("人次")
    assert read_back(number) == value
    assert not base or read_back(base.strip("（）")) == value


@pytest.mark.parametrize(
    ("value", "step", "shown"),
    [
        (7_700_000_000, 10_000_000, "77.0亿"),  # printed 77.0亿
        (7_700_000_000, 100_000_000, "77亿"),
        (7_700_000_000, 1, "77亿"),  # printed with every digit, which stand beside it
        (469_000, 1_000, "46.9万"),
        (469_000, 100, "46.90万"),
    ],
)
def test_a_shortened_number_keeps_the_zeros_it_was_printed_with(value: float, step: float, shown: str) -> None:
    assert ZH.number(value, 0, step) == shown


def test_a_year_is_a_date_and_never_grouped() -> None:
    assert (ZH.amount(2017, 0, "calendar-year"), EN.amount(2017, 0, "calendar-year")) == ("2017 年", "2017")
    assert ZH.figure(figure(2017, unit="calendar-year", kind="milestone")) == "2017 年"


@pytest.mark.parametrize(
    ("values", "unit", "zh", "en"),
    [
        ([0, 200, 400], "visits", ["0", "200", "400"], ["0", "200", "400"]),
        ([90, 92.5, 95], "percent", ["90.0", "92.5", "95.0"], ["90.0", "92.5", "95.0"]),
        ([0, 5000, 10000], "visits", ["0", "5,000", "10,000"], ["0", "5,000", "10,000"]),
        ([0, 50000, 100000], "visits", ["0", "5万", "10万"], ["0", "50,000", "100,000"]),
        ([0, 5 * 10**7, 10**8], "visits", ["0", "0.5亿", "1亿"], ["0", "50,000,000", "100,000,000"]),
        ([0, 2.5e7, 5e7, 7.5e7, 1e8], "yuan", ["0", "2,500万", "5,000万", "7,500万", "10,000万"], None),
        ([-200000, 0, 200000], "yuan", ["-20万", "0", "20万"], ["-200,000", "0", "200,000"]),
        ([2015, 2020], "calendar-year", ["2015", "2020"], ["2015", "2020"]),
    ],
)
def test_the_ticks_of_an_axis_share_one_unit_and_as_many_decimals(
    values: list[float], unit: str, zh: list[str], en: list[str] | None
) -> None:
    assert ZH.tick_labels(values, unit) == zh
    assert en is None or EN.tick_labels(values, unit) == en


@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=5))
@settings(deadline=None)
def test_no_tick_is_ever_rounded(values: list[int]) -> None:
    for tr in (ZH, EN):
        assert [read_back(label) for label in tr.tick_labels(values, "visits")] == values


def test_how_many_there_are_of_something_is_written_as_numbers_are() -> None:
    assert EN("cases.found", count=12938) == "**12,938** cases"


def test_a_number_in_a_spreadsheet_has_its_decimals_and_no_commas() -> None:
    assert [plain_number(1234567, 0), plain_number(90, 1), plain_number(-0.25, 2)] == ["1234567", "90.0", "-0.25"]


@pytest.mark.parametrize(("value", "decimals"), [(65, 0), (65.0, 0), (92.25, 2), (0.1, 1), (1000000, 0)])
def test_a_number_typed_in_takes_the_decimals_it_needs(value: float, decimals: int) -> None:
    assert decimals_of(value) == decimals


# Figures


def figure(value: float, decimals: int = 0, **given: object) -> dict[str, object]:
    """An observation as a query gives it, as far as it is read here."""
    filled = {"unit": "percent", "qualifier": "=", "kind": "level", "basis": "reported", "period_printed": None}
    return {"value": value, "decimals": decimals, "period_start": None} | filled | given


@pytest.mark.parametrize(
    ("qualifier", "zh", "en"),
    [
        ("=", "90%", "90%"),
        (">", "超过 90%", "more than 90%"),
        (">=", "不低于 90%", "at least 90%"),
        ("<", "不足 90%", "less than 90%"),
        ("<=", "不超过 90%", "at most 90%"),
        ("~", "约 90%", "about 90%"),
    ],
)
def test_a_qualifier_is_a_word_before_the_figure(qualifier: str, zh: str, en: str) -> None:
    bound = figure(90, qualifier=qualifier)
    assert (ZH.figure(bound), EN.figure(bound)) == (zh, en)


def test_every_qualifier_has_its_word() -> None:
    assert {*QUALIFIER_KEYS, "="} == set(schema.Qualifier)


def test_only_a_change_carries_its_sign() -> None:
    assert EN.figure(figure(3.5, 1, kind="change")) == "+3.5%"
    assert EN.figure(figure(-3.5, 1, kind="change")) == "-3.5%"
    assert EN.figure(figure(0, kind="change")) == "0%"
    assert EN.figure(figure(3.5, 1, kind="level")) == "3.5%"
    assert ZH.figure(figure(3.5, 1, kind="change", qualifier=">", unit="percentage-points")) == "超过 +3.5个百分点"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (27640574.7, "2,764万"),
        (123456.7, "12.35万"),
        (1234.5678, "1,235"),
        (123.4567, "123.5"),
        (2.2603066, "2.260"),
        (0.69454331, "0.6945"),
        (0.0123456, "0.01235"),
        (0, "0"),
        (-27640574.7, "-2,764万"),
    ],
)
def test_a_derived_figure_shows_four_significant_digits_and_beside_it_no_more(value: float, shown: str) -> None:
    assert ZH.figure(figure(value, 2, basis="derived", unit="index"), beside=False) == shown


@given(st.floats(1e-3, 1e12))
@settings(deadline=None)
def test_a_derived_figure_is_off_by_less_than_its_last_digit(value: float) -> None:
    shown, decimals = to_significant(value)
    assert abs(shown - value) <= value * 0.5 * 10 ** (1 - SIGNIFICANT) * 1.001
    assert len(f"{shown:.{decimals}f}".replace(".", "").strip("0")) <= SIGNIFICANT


# Periods and dates


@pytest.mark.parametrize(
    ("printed", "zh", "en"),
    [
        ("2023", "2023 年", "2023"),
        ("2023-09", "2023 年 9 月", "September 2023"),
        ("2023-09-28", "2023 年 9 月 28 日", "28 September 2023"),
    ],
)
def test_a_date_is_no_more_precise_than_it_is_printed(printed: str, zh: str, en: str) -> None:
    assert (ZH.date(printed), EN.date(printed)) == (zh, en)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(month: int) -> None:
    assert ZH.date(f"2023-{month:02d}") == f"2023 年 {month} 月"
    assert re.fullmatch(r"[A-Z][a-z]+ 2023", EN.date(f"2023-{month:02d}"))


def test_a_period_is_a_span_a_date_or_a_state_at_a_date() -> None:
    started = {"period_start": "2023-01-01"}
    assert EN.period(figure(1, period_printed="2023", **started)) == "2023"
    assert EN.period(figure(1, period_printed="2015/2017", **started)) == "2015 to 2017"
    assert ZH.period(figure(1, period_printed="2015/2017-06", **started)) == "2015 年—2017 年 6 月"
    assert EN.period(figure(1, period_printed="2024-06")) == "as of June 2024"
    assert ZH.period(figure(1, period_printed="2024-06")) == "截至 2024 年 6 月"


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_period_that_is_not_printed_is_said_to_be_missing(missing: object) -> None:
    undated = figure(1, period_printed=missing)
    assert (ZH.period(undated), EN.period(undated)) == ("未注明时间", "no date given")
    assert ZH.short_period(undated) == "—"


def test_a_marks_label_has_the_period_as_printed() -> None:
    assert EN.short_period(figure(1, period_printed="2015/2017")) == "2015–2017"
    assert EN.short_period(figure(1, period_printed="2023-09")) == "2023-09"


# Texts of the data


def test_a_text_is_picked_in_the_readers_language_and_missing_stays_missing() -> None:
    record = {"name_zh": "长兴县", "name_en": "Changxing", "note_zh": None, "note_en": float("nan")}
    assert (ZH.pick(record, "name"), EN.pick(record, "name")) == ("长兴县", "Changxing")
    assert (ZH.pick(record, "note"), EN.pick(record, "note")) == (None, None)


def test_a_tag_that_the_vocabulary_does_not_hold_is_refused() -> None:
    assert EN.label("unit", "visits") == "visits"
    with pytest.raises(KeyError):
        EN.label("unit", "fortnights")


@pytest.mark.parametrize(("language", "line"), [("zh", "甲、乙"), ("en", "甲, 乙")])
def test_items_are_listed_with_each_languages_comma(language: Language, line: str) -> None:
    assert Translator(language).listing(["甲", "乙"]) == line

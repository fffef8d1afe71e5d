"""Every sentence that the code asks for is written, every one that is written is asked for, and errors fill theirs."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest

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
    VERDICT_SIGNS,
    Translator,
    sentences,
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

ZH, EN = Translator("zh", {}), Translator("en", {})


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
    "facet.{}": {*FACETS, *POLICY_FACETS, *schema.TAG_DIMENSIONS, "evidence", "policy"},
    "sort.{}": {*SORTS, *POLICY_SORTS},
    "policy.points.{}": set(PolicyPointKind),
    "policy.relation.{}": set(PolicyRelation),
    "policy.verdict.{}": set(Verdict),
    "policy.date.{}": set(DateBasis),
    "export.{}": set(MIME) - {"yaml"},
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
        if f"{{{name}" in sentences()[f"error.{error.key}"]["zh"]
    )


def test_no_two_errors_share_a_sentence() -> None:
    assert len({error.key for error in every_error()}) == len(every_error())

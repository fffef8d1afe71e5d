"""A draft brief written from a county's numbers: where it stands, the gap, similar cases, what they did, the limits.

Every number in it names where it comes from, see ``explorer.planner.telling``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from explorer.exports.brief_references import Citations
from explorer.exports.position import stands
from explorer.i18n import VERDICT_SIGNS, Translator
from explorer.planner.brief import (
    Block,
    Brief,
    Bullets,
    Heading,
    Material,
    Picture,
    References,
    Table,
    Text,
)
from explorer.planner.gap import QUANTITY_OF, Change, Lack
from explorer.planner.gap_words import (
    arithmetic_lines,
    assumption_lines,
    goal_words,
    lack_words,
    more_words,
    national_words,
    per_person_words,
)
from explorer.planner.position import Position, standing
from explorer.planner.position_words import number_of, percent, position_name, rule_words, whose, why_not_words
from explorer.planner.scenario_words import scenario_rows, scenarios_header
from explorer.planner.telling import Paragraph, Piece, Told, joined, listed, tell

MOST_CASES, MOST_MEASURES, MOST_PRECONDITIONS = 8, 8, 8
"""More would not fit on four pages."""


def brief(material: Material, tr: Translator, *, alt: str) -> Brief:
    """The brief in the translator's language. ``alt`` tells in words what its picture shows."""
    cite = Citations(material, tr)
    blocks: list[Block] = [
        Text(
            tell(
                tr,
                "brief.made",
                date=Told(tr.date(material.made_on.isoformat()), ("setting:date",)),
                version=Told(material.version[:12], ("setting:version",)),
            ),
            small=True,
        )
    ]
    blocks += _summary(material, tr, cite)
    blocks += _standing(material, tr, cite, alt)
    blocks += _gap(material, tr, cite)
    blocks += _scenarios(material, tr)
    blocks += _cases(material, tr, cite)
    blocks += _measures(material, tr, cite)
    blocks += _preconditions(material, tr)
    blocks += [Heading(tr("brief.limits")), Bullets(tuple(tell(tr, f"brief.limit.{name}") for name in LIMITS))]
    blocks += _settings(material, tr)
    blocks += [Heading(tr("brief.references")), References(cite.entries())]
    title = tell(tr, "brief.title", name=Told(material.county.name or tr("position.mine"), ("form:name",)))
    return Brief(tr.language, title, tuple(blocks), material.made_on)


LIMITS = ("entered", "sources", "definitions", "times", "likeness", "ranking", "causes")
"""What a reader of the evidence has to keep in mind, in the order told."""


def _summary(material: Material, tr: Translator, cite: Citations) -> list[Block]:
    said: list[Paragraph] = []
    for each in material.reckoned:
        if isinstance(each.found, Change):
            goal = joined(goal_words(tr, each.goal), cite.goal(each.goal))
            said.append(more_words(tr, each.found, goal))
    closest = material.likeness.cases[:3]
    if closest:
        names: list[Piece] = [Told(case.name, (f"case:{case.case_id}",)) for case in closest]
        said.append(tell(tr, "brief.summary.closest", names=listed(tr, names)))
    missing = [row.name for row in material.likeness.preconditions if row.in_county is False]
    if missing:
        said.append(tell(tr, "brief.summary.missing", names=Told(tr.listing(missing), ("form:in_place",))))
    return [Heading(tr("brief.summary")), Bullets(tuple(said))] if said else []


def _standing(material: Material, tr: Translator, cite: Citations, alt: str) -> list[Block]:
    drawn = [position for position in material.positions if not position.figures.empty or position.rules]
    blocks: list[Block] = [Heading(tr("position.title"))]
    if not drawn:
        return [*blocks, Text(tell(tr, "brief.position.none"))]
    if material.picture is not None:
        blocks.append(Picture(material.picture, alt))
    header = [Told(tr(key)) for key in POSITION_COLUMNS]
    rows = tuple(_position_row(position, tr, cite) for position in drawn)
    blocks += [
        Table(tuple(header), rows, (0.2, 0.09, 0.31, 0.2, 0.2)),
        Text(_reading(drawn, tr), small=True),
    ]
    kept = [words for position in material.positions for words in _kept_apart(position, tr)]
    return [*blocks, Text(tell(tr, "brief.apart"), small=True), Bullets(tuple(kept))] if kept else blocks


def _kept_apart(position: Position, tr: Translator) -> list[Paragraph]:
    """Why a number stands beside none, and in one line which figures of the same question are defined otherwise."""
    said = why_not_words(replace(position, apart=()), tr)
    if not position.apart:
        return said
    others: list[Piece] = []
    for apart in position.apart:
        origin = (f"indicator:{apart.indicator['indicator_id']}",)
        name, count = Told(tr.pick(apart.indicator, "name") or "", origin), Told(str(apart.figures), origin)
        others.append(tell(tr, "brief.apart.other", name=name, figures=count))
    return [*said, tell(tr, "brief.apart.line", name=position_name(position, tr), others=listed(tr, others))]


def _reading(drawn: Sequence[Position], tr: Translator) -> Paragraph:
    """How the table is read, and what the audit's signs in it mean."""
    found = {verdict for position in drawn for verdict in position.figures["verdict"].dropna()}
    signs = [Told(f" {tr(f'marks.{name}', sign=sign)}") for name, sign in VERDICT_SIGNS.items() if name in found]
    return joined(tell(tr, "position.reading"), *signs)


POSITION_COLUMNS = ("column.indicator", "position.mine", "position.column.target", "brief.column.lower",
                    "brief.column.higher")  # fmt: skip


def _position_row(position: Position, tr: Translator, cite: Citations) -> tuple[Piece, ...]:
    rules = [joined(rule_words(rule, position, tr), cite.target(rule.target)) for rule in position.rules]
    targets: Piece = Paragraph(tuple(run for rule in rules for run in rule.runs)) if rules else Told("—")
    below, _, above = standing(position)
    counts = {"lower": below, "higher": above}
    cells = [_neighbour(position, tr, cite, side, count) for side, count in counts.items()]
    return (position_name(position, tr), number_of(position, tr), targets, *cells)


def _neighbour(position: Position, tr: Translator, cite: Citations, side: str, count: int) -> Piece:
    """How many figures lie on one side of the county's number, and the nearest of them."""
    rows = position.newest_rows
    found = [row for row in rows if stands(position, row) == ("below" if side == "lower" else "above")]
    held = (f"form:{position.field_id}", *(f"observation:{row['observation_id']}" for row in rows))
    if not found:
        return Told(str(count), held)
    nearest = (max if side == "lower" else min)(found, key=lambda row: row["value"])
    origin = (f"observation:{nearest['observation_id']}",)
    words = tell(
        tr,
        "brief.nearest",
        count_of=Told(str(count), held),
        place=Told(whose(tr, nearest), origin),
        figure=Told(tr.figure(nearest, beside=False), origin),
    )
    return joined(words, cite.observation(nearest))


def _gap(material: Material, tr: Translator, cite: Citations) -> list[Block]:
    if not material.reckoned:
        return []
    blocks: list[Block] = [Heading(tr("gap.title")), Text(tell(tr, "gap.note"), small=True)]
    assumed: dict[str, Paragraph] = {}
    wholes: set[str] = set()
    for each in material.reckoned:
        name = position_name(each.position, tr)
        if isinstance(each.found, Change) and each.found.is_reached:
            continue  # the summary says so, and there is no gap to reckon
        if isinstance(each.found, Lack):
            blocks.append(Text(lack_words(tr, each.position.field_id, each.found)))
            continue
        blocks.append(Text(joined(name, Told(tr("brief.colon")), goal_words(tr, each.goal), cite.goal(each.goal))))
        # The whole amount once, and for each rate the line that gives the difference; the page has the rest.
        whole, *_, difference = arithmetic_lines(tr, material.county, each.found)
        blocks.append(Bullets((difference,) if whole.text in wholes else (whole, difference)))
        wholes.add(whole.text)
        assumed |= {line.text: line for line in assumption_lines(tr, each.found)}
    told = list(assumed.values())
    if any(_is_national(each.found, material) for each in material.reckoned):
        cited = [cite.observation(row) for row in material.national]
        unlike = list(dict.fromkeys(cited))
        told.insert(0, joined(national_words(tr, material.national, material.per_person["visits"]), *unlike))
    return [*blocks, Bullets(tuple(told))] if told else blocks


def _is_national(found: Change | Lack, material: Material) -> bool:
    if not isinstance(found, Change) or found.quantity.per_person is None:
        return False
    national = {f"observation:{row['observation_id']}" for row in material.national}
    return bool(national) and national <= set(found.quantity.per_person.origins)


def _scenarios(material: Material, tr: Translator) -> list[Block]:
    shown = [each for each in material.positions if each.field_id in QUANTITY_OF]
    shown = [each for each in shown if all(each.field_id in scenario.rates for scenario in material.scenarios)]
    if not material.scenarios or not shown:
        return []
    header = tuple(scenarios_header(material.scenarios, tr))
    rows = tuple(tuple(row) for row in scenario_rows(shown, material.scenarios, tr))
    blocks: list[Block] = [Heading(tr("what_if.title")), Text(tell(tr, "brief.what_if"), small=True)]
    return [*blocks, Table(header, rows, (0.16, 0.14, 0.175, 0.175, 0.175, 0.175))]


def _cases(material: Material, tr: Translator, cite: Citations) -> list[Block]:
    blocks: list[Block] = [Heading(tr("brief.cases"))]
    if not material.likeness.cases:
        return [*blocks, Text(tell(tr, "brief.cases.none"))]
    rows = []
    for case in material.likeness.cases[:MOST_CASES]:
        origin = (f"case:{case.case_id}",)
        shared = tell(
            tr,
            "brief.shared",
            distance=Told(f"{case.distance:.2f}", ("setting:likeness", *origin)),
            shared=Told(str(case.shared), ("setting:likeness", *origin)),
            asked=Told(str(case.asked), ("setting:likeness", *origin)),
        )
        rows.append(
            (
                joined(Told(case.name, origin), cite.case(case.case_id)),
                shared,
                _figures(material, case.case_id, tr, cite),
            )
        )
    header = tuple(Told(tr(key)) for key in ("column.case", "brief.column.likeness", "brief.column.figures"))
    note = Text(tell(tr, "brief.cases.note"), small=True)
    return [*blocks, note, Table(header, tuple(rows), (0.3, 0.2, 0.5))]


def _figures(material: Material, case_id: str, tr: Translator, cite: Citations) -> Piece:
    """The newest figures of a case for the county's own numbers, by the same definitions."""
    pieces: list[Piece] = []
    for position in material.positions:
        for row in position.newest_rows:
            if row["case_id"] != case_id:
                continue
            origin = (f"observation:{row['observation_id']}",)
            words = tell(
                tr,
                "brief.figure",
                name=position_name(position, tr),
                figure=Told(tr.figure(row, beside=False), origin),
                period=Told(tr.period(row), origin),
            )
            pieces.append(joined(words, cite.observation(row)))
    return listed(tr, pieces) if pieces else Told(tr("brief.figures.none"))


def _measures(material: Material, tr: Translator, cite: Citations) -> list[Block]:
    if not material.likeness.measures:
        return []
    rows = []
    for row in material.likeness.measures[:MOST_MEASURES]:
        points = tuple(f"point:{case_id}/{point_id}" for case_id, point_id in row.points)
        cited = dict.fromkeys(cite.case(case_id) for case_id, _ in row.points)
        taken = tell(
            tr,
            "brief.taken",
            taken=Told(str(len(row.taken_by)), ("setting:likeness", *points)),
            of=Told(str(row.of), ("setting:likeness",)),
            names=Told(tr.listing(list(row.taken_by)), points),
        )
        here = Told(tr("brief.in_place" if row.in_place else "brief.not_in_place"), ("form:in_place",))
        rows.append((Told(row.title, points), Told(row.kind), joined(taken, *cited), here))
    header = tuple(Told(tr(key)) for key in MEASURE_COLUMNS)
    note = Text(tell(tr, "brief.measures.note"), small=True)
    return [Heading(tr("brief.measures")), note, Table(header, tuple(rows), (0.27, 0.22, 0.38, 0.13))]


MEASURE_COLUMNS = ("brief.column.measure", "brief.column.kind", "brief.column.taken", "brief.column.here")


def _preconditions(material: Material, tr: Translator) -> list[Block]:
    missing = [row for row in material.likeness.preconditions if row.in_county is not True][:MOST_PRECONDITIONS]
    if not material.likeness.preconditions:
        return []
    if not missing:
        return [Heading(tr("brief.preconditions")), Text(tell(tr, "brief.preconditions.all"))]
    said = []
    for row in missing:
        origins = tuple(f"case:{case_id}" for case_id in row.case_ids) or ("setting:likeness",)
        said.append(
            tell(
                tr,
                "brief.precondition.open" if row.in_county is None else "brief.precondition.missing",
                name=Told(row.name, ("setting:likeness",)),
                held=Told(str(len(row.held_by)), origins),
                of=Told(str(row.of), ("setting:likeness",)),
            )
        )
    return [Heading(tr("brief.preconditions")), Bullets(tuple(said))]


def _used_per_person(material: Material) -> set[str]:
    """The quantities that were reckoned from the population, so that their coefficients count."""
    found = [each.found for each in material.reckoned]
    found += [each for scenario in material.scenarios for each in scenario.outcomes.values()]
    return {each.quantity.name for each in found if isinstance(each, Change) and each.quantity.per_person is not None}


def _settings(material: Material, tr: Translator) -> list[Block]:
    said = list(material.likeness.settings)
    used = _used_per_person(material)
    for name, each in material.per_person.items():
        if name not in used:
            continue
        said.append(
            tell(
                tr,
                "brief.setting.per_person",
                each=per_person_words(tr, name, each),
                name=Told(tr(f"gap.coefficient.{name}")),
            )
        )
    for scenario in material.scenarios:
        said.append(
            tell(
                tr,
                "brief.setting.scenario",
                name=_scenario_name(scenario.number, scenario.name),
                rates=_rates(material.positions, scenario.number, scenario.rates, tr),
            )
        )
    said.append(tell(tr, "brief.setting.data", version=Told(material.version, ("setting:version",))))
    return [Heading(tr("brief.settings")), Bullets(tuple(said))]


def _scenario_name(number: int, name: str) -> Told:
    return Told(name, (f"setting:scenario.{number}.name",))


def _rates(positions: Sequence[Position], number: int, rates: object, tr: Translator) -> Paragraph:
    assert isinstance(rates, dict)
    pieces: list[Piece] = []
    for position in positions:
        if position.field_id in rates:
            rate = percent(tr, rates[position.field_id], f"setting:scenario.{number}.{position.field_id}")
            pieces.append(joined(position_name(position, tr), Told(" "), rate))
    return listed(tr, pieces)

"""The closest cases as the draft brief takes them: what they did, what they had, and the settings that found them."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.county import County
from explorer.exports.likeness import measure_name
from explorer.i18n import Translator
from explorer.planner.brief import LikeCase, Likeness, MeasureRow, PreconditionRow
from explorer.planner.measures import Measure, grouped_measures
from explorer.planner.preconditions import Standing, Ticked
from explorer.planner.telling import Paragraph, Told, tell
from explorer.queries import planner
from explorer.ui.answers import rows
from explorer.ui.likeness_view import FACETS, UNWEIGHTED, Found, found_for, place_names, weights_of
from explorer.ui.links import View
from explorer.ui.preconditions import preconditions_of

IN_COUNTY = {Standing.has: True, Standing.missing: False, Standing.unanswered: None}
DIMENSION_OF_FACET = {"model": "alliance_model", "type": "integration_type"}


def likeness_for_brief(view: View, tr: Translator, county: County) -> Likeness:
    """What the page shows of similar cases, as the brief takes it; empty where no case is ranked.

    Measures stand in the order of how many of the closest cases took them, whatever the page groups them by.
    """
    found = found_for(view, county)
    if not found.closest:
        return Likeness()
    names = place_names(found.places.values(), tr)
    tags = rows(planner.tags_by_place, ["instrument", "payment"])
    groups = grouped_measures(found.case_ids, rows(planner.measures), tags, county, "instrument")
    measures = sorted((one for group in groups for one in group.measures), key=lambda one: -len(one.takers))
    return Likeness(
        cases=tuple(_case(one.place_id, found, names) for one in found.closest),
        measures=tuple(_measure(one, names, len(found.closest), tr) for one in measures),
        preconditions=tuple(
            _precondition(one, names, len(found.closest), tr) for one in preconditions_of(found, county)
        ),
        settings=tuple(settings_told(view, tr)),
    )


def _case(case_id: str, found: Found, names: Mapping[str, str]) -> LikeCase:
    one = next(each for each in found.closest if each.place_id == case_id)
    return LikeCase(case_id, names[case_id], float(one.distance or 0), len(one.shared), len(found.ranking.asked))


def _measure(one: Measure, names: Mapping[str, str], of: int, tr: Translator) -> MeasureRow:
    points = [(taker.case_id, point) for taker in one.takers for point in taker.points]
    types = dict.fromkeys(tr.label("integration_type", point["integration_type"]) for _, point in points)
    return MeasureRow(
        title=measure_name(one, tr),
        kind=tr.listing(list(types)) or tr(f"facet.{one.dimension}"),
        taken_by=tuple(names[taker.case_id] for taker in one.takers),
        of=of,
        points=tuple((case_id, point["point_id"]) for case_id, point in points),
        in_place=one.in_place,
    )


def _precondition(one: Ticked, names: Mapping[str, str], of: int, tr: Translator) -> PreconditionRow:
    case_ids = tuple(row["case_id"] for row in one.holders)
    name = tr.pick(one.precondition, "name") or one.precondition_id
    return PreconditionRow(name, tuple(names[each] for each in case_ids), case_ids, of, IN_COUNTY[one.standing])


def settings_told(view: View, tr: Translator) -> list[Paragraph]:
    """By which filters, limits and weights the cases were found, a sentence each; what is not set is not told."""
    said = [
        tell(
            tr,
            "likeness.set.limits",
            closest=Told(view.one("closest") or "", ("setting:closest",)),
            overlap=Told(view.one("overlap") or "", ("setting:overlap",)),
            against=Told(tr(f"likeness.against.{view.one('against')}")),
        )
    ]
    chosen = [
        tr.label(DIMENSION_OF_FACET[name], tag) if tag != "none" else tr("model.none")
        for name in FACETS
        for tag in view.many(name)
    ]
    if chosen:
        said.append(tell(tr, "likeness.set.filters", tags=Told(tr.listing(chosen), ("setting:filters",))))
    weights = [
        tr("likeness.set.weight", field=tr(f"county.{field_id}"), weight=weight)
        for field_id, weight in weights_of(view).items()
        if weight != UNWEIGHTED
    ]
    if weights:
        said.append(tell(tr, "likeness.set.weights", weights=Told(tr.listing(weights), ("setting:weights",))))
    return said

"""Rules that span records, of policies, their targets and links, and of the recommendations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer import schema
from explorer.choices import ObservationKind, Section
from explorer.fault_messages import KEEP_ONE, Found, Location, named, repeated

DATE_UNIT = "calendar-year"


@dataclass(frozen=True)
class PolicyRules:
    """What policies may name, by id; a list that could not be read is None, and what names it is passed over.

    Records with a fault of their own come here as far as they are sound: a field may be None whatever its type says.
    """

    sources: Mapping[str, Any] | None
    cases: Mapping[str, Any] | None
    indicators: Mapping[str, Any] | None
    observations: Mapping[str, Any] | None
    families: Mapping[str, Any] | None
    policies: Mapping[str, Any] | None
    tags: Callable[[str], set[str] | None]
    """The tags of a dimension of the vocabulary."""

    def of_policies(self, policies: Sequence[Any]) -> Found:
        """What is wrong with the policies, beside their own fields."""
        targets = (
            ((("policies", n, "targets", position, "id"), target.id))
            for n, policy in enumerate(policies)
            for position, target in enumerate(policy.targets or ())
        )
        yield from repeated(targets)
        places = (
            (("policies", n, "position"), f"place {policy.position} in the family {policy.family!r}")
            for n, policy in enumerate(policies)
            if policy.family is not None and policy.position is not None
        )
        yield from repeated(places, "{} is taken; give the later policy the next place")
        for index, policy in enumerate(policies):
            yield from self._policy(("policies", index), policy)

    def of_recommendations(self, recommendations: Sequence[Any]) -> Found:
        """What is wrong with the recommendations, beside their own fields."""
        for index, recommendation in enumerate(recommendations):
            path: Location = ("recommendations", index)
            yield from named((*path, "source"), "source", recommendation.source, self.sources)
            for name, choices in (("case", self.cases), ("policy", self.policies)):
                links = enumerate(recommendation.links or ())
                located = [((*path, "links", n, name), getattr(link, name)) for n, link in links]
                yield from repeated(located, KEEP_ONE)
                for location, value in located:
                    yield from named(location, name, value, choices)

    def _policy(self, path: Location, policy: Any) -> Found:
        yield from self._place(path, policy.source, policy.locator)
        yield from named((*path, "family"), "family", policy.family, self.families)
        for field in ("kind", "level", "status"):
            yield from named((*path, field), field, getattr(policy, field), self.tags(f"policy_{field}"))
        for dimension in schema.POLICY_TAG_DIMENSIONS:
            tags = enumerate(getattr(policy.tags, dimension, None) or ())
            located = [((*path, "tags", dimension, n), tag) for n, tag in tags]
            yield from repeated(located, KEEP_ONE)
            for location, tag in located:
                yield from named(location, "tag", tag, self.tags(dimension))
        aliases = enumerate(policy.aliases_zh or ())
        yield from repeated((((*path, "aliases_zh", n), alias) for n, alias in aliases), KEEP_ONE)
        for index, mention in enumerate(policy.also_named or ()):
            yield from self._place((*path, "also_named", index), mention.source, mention.locator)
        points = policy.points or ()
        yield from repeated(((*path, "points", n, "key"), point.key) for n, point in enumerate(points))
        for index, point in enumerate(points):
            yield from self._place((*path, "points", index), point.source, point.locator, policy.source)
        for index, target in enumerate(policy.targets or ()):
            yield from self._target((*path, "targets", index), target)
        yield from self._links(path, policy)

    def _place(self, path: Location, source: str | None, locator: str | None, otherwise: str | None = None) -> Found:
        """A source is known, and a place in it is named if it is a document."""
        yield from named((*path, "source"), "source", source, self.sources)
        meant = (self.sources or {}).get(source or otherwise or "")
        if meant is not None and meant.file is not None and locator is None:
            yield path, f"{meant.id!r} is a document; write the locator of the section that says so"

    def _links(self, path: Location, policy: Any) -> Found:
        links = [((*path, "cases", n), link) for n, link in enumerate(policy.cases or ())]
        pairs = (
            ((*location, "case"), f"{link.case!r} as {link.relation}")
            for location, link in links
            if link.case is not None and link.relation is not None
        )
        yield from repeated(pairs, "{} stands twice; keep one")
        for location, link in links:
            yield from named((*location, "case"), "case", link.case, self.cases)
            yield from self._place(location, link.source, link.locator, policy.source)
            yield from self._milestone((*location, "milestone"), link)
            yield from self._measures((*location, "measures"), link)

    def _milestone(self, location: Location, link: Any) -> Found:
        yield from named(location, "observation", link.milestone, self.observations)
        event = (self.observations or {}).get(link.milestone)
        if event is None:
            return
        if event.case_id is not None and link.case in (self.cases or ()) and event.case_id != link.case:
            yield location, f"the observation {link.milestone!r} belongs to {event.case_id!r}, not to {link.case!r}"
        if event.unit not in (None, DATE_UNIT):
            yield location, f"the observation {link.milestone!r} is no date: its unit is {event.unit!r}"

    def _measures(self, location: Location, link: Any) -> Found:
        case = (self.cases or {}).get(link.case)
        points = getattr(case, "points", None) or ()
        located = [((*location, n), key) for n, key in enumerate(link.measures or ())]
        yield from repeated(located, KEEP_ONE)
        known = {point.key for point in points if point.section == Section.measure}
        if case is not None and None not in {point.key for point in points}:
            for place, key in located:
                yield from named(place, "measure of the case", key, known)

    def _target(self, path: Location, target: Any) -> Found:
        yield from named((*path, "indicator"), "indicator", target.indicator, self.indicators)
        if target.source is not None:
            yield from self._place(path, target.source, target.locator)
        yield from named((*path, "observation"), "observation", target.observation, self.observations)
        figure = (self.observations or {}).get(target.observation)
        if figure is not None and figure.kind not in (None, ObservationKind.target):
            wanted = f"the observation {target.observation!r} is of kind {figure.kind}; name one of kind target"
            yield (*path, "observation"), wanted
        outcomes = enumerate(target.outcomes or ())
        located = [((*path, "outcomes", n, "observation"), outcome.observation) for n, outcome in outcomes]
        yield from repeated(located, KEEP_ONE)
        quantified = target.value is not None or (figure is not None and figure.unit not in (None, DATE_UNIT))
        for location, outcome in located:
            yield from named(location, "observation", outcome, self.observations)
            if quantified:
                yield from self._comparable(location, outcome, figure.indicator_id if figure else target.indicator)

    def _comparable(self, location: Location, outcome: str | None, wanted: str | None) -> Found:
        """A quantified target is answered by its own indicator, or by one that shares an axis with it."""
        figure = (self.observations or {}).get(outcome or "")
        indicators = self.indicators or {}
        measured = figure.indicator_id if figure is not None else None
        if wanted is None or measured is None or wanted == measured or not {wanted, measured} <= indicators.keys():
            return
        groups = {indicators[each].comparability_group for each in (wanted, measured)}
        if len(groups) > 1 or schema.ALONE in groups:
            yield location, f"the observation {outcome!r} measures {measured!r}, which shares no axis with {wanted!r}"

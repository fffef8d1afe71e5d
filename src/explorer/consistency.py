"""Rules that span records: does everything that is named exist, once, and mean what its place demands?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from explorer import formula, schema
from explorer.check_rules import CheckRules
from explorer.derivation import derive_all
from explorer.errors import Fault
from explorer.fault_messages import Location, nearest, repeated, unknown
from explorer.framework_rules import FrameworkRules
from explorer.observation_table import ObservationTable
from explorer.planner_rules import PlannerRules
from explorer.policy_rules import PolicyRules
from explorer.yaml_document import YamlDocument


class ConsistencyCheck:
    """Does everything that is named exist, once, and mean what its place demands?

    Records with a fault of their own come here as far as they are sound: a field may be None whatever its type says,
    and is then passed over. So is a name whose own list could not be read.
    """

    def __init__(
        self,
        documents: Mapping[str, YamlDocument],
        table: ObservationTable,
        parsed: Mapping[str, Any],
        observations: list[tuple[int, schema.Observation]],
        faults: list[Fault],
    ) -> None:
        self.documents = documents
        self.table = table
        self.parsed = parsed
        self.faults = faults
        self.observations = observations
        self.sources = self._by_id("sources.yaml", "sources")
        self.vocabulary = self._read("vocabulary.yaml", "dimensions")
        self.provinces = self._by_id("vocabulary.yaml", "provinces")
        self.groups = self._by_id("indicators.yaml", "comparability_groups")
        self.indicators = self._by_id("indicators.yaml", "indicators")
        self.cases = self._by_id("cases.yaml", "cases")
        self.places = self._by_id("cases.yaml", "places")
        every_id = table.readable and all(o.observation_id is not None for _, o in observations)
        self.by_id: Any = {o.observation_id: o for _, o in observations} if every_id else None

    def run(self) -> dict[str, formula.Derived]:
        self._unique_ids()
        self._vocabulary()
        self._indicators()
        for index, case in enumerate(self._all("cases.yaml", "cases")):
            self._case(("cases", index), case)
        for index, place in enumerate(self._all("cases.yaml", "places")):
            self._known("cases.yaml", ("places", index, "source"), "source", place.source, self.sources)
            self._known("cases.yaml", ("places", index, "province"), "province", place.province, self.provinces)
        self._policies()
        self._frameworks()
        for index, entry in enumerate(self._all("left_out.yaml", "left_out")):
            self._left_out(("left_out", index), entry)
        for index, work in enumerate(self._all("left_out.yaml", "works")):
            self._document("left_out.yaml", ("works", index, "source"), work.source, "to print a title")
        self._planner()
        for index, observation in self.observations:
            self._observation(index, observation)
        rules = CheckRules(self.by_id, self.indicators, self.cases, self.places, self._tags("unit"))
        for index, check in enumerate(self._all("checks.yaml", "checks")):
            self._check(("checks", index), check, rules)
        return derive_all(self.observations, self.by_id, self._row) if self.by_id is not None else {}

    def _read(self, file: str, key: str) -> Any:
        return getattr(self.parsed[file], key, None)

    def _all(self, file: str, key: str) -> Sequence[Any]:
        return self._read(file, key) or ()

    def _by_id(self, file: str, key: str) -> Any:
        """The records of a list by id, or None if not every id could be read."""
        records = self._read(file, key)
        if records is None or any(record.id is None for record in records):
            return None
        return {record.id: record for record in records}

    def _add(self, file: str, location: Location, message: str) -> None:
        self.faults.append(self.documents[file].fault(location, message))

    def _known(
        self, file: str, location: Location, kind: str, value: str | None, choices: Iterable[str] | None
    ) -> bool:
        """Whether ``value`` names one of ``choices``; a fault if it certainly does not."""
        if value is None or choices is None:
            return False
        fault = unknown(kind, value, choices)
        if fault is not None:
            self._add(file, location, fault)
        return fault is None

    def _unique_ids(self) -> None:
        for file, key in (
            ("sources.yaml", "sources"),
            ("indicators.yaml", "comparability_groups"),
            ("indicators.yaml", "indicators"),
            ("vocabulary.yaml", "provinces"),
            ("policies.yaml", "policies"),
            ("policies.yaml", "families"),
            ("recommendations.yaml", "recommendations"),
            ("frameworks.yaml", "frameworks"),
            ("left_out.yaml", "reasons"),
            ("planner.yaml", "preconditions"),
            ("cases.yaml", "cases"),
            ("cases.yaml", "places"),
            ("checks.yaml", "checks"),
        ):
            self._each_once(file, [((key, n, "id"), record.id) for n, record in enumerate(self._all(file, key))])
        for index, place in enumerate(self._all("cases.yaml", "places")):
            if place.id is not None and place.id in (self.cases or ()):
                self._add(
                    "cases.yaml", ("places", index, "id"), f"the id {place.id!r} already names a case; choose another"
                )
        provinces = list(enumerate(self._all("vocabulary.yaml", "provinces")))
        self._each_once("vocabulary.yaml", [(("provinces", n, "code"), province.code) for n, province in provinces])
        tiles = [
            (("provinces", n, "column"), f"the tile in column {province.column}, row {province.row}")
            for n, province in provinces
            if province.column is not None and province.row is not None
        ]
        self._each_once("vocabulary.yaml", tiles, "{} is taken; move one of the two provinces")
        seen: set[str] = set()
        for index, observation in self.observations:
            if observation.observation_id in seen:
                self._row(
                    index, "observation_id", f"the id {observation.observation_id!r} stands twice; ids are never reused"
                )
            if observation.observation_id is not None:
                seen.add(observation.observation_id)

    def _each_once(
        self,
        file: str,
        entries: Iterable[tuple[Location, str | None]],
        message: str = "{!r} stands twice; ids are never reused",
    ) -> None:
        for location, fault in repeated(entries, message):
            self._add(file, location, fault)

    def _vocabulary(self) -> None:
        if self.vocabulary is None:
            return
        for dimension in (*schema.TAG_DIMENSIONS, *schema.LABEL_DIMENSIONS):
            if dimension not in self.vocabulary:
                self._add("vocabulary.yaml", ("dimensions",), f"the dimension {dimension!r} is missing; add it")
        for dimension, entries in self.vocabulary.items():
            path: Location = ("dimensions", dimension)
            self._each_once("vocabulary.yaml", [((*path, n, "id"), e.id) for n, e in enumerate(entries or ())])
            for index, entry in enumerate(entries or ()):
                self._known("vocabulary.yaml", (*path, index, "source"), "source", entry.source, self.sources)

    def _tags(self, dimension: str) -> set[str] | None:
        """The tags of a dimension, or None if not all could be read (a missing dimension is a fault of its own)."""
        entries = (self.vocabulary or {}).get(dimension)
        if entries is None or any(entry.id is None for entry in entries):
            return None
        return {entry.id for entry in entries}

    def _indicators(self) -> None:
        file = "indicators.yaml"
        for index, indicator in enumerate(self._all(file, "indicators")):
            path = ("indicators", index)
            group = indicator.comparability_group
            self._known(file, (*path, "comparability_group"), "comparability group", group, self.groups)
            if group not in (None, schema.ALONE) and indicator.measure is None:
                says = "say what it measures: add measure with numerator, denominator, population, care"
                self._add(file, path, f"it shares the group {group!r}, so {says}")
            self._known(file, (*path, "unit"), "unit", indicator.unit, self._tags("unit"))
            self._known(file, (*path, "theme"), "theme", indicator.theme, self._tags("theme"))

    def _case(self, path: Location, case: schema.Case) -> None:
        file = "cases.yaml"
        self._known(file, (*path, "source"), "source", case.source, self.sources)
        self._known(file, (*path, "province"), "province", case.province, self.provinces)
        self._known(file, (*path, "category"), "category", case.category, self._tags("category"))
        self._known(file, (*path, "level"), "level", case.level, self._tags("level"))
        if self._known(file, (*path, "part_of"), "case", case.part_of, self.cases):
            if case.part_of == case.id or self.cases[case.part_of].part_of is not None:
                self._add(
                    file, (*path, "part_of"), f"{case.part_of!r} cannot be the parent: a case has one level of branches"
                )
        self._own_figures((*path, "headline"), case, case.headline)
        for dimension in schema.TAG_DIMENSIONS:
            tags = getattr(case.tags, dimension, None) or ()
            places = [((*path, "tags", dimension, index), tag) for index, tag in enumerate(tags)]
            keep_one = "{!r} stands twice; keep one"
            self._each_once(file, [((*location, "tag"), tag.tag) for location, tag in places], keep_one)
            for location, tag in places:
                self._known(file, (*location, "tag"), "tag", tag.tag, self._tags(dimension))
                reasoned = dimension in schema.REASONED_DIMENSIONS and tag.tag is not None
                if reasoned and tag.basis is schema.Basis.judged and tag.note is None:
                    self._add(file, location, f"the tag {tag.tag!r} is judged; write the reason in note (zh and en)")
        for fact in schema.EVIDENCE_FACTS:
            found = getattr(case.evidence, fact, None)
            tag = found.tag if found is not None else None
            self._known(file, (*path, "evidence", fact, "tag"), "tag", tag, self._tags(fact))
        self._points(path, case)

    def _points(self, path: Location, case: schema.Case) -> None:
        file = "cases.yaml"
        points = case.points or ()
        self._each_once(file, [((*path, "points", n, "key"), point.key) for n, point in enumerate(points)])
        sections = {point.key: point.section for point in points}
        every_key = case.points is not None and None not in sections
        answerable = {
            schema.Section.measure: {schema.Section.problem},
            schema.Section.outcome: {schema.Section.measure, schema.Section.problem},
            schema.Section.limitation: set(schema.Section) - {schema.Section.limitation},
            schema.Section.problem: set(),
        }
        for index, point in enumerate(points):
            location = (*path, "points", index)
            answers = [((*location, "answers", position), key) for position, key in enumerate(point.answers or ())]
            self._each_once(file, answers, "{!r} stands twice; keep one")
            for place, key in answers:
                known = self._known(file, place, "point", key, sections if every_key else None)
                if known and point.section is not None and sections[key] is not None:
                    if sections[key] not in answerable[point.section]:
                        self._add(file, place, f"the {point.section} cannot answer the {sections[key]} {key!r}")
            self._own_figures((*location, "figures"), case, point.figures)
            themes = [((*location, "themes", position), theme) for position, theme in enumerate(point.themes or ())]
            self._each_once(file, themes, "{!r} stands twice; keep one")
            for place, theme in themes:
                self._known(file, place, "theme", theme, self._tags("theme"))
            self._point_tags((*location, "tags"), case, point)
            self._known(file, (*location, "source"), "source", point.source, self.sources)

    def _point_tags(self, path: Location, case: schema.Case, point: schema.Point) -> None:
        places = [((*path, position), tag) for position, tag in enumerate(point.tags or ())]
        self._each_once("cases.yaml", places, "{!r} stands twice; keep one")
        dimensions = schema.POINT_DIMENSIONS.get(point.section, ())
        own = [tag.tag for dimension in dimensions for tag in getattr(case.tags, dimension, None) or ()]
        if not dimensions or None in own or case.tags is None:
            return
        for location, tag in places:
            if tag is not None and tag not in own:
                named = " or ".join(dimensions)
                self._add(
                    "cases.yaml", location, f"{tag!r} is no {named} tag of the case {case.id!r}; tag the case first"
                )

    def _own_figures(self, path: Location, case: schema.Case, observation_ids: Sequence[str] | None) -> None:
        file = "cases.yaml"
        figures = [((*path, position), figure) for position, figure in enumerate(observation_ids or ())]
        self._each_once(file, figures, "{!r} stands twice; keep one")
        for location, figure in figures:
            if self._known(file, location, "observation", figure, self.by_id):
                owner = self.by_id[figure].case_id
                if owner is not None and case.id is not None and owner != case.id:
                    self._add(file, location, f"the observation {figure!r} belongs to {owner!r}, not to {case.id!r}")

    def _policies(self) -> None:
        families, policies = self._by_id("policies.yaml", "families"), self._by_id("policies.yaml", "policies")
        rules = PolicyRules(self.sources, self.cases, self.indicators, self.by_id, families, policies, self._tags)
        for location, fault in rules.of_policies(self._all("policies.yaml", "policies")):
            self._add("policies.yaml", location, fault)
        for location, fault in rules.of_recommendations(self._all("recommendations.yaml", "recommendations")):
            self._add("recommendations.yaml", location, fault)

    def _frameworks(self) -> None:
        recommendations = self._by_id("recommendations.yaml", "recommendations")
        rules = FrameworkRules(
            self.sources,
            self.cases,
            self.places,
            self.indicators,
            recommendations,
            self._indicators_of_targets(),
            self._tags,
        )
        for location, fault in rules.of_frameworks(self._all("frameworks.yaml", "frameworks")):
            self._add("frameworks.yaml", location, fault)

    def _indicators_of_targets(self) -> dict[str, str | None] | None:
        """The indicator of each target, or None if not every target could be read."""
        policies = self._read("policies.yaml", "policies")
        if policies is None or any(policy.targets is None for policy in policies):
            return None
        targets = [target for policy in policies for target in policy.targets]
        if any(target.id is None for target in targets):
            return None
        found: dict[str, str | None] = {}
        for each in targets:
            figure = (self.by_id or {}).get(each.observation)
            found.setdefault(each.id, each.indicator or getattr(figure, "indicator_id", None))
        return found

    def _planner(self) -> None:
        rules, file = PlannerRules(self._tags, self.by_id), "planner.yaml"
        for location, fault in rules.of_preconditions(self._all(file, "preconditions")):
            self._add(file, location, fault)
        for location, fault in rules.of_other_subjects(self._all(file, "other_subjects")):
            self._add(file, location, fault)

    def _left_out(self, path: Location, entry: schema.LeftOut) -> None:
        file = "left_out.yaml"
        self._known(file, (*path, "reason"), "reason", entry.reason, self._by_id(file, "reasons"))
        self._document(file, (*path, "source"), entry.source, "to leave numbers out of")
        words = [((*path, "words", position), text) for position, text in enumerate(entry.words or ())]
        self._each_once(file, words, "{!r} stands twice; keep one")

    def _document(self, file: str, location: Location, source: str | None, purpose: str) -> None:
        if self._known(file, location, "source", source, self.sources) and self.sources[source].file is None:
            self._add(file, location, f"the source {source!r} has no document {purpose}")

    def _check(self, path: Location, check: schema.Check, rules: CheckRules) -> None:
        file = "checks.yaml"
        for location, message in rules.faults(check, path):
            self._add(file, location, message)
        if check.marked is not None and check.marked.dimension is not None:
            tags = self._tags(check.marked.dimension)
            self._known(file, (*path, "marked", "tag"), "tag", check.marked.tag, tags)

    def _row(self, index: int, column: str | None, message: str) -> None:
        self.faults.append(self.table.fault(index, column, message))

    def _observation(self, index: int, observation: schema.Observation) -> None:
        def known(column: str, kind: str, value: str | None, choices: Iterable[str] | None) -> bool:
            if value is None or choices is None:
                return False
            names = set(choices)
            if value not in names:
                self._row(index, column, f"unknown {kind} {value!r}{nearest(value, names)}")
            return value in names

        if self.cases is not None and self.places is not None:
            known("case_id", "case", observation.case_id, self.cases.keys() | self.places.keys())
        if known("source_id", "source", observation.source_id, self.sources):
            source = self.sources[observation.source_id]
            if source.file is not None and self._empty(index, "locator"):
                self._row(
                    index, "locator", "the cell is empty; write the section or table of the document, such as 3 or 表2"
                )
        units = self._tags("unit")
        unit_known = known("unit", "unit", observation.unit, units)
        if known("indicator_id", "indicator", observation.indicator_id, self.indicators):
            indicator = self.indicators[observation.indicator_id]
            if unit_known and indicator.unit in (units or ()) and observation.unit != indicator.unit:
                self._row(
                    index,
                    "unit",
                    f"found {observation.unit!r}; the indicator {indicator.id!r} is in {indicator.unit!r}",
                )
        if observation.unit == "calendar-year" and observation.value is not None:
            first = observation.period_start or observation.period_end
            if first is None or observation.value != int(first[:4]):
                self._row(index, "value", f"found {observation.value}; write the year in which its period begins")
        if observation.basis is schema.ObservationBasis.reported and self._empty(index, "qualifier"):
            self._row(index, "qualifier", "the cell is empty; fill it")
        value = observation.value
        bounded = observation.unit == "percent" and observation.kind is schema.ObservationKind.share
        if value is not None and bounded and not 0 <= value <= 100:
            self._row(index, "value", f"a share lies between 0 and 100, found {value}; is it a change or another unit?")

    def _empty(self, index: int, column: str) -> bool:
        return self.table.rows[index][1][self.table.header.index(column)] == ""

"""The references of a brief: each source once, numbered as it first comes up, in GB/T 7714."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explorer.exports.citation import case_citation, policy_citation
from explorer.i18n import Translator
from explorer.planner.brief import Material
from explorer.planner.goals import Goal
from explorer.planner.telling import Paragraph, Told

Row = Mapping[str, Any]


class Citations:
    """Gives each source its number; ``entries`` is the list at the end.

    A figure is cited by its source, a target by its policy, a measure by the part of the source that tells of its case.
    """

    def __init__(self, material: Material, tr: Translator) -> None:
        self._material = material
        self._tr = tr
        self._numbers: dict[str, int] = {}
        self._texts: list[tuple[str, str]] = []

    def observation(self, row: Row) -> Told:
        """The number of a figure's source."""
        source = self._material.sources[row["source_id"]]
        return self._mark(f"source:{source['source_id']}", source["citation_gbt7714"])

    def target(self, target: Row) -> Told:
        """The number of the policy that sets a target."""
        policy = self._material.policies[target["target_id"]]
        source = self._material.sources[policy["source_id"]]
        return self._mark(f"policy:{policy['policy_id']}", policy_citation(policy, source))

    def case(self, case_id: str) -> Told:
        """The number of what tells of a case; nothing for a place that only carries figures."""
        case = self._material.cases.get(case_id)
        if case is None or case["category"] == "context":
            return Told("")
        source = self._material.sources[case["source_id"]]
        return self._mark(f"case:{case_id}", case_citation(case, source))

    def goal(self, goal: Goal) -> Told:
        """The number of what a level to reach is taken from."""
        return self.target(goal.row) if goal.is_target else self.observation(goal.row)

    def entries(self) -> tuple[Paragraph, ...]:
        """Every citation with its number, in order."""
        return tuple(
            Paragraph((Told(f"[{self._numbers[text]}] ", (origin,)), Told(text, (origin,))))
            for origin, text in self._texts
        )

    def _mark(self, origin: str, text: str) -> Told:
        # Two cases of one paper have one citation, and so one number.
        if text not in self._numbers:
            self._numbers[text] = len(self._numbers) + 1
            self._texts.append((origin, text))
        return Told(f"[{self._numbers[text]}]", (origin,), raised=True)

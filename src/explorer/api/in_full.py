"""One record in full: a case, a policy or an indicator with all that belongs to it."""

from __future__ import annotations

from typing import Any

from explorer.api.lists import case_records, policy_records, records
from explorer.api.shapes import (
    CasePoint,
    CaseTag,
    EvidenceFact,
    Indicator,
    Mention,
    Partner,
    PolicyLink,
    PolicyPoint,
    PolicyTag,
    Target,
)
from explorer.queries import cases, methods, observations, policies, targets
from explorer.schema import ALONE
from explorer.view_parameters import Ask

Row = dict[str, Any]


def case(ask: Ask, case_id: str) -> Row:
    """A case or place: what it is, its tags and their grounds, what it did and what came of it, its policies."""
    return {
        "case": case_records(ask, [case_id])[0],
        "tags": records(ask(cases.case_tags, [case_id]), CaseTag),
        "evidence": records(ask(cases.case_evidence, [case_id]), EvidenceFact),
        "points": records(ask(cases.case_points, case_id), CasePoint),
        "partners": records(ask(cases.case_partners, case_id), Partner),
        "policies": records(ask(policies.policies_of_case, case_id), PolicyLink),
    }


def policy(ask: Ask, policy_id: str) -> Row:
    """A policy: what it is, what it sets out and for when, which cases are joined to it, where it is named."""
    return {
        "policy": policy_records(ask, [policy_id])[0],
        "tags": records(ask(policies.policy_tags, [policy_id]), PolicyTag),
        "points": records(ask(policies.policy_points, policy_id), PolicyPoint),
        "targets": records(ask(targets.targets_of_policy, policy_id), Target),
        "cases": records(ask(policies.cases_of_policies, [policy_id]), PolicyLink),
        "mentions": records(ask(policies.policy_mentions, policy_id), Mention),
    }


def indicator(ask: Ask, indicator_id: str) -> Row:
    """An indicator of the codebook, and the others that may share an axis with it."""
    every = records(ask(methods.codebook, [], None), Indicator)
    own = next(row for row in every if row["indicator_id"] == indicator_id)
    group = own["comparability_group"]
    others = () if group == ALONE else ask(observations.indicators_of_groups, [group])["indicator_id"]
    return {"indicator": own, "comparable_with": [other for other in others if other != indicator_id]}

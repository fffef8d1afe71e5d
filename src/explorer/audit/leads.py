"""Changes of a single figure that would make an inconsistent check come out: leads, not proofs.

Three kinds of change are tried. Another figure of the same indicator, case and document in place of one that the result
rests on; the one whole number that gives a printed share; one digit changed, or two neighbouring digits swapped. The
last two say that a figure is misprinted, so every other check in which it stands must come out too. More than MOST
changes are no lead: a check that can be mended in many ways points nowhere.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from explorer.audit.recompute import Replacement, Result, Trial, recompute
from explorer.rounding import SHARE_SCALES

MOST = 3
KINDS = ("sum", "share", "ratio", "growth", "difference", "mean", "sd_sample", "sd_population", "yearly")
"""The kinds with a result that one figure decides; an order or an equality could be mended by anything."""
RESULTS = ("share", "ratio", "growth", "difference", "mean", "sd", "yearly")
"""The roles of what is printed as the result; no other figure could have been meant for it."""
Figure = Mapping[str, Any]
"""A row of observations with the role that it plays."""


@dataclass(frozen=True)
class Lead:
    """A change that would do: the new value, on what basis, and the figure that would stand there instead, if any."""

    replacement: Replacement
    basis: str
    instead_id: str | None = None


def find_leads(
    connection: duckdb.DuckDBPyConnection, results: Mapping[str, Result], operands: Mapping[str, Sequence[Figure]]
) -> dict[str, list[Lead]]:
    """The leads of each inconsistent check that has any, the strongest kind of change first.

    ``results`` and ``operands`` are by check id; an operand is its observation with ``role``, ``kind`` (of the check)
    and the printed digits.
    """
    broken = [key for key, result in results.items() if result.verdict == "inconsistent"]
    mendable = [key for key in broken if _is_decided_by_one(key, results, operands)]
    tried = {key: list(_changes(connection, operands[key])) for key in mendable}
    trials = [Trial(key, lead.replacement) for key, leads in tried.items() for lead in leads]
    outcome = recompute(connection, trials)
    mending = {
        key: [lead for lead in leads if outcome[Trial(key, lead.replacement)].verdict == "consistent"]
        for key, leads in tried.items()
    }
    sound = _sound_elsewhere(connection, mending, results, operands)
    chosen = {key: _strongest(lead for lead in leads if (key, lead) in sound) for key, leads in mending.items()}
    return {key: leads for key, leads in chosen.items() if leads}


def _is_decided_by_one(key: str, results: Mapping[str, Result], operands: Mapping[str, Sequence[Figure]]) -> bool:
    """Whether a change of one figure can say something.

    Not where the denominator of a share is unknown, so that many would do; nor where the printed deviation turns out to
    be the other of the two.
    """
    kind, roles = operands[key][0]["check_kind"], {figure["role"] for figure in operands[key]}
    if kind not in KINDS or (kind == "share" and "whole" not in roles):
        return False
    return all(results[other].verdict == "inconsistent" for other in _other_deviation(key, operands, list(results)))


def _changes(connection: duckdb.DuckDBPyConnection, figures: Sequence[Figure]) -> Iterator[Lead]:
    for figure in figures:
        if figure["basis"] == "reported" and figure["qualifier"] == "=":
            if figure["role"] not in RESULTS:
                yield from _other_figures(connection, figure, {one["observation_id"] for one in figures})
            yield from _other_digits(figure)
    yield from _whole_numbers(figures)


def _other_figures(connection: duckdb.DuckDBPyConnection, figure: Figure, taken: set[str]) -> Iterator[Lead]:
    rows = connection.execute(
        """
        SELECT o.observation_id, o.value, o.value_low, o.value_high
        FROM observations o JOIN observations f USING (case_id, source_id, indicator_id)
        WHERE f.observation_id = $figure AND o.basis = 'reported' AND o.qualifier = '=' AND o.value <> f.value
        ORDER BY o.position
        """,
        {"figure": figure["observation_id"]},
    ).fetchall()
    for other, value, low, high in rows:
        if other not in taken:
            yield Lead(Replacement(figure["observation_id"], value, low, high), "figure", other)


def _other_digits(figure: Figure) -> Iterator[Lead]:
    step, value = figure["printed_step"], figure["value"]
    digits = str(round(abs(value) / step))
    half = 0 if figure["value_low"] == figure["value_high"] else step / 2
    for changed in sorted(_misprints(digits)):
        # Through the printed digits, so that 0.1 × 3 is 0.3 and no neighbour of it.
        new = round(math.copysign(int(changed) * step, value), 9)
        yield Lead(Replacement(figure["observation_id"], new, new - half, new + half), "digits")


def _misprints(digits: str) -> set[str]:
    """Every other number of as many digits with one of them changed, or with two neighbours swapped."""
    changed = {digits[:n] + digit + digits[n + 1 :] for n in range(len(digits)) for digit in "0123456789"}
    swapped = {digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :] for n in range(len(digits) - 1)}
    return {number for number in changed | swapped if number != digits and number[0] != "0"}


def _whole_numbers(figures: Sequence[Figure]) -> Iterator[Lead]:
    by_role: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_role[figure["role"]].append(figure)
    if figures[0]["check_kind"] != "share" or len(by_role["parts"]) != 1 or not by_role["whole"]:
        return
    (part,), (whole,), (share,) = by_role["parts"], by_role["whole"], by_role["share"]
    if not all(one["value_low"] == one["value_high"] for one in (part, whole)) or share["qualifier"] != "=":
        return
    low, high = (share[end] / SHARE_SCALES.get(share["unit"], 1) for end in ("value_low", "value_high"))
    if low > 0:
        yield from _only(part, whole["value"] * low, whole["value"] * high)
        yield from _only(whole, part["value"] / high, part["value"] / low)


def _only(figure: Figure, low: float, high: float) -> Iterator[Lead]:
    """The whole number from ``low`` to ``high``, if there is one and no second."""
    least = math.ceil(low - 1e-9)
    if least == math.floor(high + 1e-9) and least != figure["value"]:
        yield Lead(Replacement(figure["observation_id"], least, least, least), "whole_number")


def _sound_elsewhere(
    connection: duckdb.DuckDBPyConnection,
    mending: Mapping[str, list[Lead]],
    results: Mapping[str, Result],
    operands: Mapping[str, Sequence[Figure]],
) -> set[tuple[str, Lead]]:
    """The changes after which every other check with the changed figure comes out."""
    users: dict[str, list[str]] = defaultdict(list)
    for key in results:
        for figure in operands[key]:
            users[figure["observation_id"]].append(key)
    others = {
        (key, lead): [other for other in users[lead.replacement.observation_id] if other != key]
        for key, leads in mending.items()
        for lead in leads
    }
    trials = [Trial(other, lead.replacement) for (_, lead), names in others.items() for other in names]
    outcome = recompute(connection, trials)

    def comes_out(key: str, lead: Lead, other: str) -> bool:
        alternatives = [other, *_other_deviation(other, operands, users[lead.replacement.observation_id])]
        return any(
            name == key or outcome[Trial(name, lead.replacement)].verdict != "inconsistent" for name in alternatives
        )

    return {
        (key, lead)
        for (key, lead), names in others.items()
        if lead.basis == "figure" or all(comes_out(key, lead, other) for other in names)
    }


def _other_deviation(check_id: str, operands: Mapping[str, Sequence[Figure]], candidates: list[str]) -> list[str]:
    """The check of the other standard deviation (n or n - 1) of the same figures: one of the two is enough."""
    kinds = {"sd_sample", "sd_population"}
    same = {figure["observation_id"] for figure in operands[check_id]}
    return [
        other
        for other in candidates
        if {operands[check_id][0]["check_kind"], operands[other][0]["check_kind"]} == kinds
        and {figure["observation_id"] for figure in operands[other]} == same
    ]


def _strongest(leads: Iterator[Lead]) -> list[Lead]:
    """One lead for each change, if they are few; the first basis given for a change counts."""
    unique: dict[Replacement, Lead] = {}
    for lead in leads:
        unique.setdefault(lead.replacement, lead)
    return list(unique.values()) if len(unique) <= MOST else []

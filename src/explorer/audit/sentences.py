"""Findings in words: what was compared with what, what came of it, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from explorer.audit.leads import Lead
from explorer.audit.recompute import Result
from explorer.i18n import YEAR_UNIT, Translator, to_significant
from explorer.rounding import MEASURED_UNITS, SHARE_SCALES

Record = Mapping[str, Any]
TOLD_ROLES = ("whole", "share", "ratio", "growth", "difference", "mean", "sd", "yearly", "stated")
"""The roles of figures that are printed as a result of the others, where the kind has one."""
WITH_PERIOD = ("growth", "difference", "order", "equality")
"""Kinds whose figures differ in little but their time."""


@cache
def sentences() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Every sentence of ``sentences.yaml``: section, key, language."""
    text = resources.files("explorer.audit").joinpath("sentences.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@dataclass(frozen=True)
class Finding:
    """One check with what it is about and what recomputing it gave, ready to be told.

    ``check`` is a row of ``checks`` with the label of its tag and whether the document marks it; ``operands`` are rows
    of ``observations`` with their role, the names of their indicators and the number of years they cover; ``listed``
    are texts in both languages: the items of a list, or the titles of points.
    """

    check: Record
    operands: Sequence[Record]
    listed: Sequence[Record]
    verdict: str
    result: Result | None
    leads: Sequence[Lead] = ()
    others: Mapping[str, Record] = field(default_factory=dict)
    """The figures that leads name and that are no operands."""

    @property
    def kind(self) -> str:
        return self.check["kind"]

    def of(self, role: str) -> Record | None:
        """The figure in a role that takes one; None where there is none."""
        return next((one for one in self.operands if one["role"] == role), None)

    def all_of(self, *roles: str) -> list[Record]:
        return [one for one in self.operands if one["role"] in roles]

    @property
    def told(self) -> Record | None:
        """The figure that is printed as the result, or as the whole."""
        names = [role for role in TOLD_ROLES if role != "whole" or self.kind == "sum"]
        return next((one for one in self.operands if one["role"] in names), None)


Formatter = Callable[[Record], str]


def plain(record: Record) -> str:
    """A value in base units with the decimals printed, and its bound: ``>150``, ``0.7463``."""
    mark = "" if record["qualifier"] == "=" else record["qualifier"]
    return f"{mark}{record['value']:.{record['decimals']}f}"


def expression(finding: Finding, number: Formatter = plain) -> str:
    """The computation in figures, ``(8 + 1) ÷ 61 × 100``; ``?`` stands where a figure is missing."""

    def one(role: str) -> str:
        figure = finding.of(role)
        return number(figure) if figure is not None else "?"

    def many(role: str, sign: str) -> str:
        return sign.join(number(figure) for figure in finding.all_of(role)) or "?"

    kind, count = finding.kind, len(finding.all_of("items"))
    if kind == "sum":
        return many("parts", " + ")
    if kind == "share":
        return _share(finding, many("parts", " + "), one("whole"))
    if kind == "ratio":
        return f"{one('numerator')} ÷ {one('denominator')}"
    if kind == "growth":
        return f"({one('after')} ÷ {one('before')} − 1) × 100"
    if kind == "difference":
        return f"{one('after')} − {one('before')}"
    if kind == "mean":
        return f"({many('items', ' + ')}) ÷ {count}"
    if kind in ("sd_sample", "sd_population"):
        return f"SD({many('items', ', ')})"
    if kind == "yearly":
        total = finding.of("total")
        return f"{one('total')} ÷ {total['years'] if total is not None and total['years'] is not None else '?'}"
    if kind == "order":
        return many("items", " ≥ ")
    if kind == "equality":
        return many("figures", " = ")
    if kind == "nesting":
        return f"{one('part')} ≤ {one('whole')}"
    if kind == "target":
        return f"{one('result')} / {one('target')}"
    if kind == "count":
        return f"{count or len(finding.listed)} = {one('stated')}"
    return f"{'■' if finding.check['is_marked'] else '□'} {finding.check['tag']} ({len(finding.listed)})"


def _share(finding: Finding, parts: str, whole: str) -> str:
    share, result = finding.of("share"), finding.result
    scale = SHARE_SCALES.get(share["unit"], 1) if share is not None else 100
    figures, base = finding.all_of("parts"), finding.of("whole")
    if result is not None and result.computed:
        if base is not None and not figures:
            parts = f"{round(result.computed * base['value'] / scale)}"
        if base is None:
            whole = f"{round(sum(one['value'] for one in figures) * scale / result.computed)}"
    if len(figures) > 1:
        parts = f"({parts})"
    return f"{parts} ÷ {whole}" + (f" × {scale}" if scale != 1 else "")


def message(finding: Finding, tr: Translator) -> str:
    """The finding in whole sentences: the figures as printed, the place, what came of it, and leads."""
    parts = [_statement(finding, tr), _outcome(finding, tr)]
    if finding.leads:
        parts.append(_leads(finding, tr))
    return ("" if tr.language == "zh" else " ").join(parts)


def _say(tr: Translator, section: str, key: str, **slots: object) -> str:
    return sentences()[section][key][tr.language].format(**slots)


def _name(record: Record, tr: Translator, *, with_period: bool = False) -> str:
    indicator, subject = tr.pick(record, "indicator"), tr.pick(record, "subject")
    period = tr.short_period(record) if with_period and isinstance(record["period_printed"], str) else None
    if tr.language == "zh":
        name = indicator if subject == indicator else f"{subject}·{indicator}"
        return f"{name}（{period}）" if period else str(name)
    aside = ", ".join(word for word in (subject if subject != indicator else None, period) if word)
    return f"{indicator} ({aside})" if aside else str(indicator)


def _named_figures(records: Sequence[Record], tr: Translator, *, with_period: bool) -> str:
    told = [f"{_name(one, tr, with_period=with_period)} {tr.figure(one)}" for one in records]
    return ("；" if tr.language == "zh" else "; ").join(told)


def _place(finding: Finding, tr: Translator) -> str:
    """The place in the document; the title of the source where its figures are known without one."""
    locator = finding.check["locator"]
    if locator is None:
        return str(tr.pick(finding.check, "source"))
    return str(locator) if tr.language == "zh" else str(locator).replace("；", "; ")


def _statement(finding: Finding, tr: Translator) -> str:
    with_period = finding.kind in WITH_PERIOD
    slots: dict[str, object] = {"place": _place(finding, tr), "count": len(finding.all_of("items"))}
    told, result = finding.told, finding.result
    if finding.kind == "marks":
        slots |= {"tag": tr.pick(finding.check, "tag"), "figures": tr.listing(_texts(finding, tr))}
        key = "mark" if finding.verdict == "undetermined" else _marks_key(finding)
        return _say(tr, "statement", key, **slots)
    if finding.verdict == "undetermined" and result is None:
        figures = _named_figures(finding.operands, tr, with_period=True)
        return _say(tr, "statement", "undetermined", figures=figures, **slots)
    slots["figures"] = _named_figures(finding.all_of("items", "figures"), tr, with_period=with_period)
    slots["expression"] = expression(finding, lambda one: _term(one, tr))
    if told is not None:
        slots |= {"name": _name(told, tr, with_period=with_period), "reported": tr.figure(told)}
    for role in ("part", "whole", "target", "result"):
        figure = finding.of(role)
        if figure is not None:
            slots |= {role: tr.figure(figure), f"{role}_name": _name(figure, tr)}
    if result is not None and result.computed is not None:
        unit = told["unit"] if told is not None else finding.operands[0]["unit"]
        slots["computed"] = _amount(result.computed, told or finding.operands[0], unit, tr)
    key = finding.kind
    if key == "sum" and finding.of("whole") is None:
        key, slots["reported"] = "filling", tr.amount(100, 0, "percent")
    if key == "share" and not finding.all_of("parts"):
        key, slots["base"] = "whole_number", f"{slots['whole_name']} {slots['whole']}"
    elif key == "share" and finding.of("whole") is None:
        key, slots["base"] = "whole_unknown", _named_figures(finding.all_of("parts"), tr, with_period=False)
    elif key == "count":
        listed = _texts(finding, tr) or [str(tr.pick(one, "subject")) for one in finding.all_of("items")]
        slots |= {"figures": tr.listing(listed), "count": len(listed)}
    elif told is not None and told["basis"] == "derived":
        key = "derived"
    return _say(tr, "statement", key, **slots)


def _marks_key(finding: Finding) -> str:
    if finding.check["is_marked"]:
        return "marked_and_told" if finding.listed else "marked_only"
    return "told_only" if finding.listed else "neither"


def _texts(finding: Finding, tr: Translator) -> list[str]:
    return [str(tr.pick(one, "text")) for one in finding.listed]


def _term(record: Record, tr: Translator) -> str:
    mark = "" if record["qualifier"] == "=" else record["qualifier"]
    if record["unit"] == YEAR_UNIT:
        return plain(record)
    value, decimals = record["value"], int(record["decimals"])
    if record["basis"] == "derived":
        value, decimals = to_significant(value)
    return f"{mark}{tr.number(value, decimals)}"


def _amount(value: float, like: Record, unit: str, tr: Translator) -> str:
    """A computed number with one more decimal than the figure that it is compared with, unless it needs fewer."""
    if like["basis"] == "derived":
        return tr.amount(*to_significant(value), unit)
    decimals = int(like["decimals"]) if value == round(value, int(like["decimals"])) else int(like["decimals"]) + 1
    coarse = like["printed_step"]
    if coarse is not None and coarse >= 100:  # printed in 万 or 亿: no more digits than that can bear
        value, decimals = round(value / coarse, 2) * coarse, 0
    return tr.amount(round(value, decimals) + 0.0, decimals, unit)


def _outcome(finding: Finding, tr: Translator) -> str:
    result = finding.result
    if finding.verdict == "undetermined" and finding.check["undetermined_zh"] is not None:
        return str(tr.pick(finding.check, "undetermined"))
    if finding.verdict == "undetermined":
        return _say(tr, "verdict", "open")
    kept = finding.verdict == "consistent"
    pairs = {
        "order": ("order_kept", "order_broken"),
        "nesting": ("nesting_kept", "nesting_broken"),
        "equality": ("equal", "unequal"),
        "target": ("target_met", "target_missed"),
        "count": ("counted", "miscounted"),
        "marks": ("marks_agree", "marks_disagree"),
    }
    if finding.kind in pairs:
        key = pairs[finding.kind][0 if kept else 1]
    elif not kept:
        key = "inconsistent"
    else:
        assert result is not None
        key = _agreement(finding, result)
    return _say(tr, "verdict", key, difference=_difference(finding, tr))


def _agreement(finding: Finding, result: Result) -> str:
    if result.truncated:
        return "truncated"
    told = finding.told
    if told is not None and told["qualifier"] not in ("=", "~"):
        return "bounded"
    assert result.computed is not None
    assert result.reported is not None
    return "exact" if abs(result.computed - result.reported) < 1e-9 * max(1, abs(result.reported)) else "rounded"


def _difference(finding: Finding, tr: Translator) -> str:
    result = finding.result
    if result is None or result.computed is None or result.reported is None:
        return ""
    like = finding.told or finding.of("whole") or finding.operands[0]
    unit, apart = like["unit"], abs(result.computed - result.reported)
    if unit not in MEASURED_UNITS:  # "1 items", or operations less stays: the bare number says how far they are apart
        return _amount(apart, like, "index", tr)
    if unit == "percent" and ("unit", "percentage-points") in tr.labels:
        unit = "percentage-points"
    return _amount(apart, like, unit, tr)


def _leads(finding: Finding, tr: Translator) -> str:
    changes = [_change(finding, lead, tr) for lead in finding.leads]
    return _say(tr, "lead", "changes", changes=_say(tr, "lead", "either").join(changes))


def _change(finding: Finding, lead: Lead, tr: Translator) -> str:
    figure = next(one for one in finding.operands if one["observation_id"] == lead.replacement.observation_id)
    slots = {"name": _name(figure, tr), "old": tr.figure(figure)}
    if lead.instead_id is not None:
        other = finding.others[lead.instead_id]
        return _say(tr, "lead", "instead", instead=_name(other, tr), new=tr.figure(other), **slots)
    new = dict(figure) | {"value": lead.replacement.value}
    return _say(tr, "lead", "change", new=tr.figure(new), **slots)

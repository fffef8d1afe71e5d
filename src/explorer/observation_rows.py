"""Observations as rows of their table: values, the interval that they stand for, periods, formulas in words."""

from __future__ import annotations

import math

from explorer import formula, partial_date, rounding, schema
from explorer.catalog import Catalog
from explorer.table_row import Row, both


def observation_row(position: int, observation: schema.Observation, catalog: Catalog) -> Row:
    """The row of one observation; ``position`` is its place in the file."""
    value, qualifier = observation.value, observation.qualifier
    if value is None:
        derived = catalog.derived[observation.observation_id]
        value, qualifier, interval, step = derived.value, derived.qualifier, derived.interval, None
        # Exact division can run on for ever: a derived figure is shown with no more digits than its kind can bear.
        decimals = 2 if abs(value) < 1000 else 0
    else:
        step, interval = rounding.stands_for(observation)
        exponent = value.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    assert qualifier is not None
    start, end = observation.period_start, observation.period_end
    return {
        "observation_id": observation.observation_id,
        "position": position,
        "case_id": observation.case_id,
        "indicator_id": observation.indicator_id,
        "subject_zh": observation.subject_zh,
        "subject_en": observation.subject_en,
        "period_start": partial_date.first_day(start) if start else None,
        "period_end": partial_date.last_day(end) if end else None,
        "period_printed": _period_printed(observation),
        "value": float(value),
        "value_low": None if math.isinf(interval.low) else float(interval.low),
        "value_high": None if math.isinf(interval.high) else float(interval.high),
        "printed_step": None if step is None else float(step),
        "decimals": decimals,
        "unit": observation.unit,
        "qualifier": qualifier.value,
        "as_reported": observation.as_reported,
        "kind": observation.kind.value,
        "basis": observation.basis.value,
        "formula": observation.formula,
        **_formula_in_words(observation, catalog),
        "source_id": observation.source_id,
        "locator": observation.locator,
        "note_zh": observation.note_zh,
        "note_en": observation.note_en,
    }


def _period_printed(observation: schema.Observation) -> str | None:
    start, end = observation.period_start, observation.period_end
    return end if start in (None, end) else f"{start}/{end}"


def _formula_in_words(observation: schema.Observation, catalog: Catalog) -> Row:
    """The formula with each operand's indicator and period in place of its id."""
    if observation.formula is None:
        return both("formula", None)
    indicators = {indicator.id: indicator for indicator in catalog.indicators}
    figures = {figure.observation_id: figure for figure in catalog.observations}
    zh = en = observation.formula.replace(" / ", " ÷ ").replace(" * ", " × ")
    for operand in formula.operands(observation.formula):
        figure = figures[operand]
        name = indicators[figure.indicator_id].name
        period = _period_printed(figure)
        zh = zh.replace(f"[{operand}]", f"{name.zh}（{period}）" if period else name.zh)
        en = en.replace(f"[{operand}]", f"{name.en} ({period})" if period else name.en)
    return {"formula_zh": zh, "formula_en": en}

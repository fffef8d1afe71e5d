"""What scenarios would mean, in the words and cells of a table."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.i18n import Translator
from explorer.planner.gap import Change, Lack
from explorer.planner.gap_words import amount_words, lack_words
from explorer.planner.position import Position
from explorer.planner.position_words import percent, position_name
from explorer.planner.scenario import Scenario
from explorer.planner.telling import Paragraph, Piece, Told, tell


def difference_words(tr: Translator, found: Change) -> Paragraph:
    """How much more or less is kept than now, or that rounding leaves it open."""
    if found.more.low <= 0 <= found.more.high:
        return tell(tr, "what_if.same")
    less = found.more.high < 0
    amount = amount_words(tr, -found.more if less else found.more, found.quantity.name, *found.origins)
    return tell(tr, "what_if.less" if less else "what_if.more", amount=amount)


def scenario_rows(positions: Sequence[Position], scenarios: Sequence[Scenario], tr: Translator) -> list[list[Piece]]:
    """Three rows a rate: the rate, what it keeps, and the difference from now; the first alone where more is missing.

    A row's cells: rate, what the row tells, now, then one a scenario.
    """
    rows: list[list[Piece]] = []
    for position in positions:
        name, field_id = position_name(position, tr), position.field_id
        now = percent(tr, position.number.value, f"form:{field_id}")
        set_to = [percent(tr, each.rates[field_id], f"setting:scenario.{each.number}.{field_id}") for each in scenarios]
        rows.append([name, Told(tr("what_if.column.rate")), now, *set_to])
        found = [each.outcomes[field_id] for each in scenarios]
        changes = [each for each in found if isinstance(each, Change)]
        if not changes:
            continue
        quantity, origins = changes[0].quantity.name, changes[0].origins
        kept = [amount_words(tr, each.kept_then, quantity, *each.origins) for each in changes]
        now_kept = amount_words(tr, changes[0].kept_now, quantity, *origins)
        rows.append([Told(""), Told(tr(f"what_if.row.{field_id}")), now_kept, *kept])
        told = [difference_words(tr, each) for each in changes]
        rows.append([Told(""), Told(tr("what_if.row.more")), Told("—"), *told])
    return rows


def lacks(scenarios: Sequence[Scenario], tr: Translator) -> list[str]:
    """Why a rate is not turned into an amount, a sentence a rate."""
    found = {
        field_id: lack_words(tr, field_id, each).text
        for scenario in scenarios
        for field_id, each in scenario.outcomes.items()
        if isinstance(each, Lack)
    }
    return list(found.values())


def scenarios_header(scenarios: Sequence[Scenario], tr: Translator) -> list[Piece]:
    """The heads of the columns of ``scenario_rows``."""
    names = [Told(each.name, (f"setting:scenario.{each.number}.name",)) for each in scenarios]
    return [Told(tr("column.indicator")), Told(tr("what_if.column.what")), Told(tr("what_if.column.now")), *names]

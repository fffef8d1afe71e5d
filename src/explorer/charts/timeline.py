"""Policies in time: when each is dated, at which level, of what kind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal

import altair as alt
import pandas as pd

from explorer.charts.theme import MUTED, NARROW, PLOT_WIDTH, SERIES_COLOURS, SHAPES
from explorer.i18n import Translator
from explorer.queries import records
from explorer.years import Years

LANE_PIXELS, LEGEND_PIXELS, AXIS_PIXELS, MARK_AREA = 11, 100, 30, 64
ROOM = 1 / 24
"""In parts of the time shown: marks nearer than this stand in lanes of their own, so that none covers another on a
phone."""

FEW_YEARS = 2
"""Of so many years the months are named."""

DAY = pd.Timedelta(days=1)


def kind_marks(kinds: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Colour and shape of each kind, in vocabulary order: no two kinds share both."""
    return {
        kind: (SERIES_COLOURS[place % len(SERIES_COLOURS)], SHAPES[place % len(SHAPES)])
        for place, kind in enumerate(kinds)
    }


def lanes(spans: Sequence[tuple[pd.Timestamp, pd.Timestamp]], room: pd.Timedelta) -> list[int]:
    """For spans of time in any order, the lowest lane in which each stays clear of all that begin before it."""
    taken: list[pd.Timestamp] = []
    placed = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda one: spans[one]):
        start, end = spans[index]
        lane = next((lane for lane, until in enumerate(taken) if until + room <= start), len(taken))
        taken[lane : lane + 1] = [end]
        placed[index] = lane
    return placed


def dated_within(cards: pd.DataFrame, years: Years) -> pd.DataFrame:
    """The policies whose dates, or a part of what they may mean, fall into these years; in the order given."""
    from_year, to_year = cards["issued_from"].dt.year, cards["issued_to"].dt.year
    return cards[(from_year <= years.last) & (to_year >= years.first)]


def timeline_chart(
    cards: pd.DataFrame,
    levels: Sequence[str],
    kinds: Sequence[str],
    tr: Translator,
    years: Years,
    *,
    legend_at: Literal["top", "bottom"] = "top",
) -> alt.LayerChart:
    """The policies of these years along time, a band a level; hollow where the date is inferred, a line where no day.

    ``cards`` as from ``explorer.queries.policies.policy_cards``, at least one dated in these years; ``levels`` and
    ``kinds`` are the ids in vocabulary order. A date of a month or a year is drawn in the middle of it, with a line
    over the whole. The selection is named ``policy`` and carries policy_id.
    """
    dated = dated_within(cards, years)
    used = [kind for kind in kinds if kind in set(dated["kind"])]
    marks = kind_marks(kinds)
    names = [tr.label("policy_kind", kind) for kind in used]
    shown, bands, lanes_used = _placed(dated, levels, tr, years)
    time = _time(years)
    rows = alt.Y(
        "lane:Q",
        title=None,
        scale=alt.Scale(domain=[0, lanes_used], nice=False, reverse=True),
        axis=_level_axis(bands),
    )
    legend = _legend(legend_at)
    colour = alt.Scale(domain=names, range=[marks[kind][0] for kind in used])
    shape = alt.Scale(domain=names, range=[marks[kind][1] for kind in used])
    base = alt.Chart(shown).encode(
        y=rows,
        stroke=alt.Stroke("kind:N", scale=colour, legend=legend),
        tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in _told(tr).items()],
    )
    spans = (
        base.transform_filter("datum.start < datum.end")
        .mark_rule(strokeWidth=2, opacity=0.35, aria=False)
        .encode(x=alt.X("start:T"), x2="end:T")
    )
    points = (
        base.mark_point(size=MARK_AREA, strokeWidth=1.8, opacity=1, cursor="pointer")
        .encode(
            x=time,
            shape=alt.Shape("kind:N", scale=shape, legend=legend),
            fill=alt.Fill("kind:N", scale=colour, legend=legend),
            fillOpacity=alt.condition("datum.inferred", alt.value(0), alt.value(1)),
        )
        .add_params(alt.selection_point(name="policy", fields=["policy_id"], empty=True))
    )
    height = LANE_PIXELS * lanes_used + AXIS_PIXELS + LEGEND_PIXELS
    return alt.layer(spans, points).properties(height=height)


def _legend(at: Literal["top", "bottom"]) -> alt.Legend:
    """One legend for colour and shape: they share title, domain and place."""
    return alt.Legend(
        title=None,
        orient=at,
        columns=alt.expr(f"{NARROW} ? 2 : {PLOT_WIDTH} < 800 ? 3 : 6"),
        labelLimit=0,
        symbolSize=MARK_AREA,
        symbolOpacity=1,
    )


def _time(years: Years) -> alt.X:
    """From the first day of these years to the day after the last, with the years or, of few, the months."""
    form, step = ("%Y-%m", "month") if years.length <= FEW_YEARS else ("%Y", "year")
    ends = [alt.DateTime(year=year, month=1, date=1) for year in (years.first, years.last + 1)]
    return alt.X(
        "middle:T",
        title=None,
        scale=alt.Scale(domain=ends, nice=False),
        axis=alt.Axis(format=form, tickCount=step, labelOverlap=True, grid=True),
    )


def _told(tr: Translator) -> dict[str, str]:
    return {
        "title": tr("policy.column.title"),
        "date": tr("policy.column.date"),
        "level": tr("column.level"),
        "kind": tr("policy.column.kind"),
        "issuer": tr("policy.column.issuer"),
    }


def _placed(
    dated: pd.DataFrame, levels: Sequence[str], tr: Translator, years: Years
) -> tuple[pd.DataFrame, dict[int, str], int]:
    """The rows with their lanes, the names of the levels by the upper edge of their bands, and the number of lanes."""
    found, bands, used = [], {}, 0
    room = pd.Timedelta(days=366) * years.length * ROOM
    for level in levels:
        own = records(dated[dated["level"] == level])
        if not own:
            continue
        # The day after the last, so that the drawing of a year ends where the next begins.
        spans = [(pd.Timestamp(row["issued_from"]), pd.Timestamp(row["issued_to"])) for row in own]
        placed = lanes(spans, room)
        for row, (start, last), lane in zip(own, spans, placed, strict=True):
            exact = start == last
            found.append(
                {
                    "policy_id": row["policy_id"],
                    "title": tr.pick(row, "title"),
                    "date": tr.issued(row),
                    "level": tr.pick(row, "level"),
                    "kind": tr.label("policy_kind", row["kind"]),
                    "issuer": tr.pick(row, "issuer"),
                    "inferred": row["issued_basis"] == "inferred",
                    "middle": start if exact else start + (last + DAY - start) / 2,
                    "start": start,
                    "end": start if exact else last + DAY,
                    "lane": used + lane + 1,
                }
            )
        bands[used] = tr.label("policy_level", level)
        used += max(placed) + 2
    return pd.DataFrame(found), bands, used


def _level_axis(bands: Mapping[int, str]) -> alt.Axis:
    """A line where each level's band begins, and its name beside the first lane."""
    return alt.Axis(
        values=list(bands),
        labelExpr=f"{json.dumps(bands, ensure_ascii=False)}[datum.value]",
        labelLimit=0,
        labelOverlap=False,
        labelFlush=False,
        labelOffset=LANE_PIXELS,
        grid=True,
        gridColor=MUTED,
        gridOpacity=0.4,
        ticks=False,
        domain=False,
    )


def timeline_alt(cards: pd.DataFrame, tr: Translator, years: Years) -> str:
    """How many policies are drawn, from when to when, how many dates are inferred, how many are left out and why."""
    dated = dated_within(cards, years)
    outside = count_outside(cards, years)
    return tr(
        "timeline.alt.part" if outside else "timeline.alt",
        count=len(dated),
        first=dated["issued_from"].min().year,
        last=dated["issued_to"].max().year,
        inferred=int((dated["issued_basis"] == "inferred").sum()),
        undated=int(cards["issued_from"].isna().sum()),
        **({"outside": outside} if outside else {}),
    )


def count_outside(cards: pd.DataFrame, years: Years) -> int:
    """How many dated policies lie outside these years."""
    return int(cards["issued_from"].notna().sum()) - len(dated_within(cards, years))


def in_drawing_order(cards: pd.DataFrame, levels: Sequence[str], years: Years) -> pd.DataFrame:
    """The drawn policies as the eye meets them: level by level from the top, oldest first."""
    dated = dated_within(cards, years)
    return dated.assign(band=dated["level"].map(list(levels).index)).sort_values(
        ["band", "issued_from", "issued_to"], kind="stable"
    )

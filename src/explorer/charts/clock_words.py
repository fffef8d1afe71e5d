"""The reform clock in words: its finding for those who cannot see it, and what must be said beneath it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from explorer.charts.clock_places import Clock, Row, event_words, joined, placed_figures
from explorer.charts.figures import figures_alt
from explorer.charts.marks import own_words, row_labels
from explorer.i18n import Translator
from explorer.queries import records

MOST_NAMED = 4
"""More figures than this are summed up, not told one by one."""


def clock_alt(clock: Clock, tr: Translator) -> str:
    """When it began, how many events, which figures, and whether any is from before."""
    starts, events = records(clock.starts), records(clock.drawn_events)
    if clock.is_overlay:
        began = tr("clock.alt.cases", count=len(starts), cases=_starts_listed(starts, tr))
    elif starts[0]["started"] is None:
        began = tr("clock.alt.no_start", case=tr.pick(starts[0], "place"))
    else:
        began = tr("clock.alt.start", case=tr.pick(starts[0], "place"), date=tr.date(starts[0]["started"]))
    years = [row[name].year for row in events for name in ("from_day", "period_end")]
    happened = _happened(len(events), years, tr)
    told = tr("clock.alt.no_figures") if clock.figures.empty else _told(clock.figures, tr)
    if "before" in set(clock.figures["stands"]) or clock.starts["started"].isna().all() or clock.figures.empty:
        before = ""
    else:
        before = tr("clock.alt.none_before")
    return tr("clock.alt", began=began, happened=happened, told=told, before=before).strip()


def _happened(count: int, years: list[int], tr: Translator) -> str:
    """How many events there are, and in which years or in which one."""
    if not years:
        return ""
    if min(years) == max(years):
        return tr("clock.alt.events.one_year", count=count, year=years[0])
    return tr("clock.alt.events", count=count, first=min(years), last=max(years))


def _told(figures: pd.DataFrame, tr: Translator) -> str:
    """A few figures each with its time; of many the highest and the lowest."""
    rows = records(figures)
    if len(rows) > MOST_NAMED:
        return figures_alt(figures, tr)
    said = [
        tr("chart.place_label", place=place, label=tr("chart.mark_label", figure=tr.figure(row), period=tr.period(row)))
        for place, row in zip(row_labels(rows, tr), rows, strict=True)
    ]
    told = tr("clock.alt.figures", name=tr.pick(rows[0], "indicator"), figures=tr.listing(said))
    return " ".join(part for part in (told, own_words(figures, tr)) if part)


def clock_notes(clock: Clock, tr: Translator, undated: int = 0) -> list[str]:
    """What the chart cannot show, a sentence each: starts, trends it refuses, what is missing, how to read dates.

    ``undated`` is how many figures of the same kind have no date.
    """
    notes = [_on_starts(clock, tr)]
    if clock.figures.empty:
        notes.append(tr("clock.note.no_figures"))
    else:
        notes += [*_on_trends(clock.figures, tr), *_on_before(clock, tr), tr("clock.note.order")]
    if undated:
        notes.append(tr("clock.note.undated", count=undated))
    if early := records(clock.early_events):
        told = [tr("clock.event", date=tr.short_period(row), event=event_words(row, tr)) for row in early]
        notes.append(tr("clock.note.early", events=tr.listing(told)))
    hidden = 0 if clock.figures.empty else int((~placed_figures(clock, tr, 0)["labelled"]).sum())
    if hidden:
        notes.append(tr("clock.note.unlabelled", count=hidden))
    shades = [tr("clock.note.shades")] if clock.starts["started"].notna().any() else []
    return [*notes, *shades, tr("clock.note.marks")]


def _starts_listed(starts: Sequence[Row], tr: Translator) -> str:
    return tr.listing(
        [tr("clock.start.of", case=tr.pick(row, "place"), date=tr.date(row["started"])) for row in starts]
    )


def _on_starts(clock: Clock, tr: Translator) -> str:
    """From when the years are counted, or why they cannot be."""
    starts = records(clock.starts)
    if clock.is_overlay:
        return tr("clock.note.starts", starts=_starts_listed(starts, tr))
    (start,) = starts
    note = tr.pick(start, "years_note")
    if start["started"] is None:
        return tr("clock.note.no_start_because", reason=note) if note else tr("clock.note.no_start")
    date = tr.date(start["started"])
    return tr("clock.note.start_because", date=date, reason=note) if note else tr("clock.note.start", date=date)


def _on_trends(figures: pd.DataFrame, tr: Translator) -> list[str]:
    """Why no line is drawn where a thing has one date only or bounds, and what a line does not say."""
    things = ["case_id", "indicator_id", "subject_en"]
    told = figures.assign(thing=row_labels(records(figures), tr), joined=joined(figures)).groupby(things, sort=False)
    found = told.agg(thing=("thing", "first"), dates=("period_end", "nunique"), joined=("joined", "any"))
    single = list(dict.fromkeys(found.loc[found["dates"] == 1, "thing"]))
    notes = []
    if len(found) == 1 and single:
        notes.append(tr("clock.note.one_figure"))
    elif len(single) > MOST_NAMED:
        notes.append(tr("clock.note.single", count=len(single)))
    elif single:
        notes.append(tr("clock.note.single_named", names=tr.listing(single)))
    bounds = ((found["dates"] > 1) & ~found["joined"]).any()
    if bounds:
        notes.append(tr("clock.note.bounds"))
    if found["joined"].any():
        notes.append(tr("clock.note.line"))
    return notes


def _on_before(clock: Clock, tr: Translator) -> list[str]:
    """Which figures there are from before the start: none, or some; and those that cannot be told apart."""
    stands = clock.figures["stands"].tolist()
    notes = []
    if clock.starts["started"].notna().any() and "before" not in stands:
        notes.append(tr("clock.note.none_before"))
    if at_start := stands.count("at_start"):
        notes.append(tr("clock.note.at_start", count=at_start))
    return notes

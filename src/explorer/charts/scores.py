"""How a room scored: bars, one for each score, never a radar."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from explorer.charts.theme import MUTED, RULE, TAG_COLOURS
from explorer.i18n import Translator
from explorer.tally import tally

HEIGHT = 170


def scores_chart(
    name: str, counts: Sequence[int], tr: Translator, *, before: Sequence[int] | None = None, most: int = 0
) -> alt.LayerChart:
    """The scores that one type of integration got, with an arrow over the median.

    ``counts`` says how many gave 0, 1, 2, …; ``before`` the same for the round before, drawn as a step behind the bars.
    ``most`` is the highest count that the axis has to reach, so that charts beside one another share one scale.
    """
    shown = pd.DataFrame({"score": range(len(counts)), "count": list(counts), "before": list(before or counts)})
    shown["words"] = [str(count) if count else "" for count in counts]
    shown["said"] = [tr("present.score.tip", score=score, count=count) for score, count in enumerate(counts)]
    highest = max(1, most, *counts, *(before or ()))
    ends = alt.Scale(domain=[-0.6, len(counts) - 0.4], nice=False, zero=False)
    axis = alt.Axis(values=list(range(len(counts))), format="d", grid=False, domain=False, ticks=False)
    x = alt.X("score:Q", scale=ends, axis=axis, title=None)
    scale = alt.Scale(domain=[0, highest * 1.45], nice=False)
    y = alt.Y("count:Q", scale=scale, axis=None)
    base = alt.Chart(shown).encode(x=x)
    bars = base.mark_bar(size=26, color=TAG_COLOURS[name]).encode(y=y, tooltip=alt.Tooltip("said:N", title=None))
    words = base.mark_text(fontSize=13, dy=-9, fontWeight="bold").encode(y=y, text="words:N")
    layers: list[alt.Chart] = [bars, words]
    if before is not None:
        # A hollow bar round each bar: the round before stays readable through it.
        outline = base.mark_bar(size=32, filled=False, color=MUTED, strokeDash=[3, 2], strokeWidth=1.5)
        layers.insert(0, outline.encode(y=alt.Y("before:Q", scale=scale, axis=None)))
    middle = tally(counts).median
    if middle is not None:
        at_top = alt.Chart(pd.DataFrame({"score": [middle], "count": [highest * 1.38]}))
        arrow = at_top.mark_point(shape="triangle-down", size=130, filled=True, opacity=1, color=RULE)
        layers.append(arrow.encode(x=x, y=y))
    return alt.layer(*layers).properties(height=HEIGHT)

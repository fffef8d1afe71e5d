"""What only the facilitator sees: notes, where the figures stand, what comes next, counts to type in."""

from __future__ import annotations

import streamlit as st

from explorer.i18n import Translator
from explorer.rooms import Room
from explorer.story_course import Moment, last_shown, open_round, step_at
from explorer.story_schema import ScoringStep, Story
from explorer.ui import scoring
from explorer.ui.prose import badges, plain
from explorer.ui.stories import COLOURS, origins, paragraphs, said


def show_notes(tr: Translator, story: Story, here: Moment, room: Room | None) -> None:
    """Beside the stage, in the facilitator's window."""
    step = step_at(story, here.step)
    _next(tr, story, here)
    if step is None:
        return
    if step.notes:
        st.markdown(f"## {tr('present.notes')}\n\n{paragraphs(step.notes, tr)}")
    if step.reveal and here.shown < last_shown(story, here.step):
        st.markdown(f"## {tr('present.reveals')}\n\n{paragraphs(step.reveal, tr)}")
    if isinstance(step, ScoringStep) and room is not None:
        scoring.show_typing(tr, room, open_round(story, here) or scoring.last_round(step, here.shown))
    if told := origins(tr, step):
        with st.expander(tr("present.origins"), icon=":material/menu_book:"):
            st.markdown("\n\n".join(told))


def _next(tr: Translator, story: Story, here: Moment) -> None:
    """What the next press of the key brings, and the step after this one."""
    if here.shown < last_shown(story, here.step):
        coming = tr("present.next.reveal")
    elif here.step < len(story.steps):
        coming = tr("present.next.step")
    else:
        coming = tr("present.next.end")
    lines = [f":gray[{plain(coming)}]"]
    step = step_at(story, here.step + 1)
    if step is not None:
        kind = badges([(tr(f"stories.kind.{step.kind}"), COLOURS.get(step.kind, "blue"))])
        minutes = tr("stories.step.minutes", count=step.minutes)
        title = plain(said(step.title, tr))
        lines.append(f"**{tr('present.next')}** {here.step + 1}  {title} {kind} :gray[{minutes}]")
    with st.container(border=True):
        st.markdown("  \n".join(lines))

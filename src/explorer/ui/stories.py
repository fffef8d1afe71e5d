"""Workshop stories on the page: the list of them, and one story step by step with its answers folded away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from explorer.exports.targets import due, rule
from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.queries import cases, observations, targets
from explorer.schema import Text
from explorer.stories import ReadStory
from explorer.story_links import link_of
from explorer.story_schema import AnyStep, GuessStep, PointStep, QuestionStep, Story
from explorer.ui import answers, story_shelf
from explorer.ui.links import address
from explorer.ui.prose import badges, plain
from explorer.ui.story_files import show_files

ICONS = {
    "view": ":material/web:",
    "point": ":material/article:",
    "comparison": ":material/scatter_plot:",
    "question": ":material/quiz:",
    "guess": ":material/draw:",
    "scoring": ":material/grading:",
    "discussion": ":material/forum:",
}
COLOURS = {"question": "orange", "guess": "orange", "scoring": "violet", "discussion": "green"}
"""What asks something of the room stands out; all else is shown to it."""

LETTERS = "ABCDEF"
Row = Mapping[str, Any]


def one_story() -> Parameter:
    """The story that the page is about."""
    return Parameter("story", tuple(read.story_id for read in story_shelf.shelf() if read.story), single=True)


def said(text: Text, tr: Translator) -> str:
    """A text in the reader's language."""
    return text.zh if tr.language == "zh" else text.en


def paragraphs(text: Text, tr: Translator) -> str:
    """A text as Markdown: each line a paragraph, one that begins with ``- `` an item of a list."""
    lines = said(text, tr).splitlines()
    shown = [f"- {plain(line[2:])}" if line.startswith("- ") else plain(line) for line in lines if line.strip()]
    return "\n\n".join(shown)


def show_list(tr: Translator, shelf: Sequence[ReadStory]) -> None:
    """Every story with its length, what it is about and what participants take away."""
    if not shelf:
        st.info(tr("stories.none"), icon=":material/co_present:")
    for read in shelf:
        if read.story is None:
            st.warning(tr("stories.faulty", name=plain(read.story_id), count=len(read.faults)), icon=":material/rule:")
    sound = [read.story for read in shelf if read.story is not None]
    for first in range(0, len(sound), 2):  # row by row, so that they are read in their order
        for column, story in zip(st.columns(2), sound[first : first + 2], strict=False):
            with column.container(border=True, height="stretch"):
                _show_entry(tr, story)


def _show_entry(tr: Translator, story: Story) -> None:
    aims = "\n".join(f"- {plain(said(aim, tr))}" for aim in story.aims)
    parts = [f"## {plain(said(story.title, tr))}", f":gray[{facts(tr, story)}]", plain(said(story.summary, tr)), aims]
    st.markdown("\n\n".join([*parts, _kinds(tr, story)]))
    st.page_link(
        "pages/stories.py",
        label=tr("stories.open"),
        icon=":material/arrow_forward:",
        query_params=address({"story": (story.id,)}),
    )


def facts(tr: Translator, story: Story) -> str:
    """How long a story takes and how many steps it has."""
    return tr("stories.facts", minutes=story.minutes, steps=len(story.steps))


def _kinds(tr: Translator, story: Story) -> str:
    counts = Counter(step.kind for step in story.steps)
    return badges(
        (f"{tr(f'stories.kind.{kind}')} {count}", COLOURS.get(kind, "blue")) for kind, count in counts.items()
    )


def show_way_back(tr: Translator) -> None:
    """The way to the list."""
    st.page_link("pages/stories.py", label=tr("stories.all"), icon=":material/arrow_back:", query_params=address({}))


def show_outline(tr: Translator, story: Story) -> None:
    """A story's aims, then each step: prompt and view open, reveal and notes folded."""
    present_link(tr, story)
    aims = "\n".join(f"- {plain(said(aim, tr))}" for aim in story.aims)
    st.markdown(f":gray[{facts(tr, story)}]\n\n**{tr('stories.aims')}**\n\n{aims}")
    show_files(tr, story)
    st.markdown(f"## {tr('stories.steps')}")
    for number, step in enumerate(story.steps, start=1):
        show_step(tr, number, step)


def present_link(tr: Translator, story: Story) -> None:
    """The way to the stage, in a window of its own and without what Streamlit puts around a page."""
    asked = urlencode({"story": story.id, "lang": tr.language, "embed": "true"})
    st.link_button(tr("present.start"), f"present?{asked}", icon=":material/slideshow:")


def show_step(tr: Translator, number: int, step: AnyStep) -> None:
    """One step: number, kind and minutes, what the room sees, the way to its view, then what is folded away."""
    with st.container(border=True):
        kind = badges([(tr(f"stories.kind.{step.kind}"), COLOURS.get(step.kind, "blue"))])
        minutes = tr("stories.step.minutes", count=step.minutes)
        heading = f"### {number}  {plain(said(step.title, tr))}\n\n{ICONS[step.kind]} {kind} :gray[{minutes}]"
        st.markdown("\n\n".join([heading, paragraphs(step.prompt, tr), *_shown(tr, step)]))
        show_link(tr, step)
        notes = [paragraphs(step.notes, tr)] if step.notes else []
        folded = {
            "reveal": (":material/visibility:", _revealed(tr, step)),
            "notes": (":material/sticky_note_2:", "\n\n".join([*notes, *origins(tr, step)])),
        }
        there = [(name, icon, text) for name, (icon, text) in folded.items() if text]
        for column, (name, icon, text) in zip(st.columns(2), there, strict=False):
            with column, st.expander(tr(f"stories.step.{name}"), icon=icon):
                st.markdown(text)


def show_link(tr: Translator, step: AnyStep) -> None:
    """The way to the view that a step shows, if it shows one."""
    link = link_of(step)
    if link is None:
        return
    label = {"case": "stories.show.case", "compare": "stories.show.compare"}.get(link.page, "stories.show.view")
    st.page_link(
        f"pages/{link.page}.py", label=tr(label), icon=":material/open_in_new:", query_params=address(link.state)
    )


def _shown(tr: Translator, step: AnyStep) -> list[str]:
    """What the room sees beside the prompt: the point's text, the options without their answers, the range."""
    match step:
        case PointStep():
            titled = ((plain(tr.pick(row, "title")), plain(tr.pick(row, "text"))) for row in point_of(step))
            return [f":material/format_quote: **{title}** {text}" for title, text in titled]
        case QuestionStep():
            lettered = zip(LETTERS, step.options, strict=False)
            return ["\n".join(f"- **{letter}**  {plain(said(option.text, tr))}" for letter, option in lettered)]
        case GuessStep():
            unit = _figures(step)[0]["unit"]
            low, high = tr.number(step.low, 0), tr.amount(step.high, 0, unit)
            return [f":gray[{plain(tr('stories.step.guess', low=low, high=high, count=len(step.observations)))}]"]
        case _:
            return []


def _revealed(tr: Translator, step: AnyStep) -> str:
    lines: list[str] = []
    if isinstance(step, QuestionStep):
        for letter, option in zip(LETTERS, step.options, strict=False):
            mark = f" {badges([(tr('stories.step.right'), 'green')])}" if option.right else ""
            why = f" {plain(said(option.why, tr))}" if option.why else ""
            lines.append(f"- **{letter}**{mark}{why}")
    if isinstance(step, GuessStep):
        lines += [f"- {_figure(tr, row)}" for row in _figures(step)[: len(step.observations)]]
    told = [paragraphs(step.reveal, tr)] if step.reveal else []
    return "\n\n".join([*told, "\n".join(lines)] if lines else told)


def origins(tr: Translator, step: AnyStep) -> list[str]:
    """Where every number of a step stands: its figures, the findings of the audit and the targets, as Markdown."""
    parts = []
    if figures := _figures(step):
        lines = "\n".join(f"- {_figure(tr, row)}{_origin(tr, row)}" for row in figures)
        parts.append(f"**{tr('stories.step.figures')}**\n\n{lines}")
    if step.checks:
        messages = story_shelf.known().checks
        index = 0 if tr.language == "zh" else 1
        lines = "\n".join(f"- {plain(messages[check][1][index])}" for check in step.checks)
        parts.append(f"**{tr('stories.step.checks')}**\n\n{lines}")
    if step.targets:
        rows = {row["target_id"]: row for row in answers.rows(targets.all_targets)}
        lines = "\n".join(f"- {plain(_target(tr, rows[target]))}" for target in step.targets)
        parts.append(f"**{tr('stories.step.targets')}**\n\n{lines}")
    return parts


def _figures(step: AnyStep) -> list[dict[str, Any]]:
    ids = story_shelf.known().figures_of(step)
    return answers.rows(observations.observations_by_id, list(ids)) if ids else []


def point_of(step: PointStep) -> list[dict[str, Any]]:
    """The problem, measure or outcome of a case that a step is about."""
    return [row for row in answers.rows(cases.case_points, step.case) if row["point_id"] == step.point]


def _figure(tr: Translator, row: Row) -> str:
    """A figure in a line: whose, what, how much, when."""
    name = f"{plain(tr.pick(row, 'subject'))} · {plain(tr.pick(row, 'indicator'))}"
    return f"{name} **{plain(tr.figure(row))}** :gray[{plain(tr('parenthesis', text=tr.period(row)))}]"


def _origin(tr: Translator, row: Row) -> str:
    words = tr("stories.step.reported", words=row["as_reported"]) if row["as_reported"] else tr.pick(row, "formula")
    source = tr.pick(row, "source") or ""
    place = tr("source.at", title=source, locator=row["locator"]) if row["locator"] else source
    return f" :small[:gray[{plain(' · '.join(part for part in (words, place) if part))}]]"


def _target(tr: Translator, row: Row) -> str:
    return tr(
        "stories.step.target",
        goal=tr.pick(row, "goal"),
        number=rule(row, tr),
        date=due(row, tr),
        policy=tr.pick(row, "policy"),
    )

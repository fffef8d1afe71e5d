"""A story as a deck, or any charts as one: PowerPoint slides whose charts can be edited, with notes that cite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from explorer.charts.figure_words import target_note
from explorer.exports.deck import Deck, Drawing
from explorer.exports.figure_panels import Shown
from explorer.exports.grid import Grid
from explorer.exports.native_charts import plans
from explorer.exports.story_grids import grids
from explorer.exports.story_material import StepMaterial, StoryMaterial
from explorer.exports.story_words import (
    BULLET,
    address,
    answered,
    asked,
    figure_words,
    heading,
    judged_options,
    minutes,
    origin_words,
    origins,
    paragraphs,
    said,
)
from explorer.exports.text_fit import Para
from explorer.i18n import Translator
from explorer.queries import records

REFERENCE_INDENT = 2.3
"""Room for a number of two digits in brackets."""


def story_slides(material: StoryMaterial, tr: Translator, made_on: date) -> bytes:
    """The deck of a story: title, aims, for each step the question and then the answer, references."""
    story = material.story
    deck = Deck(tr, said(story.title, tr))
    facts = tr("stories.facts", minutes=story.minutes, steps=len(story.steps))
    made = tr("slides.made", date=tr.date(made_on.isoformat()), version=material.version[:12])
    deck.cover(said(story.summary, tr), (facts, made), _schedule(material, tr))
    aims = [Para(said(aim, tr), BULLET) for aim in story.aims]
    deck.texts(facts, tr("stories.aims"), aims, _schedule(material, tr))
    for each in material.steps:
        _step_slides(deck, each, tr)
    _references(deck, material.references, tr)
    return deck.bytes_of(made_on)


def slides_of_figures(
    title: str, shown: Sequence[Shown], references: Sequence[str], tr: Translator, made_on: date
) -> bytes:
    """A deck of charts, each with its sources in the notes, and the references; ``title`` is the deck's."""
    deck = Deck(tr, title)
    made = tr("slides.made_figures", date=tr.date(made_on.isoformat()))
    first = shown[0].sources if shown else ""
    deck.cover(first, (made,), made)
    for one in shown:
        deck.shown(one.subtitle, one.title, [], drawings(one, tr), _figure_notes(one, tr))
    _references(deck, references, tr)
    return deck.bytes_of(made_on)


def _step_slides(deck: Deck, each: StepMaterial, tr: Translator) -> None:
    title = said(each.step.title, tr)
    notes = _notes(each, tr)
    first, later = _visuals(each, tr)
    deck.shown(heading(each, tr), title, asked(each, tr), first, notes)
    # Where nothing is revealed, the figures are the facilitator's: they stand in the notes.
    if told := answered(each, tr):
        deck.shown(heading(each, tr, revealed=True), title, told, later, notes, revealed=True)


def _visuals(each: StepMaterial, tr: Translator) -> tuple[list[Drawing | Grid], list[Drawing | Grid]]:
    """What is shown with the question, and what with the answer."""
    charts = [drawing for panel in each.panels for drawing in drawings(panel, tr)]
    first, later = grids(each, tr)
    return ([*charts, *first], [*later]) if each.at_once else ([*first], [*charts, *later])


def drawings(shown: Shown, tr: Translator) -> list[Drawing]:
    """The charts of a panel with the words that have to be seen with them; all its notes stand under the slide."""
    made = plans(shown, tr)
    said_too = [tr("chart.overridden")] if shown.overridden else []
    targets = [target_note(tr, row) for row in records(shown.targets)]
    found = []
    for number, plan in enumerate(made, start=1):
        title = shown.title if len(made) == 1 else tr("slides.part", title=shown.title, number=number, count=len(made))
        notes = (*said_too, *plan.notes, *targets)
        found.append(Drawing(title, shown.subtitle, plan, notes, shown.sources, shown.alt))
    return found


def _references(deck: Deck, references: Sequence[str], tr: Translator) -> None:
    entries = [Para(text, f"[{number}]", indent=REFERENCE_INDENT) for number, text in enumerate(references, start=1)]
    deck.small_texts(tr("slides.standard"), tr("slides.references"), entries, "")


def _schedule(material: StoryMaterial, tr: Translator) -> str:
    """The notes of the first slides: what comes when."""
    lines = [tr("slides.schedule")]
    begins = 0
    for each in material.steps:
        lines.append(
            tr(
                "slides.schedule.step",
                number=each.number,
                begins=begins,
                title=said(each.step.title, tr),
                minutes=minutes(each.step.minutes, tr),
            )
        )
        begins += each.step.minutes
    return "\n".join(lines)


def _notes(each: StepMaterial, tr: Translator) -> str:
    """What the facilitator reads under a slide: time, prompt, notes, answers, and where every number stands."""
    step = each.step
    blocks = [heading(each, tr), _block(tr("slides.notes.prompt"), paragraphs(step.prompt, tr))]
    blocks.append(_block(tr("stories.step.reveal"), [*judged_options(each, tr), *paragraphs(step.reveal, tr)]))
    blocks.append(_block(tr("slides.notes.facilitator"), paragraphs(step.notes, tr)))
    if where := address(each):
        blocks.append(tr("slides.notes.address", address=where))
    blocks += ["\n".join([title, *(f"{BULLET} {line}" for line in lines)]) for title, lines in origins(each, tr)]
    return "\n\n".join(block for block in blocks if block)


def _block(title: str, lines: Sequence[Para]) -> str:
    if not lines:
        return ""
    return "\n".join([title, *(f"{line.lead} {line.text}" if line.lead else line.text for line in lines)])


def _figure_notes(shown: Shown, tr: Translator) -> str:
    figures = records(shown.figures.drop_duplicates("observation_id"))
    lines = [f"{BULLET} {figure_words(row, tr)} · {origin_words(row, tr)}" for row in figures]
    return "\n".join([*shown.notes, tr("stories.step.figures"), *lines, shown.sources])

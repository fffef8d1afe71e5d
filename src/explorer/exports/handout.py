"""A story on paper: the handout with space to write and the answers at the end, and the facilitator's guide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from explorer.charts.figures import figures_chart
from explorer.charts.lines import line_chart
from explorer.charts.marks import marks_legend
from explorer.charts.theme import framed
from explorer.exports.figure_panels import FigurePanel
from explorer.exports.grid import Grid
from explorer.exports.story_grids import grids
from explorer.exports.story_material import StepMaterial, StoryMaterial
from explorer.exports.story_words import (
    BULLET,
    address,
    answered,
    asked,
    heading,
    minutes,
    origins,
    paragraphs,
    said,
)
from explorer.exports.text_fit import Para
from explorer.i18n import Language, Translator
from explorer.queries import records
from explorer.story_schema import HIGHEST_SCORE, GuessStep

TYPES = ("organizational", "management", "functional", "service")
LINES = {"question": 2, "guess": 2, "scoring": 0, "view": 3, "comparison": 3, "point": 3, "discussion": 6}
"""Empty lines to write on, by the kind of a step."""

SCHEDULE_COLUMNS = (
    *("handout.schedule.begins", "handout.schedule.step"),
    *("handout.schedule.kind", "handout.schedule.minutes"),
)


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True)
class Words:
    """Paragraphs; ``small`` for what is looked up."""

    paragraphs: tuple[Para, ...]
    small: bool = False


@dataclass(frozen=True)
class Lines:
    """Empty lines to write on."""

    count: int


@dataclass(frozen=True)
class Table:
    """A table; ``tall`` rows have room to write in."""

    grid: Grid
    tall: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart as a Vega-Lite spec with its title and sources inside; ``alt`` tells it in words."""

    spec: dict[str, Any]
    alt: str


@dataclass(frozen=True)
class NewPage:
    pass


Block = Heading | Words | Lines | Table | Picture | NewPage


@dataclass(frozen=True)
class Paper:
    """A document to print, in one language."""

    language: Language
    title: str
    blocks: tuple[Block, ...]


def handout(material: StoryMaterial, tr: Translator) -> Paper:
    """What participants get: aims, the questions with figures and space to write, then answers and references."""
    story = material.story
    blocks: list[Block] = [
        Words((Para(said(story.summary, tr)),)),
        Words((Para(_made_from(material, tr), tone="grey"),), small=True),
        Words((Para(tr("handout.name")),)),
        Heading(tr("stories.aims"), 2),
        Words(tuple(Para(said(aim, tr), BULLET) for aim in story.aims)),
        Heading(tr("handout.questions"), 1),
    ]
    for each in material.steps:
        first, _ = _shown(each, tr)
        blocks += [_title(each, tr), Words(tuple(asked(each, tr)))]
        if where := address(each):
            blocks.append(Words((Para(tr("handout.page", address=where), tone="grey"),), small=True))
        blocks += first + _to_fill(each, tr)
        blocks.append(Lines(LINES[each.step.kind]))
    blocks += [NewPage(), Heading(tr("handout.answers"), 1)]
    for each in material.steps:
        _, later = _shown(each, tr)
        told = answered(each, tr)
        if told:
            blocks += [_title(each, tr), Words(tuple(told)), *later]
    return Paper(tr.language, said(story.title, tr), (*blocks, *_references(material, tr)))


def facilitator_guide(material: StoryMaterial, tr: Translator) -> Paper:
    """The same story for whoever leads it: schedule, prompts, answers, notes, and where every number stands."""
    story = material.story
    blocks: list[Block] = [
        Words((Para(said(story.summary, tr)),)),
        Words((Para(_made_from(material, tr), tone="grey"),), small=True),
        Heading(tr("stories.aims"), 2),
        Words(tuple(Para(said(aim, tr), BULLET) for aim in story.aims)),
        Heading(tr("slides.schedule"), 1),
        Table(_schedule(material, tr)),
        Heading(tr("stories.steps"), 1),
    ]
    for each in material.steps:
        first, later = _shown(each, tr)
        blocks += [_title(each, tr), Words((Para(heading(each, tr), tone="grey"),), small=True)]
        blocks += [Heading(tr("slides.notes.prompt"), 3), Words(tuple(asked(each, tr)))]
        if where := address(each):
            blocks.append(Words((Para(tr("slides.notes.address", address=where), tone="grey"),), small=True))
        blocks += first
        if told := answered(each, tr):
            blocks += [Heading(tr("stories.step.reveal"), 3), Words(tuple(told))]
        blocks += later
        if notes := paragraphs(each.step.notes, tr):
            blocks += [Heading(tr("slides.notes.facilitator"), 3), Words(tuple(notes))]
        for name, lines in origins(each, tr):
            blocks += [Heading(name, 3), Words(tuple(Para(line, BULLET) for line in lines), small=True)]
    title = tr("handout.guide_title", title=said(story.title, tr))
    return Paper(tr.language, title, (*blocks, *_references(material, tr)))


def _made_from(material: StoryMaterial, tr: Translator) -> str:
    facts = tr("stories.facts", minutes=material.story.minutes, steps=len(material.story.steps))
    return tr("handout.made", facts=facts, version=material.version[:12])


def _title(each: StepMaterial, tr: Translator) -> Heading:
    return Heading(tr("handout.step", number=each.number, title=said(each.step.title, tr)), 2)


def _shown(each: StepMaterial, tr: Translator) -> tuple[list[Block], list[Block]]:
    """Charts and tables, those with the question and those with the answer."""
    pictures: list[Block] = [_picture(panel, tr) for panel in each.panels]
    first, later = ([Table(grid) for grid in some] for some in grids(each, tr))
    return ([*pictures, *first], [*later]) if each.at_once else ([*first], [*pictures, *later])


def _picture(panel: FigurePanel, tr: Translator) -> Picture:
    draw = line_chart if panel.form == "lines" else figures_chart
    chart = draw(panel.figures, panel.targets, tr)
    legend = marks_legend(panel.figures, tr)
    notes = [note for note in (legend, *panel.notes, panel.sources) if note]
    return Picture(framed(chart, panel.title, panel.subtitle, notes), panel.alt)


def _to_fill(each: StepMaterial, tr: Translator) -> list[Block]:
    """The form that a step asks to fill in."""
    step = each.step
    if step.kind == "scoring":
        header = (tr("facet.integration_type"), tr("handout.score", high=HIGHEST_SCORE), tr("handout.grounds"))
        scale = "   ".join(str(score) for score in range(HIGHEST_SCORE + 1))
        rows = tuple((tr.label("integration_type", name), scale, "") for name in TYPES)
        return [Table(Grid(header, rows, (0.22, 0.28, 0.5)), tall=True)]
    if isinstance(step, GuessStep):
        guessed = [row for row in records(each.figures) if row["observation_id"] in step.observations]
        rows = tuple(
            (tr("stories.file.whose", subject=tr.pick(row, "subject"), indicator=tr.pick(row, "indicator")),
             tr.period(row), "")
            for row in guessed
        )  # fmt: skip
        header = (tr("column.indicator"), tr("column.period"), tr("handout.guess"))
        return [Table(Grid(header, rows, (0.5, 0.25, 0.25)), tall=True)]
    return []


def _schedule(material: StoryMaterial, tr: Translator) -> Grid:
    header = tuple(tr(key) for key in SCHEDULE_COLUMNS)
    rows: list[tuple[str, ...]] = []
    begins = 0
    for each in material.steps:
        title = tr("handout.step", number=each.number, title=said(each.step.title, tr))
        length = minutes(each.step.minutes, tr)
        rows.append((minutes(begins, tr), title, tr(f"stories.kind.{each.step.kind}"), length))
        begins += each.step.minutes
    rows.append((minutes(begins, tr), tr("handout.schedule.end"), "", ""))
    return Grid(header, tuple(rows), (0.16, 0.52, 0.16, 0.16))


def _references(material: StoryMaterial, tr: Translator) -> Sequence[Block]:
    entries = tuple(Para(text, f"[{number}]", indent=2.3) for number, text in enumerate(material.references, start=1))
    return [Heading(tr("slides.references"), 1), Words(entries, small=True)]

"""A story's texts, figures and origins as plain words, for slides, notes and paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explorer.exports.story_material import StepMaterial
from explorer.exports.tables import reported_or_formula, source_and_locator
from explorer.exports.targets import due, rule
from explorer.exports.text_fit import Para
from explorer.i18n import Translator
from explorer.queries import records
from explorer.schema import Text
from explorer.story_schema import GuessStep, QuestionStep

Row = Mapping[str, Any]
LETTERS = "ABCDEF"
BULLET, RIGHT, WRONG = "•", "✓", "–"
ITEM = "- "


def said(text: Text, tr: Translator) -> str:
    """A text in the reader's language."""
    return text.zh if tr.language == "zh" else text.en


def paragraphs(text: Text | None, tr: Translator, *, tone: str = "ink") -> list[Para]:
    """A text as paragraphs; a line that begins with ``- `` is an item of a list. None gives none."""
    lines = said(text, tr).splitlines() if text is not None else []
    return [
        Para(line[len(ITEM) :], BULLET, tone=tone) if line.startswith(ITEM) else Para(line, tone=tone)
        for line in lines
        if line.strip()
    ]


def asked(each: StepMaterial, tr: Translator) -> list[Para]:
    """What the room sees first: the prompt, the passage it is about, the options or the range to guess in."""
    step = each.step
    found = paragraphs(step.prompt, tr)
    if each.point is not None:
        found.append(Para(tr.pick(each.point, "title") or "", bold=True, tone="accent"))
        found.append(Para(tr.pick(each.point, "text") or "", tone="accent"))
    if isinstance(step, QuestionStep):
        found += [Para(said(one.text, tr), letter) for letter, one in zip(LETTERS, step.options, strict=False)]
    if isinstance(step, GuessStep):
        found.append(Para(guess_words(each, tr), tone="grey"))
    return found


def guess_words(each: StepMaterial, tr: Translator) -> str:
    """Between which numbers how many are to be guessed."""
    step = each.step
    assert isinstance(step, GuessStep)
    unit = records(each.figures)[0]["unit"]
    low, high = tr.number(step.low, 0), tr.amount(step.high, 0, unit)
    return tr("stories.step.guess", low=low, high=high, count=len(step.observations))


def answered(each: StepMaterial, tr: Translator) -> list[Para]:
    """What is shown when the trainer goes on: which options stand and why, then the reveal."""
    return [*judged_options(each, tr), *paragraphs(each.step.reveal, tr)]


def judged_options(each: StepMaterial, tr: Translator) -> list[Para]:
    """Each option of a question with its reason, the ones that stand in bold and marked."""
    step = each.step
    if not isinstance(step, QuestionStep):
        return []
    found = []
    for letter, one in zip(LETTERS, step.options, strict=False):
        why = said(one.why, tr) if one.why is not None else ""
        mark = tr("stories.step.right") if one.right else ""
        text = tr("stories.file.option", mark=f"{RIGHT} {mark}", why=why) if one.right else why
        if text:
            found.append(Para(text, letter, bold=one.right, tone="right" if one.right else "grey"))
    return found


def heading(each: StepMaterial, tr: Translator, *, revealed: bool = False) -> str:
    """Above a step's title: which step, of what kind, how long."""
    kind = tr("stories.step.reveal") if revealed else tr(f"stories.kind.{each.step.kind}")
    return tr("stories.file.step", number=each.number, kind=kind, minutes=minutes(each.step.minutes, tr))


def minutes(count: int, tr: Translator) -> str:
    """A time in minutes."""
    return tr("stories.step.minutes", count=count)


def figure_words(row: Row, tr: Translator) -> str:
    """A figure in a line: whose, what, how much, when."""
    return tr(
        "stories.file.figure",
        subject=tr.pick(row, "subject"),
        indicator=tr.pick(row, "indicator"),
        figure=tr.figure(row, beside=False),
        period=tr.period(row),
    )


def origin_words(row: Row, tr: Translator) -> str:
    """Where a figure stands: as printed or how derived, in which source, at which place."""
    words = reported_or_formula(row, tr)
    if row["basis"] != "derived":
        words = tr("stories.step.reported", words=words)
    return f"{words} · {source_and_locator(row, tr)}"


def check_words(row: Row, tr: Translator) -> str:
    """A finding of the audit with its place."""
    return f"{tr.pick(row, 'message')} · {source_and_locator(row, tr)}"


def goal_words(row: Row, tr: Translator) -> str:
    """A target: what, how much, by when, set by which policy, read where."""
    told = tr(
        "stories.step.target",
        goal=tr.pick(row, "goal"),
        number=rule(row, tr),
        date=due(row, tr),
        policy=tr.pick(row, "policy"),
    )
    return f"{told} · {source_and_locator(row, tr)}"


def origins(each: StepMaterial, tr: Translator) -> list[tuple[str, list[str]]]:
    """Where every number of a step stands, under headings: figures, the passage, findings, targets."""
    told = records(each.figures)
    known = set(each.figures["observation_id"])
    told += [row for one in each.panels for row in records(one.figures) if row["observation_id"] not in known]
    found = [
        ("stories.step.figures", [f"{figure_words(row, tr)} · {origin_words(row, tr)}" for row in told]),
        ("stories.step.checks", [check_words(row, tr) for row in each.checks]),
        ("stories.step.targets", [goal_words(row, tr) for row in each.targets]),
    ]
    if each.point is not None:
        found.insert(0, ("stories.file.passage", [_passage(each.point, tr)]))
    return [(tr(key), lines) for key, lines in found if lines]


def _passage(point: Row, tr: Translator) -> str:
    return f"{tr.pick(point, 'title')} · {source_and_locator(point, tr)}"


def address(each: StepMaterial) -> str | None:
    """The view of a step as it stands after the explorer's address and a slash; None without one."""
    if each.link is None:
        return None
    pairs = [f"{name}={value}" for name, values in each.link.state.items() for value in values]
    return f"{each.link.page}?{'&'.join(pairs)}" if pairs else each.link.page

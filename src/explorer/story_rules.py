"""Rules for what a story says: does everything it names exist, has every number an origin, is no cause claimed?"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explorer.fault_messages import Found, Location, nearest, repeated, unknown
from explorer.i18n import LANGUAGES
from explorer.story_links import PAGES, read_link
from explorer.story_numbers import has_origin, origins, told
from explorer.story_schema import (
    HIGHEST_SCORE,
    ComparisonStep,
    GuessStep,
    PointStep,
    QuestionStep,
    ScoringStep,
    Story,
    ViewStep,
)
from explorer.wording import causal_words

TEXTS = ("title", "prompt", "reveal", "notes")

_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|「[^」]*」|\"[^\"]*\"")


@dataclass(frozen=True)
class Figure:
    """An observation as a story may tell it; ``origins`` are its value and the numbers that its document prints."""

    case_id: str
    indicator_id: str
    value: float
    unit: str
    origins: frozenset[Decimal]


@dataclass(frozen=True)
class Known:
    """What a story may name.

    ``ids`` by kind; ``points`` of each case with the figures that each tells; ``checks`` with the figures in them and
    the sentences of their findings; ``targets`` with the numbers they set.
    """

    ids: Mapping[str, Sequence[str]]
    points: Mapping[str, Mapping[str, tuple[str, ...]]]
    figures: Mapping[str, Figure]
    checks: Mapping[str, tuple[frozenset[str], tuple[str, ...]]]
    targets: Mapping[str, float | None]

    def figures_of(self, step: Any) -> tuple[str, ...]:
        """The observations that a step tells, each once: those it names, its guesses, and its point's own."""
        ids = [*(step.figures or ())]
        if isinstance(step, GuessStep):
            ids = [*(step.observations or ()), *ids]
        if isinstance(step, PointStep):
            ids += self.points.get(step.case or "", {}).get(step.point or "", ())
        return tuple(dict.fromkeys(ids))


@dataclass(frozen=True)
class Remark:
    """What is wrong at a place of a story: ``sentence`` for whoever edits its file, ``key`` and ``slots`` for a page.

    The key names a sentence in ``locales.yaml`` (``my_story.remark.<key>``).
    """

    place: Location
    key: str
    sentence: str
    slots: Mapping[str, object] = dataclasses.field(default_factory=dict)


Remarks = Iterator[Remark]


class StoryRules:
    """Records with a fault of their own come here as far as they are sound: a field may be None whatever its type."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def faults(self, story: Story, story_id: str | None) -> Found:
        """What is wrong with a story beside its records' own fields; ``story_id`` is that of its file, if any."""
        for remark in self.remarks(story, story_id):
            if remark.key != "range":  # which the record itself has told of
                yield remark.place, remark.sentence

    def remarks(self, story: Any, story_id: str | None = None) -> Remarks:
        """The same, so that a page can say it; a story in the making will do."""
        if story_id is not None and story.id is not None and story.id != story_id:
            sentence = f"found {story.id!r}; the file is called {story_id}.yaml, so write id: {story_id}"
            yield Remark(("id",), "id", sentence, {"id": story_id})
        steps = [(("steps", index), step) for index, step in enumerate(story.steps or ())]
        minutes: list[Any] = [step.minutes if step is not None else None for _, step in steps]
        if story.steps and story.minutes is not None and None not in minutes and sum(minutes) != story.minutes:
            sentence = f"found {story.minutes}; the steps take {sum(minutes)} together, so write {sum(minutes)}"
            yield Remark(("minutes",), "minutes", sentence, {"minutes": sum(minutes)})
        sound: list[tuple[Location, Any]] = [(path, step) for path, step in steps if step is not None]
        yield from _twice([((*path, "key"), step.key) for path, step in sound], "the key {!r} stands twice")
        every: set[Decimal] | None = set()
        for path, step in sound:
            named = list(self._names(step, path))
            yield from named
            # Whoever misspelt a name is not told of its numbers too.
            origin = None if named else self._origins(step)
            every = every | origin if every is not None and origin is not None else None
            yield from self._texts(step, path, origin)
        whole: list[tuple[Location, Any]] = [(("title",), story.title), (("summary",), story.summary)]
        whole += [(("aims", index), aim) for index, aim in enumerate(story.aims or ())]
        for path, text in whole:
            yield from self._text(text, path, every, causal=True, where="in none of the steps’ figures")

    def _names(self, step: Any, path: Location) -> Remarks:
        known = self.known
        named: list[tuple[str, str, Iterable[str]]] = [
            ("figures", "observation", known.figures),
            ("checks", "check", known.checks),
            ("targets", "target", known.targets),
        ]
        if isinstance(step, GuessStep):
            named.append(("observations", "observation", known.figures))
        if isinstance(step, ComparisonStep):
            named.append(("indicators", "indicator", known.ids.get("indicator", ())))
            named.append(("cases", "case or place", known.ids.get("case or place", ())))
        for field, kind, choices in named:
            values = [((*path, field, index), value) for index, value in enumerate(getattr(step, field) or ())]
            yield from _twice(values, "{!r} stands twice; keep one")
            for place, value in values:
                if message := unknown(kind, value, choices):
                    yield Remark(place, "unknown", message, {"value": value})
        if isinstance(step, PointStep | ScoringStep) and (
            message := unknown("case", step.case, known.ids.get("case", ()))
        ):
            yield Remark((*path, "case"), "unknown", message, {"value": step.case})
        elif isinstance(step, PointStep) and step.case is not None:
            if message := unknown("point", step.point, known.points.get(step.case, {})):
                sentence = f"{message} (of {step.case!r})"
                yield Remark((*path, "point"), "unknown", sentence, {"value": step.point})
        if isinstance(step, ViewStep) and step.link is not None:
            for message in self._link(step.link):
                yield Remark((*path, "link"), "link", message, {"link": step.link})
        if isinstance(step, GuessStep):
            yield from self._guess(step, path)

    def _link(self, text: str) -> Iterator[str]:
        if "://" in text:
            yield f"found {text!r}; write what stands after the address and its slash, such as compare?case=deqing"
            return
        link = read_link(text)
        if message := unknown("page", link.page, PAGES):
            yield message
            return
        allowed = PAGES[link.page]
        for name, values in link.state.items():
            if name == "lang":
                yield "a story is told in either language; leave lang out of the link"
            elif name not in allowed:
                expected = f"expected one of {', '.join(allowed)}" if allowed else "it has none"
                yield f"the page {link.page!r} has no parameter {name!r}; {expected}"
            elif (choices := self._choices(allowed[name])) is not None:
                for value in values:
                    if value and value not in choices:
                        yield f"unknown {name} {value!r}{nearest(value, choices)}"

    def _choices(self, kind: tuple[str, ...] | str | None) -> Sequence[str] | None:
        return self.known.ids.get(kind, ()) if isinstance(kind, str) else kind

    def _guess(self, step: GuessStep, path: Location) -> Remarks:
        if step.low is not None and step.high is not None and step.low >= step.high:
            yield Remark((*path, "low"), "range", "low has to be below high")
        figures = [self.known.figures[name] for name in step.observations or () if name in self.known.figures]
        units = sorted({figure.unit for figure in figures})
        if len(units) > 1:
            sentence = f"one guess is about one unit; found {', '.join(units)}"
            yield Remark((*path, "observations"), "units", sentence)
        for figure in figures:
            if step.low is None or step.high is None or step.low >= step.high:
                continue
            if not step.low <= figure.value <= step.high:
                message = f"the figure {figure.value:g} lies outside {step.low:g} to {step.high:g}; widen low or high"
                yield Remark((*path, "low"), "outside", message, {"value": f"{figure.value:g}"})

    def _origins(self, step: Any) -> set[Decimal]:
        """The numbers that a step's texts may tell."""
        names = set(self.known.figures_of(step))
        texts: list[str] = []
        for check in step.checks or ():
            operands, messages = self.known.checks.get(check, (frozenset(), ()))
            names |= operands
            texts += messages
        set_by_targets = [self.known.targets.get(target) for target in step.targets or ()]
        values: list[float] = [value for value in set_by_targets if value is not None]
        if isinstance(step, GuessStep):
            values += [limit for limit in (step.low, step.high) if limit is not None]
        if isinstance(step, ScoringStep):
            values += range(HIGHEST_SCORE + 1)
        found = set(origins(texts, values))
        for name in names & self.known.figures.keys():
            found |= self.known.figures[name].origins
        return found

    def _texts(self, step: Any, path: Location, origin: set[Decimal] | None) -> Remarks:
        where = "in none of the step’s figures"
        for field in TEXTS:
            yield from self._text(getattr(step, field), (*path, field), origin, causal=True, where=where)
        if isinstance(step, QuestionStep):
            options = [option for option in step.options or () if option is not None]
            has_right = any(option.right for option in options)
            for index, option in enumerate(options):
                place = (*path, "options", index)
                wrong = has_right and not option.right  # a wrong answer may say what must not be said
                yield from self._text(option.text, (*place, "text"), origin, causal=not wrong, where=where)
                yield from self._text(option.why, (*place, "why"), origin, causal=True, where=where)

    def _text(self, text: Any, path: Location, origin: set[Decimal] | None, *, causal: bool, where: str) -> Remarks:
        if text is None:
            return
        for language in LANGUAGES:
            said: str | None = getattr(text, language)
            if said is None:
                continue
            for number in told(said) if origin is not None else ():
                if not has_origin(number, origin or ()):
                    remedy = (
                        "name the observation in figures, the check in checks or the target in targets, or leave it out"
                    )
                    sentence = f"the number {number.text!r} is {where}; {remedy}"
                    yield Remark((*path, language), "number", sentence, {"number": number.text})
            for word in causal_words(_QUOTED.sub("", said), language) if causal else ():
                sentence = f"{word!r} claims a cause; say “before” and “after”, or put it in quotation marks"
                yield Remark((*path, language), "causal", sentence, {"word": word})


def _twice(entries: Iterable[tuple[Location, str | None]], message: str) -> Remarks:
    for place, sentence in repeated(entries, message):
        yield Remark(place, "twice", sentence)

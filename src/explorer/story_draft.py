"""A story while somebody is making it: steps added, moved, reworded, and written out as the file that is read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import yaml

from explorer.i18n import Language
from explorer.record import Text
from explorer.story_schema import AnyStep, Story, ViewStep

MOST_STEPS, MOST_AIMS = 60, 5
LEAST_MINUTES, MOST_MINUTES = 1, 60
SHORTEST, LONGEST = 5, 240
"""Minutes that a whole story may take."""

DRAFT_ID = "my-story"
"""What a story of one's own is called in links, whatever its file says."""
FIRST_FIELDS = ("kind", "key", "title", "prompt", "reveal", "notes", "minutes")


@dataclass(frozen=True)
class Draft:
    """A story that may still lack steps."""

    title: Text
    summary: Text
    aims: tuple[Text, ...]
    steps: tuple[AnyStep, ...] = ()
    id: str = DRAFT_ID

    @classmethod
    def of(cls, story: Story) -> Draft:
        return cls(story.title, story.summary, story.aims, story.steps, story.id)

    def with_view(self, page: str, state: Mapping[str, list[str]], title: Text, prompt: Text, minutes: int) -> Draft:
        """The draft with a page of the explorer as its last step; ``lang`` is left out of its link."""
        query = urlencode({name: values for name, values in state.items() if name != "lang"}, doseq=True)
        link = f"{page}?{query}" if query else page
        return self.with_step(
            lambda key: ViewStep(kind="view", key=key, title=title, prompt=prompt, minutes=minutes, link=link)
        )

    def with_step(self, make: Callable[[str], AnyStep]) -> Draft:
        """The draft with what ``make`` gives for a fresh key as its last step; unchanged where it is full."""
        if len(self.steps) >= MOST_STEPS:
            return self
        return replace(self, steps=(*self.steps, make(self._new_key())))

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    def as_story(self) -> Story | None:
        """The draft as a story to lead; None as long as it has no step or takes less or more time than a story may."""
        if not self.steps or not SHORTEST <= self.minutes <= LONGEST:
            return None
        return Story(
            id=DRAFT_ID, title=self.title, summary=self.summary, aims=self.aims, minutes=self.minutes, steps=self.steps
        )

    def _new_key(self) -> str:
        taken = {step.key for step in self.steps}
        return next(key for number in range(1, MOST_STEPS + 2) if (key := f"step-{number}") not in taken)

    def moved(self, key: str, by: int) -> Draft:
        """The draft with a step ``by`` places further on; at either end it stays where it is."""
        steps = list(self.steps)
        place = next(index for index, step in enumerate(steps) if step.key == key)
        step = steps.pop(place)
        steps.insert(min(max(place + by, 0), len(steps)), step)
        return replace(self, steps=tuple(steps))

    def without(self, key: str) -> Draft:
        return replace(self, steps=tuple(step for step in self.steps if step.key != key))

    def reworded(self, key: str, field: str, said: str, language: Language) -> Draft:
        """The draft with a text of a step changed in one language; an emptied one that a step needs stays."""
        return self._changed(key, lambda step: {field: worded(getattr(step, field), said, language)}, field)

    def retitled(self, said: str, language: Language) -> Draft:
        return replace(self, title=worded(self.title, said, language) or self.title)

    def summed_up(self, said: str, language: Language) -> Draft:
        return replace(self, summary=worded(self.summary, said, language) or self.summary)

    def aimed(self, said: str, language: Language) -> Draft:
        """The draft with one aim a line; at least one stays, and those after MOST_AIMS are left out."""
        lines = [line for line in said.splitlines() if line.strip()][:MOST_AIMS]
        old: list[Text | None] = [*self.aims, *[None] * len(lines)]
        aims = tuple(aim for text, line in zip(old, lines, strict=False) if (aim := worded(text, line, language)))
        return replace(self, aims=aims or self.aims)

    def given(self, key: str, **values: Any) -> Draft:
        """The draft with fields of a step replaced by values of their own kind."""
        return self._changed(key, lambda step: values)

    def timed(self, key: str, minutes: int) -> Draft:
        return self._changed(key, lambda step: {"minutes": min(max(minutes, LEAST_MINUTES), MOST_MINUTES)})

    def _changed(self, key: str, change: Any, field: str = "") -> Draft:
        def changed(step: AnyStep) -> AnyStep:
            values = change(step)
            if values.get(field, True) is None and field in ("title", "prompt"):
                return step
            return step.model_copy(update=values)

        return replace(self, steps=tuple(changed(step) if step.key == key else step for step in self.steps))

    def as_yaml(self) -> str:
        """The draft as the text of a story's file."""
        story: dict[str, Any] = {"id": self.id}
        story |= {name: _plain(getattr(self, name)) for name in ("title", "summary")}
        story["aims"] = [_plain(aim) for aim in self.aims]
        story["minutes"] = self.minutes
        story["steps"] = [_step(step) for step in self.steps]
        return yaml.dump(story, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def worded(text: Text | None, said: str, language: Language) -> Text | None:
    """A text changed in one language; None if emptied. The other keeps its own words, or takes these if it has none."""
    clean = "\n".join(line.rstrip() for line in said.splitlines()).strip()
    if not clean:
        return None
    if text is None:
        return Text(zh=clean, en=clean)
    same = text.zh == text.en
    return Text(zh=clean, en=clean) if same else text.model_copy(update={language: clean})


def _plain(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _step(step: AnyStep) -> dict[str, Any]:
    values = step.model_dump(mode="json", exclude_defaults=True) | {"kind": step.kind}
    values = {name: value for name, value in values.items() if value not in (None, [], ())}
    first = {name: values[name] for name in FIRST_FIELDS if name in values}
    return first | values


class _Dumper(yaml.SafeDumper):
    """Several lines stand as a block, so that a trainer can edit them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)

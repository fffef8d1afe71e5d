"""What a trainer takes away from a story: slides, handout and guide, each made when its button is pressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import streamlit as st

from explorer.exports.story_material import StoryMaterial, story_material
from explorer.i18n import Translator
from explorer.story_schema import Story
from explorer.ui import answers, story_shelf
from explorer.ui.files import file_button

Make = Callable[[StoryMaterial, Translator], bytes]


@dataclass(frozen=True)
class _File:
    """A file to take away: its button, what its name ends in, and what makes it."""

    key: str
    ending: str
    kind: str
    icon: str
    make: Make


# The libraries that write Office files are wanted by few and slow to load: whoever presses a button waits for them.
def _slides(material: StoryMaterial, tr: Translator) -> bytes:
    from explorer.exports.slides import story_slides

    return story_slides(material, tr, date.today())


def _handout_html(material: StoryMaterial, tr: Translator) -> bytes:
    from explorer.exports.handout import handout
    from explorer.exports.handout_html import paper_html

    return paper_html(handout(material, tr))


def _handout_docx(material: StoryMaterial, tr: Translator) -> bytes:
    from explorer.exports.handout import handout
    from explorer.exports.handout_docx import paper_docx

    return paper_docx(handout(material, tr), tr, date.today())


def _guide_html(material: StoryMaterial, tr: Translator) -> bytes:
    from explorer.exports.handout import facilitator_guide
    from explorer.exports.handout_html import paper_html

    return paper_html(facilitator_guide(material, tr))


def _guide_docx(material: StoryMaterial, tr: Translator) -> bytes:
    from explorer.exports.handout import facilitator_guide
    from explorer.exports.handout_docx import paper_docx

    return paper_docx(facilitator_guide(material, tr), tr, date.today())


FILES = (
    _File("stories.take.slides", "slides", "pptx", ":material/slideshow:", _slides),
    _File("stories.take.handout_html", "handout", "html", ":material/print:", _handout_html),
    _File("stories.take.handout_docx", "handout", "docx", ":material/description:", _handout_docx),
    _File("stories.take.guide_html", "guide", "html", ":material/print:", _guide_html),
    _File("stories.take.guide_docx", "guide", "docx", ":material/description:", _guide_docx),
)


def show_files(tr: Translator, story: Story) -> None:
    """The buttons, folded away."""
    with st.expander(tr("stories.take.title"), icon=":material/download:"):
        st.caption(tr("stories.take.note"))
        with st.container(horizontal=True):
            for file in FILES:
                file_button(
                    tr(file.key),
                    f"{story.id}-{file.ending}-{tr.language}.{file.kind}",
                    lambda file=file: file.make(made_from(tr, story), tr),  # type: ignore[misc]
                    f"download.{file.ending}.{file.kind}.{story.id}.{tr.language}",
                    icon=file.icon,
                )


def made_from(tr: Translator, story: Story) -> StoryMaterial:
    """Everything that the files of a story are written from."""
    known = story_shelf.known()
    return story_material(answers.ask, tr, story, [known.figures_of(step) for step in story.steps], answers.version())

"""A story as slides: native charts with the right numbers, notes that cite, nothing that does not fit."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from explorer.exports.figure_panels import panel
from explorer.exports.slides import slides_of_figures, story_slides
from explorer.exports.story_material import StepMaterial, citations_of
from explorer.exports.story_words import guess_words, said
from explorer.exports.targets import due, rule
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.queries import observations, records
from explorer.schema import Text
from explorer.story_numbers import Told, has_origin, origins, told
from explorer.story_rules import StoryRules
from tests.unit.slide_reading import (
    SMALLEST_FOR_THE_FOOT,
    SMALLEST_FOR_THE_ROOM,
    charts,
    charts_of,
    labels,
    misfits,
    notes,
    opened,
    sizes,
    texts,
    values,
    worksheet_numbers,
)
from tests.unit.story_deck import (
    NAMES,
    TODAY,
    asking,
    database,
    every_story,
    known,
    material,
    translator,
    written,
)

pytestmark = pytest.mark.shipped_database


@cache
def deck(name: str, language: Language) -> Any:
    return opened(written(name, language))


def slides_of_step(shown: Any, each: StepMaterial, language: Language) -> list[Any]:
    """The slides of a step, known by the number over their titles."""
    start = re.compile(rf"第 {each.number} 步 " if language == "zh" else rf"Step {each.number} ")
    return [slide for slide in shown.slides if any(start.match(text) for text in texts(slide))]


@every_story
def test_a_deck_has_title_aims_every_step_and_ends_with_its_references(name: str, language: Language) -> None:
    shown, story = deck(name, language), material(name, language)
    first, second, *_, last = shown.slides
    assert first.shapes.title.text_frame.text == said(story.story.title, translator(language))
    assert all(any(said(aim, translator(language)) in text for text in texts(second)) for aim in story.story.aims)
    for each in story.steps:
        titles = {slide.shapes.title.text_frame.text for slide in slides_of_step(shown, each, language)}
        assert said(each.step.title, translator(language)) in titles
    assert story.references
    assert story.references[-1] in "\n".join(texts(last))
    everything = "\n".join(text for slide in shown.slides for text in texts(slide))
    assert [reference for reference in story.references if reference not in everything] == []


@every_story
def test_a_deck_is_wide_and_nothing_in_it_is_too_large_for_its_place(name: str, language: Language) -> None:
    shown = deck(name, language)
    assert shown.slide_width * 9 == shown.slide_height * 16
    assert misfits(shown) == []


@every_story
def test_letters_are_never_smaller_than_a_room_can_read(name: str, language: Language) -> None:
    found = sizes(deck(name, language))
    assert found - {SMALLEST_FOR_THE_FOOT} == {size for size in found if size >= SMALLEST_FOR_THE_ROOM}


@every_story
def test_charts_are_charts_with_the_numbers_of_their_figures_and_a_worksheet_inside(
    name: str, language: Language
) -> None:
    shown = deck(name, language)
    for each in material(name, language).steps:
        drawn = [chart for slide in slides_of_step(shown, each, language) for chart in charts_of(slide)]
        in_charts = sorted(value for chart in drawn for value in values(chart))
        expected: list[float] = []
        for one in each.panels:
            expected += list(one.figures["value"])
            # Beside lines a target is a rule from the first year to the last.
            expected += list(one.targets["value"]) * (2 if one.form == "lines" else 1)
        assert in_charts == pytest.approx(sorted(expected))
        for chart in drawn:
            kept = worksheet_numbers(chart)
            assert [value for value in values(chart) if value not in map(pytest.approx, kept)] == []


@every_story
def test_bars_start_at_zero_and_charts_are_told_in_words(name: str, language: Language) -> None:
    shown = deck(name, language)
    for slide in shown.slides:
        for shape in slide.shapes:
            if not shape.has_chart:
                continue
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
            if shape.chart.chart_type.name.startswith("BAR"):
                axis = shape.chart.value_axis
                assert axis.minimum_scale == 0 or min(values(shape.chart)) < 0 < axis.maximum_scale


@every_story
def test_notes_hold_prompt_notes_time_and_the_place_of_every_figure(name: str, language: Language) -> None:
    shown, tr = deck(name, language), translator(language)
    for each in material(name, language).steps:
        for slide in slides_of_step(shown, each, language):
            under = notes(slide)
            for text in (each.step.prompt, each.step.notes):
                if text is not None:
                    assert all(line.removeprefix("- ") in under for line in said(text, tr).splitlines())
            assert tr("stories.step.minutes", count=each.step.minutes) in under
            for row in records(each.figures):
                assert (row["as_reported"] or tr.pick(row, "formula")) in under
                assert tr.pick(row, "source") in under
                assert row["locator"] is None or row["locator"] in under
            for row in (*each.checks, *each.targets):
                assert row["locator"] is None or row["locator"] in under


@every_story
def test_every_number_on_the_slides_of_a_step_is_of_its_figures(name: str, language: Language) -> None:
    shown, tr = deck(name, language), translator(language)
    for each in material(name, language).steps:
        allowed, no_figures = numbers_of(each, tr), no_figures_in(each, tr)
        for slide in slides_of_step(shown, each, language):
            for line in (line for text in texts(slide) for line in text.splitlines() if line not in no_figures):
                stray = [number for number in told(line) if not has_origin(number, allowed) and not is_year(number)]
                assert stray == [], line


def numbers_of(each: StepMaterial, tr: Translator) -> frozenset[Any]:
    """Every number that the figures, targets and findings of a step print, and those in the names of its figures."""
    rows = [row for figures in (each.figures, *(one.figures for one in each.panels)) for row in records(figures)]
    # A derived figure is printed nowhere and shown to four figures.
    printed = [row["as_reported"] or tr.figure(row, beside=False) for row in rows]
    goals = [value for one in each.panels for value in one.targets["value"]]
    names = [tr.pick(row, part) or "" for row in rows for part in ("subject", "indicator", "case")]
    passage = [tr.pick(each.point, "text") or ""] if each.point is not None else []
    own = StoryRules(known())._origins(each.step)
    return frozenset(own) | origins(printed, [*(row["value"] for row in rows), *goals]) | origins(names + passage, [])


def no_figures_in(each: StepMaterial, tr: Translator) -> set[str]:
    """Lines whose numbers are no figures: dates, sections, titles of documents, how many to guess."""
    lines = {line for one in each.panels for line in (one.sources, *one.notes)}
    lines |= {tr.period(row) for row in records(each.figures)} | {row["locator"] for row in each.checks}
    # What a page shows as a table are the data themselves, with their places in it.
    lines |= {cell for row in (each.page.rows if each.page is not None else ()) for cell in row}
    lines |= {tr("stories.file.rule", number=rule(row, tr), date=due(row, tr)) for row in each.targets}
    return lines | ({guess_words(each, tr)} if each.step.kind == "guess" else set())


def is_year(number: Told) -> bool:
    return re.fullmatch(r"(19|20)\d\d", number.text) is not None


def test_equal_stories_give_equal_bytes_and_both_languages_differ() -> None:
    name = NAMES[0]
    again = story_slides(material(name, "zh"), translator("zh"), TODAY)
    assert again == written(name, "zh")
    assert written(name, "en") != again


def test_chinese_has_a_font_of_its_own_and_runs_say_their_language() -> None:
    shown = deck(NAMES[0], "zh")
    theme = next(r.target_part for r in shown.slide_master.part.rels.values() if r.reltype.endswith("/theme"))
    assert (
        re.findall(rb'<a:latin typeface="([^"]*)"/>\s*<a:ea typeface="([^"]*)"/>', theme.blob)[:2]
        == [(b"Arial", b"Microsoft YaHei")] * 2
    )
    run = shown.slides[0].shapes.title.text_frame.paragraphs[0].runs[0]
    assert run._r.rPr.get("lang") == "zh-CN"


def test_a_long_prompt_goes_on_to_further_slides_and_is_not_shrunk() -> None:
    whole = material(NAMES[0], "en")
    sentence = "This sentence is one of very many and has to stand somewhere. "
    prompt = Text(zh="长。" * 500, en=(sentence * 60).strip())
    step = whole.steps[0].step.model_copy(update={"prompt": prompt})
    long = replace(whole, steps=(replace(whole.steps[0], step=step), *whole.steps[1:]))
    shown = opened(story_slides(long, translator("en"), TODAY))
    told_on = slides_of_step(shown, long.steps[0], "en")
    assert len(told_on) > 2
    assert sum(text.count("very many") for slide in told_on for text in texts(slide)) == 60
    assert misfits(shown) == []
    assert min(sizes(shown) - {SMALLEST_FOR_THE_FOOT}) >= SMALLEST_FOR_THE_ROOM


def test_characters_that_no_xml_holds_are_left_out() -> None:
    whole = material(NAMES[0], "en")
    step = whole.steps[0].step.model_copy(
        update={"prompt": Text.model_construct(zh="\x00", en="A \x00<b>\x07bell</b> & \ufffe more")}
    )
    strange = replace(whole, steps=(replace(whole.steps[0], step=step),))
    shown = opened(story_slides(strange, translator("en"), TODAY))
    assert any("A <b>bell</b> &  more" in text for slide in shown.slides for text in texts(slide))


def compared(language: Language, indicator: str, *case_ids: str) -> tuple[Any, list[str]]:
    """The figures of an indicator as one chart of a deck, and their citations."""
    with database() as connection:
        figures = observations.comparison(connection, [indicator], list(case_ids))
        references = citations_of(asking(connection), [figures])
    return panel(translator(language), "one", "A <title> & more", figures), references


def test_a_bound_is_dashed_and_hollow_with_its_word_and_an_exact_figure_follows_its_number() -> None:
    shown, references = compared("zh", "primary-visit-rate", "deqing", "changxing")
    made = opened(slides_of_figures("两县", [shown], references, translator("zh"), TODAY))
    (chart,) = charts(made)
    by_label = dict(zip(labels(chart), chart.plots[0].series[0].points, strict=False))
    assert set(by_label) == {"◁ 不足 50%", '#,##0.00"%"', '#,##0.0"%"'}
    bound, exact = by_label["◁ 不足 50%"].format, by_label['#,##0.00"%"'].format
    assert (str(bound.fill.fore_color.rgb), bound.line.dash_style is not None) == ("FFFFFF", True)
    assert (str(exact.fill.fore_color.rgb), exact.line.dash_style) == ("1F78B4", None)


def test_an_approximate_figure_is_hollow_and_says_about() -> None:
    shown, references = compared("en", "county-visit-rate", "deqing")
    made = opened(slides_of_figures("Deqing", [shown], references, translator("en"), TODAY))
    (chart,) = charts(made)
    assert "about 60%" in labels(chart)
    assert "hollow: approximate" in "\n".join(text for slide in made.slides for text in texts(slide))


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_figures_become_a_deck_that_cites(language: Language) -> None:
    chosen = [compared(language, "primary-visit-rate", "deqing", "changxing"), compared(language, "beds", "deqing")]
    shown = [one for one, _ in chosen if not one.figures.empty]
    references = list(dict.fromkeys(line for _, lines in chosen for line in lines))
    made = opened(slides_of_figures("<b>A & B</b>", shown, references, translator(language), TODAY))
    assert made.slides[0].shapes.title.text_frame.text == "<b>A & B</b>"
    assert len(charts(made)) >= len(shown)
    for row in records(shown[0].figures):
        assert row["as_reported"] in notes(made.slides[1])
    assert all(reference in "\n".join(texts(made.slides[-1])) for reference in references)
    assert misfits(made) == []


def test_figures_of_different_definition_say_so_on_their_slide() -> None:
    shown, references = compared("en", "primary-visit-rate", "deqing", "changxing")
    made = opened(slides_of_figures("Both", [replace(shown, overridden=True)], references, translator("en"), TODAY))
    assert any(translator("en")("chart.overridden") in text for text in texts(made.slides[1]))

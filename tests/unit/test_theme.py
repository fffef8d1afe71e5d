"""The palette against both grounds, and the frame of a picture that travels alone."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import altair as alt
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from explorer import schema
from explorer.charts.theme import (
    ACCENT,
    DARK_GROUND,
    FIGURE_WORDS,
    GROUNDS,
    INK,
    LIGHT_GROUND,
    MUTED,
    NARROW,
    PHONE,
    PROJECTOR,
    RULE,
    SERIES_COLOURS,
    SHAPE_SIGNS,
    SHAPES,
    TAG_COLOURS,
    for_projector,
    framed,
    with_grounds,
    wrapped,
)
from explorer.exports import pictures
from explorer.filters import NO_MODEL
from explorer.paths import PROJECT_FOLDER
from tests.unit.colour_vision import SIGHTS, distance
from tests.unit.drawings import ZH as CHINESE
from tests.unit.drawings import Draw, Spec, by_name, dot, line, matrix, spread
from tests.unit.rows import Rows, empty_database

MODELS = ("medical_group", "medical_community", "specialty_alliance", "telemedicine_network", "other")

LEAST_FOR_MARKS, LEAST_FOR_TEXT = 3.0, 4.5
"""Web Content Accessibility Guidelines 2.2, criteria 1.4.11 and 1.4.3."""


def luminance(colour: str) -> float:
    """Relative luminance as the guidelines define it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", sorted({*TAG_COLOURS.values(), *SERIES_COLOURS, ACCENT, MUTED, RULE}))
def test_every_mark_stands_out_from_either_ground(colour: str, ground: str) -> None:
    assert contrast(colour, GROUNDS[ground]) >= LEAST_FOR_MARKS


@pytest.mark.parametrize("ground", GROUNDS)
def test_text_on_the_marks_can_be_read_on_its_ground(ground: str) -> None:
    assert contrast(INK[ground], GROUNDS[ground]) >= LEAST_FOR_TEXT


def test_white_numbers_can_be_read_on_the_accent() -> None:
    assert contrast("#ffffff", ACCENT) >= LEAST_FOR_TEXT


@pytest.fixture(scope="module")
def theme() -> dict[str, dict[str, str]]:
    return tomllib.loads((PROJECT_FOLDER / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


def test_the_apps_grounds_text_and_series_are_those_of_the_charts(theme: dict[str, dict[str, str]]) -> None:
    for name, ground in GROUNDS.items():
        assert theme[name]["backgroundColor"] == ground
        assert theme[name]["textColor"] == INK[name]
    assert tuple(theme["chartCategoricalColors"]) == SERIES_COLOURS


def test_every_model_and_type_has_its_colour_and_so_has_having_no_model() -> None:
    vocabulary = yaml.safe_load((PROJECT_FOLDER / "data" / "vocabulary.yaml").read_text(encoding="utf-8"))
    models = {entry["id"] for entry in vocabulary["dimensions"]["alliance_model"]}
    assert set(TAG_COLOURS) == {*models, *schema.IntegrationType, NO_MODEL}


def test_no_two_tags_and_no_two_series_share_a_colour() -> None:
    assert len(set(TAG_COLOURS.values())) == len(TAG_COLOURS)
    assert len(set(SERIES_COLOURS)) == len(SERIES_COLOURS)


TOGETHER = {
    "models": [TAG_COLOURS[tag] for tag in (*MODELS, NO_MODEL)],
    "types": [TAG_COLOURS[tag] for tag in schema.IntegrationType],
    "series": list(SERIES_COLOURS),
}
"""Colours that stand beside one another in one chart."""

LEAST_APART = 15
"""A difference of 2 can just be seen where two colours touch; between marks apart it takes several times that."""


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", TOGETHER)
def test_no_two_colours_of_a_chart_look_alike_to_anyone(name: str, sight: str) -> None:
    apart = {pair: distance(*pair, sight) for pair in combinations(TOGETHER[name], 2)}
    assert {pair: far for pair, far in apart.items() if far < LEAST_APART} == {}


def test_red_and_green_are_alike_to_who_lacks_the_first_or_second_primary_and_to_nobody_else() -> None:
    alike = {sight for sight in SIGHTS if distance("#a65000", "#6f7300", sight) < LEAST_APART}
    assert alike == {"protanopia", "deuteranopia"}


MODULES = sorted(path for path in (PROJECT_FOLDER / "src" / "explorer" / "charts").glob("*.py"))
OF_TEXT = {"#ffffff", "#0d131a", "#e6e8eb", "#52606d"}
"""White on the accent, the two inks, and the notes of a picture, which stands on white."""

OF_NO_DATA = {"#14181d", "#e4e7eb"}
"""The dark ground, and the grid of a picture."""


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_chart_has_a_colour_that_does_not_stand_out(module: Path, ground: str) -> None:
    used = set(re.findall(r"#[0-9a-f]{6}\b", module.read_text(encoding="utf-8"))) - OF_TEXT - OF_NO_DATA
    assert {colour for colour in used if contrast(colour, GROUNDS[ground]) < LEAST_FOR_MARKS} == set()


def test_words_of_a_picture_can_be_read_on_its_white() -> None:
    assert contrast("#52606d", LIGHT_GROUND) >= LEAST_FOR_TEXT


def test_every_shape_has_a_sign_for_the_legend() -> None:
    assert set(SHAPE_SIGNS) == set(SHAPES)
    assert len(set(SHAPE_SIGNS.values())) == len(SHAPES)


# Lines of a note


@given(st.text("长兴县，。 abc de-f/12.5%", max_size=300), st.integers(10, 110))
@settings(deadline=None)
def test_wrapping_loses_nothing_and_keeps_the_width_where_a_break_is_possible(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for words in lines:
        assert words.strip()
        fits = sum(2 if ord(letter) > 0x2E7F else 1 for letter in words) <= width
        assert fits or not re.search(r"[\u2e80-\uffef ]", words.strip()[1:-1])


def test_no_english_word_is_parted_between_lines() -> None:
    text = "Report on integrated health services in China, with innovation cases. " * 4
    assert {word for words in wrapped(text, 40) for word in words.split()} == set(text.split())


def test_chinese_lines_are_filled_to_their_width() -> None:
    assert wrapped("整合型卫生服务体系", 8) == ["整合型卫", "生服务体", "系"]


def test_an_empty_note_takes_no_line() -> None:
    assert wrapped("") == []


# Pictures


TITLE, SUBTITLE = "县域内就诊率", "单位：% · 2015—2023 年"
FOOTER = (
    "“县域内就诊率”的口径：县域内就诊人次占县域居民就诊总人次的比例，住院与门诊合并计算，" * 3,
    "来源：某案例报告、某统计公报",
    "Made with: Integrated care in China, a case explorer",
)


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def picture(rows: Rows, draw: Draw = dot) -> Spec:
    return framed(draw(rows, CHINESE), TITLE, SUBTITLE, FOOTER)


def test_a_picture_holds_its_title_subtitle_and_every_line_of_its_foot(rows: Rows) -> None:
    chart, notes = picture(rows)["vconcat"]
    assert chart["title"]["text"] == TITLE
    assert "".join(chart["title"]["subtitle"]) == SUBTITLE
    assert notes["mark"]["text"] == [words for text in FOOTER for words in wrapped(text)]
    assert len(notes["mark"]["text"]) > len(FOOTER)
    assert notes["height"] >= notes["mark"]["lineHeight"] * len(notes["mark"]["text"])


def test_a_picture_stands_on_white_whatever_the_readers_theme(rows: Rows) -> None:
    assert picture(rows)["config"]["background"] == LIGHT_GROUND


@pytest.mark.parametrize("draw", [dot, line], ids=by_name)
def test_nothing_is_left_out_of_a_picture_for_want_of_room(rows: Rows, draw: Draw) -> None:
    on_screen = draw(rows, CHINESE)
    tests = (NARROW, PHONE)
    assert any(test in json.dumps(on_screen.to_dict()) for test in tests)
    assert not any(test in json.dumps(framed(on_screen, TITLE, SUBTITLE, FOOTER)) for test in tests)


@pytest.mark.parametrize("draw", [dot, line, spread, matrix], ids=by_name)
def test_a_picture_compiles_to_svg_with_its_chinese_as_text(rows: Rows, draw: Draw) -> None:
    svg = pictures.svg_picture(picture(rows, draw)).decode("utf-8")
    assert svg.startswith("<svg")
    text = re.sub(r"<[^>]*>", " ", svg)
    for wanted in (TITLE, SUBTITLE, *(words for note in FOOTER for words in wrapped(note))):
        assert wanted in text


def test_a_picture_of_letters_that_xml_cannot_hold_opens_without_them(rows: Rows) -> None:
    facts = {"Title": "甲\x07乙", "Description": "<script>\ufffe", "Source": "\x00http://a?b&c", "Copyright": "\x1b"}
    spec = framed(dot(rows, CHINESE), "标\x07题\ufffe", SUBTITLE, ("来源\x0b",))
    root = etree.fromstring(pictures.svg_picture(spec, facts))
    assert "标题" in "".join(root.itertext())
    with Image.open(io.BytesIO(pictures.png_picture(spec, facts))) as image:
        image.load()
        assert image.info["Title"] == "甲乙"


def test_every_figure_of_a_picture_is_written_in_its_svg(rows: Rows) -> None:
    svg = pictures.svg_picture(picture(rows)).decode("utf-8")
    assert "超过 74%（2023）" in svg
    assert "目标 ≥90%（2020 年）" in svg


def test_a_picture_compiles_to_png_at_twice_its_size(rows: Rows) -> None:
    spec = picture(rows)
    png = pictures.png_picture(spec)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    svg = pictures.svg_picture(spec).decode("utf-8")
    width = float(re.search(r'<svg[^>]* width="([\d.]+)"', svg).group(1))  # type: ignore[union-attr]
    assert int.from_bytes(png[16:20], "big") == pytest.approx(pictures.PNG_SCALE * width, abs=2)


@pytest.mark.parametrize(
    ("platform", "found"),
    [("darwin", True), ("win32", True), ("linux", False)],
)
def test_a_machine_that_cannot_tell_its_fonts_is_taken_to_have_chinese_ones_only_where_all_have(
    monkeypatch: pytest.MonkeyPatch, platform: str, found: bool
) -> None:
    monkeypatch.setattr(pictures.sys, "platform", platform)
    monkeypatch.setattr(pictures.shutil, "which", lambda _: None)
    assert pictures.has_chinese_font.__wrapped__() is found


def test_words_beside_a_mark_interrupt_what_runs_behind_them() -> None:
    some = alt.InlineData(values=[{"value": 1}])
    words = alt.Chart(some).mark_text(style=FIGURE_WORDS).encode(x="value:Q", text="value:Q")
    other = alt.Chart(some).mark_text().encode(x="value:Q", text="value:Q")
    outline, drawn, untouched = with_grounds(alt.layer(words, other).to_dict(), DARK_GROUND)["layer"]
    assert (outline["mark"]["stroke"], outline["mark"]["fill"]) == (DARK_GROUND, DARK_GROUND)
    assert outline["mark"]["aria"] is False
    assert outline["encoding"] == drawn["encoding"]
    assert "stroke" not in drawn["mark"]
    assert "stroke" not in untouched["mark"]


def test_for_a_projector_type_marks_and_rows_grow_and_no_figure_changes(rows: Rows) -> None:
    spec = dot(rows, CHINESE).to_dict()
    afar = for_projector(spec)
    assert afar["datasets"] == spec["datasets"]
    assert afar["height"] == round(spec["height"] * PROJECTOR)
    assert json.dumps(afar).count("(1 * width)") == 0

    def sizes(found: Spec) -> list[float]:
        return [layer["mark"]["size"] for layer in found["layer"] if "size" in layer["mark"]]

    assert sizes(afar) == pytest.approx([size * PROJECTOR**2 for size in sizes(spec)])
    assert {layer["mark"]["type"] for layer in afar["layer"]} == {layer["mark"]["type"] for layer in spec["layer"]}


def test_for_a_projector_an_axis_keeps_every_second_tick(rows: Rows) -> None:
    def ticks(found: Spec) -> list[list[float]]:
        return [
            layer["encoding"]["x"]["axis"]["values"] for layer in found["layer"] if "axis" in layer["encoding"]["x"]
        ]

    spec = dot(rows, CHINESE).to_dict()
    assert ticks(for_projector(spec)) == [values[::2] if len(values) > 3 else values for values in ticks(spec)]

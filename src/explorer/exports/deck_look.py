"""The look of every deck: where things stand, sizes, colours, fonts, and the template made from them."""

from __future__ import annotations

import re
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.shapes.autoshape import CT_Shape
from pptx.util import Pt

from explorer.exports.text_fit import lines_of

WIDTH, HEIGHT = 960.0, 540.0
"""Of a slide, in points."""
MARGIN = 48.0
TEXT_WIDTH = WIDTH - 2 * MARGIN
KICKER_TOP, TITLE_TOP, BODY_BOTTOM, FOOT_TOP = 26.0, 48.0, 492.0, 506.0
BODY_HEIGHT = 366.0
LEFT_WIDTH, BETWEEN = 360.0, 28.0
RIGHT = MARGIN + LEFT_WIDTH + BETWEEN
RIGHT_WIDTH = WIDTH - MARGIN - RIGHT

TITLE_SIZES = (30.0, 26.0)
SIZES = (28.0, 26.0, 24.0, 22.0, 20.0)
NARROW_SIZES = (24.0, 22.0, 20.0)
PAGED_SIZE = 20.0
SMALLEST = 16.0
BAR_HEIGHT = 62.0
"""Of one bar with the room around it, at most."""
FOOT_SIZE = 12.0
"""Of the line with the sources and of the foot: they are for whoever has the file, not for the room."""

TONES = {"ink": "1F2933", "grey": "52606D", "accent": "14659A", "right": "00704F", "white": "FFFFFF"}
FILLS = {"asked": "14659A", "revealed": "00704F", "head": "E8EEF4", "rule": "C3CAD2"}
LATIN, CHINESE = "Arial", "Microsoft YaHei"


def colour(hexadecimal: str) -> RGBColor:
    """A colour as the library wants it."""
    return RGBColor.from_string(hexadecimal.removeprefix("#").upper())


KEPT_LAYOUTS = ("Title Slide", "Title Only")


def set_up(presentation: Any, title: str) -> None:
    """16:9, two layouts, fonts for Latin and Chinese in the theme, the deck's title and the slide's number below."""
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for layout in list(presentation.slide_layouts):
        if layout.name not in KEPT_LAYOUTS:
            presentation.slide_layouts.remove(layout)
    master = presentation.slide_master
    theme = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
    theme._blob = _themed(theme.blob)
    for holder in (master, *presentation.slide_layouts):
        for shape in list(holder.placeholders):
            kind = shape.placeholder_format.type
            if kind is not None and kind.name in ("DATE", "FOOTER", "SLIDE_NUMBER", "SUBTITLE"):
                shape._element.getparent().remove(shape._element)
            elif kind is not None and kind.name in ("TITLE", "CENTER_TITLE", "BODY"):
                shape.left, shape.width = Pt(MARGIN), Pt(TEXT_WIDTH)
                shape.top, shape.height = (Pt(TITLE_TOP), Pt(44)) if kind.name != "BODY" else (Pt(118), Pt(BODY_HEIGHT))
    for level in master._element.iter(qn("a:lvl1pPr")):
        if level.getparent().tag == qn("p:titleStyle"):
            level.set("algn", "l")
    _add_foot(presentation.slide_layouts[1], title)


def _themed(theme: bytes) -> bytes:
    """The theme with one Latin and one East Asian font, and the palette's accents."""
    text = theme.decode("utf-8")
    text = re.sub(r'(<a:(?:major|minor)Font>\s*)<a:latin [^>]*/>\s*<a:ea [^>]*/>',
                  rf'\1<a:latin typeface="{LATIN}"/><a:ea typeface="{CHINESE}"/>', text)  # fmt: skip
    text = re.sub(r'<a:font script="Hans" typeface="[^"]*"/>', f'<a:font script="Hans" typeface="{CHINESE}"/>', text)
    for number, colour in enumerate(("1F78B4", "D55E00", "00926B", "BB5F9C", "B07A00", "7C8591"), start=1):
        text = re.sub(rf"(<a:accent{number}>)<a:srgbClr [^>]*/>", rf'\1<a:srgbClr val="{colour}"/>', text)
    return text.encode("utf-8")


def _add_foot(layout: Any, title: str) -> None:
    width = TEXT_WIDTH - 60
    shown = title
    while lines_of(shown, FOOT_SIZE, width) > 1:
        shown = shown[:-2].rstrip("…") + "…"
    run = _foot_box(layout, MARGIN, width).add_run()
    run.text = shown
    run.font.size, run.font.color.rgb = Pt(FOOT_SIZE), colour(TONES["grey"])
    right = _foot_box(layout, WIDTH - MARGIN - 50, 50.0)
    right.alignment = PP_ALIGN.RIGHT
    right._p.append(parse_xml(_NUMBER))


def _foot_box(layout: Any, left: float, width: float) -> Any:
    """The paragraph of a new box in the foot of a layout; what stands there stands on every slide."""
    # Only slides have a method for it: the box is made as one of theirs and moved.
    element = CT_Shape.new_textbox_sp(
        len(layout.shapes._spTree) + 50, "foot", Pt(left), Pt(FOOT_TOP), Pt(width), Pt(20)
    )
    layout.shapes._spTree.append(element)
    frame = next(shape for shape in layout.shapes if shape._element is element).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    return frame.paragraphs[0]


_NUMBER = (
    '<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    f'<a:rPr lang="en-GB" sz="{int(FOOT_SIZE * 100)}"><a:solidFill><a:srgbClr val="{TONES["grey"]}"/></a:solidFill>'
    "</a:rPr><a:t>‹#›</a:t></a:fld>"
)
"""The number of the slide, which the program fills in."""

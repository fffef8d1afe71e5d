"""Decks as strict readers take them: the package is whole, and in every chart the elements stand in their order."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation

from explorer.exports.figure_panels import panel
from explorer.exports.native_charts import Mark, Plan, Series, add_chart
from explorer.exports.slides import slides_of_figures
from explorer.exports.story_material import REFERRALS
from explorer.i18n import LANGUAGES, Language
from explorer.queries import observations
from tests.unit.slide_reading import opened
from tests.unit.story_deck import database, every_story, translator, written

pytestmark = pytest.mark.shipped_database

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

_LABEL = "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator"
_AXIS = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses crossesAt"
)
_SERIES = "idx order tx spPr invertIfNegative marker pictureOptions dPt dLbls trendline errBars"
ORDER = {
    f"{CHART}chartSpace": "date1904 lang roundedCorners style clrMapOvr protection chart spPr txPr externalData",
    f"{CHART}chart": "title autoTitleDeleted view3D plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax",
    f"{CHART}plotArea": "layout barChart scatterChart catAx valAx dTable spPr",
    f"{CHART}barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    f"{CHART}scatterChart": "scatterStyle varyColors ser dLbls axId",
    f"{CHART}ser": f"{_SERIES} cat val xVal yVal smooth shape",
    f"{CHART}dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    f"{CHART}dLbl": f"idx delete layout tx {_LABEL}",
    f"{CHART}dLbls": f"dLbl delete {_LABEL} showLeaderLines leaderLines",
    f"{CHART}catAx": f"{_AXIS} auto lblAlgn lblOffset noMultiLvlLbl",
    f"{CHART}valAx": f"{_AXIS} crossBetween majorUnit minorUnit dispUnits",
    f"{CHART}scaling": "logBase orientation max min",
    f"{CHART}marker": "symbol size spPr",
    f"{CHART}legend": "legendPos legendEntry layout overlay spPr txPr",
    f"{DRAWING}tcPr": "lnL lnR lnT lnB lnTlToBr lnBlToTr cell3D noFill solidFill",
    f"{DRAWING}pPr": "lnSpc spcBef spcAft buClrTx buClr buSzTx buFontTx buFont buNone buAutoNum buChar tabLst defRPr",
    f"{DRAWING}rPr": "ln noFill solidFill effectLst highlight latin ea cs sym hlinkClick",
    f"{SLIDE}sld": "cSld clrMapOvr transition timing",
}
"""What may stand in an element, in the order of ECMA-376; PowerPoint offers to repair a file that has another."""


def out_of_order(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag not in ORDER:
            continue
        names = ORDER[element.tag].split()
        places = []
        for child in element:
            name = etree.QName(child).localname
            if name not in names:
                yield f"{etree.QName(element).localname} has {name}"
            else:
                places.append(names.index(name))
        # Axes come in any order, each kind at its place otherwise.
        if places != sorted(places) and not element.tag.endswith("plotArea"):
            yield f"{etree.QName(element).localname} is out of order"


def faults(deck: bytes) -> list[str]:
    """What keeps a strict reader from taking a package for what it is."""
    found = []
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        names = package.namelist()
        found += [f"{name} stands twice" for name in set(names) if names.count(name) > 1]
        found += [
            f"{name} differs only in case" for name in names if [n.lower() for n in names].count(name.lower()) > 1
        ]
        types = etree.fromstring(package.read("[Content_Types].xml"))
        by_ending = {one.get("Extension", "").lower() for one in types if one.get("Extension")}
        by_name = {one.get("PartName", "").removeprefix("/") for one in types if one.get("PartName")}
        found += [f"no type for {name}" for name in names if name.rpartition(".")[2].lower() not in by_ending | {"xml"}]
        xml = [name for name in names if name.endswith((".xml", ".rels"))]
        found += [
            f"no type for {name}"
            for name in xml
            if name not in by_name | {"[Content_Types].xml"} and name.endswith(".xml")
        ]
        found += [f"a type for {name}, which is missing" for name in by_name - set(names)]
        for name in xml:
            root = etree.fromstring(package.read(name))
            found += [f"{name}: {fault}" for fault in out_of_order(root)]
            found += [f"{name}: {fault}" for fault in _broken_relations(name, root, set(names))]
            ids = [one.get("id") for one in root.iter(f"{SLIDE}cNvPr")]
            found += [f"{name}: shape id {one} stands twice" for one in set(ids) if ids.count(one) > 1]
    return found


def _broken_relations(name: str, root: etree._Element, names: set[str]) -> Iterator[str]:
    if not name.endswith(".rels"):
        return
    folder = posixpath.dirname(posixpath.dirname(name))
    for relation in root:
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).removeprefix("/")
            if target not in names:
                yield f"leads to {target}, which is missing"


@every_story
def test_a_strict_reader_finds_nothing_to_repair(name: str, language: Language) -> None:
    assert faults(written(name, language)) == []


@cache
def both_charts(language: Language) -> bytes:
    """A deck with both kinds of chart: bars, and lines."""
    tr = translator(language)
    with database() as connection:
        bars = observations.comparison(connection, ["primary-visit-rate"], ["deqing", "changxing"])
        years = observations.comparison(connection, list(REFERRALS), ["national"])
    shown = [panel(tr, "bars", "A", bars), panel(tr, "lines", "B", years, form="lines")]
    return slides_of_figures("A", shown, (), tr, date(2026, 11, 26))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_carries_a_workbook_that_opens(language: Language) -> None:
    deck = opened(both_charts(language))
    found = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert found
    for chart in found:
        book = zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        assert book.testzip() is None
        assert "xl/workbook.xml" in book.namelist()
    assert faults(both_charts(language)) == []


def test_nothing_in_the_workbook_of_a_chart_is_a_formula_or_a_link() -> None:
    evil = ("=HYPERLINK(1)", "https://evil.example", "{=1}", "甲\x07")
    marks = tuple(Mark(name, 1.0, name, None, "#000000", year=2020 + at) for at, name in enumerate(evil))
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    box = (0, 0, 300, 300)
    add_chart(slide, Plan("bars", (Series(evil[0], marks),), 0, 1), box, "alt")
    add_chart(slide, Plan("lines", tuple(Series(name, marks) for name in evil), 0, 1), box, "alt")
    for shape in (shape for shape in slide.shapes if shape.has_chart):
        book = load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
        assert {*evil[:3], "甲"} <= {cell.value for cell in cells}
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert [cell.hyperlink for cell in cells if cell.hyperlink] == []


def test_the_check_sees_what_it_is_for() -> None:
    deck = written("two-counties", "zh")
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck)) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if re.fullmatch(r"ppt/charts/chart\d+\.xml", name):
                data = re.sub(rb"(<c:idx val=\"0\"/>)(<c:order val=\"0\"/>)", rb"\2\1", data, count=1)
            if name != "docProps/core.xml":
                new.writestr(name, data)
    told = "\n".join(faults(broken.getvalue()))
    assert "ser is out of order" in told
    assert "docProps/core.xml, which is missing" in told

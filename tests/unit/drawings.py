"""A chart of every kind over a few figures, and how a compiled chart is read in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import pytest

from explorer.charts.figures import figures_chart
from explorer.charts.overview import model_type_chart, province_chart
from explorer.charts.spread import spread_chart
from explorer.charts.targets import NO_TARGETS
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.queries import cases, observations, policies
from tests.unit.rows import Rows, empty_database

UNITS = {"percent": ("%", "%"), "visits": ("人次", "visits"), "ratio": ("倍", "times")}
MODELS = {"medical_group": ("医疗集团", "Medical group"), "medical_community": ("医共体", "Medical community")}
TYPES = {"management": ("管理整合", "Management"), "service": ("服务整合", "Service")}
LABELS = {
    (dimension, tag): {"zh": zh, "en": en}
    for dimension, labels in (("unit", UNITS), ("alliance_model", MODELS), ("integration_type", TYPES))
    for tag, (zh, en) in labels.items()
}
ZH, EN = (Translator(language, LABELS) for language in LANGUAGES)
both_languages = pytest.mark.parametrize("tr", [ZH, EN], ids=LANGUAGES)


def bar(rows: Rows, tr: Translator) -> alt.LayerChart:
    for case_id, value in (("a", 120), ("b", 450), ("c", 300)):
        rows.figure(case_id, "visits", value, "2023", unit="visits")
    return figures_chart(rows.compared("visits"), NO_TARGETS, tr)


def dot(rows: Rows, tr: Translator) -> alt.LayerChart:
    """Every kind of figure: exact, bounds, approximate, derived, another definition, a place; and two targets."""
    rows.indicator("rate", "rates", name_zh="就诊率", name_en="visit rate")
    rows.indicator("rate-all", "rates", name_zh="全口径就诊率", name_en="visit rate, all causes")
    for case_id, qualifier in (("exact", "="), ("over", ">"), ("least", ">="), ("under", "<"), ("most", "<=")):
        rows.figure(case_id, "rate", 70 + len(case_id), "2023", qualifier=qualifier)
    rows.figure("about", "rate", 88, "2023", qualifier="~")
    rows.figure("derived", "rate", 81.5, "2023", basis="derived")
    rows.figure("defined", "rate-all", 66, "2023")
    rows.case("national", category="context", province=None)
    rows.figure("national", "rate", 95, "2023")
    rows.target("t2020", "rate", 90, "2020")
    rows.target("t2025", "rate-all", 92.5, "2025", operator="~")
    return figures_chart(rows.compared("rate", "rate-all"), policies.targets_for(rows.connection, ["rate"]), tr)


def dumbbell(rows: Rows, tr: Translator) -> alt.LayerChart:
    rows.indicator("rate", "rates")
    rows.indicator("rate-all", "rates")
    rows.figure("a", "rate", 60, "2015")
    rows.figure("a", "rate", 80, "2020")
    rows.figure("b", "rate", 70, "2015")
    rows.figure("b", "rate-all", 90, "2020")
    rows.figure("c", "rate", 65, "2018")
    rows.target("t", "rate", 75, "2020")
    return figures_chart(rows.compared("rate", "rate-all"), policies.targets_for(rows.connection, ["rate"]), tr)


def line(rows: Rows, tr: Translator) -> alt.LayerChart:
    for case_id, start in (("a", 50), ("b", 51)):
        for year in (2019, 2020, 2021):
            rows.figure(case_id, "rate", start + year - 2019, str(year), qualifier="~" if year == 2021 else "=")
    rows.target("t", "rate", 60, "2025")
    return figures_chart(rows.compared("rate"), policies.targets_for(rows.connection, ["rate"]), tr)


def spread(rows: Rows, tr: Translator) -> alt.LayerChart:
    for tag in MODELS:
        rows.tag("alliance_model", tag, label_zh=MODELS[tag][0], label_en=MODELS[tag][1])
    rows.case("a", {"alliance_model": ("medical_group", "medical_community")})
    rows.case("b", {"alliance_model": ("medical_community",)})
    rows.figure("a", "rate", 60, "2023", qualifier="~")
    rows.figure("b", "rate", 80, "2023", qualifier=">")
    return spread_chart(observations.by_tag(rows.connection, ["rate"], "alliance_model"), tr)


def matrix(rows: Rows, tr: Translator) -> alt.LayerChart:
    return model_type_chart(matrix_counts(rows), tr)


def matrix_counts(rows: Rows) -> pd.DataFrame:
    for dimension, labels in (("alliance_model", MODELS), ("integration_type", TYPES)):
        for tag in labels:
            rows.tag(dimension, tag)
    rows.case("a", {"alliance_model": ("medical_group",), "integration_type": ("service",)})
    rows.case("b", {"alliance_model": ("medical_group",), "integration_type": ("service", "management")})
    rows.case("c", {"integration_type": ("management",)})
    return cases.model_type_matrix(rows.connection)


def provinces(rows: Rows, tr: Translator) -> alt.LayerChart:
    return province_chart(province_counts(rows), tr)


def province_counts(rows: Rows) -> pd.DataFrame:
    rows.province("zhejiang", "330000", name_zh="浙江省", name_en="Zhejiang", short_zh="浙江", letters="ZJ")
    rows.province("gansu", "620000", name_zh="甘肃省", name_en="Gansu", short_zh="甘肃", letters="GS")
    rows.case("a", province="zhejiang")
    rows.case("b", province="zhejiang")
    return cases.cases_by_province(rows.connection)


Draw = Callable[[Rows, Translator], alt.LayerChart]
FIGURE_CHARTS: tuple[Draw, ...] = (bar, dot, dumbbell, line, spread)
EVERY_CHART: tuple[Draw, ...] = (*FIGURE_CHARTS, matrix, provinces)


def by_name(draw: Draw) -> str:
    """A chart's name among a test's parameters."""
    return draw.__name__


Spec = dict[str, Any]
Layer = dict[str, Any]


def drawn(draw: Draw, tr: Translator) -> Spec:
    """The spec of one of the charts above, in a database of its own."""
    return _drawn(draw, tr.language)


@cache
def _drawn(draw: Draw, language: Language) -> Spec:
    with empty_database() as rows:
        return draw(rows, ZH if language == "zh" else EN).to_dict()


def layers(spec: Spec) -> list[Layer]:
    """Each layer with its mark as a dictionary and its rows under ``data``."""
    found = []
    for layer in spec["layer"]:
        mark = layer["mark"] if isinstance(layer["mark"], dict) else {"type": layer["mark"]}
        data = layer.get("data", spec.get("data"))
        found.append(layer | {"mark": mark, "data": spec["datasets"][data["name"]]})
    return found


def marks(spec: Spec, kind: str) -> list[Layer]:
    return [layer for layer in layers(spec) if layer["mark"]["type"] == kind]


def points(spec: Spec) -> list[dict[str, Any]]:
    """The rows behind the marks of the figures, each once."""
    [layer] = marks(spec, "point")
    return layer["data"]


def named(node: Any, key: str) -> Iterator[Any]:
    """Every value under ``key``, at any depth; an axis talks of its own ticks and is left out."""
    if isinstance(node, dict):
        for name, inner in node.items():
            if name == key:
                yield inner
            if name not in ("axis", "data"):
                yield from named(inner, key)
    elif isinstance(node, list):
        for inner in node:
            yield from named(inner, key)


def expressions(layer: Layer) -> str:
    """Every expression that is evaluated for each row."""
    texts = [*named(layer, "expr"), *named(layer, "test"), *named(layer, "filter"), *named(layer, "condition")]
    return " ".join(text if isinstance(text, str) else repr(text) for text in texts)


def encoded(spec: Spec, channel: str) -> dict[str, Any]:
    """The encoding of the layers that carry the axis of a channel."""
    return next(layer["encoding"][channel] for layer in layers(spec) if "axis" in layer["encoding"].get(channel, {}))

"""Charts in other people's pages: the view's own charts with their sources and the way to the whole, nothing else."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language
from explorer.ui.embedding import EMBEDDABLE
from tests.app import pages_with_charts
from tests.app.visiting import APP, RUN_LIMIT_S, charts, say, sound, visit

VIEWS: dict[str, dict[str, str]] = {
    "overview": {},
    "policies": {"level": "national"},
    "compare": {"indicator": "county-visit-rate", "by": "alliance_model", "clock": "since"},
    "referrals": {},
    "case": {"case": "deqing"},
    "targets": {},
    "frameworks": {},
    "methods": {"part": "coverage", "year": "2023"},
}
WITHOUT = {"workbench", "present"}
"""What a query prints has no source that could be told, and a story’s steps are views of the other pages."""

UNFOLDED = {
    "overview": ("overview.table.en", ["overview-matrix", "overview-map"]),
    "policies": ("policies.table.dated.en", ["policies-timeline"]),
    "frameworks": ("frameworks.table.en", ["framework-models-appraisal"]),
    "methods": ("methods.table.en", ["coverage-2023"]),
}
"""The key under which a chart's table and files are unfolded, and the names of the charts."""

HOST = "https://explorer.example/tool"


def embedded(page: str, **parameters: str) -> AppTest:
    """The view as a frame on another site shows it."""
    at = AppTest.from_file(str(APP), default_timeout=RUN_LIMIT_S)
    at.context = {"locale": "zh-CN", "is_embedded": True, "url": f"{HOST}/{EMBEDDABLE[page]}"}
    at.query_params.update(parameters)
    if page != "overview":
        at.switch_page(f"pages/{page}.py")
    return sound(at.run())


def way_out(at: AppTest) -> str:
    """The address of the one link."""
    found = [match for text in at.markdown for match in re.findall(r"\]\((http[^)]*)\)", text.value)]
    assert len(found) == 1
    return str(found[0])


def test_every_page_that_may_be_embedded_is_tried_here() -> None:
    assert set(VIEWS) == set(EMBEDDABLE)


def test_every_page_with_charts_may_be_embedded_unless_it_is_named_here() -> None:
    assert {page for page, _ in pages_with_charts.VIEWS.values()} - WITHOUT == set(VIEWS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", VIEWS)
def test_an_embedded_view_shows_the_charts_of_its_page_with_their_sources(page: str, language: Language) -> None:
    whole = visit(page, lang=language, **VIEWS[page])
    at = embedded(page, lang=language, **VIEWS[page])
    shown = charts(at)
    told = say("chart.sources", language, sources="").strip()
    assert Counter((chart.title, chart.alt) for chart in shown) == Counter(
        (chart.title, chart.alt) for chart in charts(whole)
    )
    assert all(told in chart.notes for chart in shown)


@pytest.mark.parametrize("page", VIEWS)
def test_an_embedded_view_shows_nothing_but_charts(page: str) -> None:
    at = embedded(page, **VIEWS[page])
    assert charts(at)
    kinds = {node.type for node in at.main}
    assert kinds <= {"markdown", "caption", "vega_lite_chart", "main"}
    assert not at.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_out_leads_to_the_same_view_in_full(language: Language) -> None:
    address = urlsplit(way_out(embedded("case", lang=language, case="deqing", chart="clock-deqing-county-visit-rate")))
    assert address._replace(query="").geturl() == f"{HOST}/case"
    assert parse_qs(address.query) == {"case": ["deqing"], "lang": [language]}


def test_a_link_may_name_the_one_chart_to_show() -> None:
    both = charts(embedded("compare"))
    [one] = charts(embedded("compare", chart="compare-primary-visit-rate"))
    assert len(both) == 2
    assert one.title == both[1].title


@pytest.mark.parametrize("page", VIEWS)
def test_a_chart_that_is_not_in_the_view_is_told_as_missing(page: str) -> None:
    at = embedded(page, chart="nothing", **VIEWS[page])
    assert not charts(at)
    assert [notice.value for notice in at.info] == [say("embed.nothing", "zh")]
    assert way_out(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lines_to_embed_a_chart_stand_beside_its_files(language: Language) -> None:
    at = AppTest.from_file(str(APP), default_timeout=RUN_LIMIT_S)
    at.context = {"locale": "zh-CN", "url": f"{HOST}/compare"}
    at.query_params.update({"lang": language, "indicator": ["county-visit-rate", "primary-visit-rate"]})
    at.session_state[f"table.compare-county-visit-rate.{language}"] = True
    at.switch_page("pages/compare.py")
    [code] = [code for code in sound(at.run()).code if code.value.startswith("<iframe")]
    assert say("embed.how", language) in [text.value for text in at.markdown]
    [address] = re.findall(r'src="([^"]+)"', code.value)
    asked = parse_qs(urlsplit(unescape(address)).query)
    assert asked == {
        "indicator": ["county-visit-rate", "primary-visit-rate"],
        "lang": [language],
        "chart": ["compare-county-visit-rate"],
        "embed": ["true"],
    }
    assert address.startswith(f"{HOST}/compare?")


@pytest.mark.parametrize("page", UNFOLDED)
def test_a_chart_of_counts_has_its_table_its_files_and_the_lines_that_embed_it(page: str) -> None:
    key, names = UNFOLDED[page]
    at = AppTest.from_file(str(APP), default_timeout=RUN_LIMIT_S)
    at.context = {"locale": "zh-CN", "url": f"{HOST}/{EMBEDDABLE[page]}"}
    at.query_params.update({"lang": "en"} | VIEWS[page])
    at.session_state[key] = True
    if page != "overview":
        at.switch_page(f"pages/{page}.py")
    sound(at.run())
    lines = [code.value for code in at.code if code.value.startswith("<iframe")]
    asked = [parse_qs(urlsplit(unescape(re.findall(r'src="([^"]+)"', line)[0])).query) for line in lines]
    of_view = {name: [value] for name, value in VIEWS[page].items()}
    assert asked == [of_view | {"lang": ["en"], "chart": [name], "embed": ["true"]} for name in names]
    assert len(at.table) == len(names)
    kinds = [say(f"export.{kind}", "en") for kind in ("csv", "xlsx", "json", "svg", "png")] * len(names)
    assert "|".join(kinds) in "|".join(button.label for button in at.download_button)


def test_pages_that_may_not_be_embedded_offer_no_lines() -> None:
    assert not visit("planner").code

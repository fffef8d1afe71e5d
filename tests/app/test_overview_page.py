"""The overview: how much there is, two pictures of it, and doors into the rest."""

from __future__ import annotations

import pytest

from explorer.i18n import LANGUAGES, Language
from tests.app import authored
from tests.app.visiting import charts, links, look, read, say, sound, texts, visit

READERS = ("researcher", "trainer", "planner")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_totals_are_those_of_the_data(language: Language) -> None:
    figures = authored.observations().values()
    expected = {
        "cases": len(authored.cases()),
        "figures": len(figures),
        "indicators": len({row["indicator_id"] for row in figures}),
        "sources": len(authored.document("sources.yaml")["sources"]),
        "provinces": len({case["province"] for case in authored.cases().values()}),
    }
    assert say("overview.totals", language, **expected) in [
        text.value for text in look("overview", lang=language).markdown
    ]


def test_the_matrix_counts_the_cases_of_every_model_and_integration_type() -> None:
    matrix = charts(look("overview"))[0]
    drawn = {(model, kind): count for model, kind, count in matrix.rows("model", "type", "cases")}
    assert len(drawn) == 6 * 4
    for (model, kind), count in drawn.items():
        assert count == len(authored.matching(model=(model,), type=(kind,)))


def test_every_province_has_a_tile_with_its_number_of_cases_and_no_two_share_a_place() -> None:
    layer = charts(look("overview"))[1].layers[0]
    drawn = dict(zip(layer["province"], layer["cases"], strict=True))
    assert len(drawn) == 34
    assert len(set(zip(layer["tile_column"], layer["tile_row"], strict=True))) == 34
    assert all(count == len(authored.matching(province=(province,))) for province, count in drawn.items())
    assert sum(drawn.values()) == len(authored.cases())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_reader_has_a_door_with_a_sentence(language: Language) -> None:
    at = look("overview", lang=language)
    labels = [link.proto.label for link in at.page_link]
    assert labels[:3] == [say(f"entrance.{reader}.title", language) for reader in READERS]
    said = [read(text) for text in texts(at)]
    assert all(say(f"entrance.{reader}.text", language) in said for reader in READERS)


def test_the_doors_lead_to_all_cases_to_changxing_beside_deqing_and_to_the_readers_own_county() -> None:
    at = look("overview")
    assert links(at, "cases")[:1] == [{}]
    assert links(at, "compare") == [{"case": ["changxing", "deqing"]}]
    assert links(at, "planner") == [{}]


def test_everything_that_a_click_on_the_pictures_reaches_is_a_link_too() -> None:
    at = visit("overview")
    at.session_state["overview.links.zh"] = True
    found = links(sound(at.run()), "cases")
    models = {link["model"][0] for link in found if "model" in link}
    provinces = {link["province"][0] for link in found if "province" in link}
    assert models == {tag for case_id in authored.cases() for tag in authored.tags(case_id, "model")}
    assert provinces == {case["province"] for case in authored.cases().values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_pictures_are_described_in_the_readers_language_with_their_highest_count(language: Language) -> None:
    matrix, tiles = charts(look("overview", lang=language))
    largest = max(max(layer["cases"]) for layer in matrix.layers)
    assert str(largest) in matrix.alt
    assert {"zh": "浙江省", "en": "Zhejiang"}[language] in tiles.alt
    assert str(len(authored.matching(province=("zhejiang",)))) in tiles.alt

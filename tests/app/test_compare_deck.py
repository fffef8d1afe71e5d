"""Every panel of a comparison in one deck."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

from explorer import comparability
from explorer.exports.figure_panels import OPENING_INDICATORS
from explorer.i18n import LANGUAGES, Language
from explorer.queries import observations
from explorer.ui import answers, comparison
from explorer.ui.chart_card import cards, slides_of_cards
from tests.app.visiting import visit


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_panels_are_taken_away_as_one_deck_and_a_single_panel_has_its_own_button(language: Language) -> None:
    keys = [button.key for button in visit("compare", lang=language).get("download_button")]
    assert f"compare.deck.{language}" in keys
    one = visit("compare", lang=language, indicator="county-visit-rate")
    assert f"compare.deck.{language}" not in [button.key for button in one.get("download_button")]
    tr = answers.translator(language)
    choices = answers.rows(observations.indicator_choices)
    shown = comparability.panels(choices, OPENING_INDICATORS, with_related=False, one_axis=False)
    made = [found for panel in shown if (found := comparison.panel_cards(tr, panel, shown, ["deqing"]))]
    deck = slides_of_cards(tr, "A", [card for name, make in made for card in cards(tr, name, make)])
    drawn = [shape for slide in Presentation(io.BytesIO(deck)).slides for shape in slide.shapes if shape.has_chart]
    assert len(drawn) == len(shown)

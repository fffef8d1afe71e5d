"""The part of the methods page that says how indicators follow from records."""

from __future__ import annotations

import pytest

from explorer.i18n import LANGUAGES, Language
from explorer.monitoring.definitions import published
from tests.app.visiting import look, texts

CHINESE_AND_ENGLISH = pytest.mark.parametrize("language", LANGUAGES)


@CHINESE_AND_ENGLISH
def test_an_indicator_shows_its_definition_its_formula_and_its_sql(language: Language) -> None:
    at = look("methods", lang=language, part="records")
    assert len(at.selectbox(key=f"methods.recorded.{language}").options) == len(published())
    assert "÷" in " ".join(texts(at))
    assert 'FROM "encounters"' in at.code[0].value


def test_another_indicator_and_engine_are_an_address() -> None:
    at = look("methods", part="records", recorded="referrals-up", dialect="clickhouse")
    assert "上转人次" in " ".join(texts(at))
    assert '"referrals"' in at.code[0].value

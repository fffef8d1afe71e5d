"""A change whose run is broken off before the browser is told of it: Streamlit does so when another is asked for."""

from __future__ import annotations

import pytest
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.state import QueryParamsProxy
from streamlit.testing.v1 import AppTest

from tests.app.test_cases_page import listed
from tests.app.visiting import sound, visit


@pytest.fixture
def broken_off(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Once something is put into it, the next writing of an address is broken off by a run with the old one."""
    soon: list[str] = []
    write = QueryParamsProxy.from_dict

    def write_or_break_off(self: QueryParamsProxy, given: object) -> None:
        if soon:
            soon.clear()
            run = get_script_run_ctx()
            assert run is not None
            raise RerunException(RerunData(query_string=run.query_string, page_script_hash=run.page_script_hash))
        write(self, given)  # type: ignore[arg-type]

    monkeypatch.setattr(QueryParamsProxy, "from_dict", write_or_break_off)
    return soon


def test_a_choice_is_made_all_the_same(broken_off: list[str]) -> None:
    at = visit("cases")
    every = listed(at)
    broken_off.append("soon")
    sound(at.text_input(key="cases.q.zh").set_value("长兴").run())
    assert at.query_params == {"q": "长兴"}
    assert 0 < len(listed(at)) < len(every)
    sound(at.text_input(key="cases.q.zh").set_value("").run())
    assert listed(at) == every


def test_a_key_leads_the_stage_on_all_the_same(broken_off: list[str]) -> None:
    at = visit("present", story="two-counties")
    broken_off.append("soon")
    sound(at.button(key="present.forward.zh").click().run())
    assert at.query_params["step"] == "1"


def test_a_key_leads_a_room_on_all_the_same_and_once(broken_off: list[str]) -> None:
    at: AppTest = visit("present", story="two-counties")
    sound(at.button(key="present.room.open.zh").click().run())
    broken_off.append("soon")
    sound(at.button(key="present.forward.zh").click().run())
    assert at.query_params["step"] == "1"
    sound(at.run())
    assert at.query_params["step"] == "1"

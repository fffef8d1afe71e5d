"""The workbench in a browser: a query is typed, run, drawn, taken away, shared, and its mistake shown where it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.reading import asked, charts, say, visit
from tests.browser.waiting import settled

SQL = "SELECT province, count(*) AS n\nFROM cases WHERE province IS NOT NULL\nGROUP BY ALL ORDER BY n DESC, province"


def test_a_query_is_typed_run_drawn_taken_away_and_shared(page: Page, tmp_path: Path) -> None:
    visit(page, "/workbench", say("workbench.heading"))
    editor = page.get_by_label(say("workbench.editor"))
    editor.fill(SQL)
    editor.press("Control+Enter")
    page.wait_for_url("**/workbench?sql=*")
    table = page.get_by_test_id("stTable").first
    expect(table.locator("thead th").nth(1)).to_have_text("n")
    settled(page)
    expect(charts(page)).to_have_count(1)
    assert asked(page) == {"sql": [SQL]}
    with page.expect_download() as taken:
        page.get_by_role("button", name=say("export.csv")).click()
    path = tmp_path / taken.value.suggested_filename
    taken.value.save_as(path)
    head, *body = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert head[:2] == ["province", "n"]
    assert len(body) == table.locator("tbody tr").count() > 3
    # Whoever opens the link sees the same query and the same answer.
    shared = page.url
    page.goto("about:blank")
    visit(page, shared, say("workbench.heading"))
    expect(page.get_by_label(say("workbench.editor"))).to_have_value(SQL)
    expect(page.get_by_test_id("stTable").first.locator("tbody tr")).to_have_count(len(body))


def test_what_is_being_typed_survives_a_mistake_and_a_look_at_another_table(page: Page) -> None:
    visit(page, "/workbench?lang=en", say("workbench.heading", "en"))
    editor = page.get_by_label(say("workbench.editor", "en"))
    editor.fill("SELECT nobody FROM cases")
    page.get_by_role("button", name=say("workbench.run", "en"), exact=True).click()
    expect(page.get_by_text("LINE 1: SELECT nobody FROM cases")).to_be_visible()
    expect(editor).to_have_value("SELECT nobody FROM cases")
    editor.fill("SELECT case_id FROM ")
    page.get_by_role("combobox", name=say("workbench.tables", "en")).fill("targets")
    page.keyboard.press("Enter")
    expect(page.get_by_text("due_printed")).to_be_visible()
    settled(page)
    expect(editor).to_have_value("SELECT case_id FROM ")

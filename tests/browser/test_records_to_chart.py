"""From records to a chart in one sitting: made up, computed, brought to My figures, set beside published figures."""

from pathlib import Path

from playwright.sync_api import Page, expect

from explorer.cli import main
from tests.browser.reading import asked, charts, say, visit
from tests.browser.waiting import settled

INDICATOR = "county-visit-rate-monitored"


def test_records_become_indicators_that_stand_beside_published_ones_and_say_that_they_are_made_up(
    page: Page, tmp_path: Path
) -> None:
    records, computed = tmp_path / "records", tmp_path / "computed"
    assert main(["synth", "--counties", "4", "--years", "2", "--rows", "40000", "--to", str(records)]) == 0
    tables = ("encounters", "referrals", "providers.parquet", "residents.parquet")
    given = [word for table in tables for word in (f"--{table.partition('.')[0]}", str(records / table))]
    assert main(["compute", *given, "--to", str(computed)]) == 0

    visit(page, "/my_figures?lang=zh", say("my_figures.heading"))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(computed / "panel.parquet")
    expect(page.get_by_text(say("mine.kept", name="panel"))).to_be_visible()
    expect(page.get_by_text(say("mine.kept.synthetic"))).to_be_visible()

    settled(page)
    page.get_by_role("link", name=say("mine.onward.compare")).click()
    settled(page)
    assert INDICATOR in asked(page)["indicator"]
    of_mine = say("own.place.synthetic", place="示例县 01")
    expect(charts(page).get_by_text(of_mine).first).to_be_visible()
    assert "示例" not in page.url

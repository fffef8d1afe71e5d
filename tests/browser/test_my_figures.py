"""A table is uploaded, its doubtful name confirmed, its figures looked at and kept; no address holds any of them."""

from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Page, expect

from tests.browser.reading import say, visit
from tests.browser.waiting import settled

NUMBER = "83.4917"
TABLE = f"地区,年份,县域就诊率（%）,床位使用率\n甲县,2023,85.3,{NUMBER}\n乙县,2023,80.1,不详\n"


def test_a_table_is_uploaded_mapped_and_kept(page: Page, tmp_path: Path) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(unquote(request.url)))
    file = tmp_path / "本县.csv"
    file.write_bytes(TABLE.encode("gb18030"))
    visit(page, "/my_figures?lang=zh", say("my_figures.heading"))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    expect(page.get_by_text(say("mine.confirm.text"))).to_be_visible()
    expect(page.get_by_text(say("mine.file", name="本县"))).to_be_visible()
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="监测口径").click()
    expect(page.get_by_text(say("mine.confirm.text"))).to_be_hidden()
    settled(page)
    expect(page.get_by_text("85.3%")).to_be_visible()
    page.get_by_role("button", name=say("mine.use")).click()
    expect(page.get_by_text(say("mine.kept", name="本县"))).to_be_visible()
    expect(page.get_by_test_id("stFileUploaderDropzoneInput")).to_be_attached()
    assert [address for address in (*addresses, unquote(page.url)) if NUMBER in address or "甲县" in address] == []

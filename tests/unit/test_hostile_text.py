"""Texts of the data that are no plain words are found, each with its place and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.cli import main
from explorer.hostile_text import hostile_texts, wrongs
from explorer.paths import DATA_FOLDER

HOSTILE = {
    "<script>hit()</script>": "HTML",
    "a <img src=x onerror=hit()>": "HTML",
    "![i](https://evil.example/i.png)": "picture",
    "[press](https://evil.example)": "link in Markdown",
    "see JavaScript:hit()": "runs a script",
    "see data:text/html;base64,aGk=": "runs a script",
    ":red[x]": "directive",
    ":material/home:": "directive",
    "$x^2$": "formula",
    "\u202egniqed": "U+202E (right-to-left override)",
    "de\u200bqing": "U+200B (zero width space)",
    "de\u2066qing": "U+2066 (left-to-right isolate)",
    "\U000e0041": "U+E0041",
}
PLAIN = (
    "下降 5% < 10%，A > B",
    "约 3.5 元（2023 年）[1]，见表 2",
    "costs of US$5 a visit and US$6 a day",
    "ratio 3:1; 8:30; policy: [2024] 12",
    "email a_b@c.cn, *not* marked, `code`",
    "https://www.gov.cn/x_y?a=b",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_is_no_plain_words_is_told_with_its_remedy(text: str) -> None:
    told = list(wrongs(text))
    assert any(HOSTILE[text] in one for one in told)
    assert all(";" in one for one in told)
    assert all(one.isprintable() for one in told)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_with_their_usual_signs_are_left_alone(text: str) -> None:
    assert list(wrongs(text)) == []


def test_the_shipped_data_are_plain_words() -> None:
    assert hostile_texts(DATA_FOLDER) == []


def test_check_warns_with_file_line_and_column_and_still_ends_well(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tiny_data), "check"]) == 0
    assert capsys.readouterr().err == ""
    path = tiny_data / "cases.yaml"
    before, found, after = path.read_text("utf-8").partition("en: ")
    path.write_text(f'{before}{found}"Lead <b>hospital</b>"{after[after.index("}") :]}', "utf-8")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n") + len(found)
    assert main(["--data", str(tiny_data), "check"]) == 0
    told = capsys.readouterr().err
    assert f"warning: data/cases.yaml:{line}:{column} text: '<b>' is HTML" in told
    assert told.endswith("1 text is no plain words; pages show them as typed.\n")


def test_a_figures_note_is_looked_at_too(tiny_data: Path) -> None:
    path = tiny_data / "observations.csv"
    text = path.read_text("utf-8")
    head, _, rows = text.partition("\n")
    at = head.split(",").index("note_en")
    cells = rows.splitlines()[0].split(",")
    cells[at] = "[p](javascript:hit())"
    path.write_text("\n".join([head, ",".join(cells), *rows.splitlines()[1:]]) + "\n", "utf-8")
    assert {(fault.line, fault.where) for fault in hostile_texts(tiny_data)} == {(2, "note_en")}

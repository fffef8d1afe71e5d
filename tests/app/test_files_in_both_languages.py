"""Whatever is taken away is there in Chinese and in English: the same files, parts and columns, in their language."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer import ui
from explorer.i18n import LANGUAGES
from tests.app.headings import READ, Heading, headings, heads_of_tables
from tests.app.taken_away import VIEWS, Taken, buttons, taken

CHINESE = re.compile(r"[\u3400-\u9fff]")
ENGLISH = re.compile(r"[a-z]{3}")
"""Three small letters in a row: a word, where abbreviations have capitals."""
ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
ABBREVIATION = re.compile(r"[A-Z0-9]{2,6}")
ID_OF_A_COLUMN = re.compile(
    "[a-z_]+_ids?|bibtex|tag|dimension|case_[ab]|comparability_group|period_(start|end)", re.ASCII
)
"""The heads of columns that hold ids, code or days as machines write them."""

IN_BOTH = ("county-figures",)
"""Files whose heads are in both languages, because the same file is read in either."""
ONES_OWN = ("not-used",)
"""Files whose heads are those of the reader's own table."""
OF_A_QUERY = ("workbench",)
"""Files whose columns are named by a query, which is another in each language."""

QUOTING = {
    *("locator", "as_reported", "words", "number", "reference", "citation"),
    *("source", "target_source", "finding", "basis", "points"),
}
"""Columns that give, or end with, the words, numbers or places of Chinese documents as those print them."""
IN_ENGLISH_EVERYWHERE = {"link", "bibtex", "expression", "observation_ids", "point_id"}
"""Columns that hold ids and code."""


@pytest.fixture(params=VIEWS, scope="module")
def view(request: pytest.FixtureRequest) -> str:
    """Each view in turn: of the module, so that the tests of one view follow on one another and share its files."""
    return str(request.param)


def pairs(view: str) -> Iterator[tuple[Taken, Taken]]:
    """Each file in Chinese with the same in English."""
    return zip(*(taken(view, language) for language in LANGUAGES), strict=True)


def is_of(file: Taken, names: tuple[str, ...]) -> bool:
    return file.name.startswith(names)


def texts(found: list[Heading]) -> list[str]:
    return [each.text for each in found]


def test_a_view_gives_the_same_files_in_both_languages(view: str) -> None:
    chinese, english = ([file.nameless(language) for file in taken(view, language)] for language in LANGUAGES)
    assert chinese
    assert chinese == english


def test_a_file_has_the_same_parts_and_columns_in_the_same_order_and_all_are_headed(view: str) -> None:
    for files in pairs(view):
        if files[0].kind not in READ:
            continue
        chinese, english = map(headings, files)
        assert chinese
        assert len(chinese) == len(english)
        if not is_of(files[0], OF_A_QUERY):
            assert [each.place for each in chinese] == [each.place for each in english], files[0].name
        assert [each for each in (*chinese, *english) if not each.text.strip()] == [], files[0].name


def test_heads_are_in_the_language_of_their_file(view: str) -> None:
    for chinese, english in pairs(view):
        if chinese.kind not in READ or chinese.content == english.content or is_of(chinese, ONES_OWN):
            continue
        assert [each for each in headings(chinese) if not CHINESE.search(each.text) and not is_code(each)] == []
        han = [each.text for each in headings(english) if CHINESE.search(each.text)]
        assert [text for text in han if not is_of(english, IN_BOTH) or not re.search("[A-Za-z]", text)] == []


def is_code(heading: Heading) -> bool:
    """Whether a head is an abbreviation, or heads a column by its id; notes list the ids of all columns."""
    if ABBREVIATION.fullmatch(heading.text):
        return True
    listed = heading.place.endswith(", line")
    return bool((ID if listed else ID_OF_A_COLUMN).fullmatch(heading.text)) and (listed or is_of_a_column(heading))


def is_of_a_column(heading: Heading) -> bool:
    return re.search(r"column \d+$|, (string|number)$", heading.place) is not None


def test_tables_on_slides_are_headed_in_the_language_of_the_deck(view: str) -> None:
    for chinese, english in pairs(view):
        if chinese.kind == "pptx":
            assert [text for text in heads_of_tables(chinese.content) if not CHINESE.search(text)] == []
            assert [text for text in heads_of_tables(english.content) if CHINESE.search(text)] == []


def test_a_cell_that_says_something_in_one_language_does_in_the_other_and_in_its_words(view: str) -> None:
    for chinese, english in pairs(view):
        if chinese.kind != "json" or is_of(chinese, OF_A_QUERY):
            continue
        for part in ("rows", "codebook", "sources"):
            of_both = zip(json.loads(chinese.content)[part], json.loads(english.content)[part], strict=True)
            cells = [(name, text, other[name]) for row, other in of_both for name, text in row.items()]
            assert [each for each in cells if (each[1] is None) != (each[2] is None)] == [], chinese.name
            assert [each for each in cells if is_left_in_english(each[0], each[1])] == [], chinese.name
            assert [each for each in cells if is_left_in_chinese(each[0], each[2])] == [], english.name


def is_left_in_english(column: str, cell: object) -> bool:
    if column in IN_ENGLISH_EVERYWHERE or not isinstance(cell, str) or ID.fullmatch(cell):
        return False
    return bool(ENGLISH.search(cell)) and not CHINESE.search(cell)


def is_left_in_chinese(column: str, cell: object) -> bool:
    return column not in QUOTING and isinstance(cell, str) and bool(CHINESE.search(cell))


def test_a_file_without_a_language_in_its_name_is_the_same_wherever_it_is_taken(view: str) -> None:
    for chinese, english in pairs(view):
        if chinese.name == english.name and chinese.kind != "chart":
            assert chinese.content == english.content, chinese.name


OFFERS = {"show_files", "show_every_file", "download", "download_pictures", "file_button"}
"""The functions of ``explorer.ui.files`` that put a file on a page."""
NOT_SEEN_HERE = {"explorer.ui.my_story"}
"""A story of one's own as YAML: both languages stand in the one file."""


def test_every_module_that_offers_a_file_offers_one_here() -> None:
    offering = set()
    for path in Path(ui.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "explorer.ui.files":
                if OFFERS & {name.name for name in node.names}:
                    offering.add(f"explorer.ui.{path.stem}")
    assert len(offering) > 20
    assert offering - {button.by for each in VIEWS for button in buttons(each, "zh")} == NOT_SEEN_HERE

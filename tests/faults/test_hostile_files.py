"""YAML and tables by somebody who means harm: each gives faults with their place, quickly, and nothing else happens."""

from __future__ import annotations

import resource
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer import schema
from explorer.build import fill
from explorer.catalog import load_catalog
from explorer.errors import DataFileError, Fault
from explorer.i18n import Translator
from explorer.observation_table import ObservationTable
from explorer.own_figures.files import opened, pasted
from explorer.planner.county_file import read_county_file, read_pasted
from explorer.stories import known, read_story
from explorer.story_rules import Known
from explorer.yaml_document import YamlDocument
from tests.faults.serving_right import REPOSITORY
from tests.unit.own_tables import LABELS, of_xlsx

LONGEST_S, MOST_MEGABYTES = 30, 300
TINY = REPOSITORY / "tests" / "fixtures" / "tiny"
STORY = (REPOSITORY / "data" / "stories" / "two-counties.yaml").read_text("utf-8")
TEXTS = {name: (TINY / name).read_text("utf-8") for name in schema.FILES}


def bounded(examples: int) -> settings:
    """So many examples, the same ones each time."""
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True)
)
HOSTILE = {
    "an alias bomb": BOMB,
    "an alias of itself": "a: &a [*a]\n",
    "merged keys": "a: &a {b: c}\nd:\n  <<: *a\n",
    "lists in lists": "[" * 50_000,
    "mappings in mappings": "a: {" * 50_000,
    "indented ever deeper": "".join(" " * level + "a:\n" for level in range(2_000)),
    "dashes": "- " * 50_000,
    "a huge scalar": "cases: '" + "x" * 200_000 + "'",
    "a huge number": "cases: " + "9" * 20_000,
    "a huge key": "x" * 2_000 + ": 1",
    "five thousand keys": "".join(f"k{number}: 1\n" for number in range(5_000)),
    "one key again and again": "cases: 1\n" * 2_000,
    "an object of Python's": "cases: !!python/object/apply:os.system ['touch hit']\n",
    "a module of Python's": "cases: !!python/module:os\n",
    "another tag": "cases: !include /etc/passwd\n",
    "binary": "cases: !!binary aGk=\n",
    "a directive": "%YAML 9.9\n%TAG ! tag:evil.example,2024:\n---\ncases: []\n",
    "two documents": "cases: []\n---\ncases: []\n",
    "a key that is a list": "? [a, b]\n: c\n",
    "a key that is a mapping": "? {a: b}\n: c\n",
    "null bytes": "cases: \x00\n",
    "a lone surrogate": "cases: \ud800\n",
    "control characters": "cases: \x07\x1b[31m\n",
    "nothing": "",
    "only a comment": "# cases\n",
    "only a scalar": "cases\n",
    "only a list": "- a\n- b\n",
    "an unclosed quote": 'cases: "' + "x\n" * 1_000,
    "tabs": "cases:\n\t- a\n",
    "a block scalar never ended": "cases: |\n" + "  x\n" * 10_000,
    "odd line ends": "cases: []\r\u2028\u2029\x85policies: []\r",
}


@pytest.fixture(autouse=True)
def little_time_and_memory() -> Iterator[None]:
    """Every test here ends soon and takes little."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    yield
    taken = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert time.process_time() - begun < LONGEST_S
    assert taken < MOST_MEGABYTES


@pytest.fixture(scope="module")
def known_ids() -> Known:
    with duckdb.connect() as connection:
        fill(connection, load_catalog(TINY), digest="")
        return known(connection)


def placed(faults: list[Fault] | tuple[Fault, ...], text: str) -> bool:
    """Whether there are faults, each at a line that the text has, with a sentence of bounded length."""
    lines = len(text.splitlines()) + 1
    return bool(faults) and all(
        1 <= fault.line <= lines + 1 and fault.column >= 1 and 0 < len(fault.message) < 2_000 for fault in faults
    )


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_data_file_gives_faults_with_their_places(kind: str, tmp_path: Path) -> None:
    text = HOSTILE[kind]
    folder = Path(shutil.copytree(TINY, tmp_path / "data"))
    (folder / "cases.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(DataFileError) as told:
        load_catalog(folder)
    assert placed([fault for fault in told.value.faults if fault.file == "data/cases.yaml"], text)
    assert not Path("hit").exists()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_story_gives_faults_with_their_places(kind: str, known_ids: Known) -> None:
    for content in (HOSTILE[kind], HOSTILE[kind].encode("utf-8", "surrogatepass")):
        read = read_story("story.yaml", content, known_ids)
        assert read.story is None
        assert placed(read.faults, HOSTILE[kind])
    assert not Path("hit").exists()


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """A sound file in which something was put, taken out or moved."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.sampled_from([0, 0, 1, 5, 200]))
        put = draw(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=8)))
        text = text[:at] + put + text[at + cut :]
    return text


SNIPPETS = (
    *(
        "",
        "\n",
        "\t",
        "- ",
        ": ",
        "? ",
        "| ",
        "> ",
        "'",
        '"',
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "<<: ",
        "!!python/none ",
    ),
    *(
        "!x ",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "null",
        "~",
        "true",
        "1e999",
        ".inf",
        "0x1f",
        "2024-01-01",
        "\x00",
        "\ud800",
    ),
    *("\ufeff", "\u2028", "  ", "id: id: ", "kind: nothing", "# ", "9" * 400),
)


@bounded(120)
@given(st.data())
def test_a_data_file_with_anything_changed_in_it_is_sound_or_has_faults(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    text = data.draw(changed(TEXTS[name]))
    faults: list[Fault] = []
    parsed = YamlDocument.from_text(name, text, faults).parse(schema.FILES[name], faults)
    assert placed(faults, text) or parsed is not None


@bounded(60)
@given(data=st.data())
def test_a_story_with_anything_changed_in_it_is_sound_or_has_faults(data: st.DataObject, known_ids: Known) -> None:
    text = data.draw(changed(STORY))
    read = read_story("story.yaml", text, known_ids)
    assert placed(read.faults, text) or read.story is not None


@bounded(60)
@given(data=st.data())
def test_figures_with_anything_changed_in_them_are_sound_or_have_faults(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = data.draw(changed((TINY / "observations.csv").read_text("utf-8")))
    folder = tmp_path_factory.mktemp("data")
    (folder / "observations.csv").write_bytes(text.encode("utf-8", "surrogatepass"))
    faults: list[Fault] = []
    found = ObservationTable.read(folder, faults).parse(faults)
    assert placed(faults, text) or found


@bounded(60)
@given(data=st.data())
def test_the_files_together_with_anything_changed_in_one_are_sound_or_have_faults(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("all") / "data"
    shutil.copytree(TINY, folder)
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    text = data.draw(changed(TEXTS[name]))
    (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(DataFileError):
        load_catalog(folder)


# What readers bring

ZH = Translator("zh", LABELS)
BOOK = of_xlsx((("地区", "年份", "出院人次"), ("甲县", 2023, 7)))
PLAIN = "地区,年份,出院人次\n甲县,2023,7\n".encode()
STARTS = (
    b"",
    b"PK\x03\x04",
    b"PAR1",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    PLAIN,
    BOOK[:80],
)


@bounded(80)
@given(st.sampled_from(STARTS), st.binary(max_size=300))
def test_any_bytes_brought_by_a_reader_are_read_or_refused(start: bytes, rest: bytes) -> None:
    opened(start + rest, "table.xlsx")
    read_county_file(start + rest, ZH.labels)


@bounded(60)
@given(st.integers(0, len(BOOK)), st.sampled_from([0, 1, 4, 40]), st.binary(max_size=8))
def test_a_workbook_with_anything_changed_in_it_is_read_or_refused(at: int, cut: int, put: bytes) -> None:
    changed_book = BOOK[:at] + put + BOOK[at + cut :]
    opened(changed_book, "table.xlsx")
    read_county_file(changed_book, ZH.labels)


@bounded(80)
@given(st.text(max_size=300))
def test_any_pasted_text_is_read_or_refused(text: str) -> None:
    pasted(text)
    read_pasted(text, ZH.labels)

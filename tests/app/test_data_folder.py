"""When the data change, are faulty or are damaged while the app runs: it heals where it can and says what to do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.build import build_database
from explorer.i18n import LANGUAGES, Language
from explorer.ui import answers
from tests.app import authored
from tests.app.visiting import heading, links, move, say, sound, texts, unfold, visit

DATABASE = "metrics.duckdb"


@pytest.fixture(autouse=True)
def fresh_start() -> Iterator[None]:
    """Let the app open its data anew in each test, as after a start, and leave nothing open behind."""
    forget()
    yield
    forget()


def forget() -> None:
    """Close the data and drop every answer made from them."""
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data in a folder of their own, with a database made from them."""
    folder = tmp_path_factory.mktemp("compiled") / "data"
    shutil.copytree(authored.DATA, folder, ignore=shutil.ignore_patterns("*.duckdb*"))
    build_database(folder, folder / DATABASE)
    return folder


@pytest.fixture
def folder(compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data for one test to spoil; the app reads it from its start."""
    copy = tmp_path / "data"
    shutil.copytree(compiled, copy)
    monkeypatch.setattr(answers, "DATA_FOLDER", copy)
    return copy


def spoil(path: Path) -> None:
    """Put a fault where a person might: a tag that the vocabulary does not hold."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tag: medical_group", "tag: medical_gruop", 1), encoding="utf-8")


def mend(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("medical_gruop", "medical_group"), encoding="utf-8")


def delete(database: Path) -> None:
    database.unlink()


def empty(database: Path) -> None:
    database.write_bytes(b"")


def truncate(database: Path) -> None:
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])


def overwrite_the_start(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[:64] = b"x" * 64
    database.write_bytes(content)


def overwrite_the_middle(database: Path) -> None:
    content = bytearray(database.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200_000] = b"\x55" * 200_000
    database.write_bytes(content)


def replace_with_text(database: Path) -> None:
    database.write_text("not a database", encoding="utf-8")


DAMAGES = (delete, empty, truncate, overwrite_the_start, overwrite_the_middle, replace_with_text)


def toasts(at: AppTest) -> list[str]:
    return [toast.value for toast in at.toast]


def complete(at: AppTest, language: Language = "zh") -> bool:
    """Whether the list of cases stands there with every case and without an error."""
    listed = [link["case"][0] for link in links(at, "case")]
    return heading(at) == say("cases.heading", language) and set(listed) == set(authored.cases()) and not at.error


@pytest.mark.parametrize(
    ("damage", "language"), [(damage, LANGUAGES[number % 2]) for number, damage in enumerate(DAMAGES)]
)
def test_a_database_damaged_between_two_visits_is_rebuilt_and_that_is_said_once(
    folder: Path, damage: Callable[[Path], None], language: Language
) -> None:
    assert toasts(visit("cases")) == []
    damage(folder / DATABASE)
    healed = visit("cases", lang=language)
    assert complete(healed, language)
    assert toasts(healed) == [say(f"notice.rebuilt.{'missing' if damage is delete else 'unreadable'}", language)]
    assert toasts(sound(healed.run())) == []
    assert toasts(visit("cases")) == []
    assert (folder / DATABASE).stat().st_size > 1_000_000


@pytest.mark.parametrize("damage", [delete, overwrite_the_middle])
def test_a_visitor_who_is_on_a_page_can_go_on_when_the_database_is_damaged(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    at = unfold(visit("cases", q="cx"), "category", page="cases")
    damage(folder / DATABASE)
    sound(at.checkbox(key="cases.category.alliance.zh").check().run())
    assert at.query_params == {"q": "cx", "category": "alliance"}
    assert len(toasts(at)) == 1
    assert heading(move(at, "case", case="changxing")) == "长兴县整合型医疗卫生服务体系"


def test_a_database_damaged_before_the_start_is_rebuilt(folder: Path) -> None:
    truncate(folder / DATABASE)
    at = visit("cases")
    assert complete(at)
    assert len(toasts(at)) == 1


def test_a_database_of_another_version_is_rebuilt(folder: Path) -> None:
    with duckdb.connect(str(folder / DATABASE)) as connection:
        connection.execute("UPDATE build_info SET value = '0' WHERE key = 'schema_version'")
    at = visit("cases")
    assert complete(at)
    assert toasts(at) == [say("notice.rebuilt.version", "zh")]


def test_a_database_that_cannot_be_replaced_is_served_from_a_copy_elsewhere(folder: Path) -> None:
    (folder / DATABASE).unlink()
    (folder / DATABASE).mkdir()
    assert complete(visit("cases"))
    assert (folder / DATABASE).is_dir()


def test_a_changed_data_file_is_shown_on_the_next_visit(folder: Path) -> None:
    path = folder / "cases.yaml"
    assert heading(visit("case", case="nanshan")) == "深圳南山“阳光心情”精神疾病服务"
    path.write_text(path.read_text(encoding="utf-8").replace("深圳南山“阳光心情”", "南山"), encoding="utf-8")
    at = visit("case", case="nanshan")
    assert heading(at) == "南山精神疾病服务"
    assert toasts(at) == [say("notice.rebuilt.stale", "zh")]
    assert toasts(visit("case", case="nanshan")) == []


def test_a_fault_in_the_data_files_leaves_the_last_sound_data_on_show_with_a_notice_until_it_is_mended(
    folder: Path,
) -> None:
    assert not visit("cases").warning
    spoil(folder / "cases.yaml")
    for language in LANGUAGES:
        at = visit("cases", lang=language)
        assert complete(at, language)
        assert [notice.value for notice in at.warning] == [say("notice.data_faults", language, count=1)]
    mend(folder / "cases.yaml")
    at = visit("cases")
    assert complete(at)
    assert not at.warning


@pytest.mark.parametrize("language", LANGUAGES)
def test_faulty_data_files_without_a_database_give_one_sentence_and_recover_when_mended(
    folder: Path, language: Language
) -> None:
    (folder / DATABASE).unlink()
    spoil(folder / "cases.yaml")
    at = visit("cases", lang=language)
    assert [error.value for error in at.error] == [say("error.data_files", language, count=1)]
    assert not at.title
    assert not at.warning
    (details,) = [code.value for code in at.code]
    assert re.match(r"\S*cases\.yaml:\d+:\d+ ", details)
    assert "did you mean 'medical_group'" in details
    mend(folder / "cases.yaml")
    assert complete(sound(at.run()), language)


@pytest.mark.parametrize("page", ["overview", "cases", "case", "compare", "referrals"])
def test_no_page_shows_a_traceback_when_there_are_no_data(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "DATA_FOLDER", tmp_path / "nowhere")
    at = visit(page)
    assert len(at.error) == 1
    assert not at.title
    assert not any("Traceback" in text for text in texts(at))


def test_a_missing_data_folder_gives_one_sentence_and_recovers_when_it_is_there(folder: Path) -> None:
    folder.rename(folder.with_name("away"))
    at = visit("cases", lang="en")
    (error,) = at.error
    assert error.value.startswith("The data files contain ")
    assert "\n" not in error.value
    folder.with_name("away").rename(folder)
    assert complete(sound(at.run()), "en")


def test_a_missing_data_file_is_told_and_the_last_sound_data_stay_on_show(folder: Path) -> None:
    visit("cases")
    (folder / "indicators.yaml").unlink()
    at = visit("cases")
    assert complete(at)
    assert [notice.value for notice in at.warning] == [say("notice.data_faults", "zh", count=1)]


def test_the_environment_says_which_folder_is_read(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", "from explorer.paths import DATA_FOLDER; print(DATA_FOLDER)"]
    answer = subprocess.run(asked, env={**os.environ, "EXPLORER_DATA": str(tmp_path)}, capture_output=True, text=True)
    assert answer.stdout.strip() == str(tmp_path)

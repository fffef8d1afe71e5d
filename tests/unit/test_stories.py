"""Workshop stories: what a file must hold, and what is said of one that does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml

from explorer import stories
from explorer.cli import main
from explorer.paths import PROJECT_FOLDER
from explorer.queries import records
from explorer.queries.observations import observations_by_id
from explorer.store import READ_ONLY_SETTINGS
from explorer.stories import LARGEST_FILE, ReadStory, read_story
from explorer.story_links import Link, link_of, read_link
from explorer.story_numbers import has_origin, origins, told
from explorer.story_rules import Known
from explorer.story_schema import KINDS, GuessStep, QuestionStep, ScoringStep, Story
from explorer.yaml_document import MOST_LEVELS

DATA = PROJECT_FOLDER / "data"

SOUND = """\
id: one-county
title: {zh: "一个县", en: "One county"}
summary: {zh: "一句话。", en: "One sentence."}
aims:
  - {zh: "会读一个率", en: "Read a rate"}
minutes: 20
steps:
  - kind: view
    key: look
    title: {zh: "看", en: "Look"}
    prompt: {zh: "看图。", en: "Look at the chart."}
    minutes: 5
    link: compare?indicator=county-visit-rate&case=changxing
  - kind: point
    key: read
    title: {zh: "读", en: "Read"}
    prompt: {zh: "就诊率 90.3% 是什么？", en: "What is 90.3%?"}
    minutes: 5
    case: changxing
    point: rate
  - kind: question
    key: ask
    title: {zh: "问", en: "Ask"}
    prompt: {zh: "选哪一句？", en: "Which one?"}
    options:
      - text: {zh: "改革导致升高", en: "It rose because of the reform, thanks to training"}
      - text: {zh: "此后为 90.30%", en: "It was 90.30% afterwards"}
        right: true
    minutes: 5
    figures: [changxing-rate-2023]
  - kind: guess
    key: guess
    title: {zh: "猜", en: "Guess"}
    prompt: {zh: "多少？", en: "How much?"}
    reveal: {zh: "约六成，后为 90.3%。", en: "About 60%, then 90.3%."}
    minutes: 2
    observations: [changxing-rate-2017, changxing-rate-2023]
    low: 0
    high: 100
  - kind: scoring
    key: score
    title: {zh: "打分", en: "Score"}
    prompt: {zh: "各打 0—5 分。", en: "From 0 to 5."}
    minutes: 3
    case: branch
"""


def read(text: str, known: Known) -> ReadStory:
    return read_story("mine.yaml", text, known)


def faults(text: str, known: Known) -> list[str]:
    """What is said of a text, each fault on a line."""
    found = read(text, known)
    assert found.story is None
    return [str(fault) for fault in found.faults]


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


def test_a_sound_story_is_read_into_records(known: Known) -> None:
    found = read(SOUND, known)
    assert found.faults == ()
    assert found.story is not None
    assert [step.kind for step in found.story.steps] == ["view", "point", "question", "guess", "scoring"]


FAULTS = {
    "a misspelt kind": ("kind: view", "kind: vew", "kind: vew", "unknown kind 'vew'", "did you mean 'view'?"),
    "no kind": ("- kind: scoring\n    key", "- key", "key: score", "the field 'kind' is missing", "discussion"),
    "a field of another step": (
        "case: branch",
        "case: branch\n    low: 1",
        "low: 1",
        "low",
        "",
    ),
    "a missing half": (', en: "Look"}', "}", 'title: {zh: "看"', "the field 'en' is missing", "add it"),
    "an unknown case": ("case: branch", "case: brnch", "case: brnch", "unknown case 'brnch'", "did you mean 'branch'?"),
    "a place to score": ("case: branch", "case: national", "case: national", "unknown case 'national'", "branch"),
    "an unknown point": ("point: rate", "point: rat", "point: rat", "unknown point 'rat'", "did you mean 'rate'?"),
    "an unknown observation": (
        "observations: [changxing-rate-2017,",
        "observations: [changxing-rate-2018,",
        "changxing-rate-2018",
        "unknown observation 'changxing-rate-2018'",
        "did you mean",
    ),
    "an unknown page": (
        "link: compare?",
        "link: compere?",
        "link:",
        "unknown page 'compere'",
        "did you mean 'compare'?",
    ),
    "an unknown id in a link": (
        "indicator=county-visit-rate",
        "indicator=county-visit-rte",
        "link:",
        "unknown indicator 'county-visit-rte'",
        "did you mean 'county-visit-rate'?",
    ),
    "an unknown parameter": (
        "&case=changxing",
        "&cas=changxing",
        "link:",
        "no parameter 'cas'",
        "expected one of indicator, case",
    ),
    "a language in a link": ("&case=changxing", "&lang=zh", "link:", "told in either language", "leave lang out"),
    "a whole address": (
        "link: compare?",
        "link: http://127.0.0.1:8501/compare?",
        "link:",
        "write what stands after the address",
        "compare?case=deqing",
    ),
    "minutes that do not add up": ("minutes: 20", "minutes: 25", "minutes: 25", "the steps take 20", "write 20"),
    "too many minutes": ("minutes: 3\n", "minutes: 90\n", "minutes: 90", "expected at most 60, found 90", ""),
    "a key that stands twice": ("key: score", "key: guess  # again", "# again", "the key 'guess' stands twice", ""),
    "a number without an origin": (
        '"看图。"',
        '"看图，升了 30.3 个百分点。"',
        "30.3",
        "the number '30.3' is in none of the step’s figures",
        "name the observation in figures",
    ),
    "a figure of another step": (
        '"From 0 to 5."',
        '"From 0 to 5, at 90.3%."',
        "at 90.3%",
        "the number '90.3' is in none",
        "or leave it out",
    ),
    "a cause": ("选哪一句？", "改革导致了什么？", "导致", "'导致' claims a cause", "“before” and “after”"),
    "a cause in English": ("Which one?", "What led to this?", "led to", "'led to' claims a cause", "quotation marks"),
    "a right answer that claims a cause": (
        "It was 90.30% afterwards",
        "It was 90.30% thanks to training",
        "90.30% thanks",
        "'thanks to' claims a cause",
        "“before”",
    ),
    "a guess out of range": ("high: 100", "high: 80", "low: 0", "the figure 90.3 lies outside 0 to 80", "widen"),
    "a range upside down": ("high: 100", "high: -1", "kind: guess", "low has to be below high", ""),
    "two units in a guess": (
        "changxing-rate-2023]\n    low: 0\n    high: 100",
        "changxing-rate-2023, national-up-2024]\n    low: 0\n    high: 300000",
        "national-up-2024",
        "one guess is about one unit; found percent, visits",
        "",
    ),
    "an unknown check": (
        "link: compare",
        "checks: [down-up]\n    link: compare",
        "checks:",
        "unknown check 'down-up'",
        "expected one of",
    ),
    "an anchor": ("steps:", "steps: &s", "steps: &s", "an anchor", "remove it"),
    "an alias": ("minutes: 20", "minutes: *many", "minutes: *many", "an alias", "write the text out in full"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_line_and_a_remedy(name: str, known: Known) -> None:
    good, bad, line, found, remedy = FAULTS[name]
    assert SOUND.count(good) >= 1
    text = SOUND.replace(good, bad, 1)
    (fault,) = faults(text, known)
    assert fault.startswith(f"mine.yaml:{line_of(text, line)}:"), fault
    assert found in fault
    assert remedy in fault


def test_all_faults_are_told_at_once(known: Known) -> None:
    text = SOUND
    for good, bad in (("kind: view", "kind: vew"), ("point: rate", "point: rat"), ("case: branch", "case: brnch")):
        text = text.replace(good, bad)
    assert len(faults(text.replace("From 0 to 5.", "From 0 to 5, thanks to all."), known)) == 4


def test_a_shipped_story_is_called_as_its_file_is(known: Known) -> None:
    found = read_story("stories/other.yaml", SOUND, known, story_id="other")
    assert [str(fault) for fault in found.faults] == [
        "stories/other.yaml:1:5 id: found 'one-county'; the file is called other.yaml, so write id: other"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a" * (LARGEST_FILE + 1), "may have 256"),
        ("x: " + "[" * 5000, f"nested more than {MOST_LEVELS} levels deep"),
        ("x: " + "{a: " * 5000, f"nested more than {MOST_LEVELS} levels deep"),
        ("a: &a [1, 2]\nb: [*a, *a]", "an anchor"),
        (b"id: \xff\xfe", "not UTF-8"),
        ("", "the file is empty"),
        ("- a\n- b", "expected named fields"),
        ("id: one\x00", "is not allowed"),
        ("title: !!python/object:os.system x", "a YAML tag"),
    ],
)
def test_what_is_no_story_at_all_is_refused_in_one_sentence(content: bytes | str, message: str, known: Known) -> None:
    found = read_story("mine.yaml", content, known)
    assert found.story is None
    (fault,) = found.faults
    assert message in fault.message


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("就诊率 90.13%，约六成，三分之一", ["90.13", "六成", "三分之一"]),
        ("9.65 亿元、30.9 万人次", ["9.65 亿", "30.9 万"]),
        ("965 million yuan and 309,000 visits", ["965 million", "309,000"]),
        ("a third of stays, half of the fund, twelve clinics", ["a third of", "half of", "twelve"]),
        ("2015、2017、2019 年，2015—2017 年", []),
        ("in 2015–2017 and 2023", []),
        ("给五分钟，再给 10 分钟; take 5 minutes", []),
        ("第 2.1 节、表2，三级医院，5G", []),
        ("section 2.1, table 2, grade 3 and 4 operations, 2nd, 5G, COVID-19", []),
        ("两个县，三个问题；two counties, three questions", []),
        ("2197 人次", ["2197"]),
    ],
)
def test_which_numbers_need_an_origin(text: str, numbers: list[str]) -> None:
    assert sorted(number.text for number in told(text)) == sorted(numbers)


@pytest.mark.parametrize(
    ("text", "known_values", "holds"),
    [
        ("90.3%", [90.3], True),
        ("90.13%", [90.3], False),
        ("2.26", [2.260307], True),
        ("2.27", [2.260307], False),
        ("2", [2.260307], False),
        ("231 million", [231_000_000], True),
        ("2.31 亿元", [231_000_000], True),
        ("下降 4.4%", [-4.4], True),
        ("a third of", [33.33], True),
        ("a third of", [40], False),
    ],
)
def test_a_number_has_its_origin_in_the_value_or_rounds_to_it(
    text: str, known_values: list[float], holds: bool
) -> None:
    (number,) = told(text)
    assert has_origin(number, origins([], known_values)) is holds


def test_a_number_of_a_finding_or_a_target_has_its_origin_there(known: Known) -> None:
    text = SOUND.replace("Look at the chart.", "Look: 50% of the 200,000, and a target of 90%.")
    named = text.replace("    link: compare", "    checks: [down-of-up]\n    link: compare")
    assert [fault.split("number ")[1][:4] for fault in faults(named, known)] == ["'90'"]
    assert read(named.replace("    link: compare", "    targets: [rate-2020]\n    link: compare"), known).faults == ()


def test_a_step_leads_to_its_view(known: Known) -> None:
    story = read(SOUND, known).story
    assert story is not None
    assert [link_of(step) for step in story.steps] == [
        Link("compare", {"indicator": ("county-visit-rate",), "case": ("changxing",)}),
        Link("case", {"case": ("changxing",)}),
        None,
        None,
        Link("case", {"case": ("branch",)}),
    ]


def test_a_link_is_read_with_or_without_its_slash() -> None:
    assert (
        read_link("/differs?case=a&case=b")
        == read_link("differs?case=a&case=b")
        == Link("differs", {"case": ("a", "b")})
    )
    assert read_link("/") == Link("overview", {})


def test_check_tells_the_faults_of_stories_and_counts_the_sound_ones(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tiny_data / "stories"
    folder.mkdir()
    (folder / "one-county.yaml").write_text(SOUND, encoding="utf-8")
    assert main(["--data", str(tiny_data), "check"]) == 0
    assert capsys.readouterr().out.endswith("4 checks, 1 story: sound\n")
    (folder / "one-county.yaml").write_text(SOUND.replace("case: branch", "case: brnch"), encoding="utf-8")
    assert main(["--data", str(tiny_data), "check"]) == 2
    assert "data/stories/one-county.yaml:" in capsys.readouterr().err


# The stories that are shipped


@pytest.fixture(scope="module")
def shipped() -> Iterator[tuple[duckdb.DuckDBPyConnection, Known, list[ReadStory]]]:
    # Opened as the app opens it: DuckDB refuses two ways of opening one file in a process.
    path, settings = str(DATA / "metrics.duckdb"), READ_ONLY_SETTINGS
    with duckdb.connect(path, read_only=True, config=settings) as connection:  # type: ignore[arg-type]
        names = stories.known(connection)
        yield connection, names, stories.read_stories(DATA, names)


Shipped = tuple[duckdb.DuckDBPyConnection, Known, list[ReadStory]]


def told_stories(shipped: Shipped) -> list[Story]:
    return [each.story for each in shipped[2] if each.story is not None]


@pytest.mark.shipped_database
def test_every_shipped_story_is_sound_and_every_number_in_it_accounted_for(shipped: Shipped) -> None:
    assert [str(fault) for each in shipped[2] for fault in each.faults] == []
    assert [story.id for story in told_stories(shipped)] == [
        "two-counties",
        "paying-for-health",
        "specialists-down",
        "four-kinds-of-sinking",
        "reading-figures",
    ]


@pytest.mark.shipped_database
def test_each_story_lasts_between_half_an_hour_and_an_hour_and_asks_something_of_the_room(shipped: Shipped) -> None:
    for story in told_stories(shipped):
        kinds = [step.kind for step in story.steps]
        assert 30 <= story.minutes <= 60
        assert {"guess", "question", "discussion"} <= {*kinds}
        assert all(step.notes for step in story.steps)
        assert all(step.reveal for step in story.steps if step.kind != "discussion")


@pytest.mark.shipped_database
def test_the_stories_use_every_kind_of_step(shipped: Shipped) -> None:
    used = {step.kind for story in told_stories(shipped) for step in story.steps}
    assert used == {*KINDS}
    assert sum(isinstance(step, ScoringStep) for story in told_stories(shipped) for step in story.steps) >= 3


@pytest.mark.shipped_database
def test_every_answer_says_why(shipped: Shipped) -> None:
    asked = [step for story in told_stories(shipped) for step in story.steps if isinstance(step, QuestionStep)]
    assert all(option.why for step in asked for option in step.options)


@pytest.mark.shipped_database
def test_a_figure_that_the_audit_does_not_confirm_is_only_told_where_it_is_the_subject(shipped: Shipped) -> None:
    connection, names, _ = shipped
    for story in told_stories(shipped):
        for step in story.steps:
            ids = list(names.figures_of(step)) if not isinstance(step, GuessStep) else list(step.observations)
            doubtful = {
                row["observation_id"]
                for row in records(observations_by_id(connection, ids))
                if row["verdict"] == "inconsistent"
            }
            checked = {operand for check in step.checks for operand in names.checks[check][0]}
            assert doubtful <= checked, (story.id, step.key)


ASCII_QUOTES = re.compile(r"[\"']")


@pytest.mark.shipped_database
def test_texts_are_set_as_each_language_sets_them(shipped: Shipped) -> None:
    for path in stories.story_files(DATA).values():
        for text in pairs(yaml.safe_load(path.read_text(encoding="utf-8"))):
            assert re.search(r"[\u3400-\u9fff]", text["zh"]), text
            assert re.search(r"[A-Za-z]", text["en"]), text
            assert not ASCII_QUOTES.search(text["zh"] + text["en"]), text
            assert not re.search(r"[\u3400-\u9fff，。？！：；（）]", text["en"]), text
            assert not re.search(r"(?<=[\u3400-\u9fff])[,;:?!]|[\u3400-\u9fff]\(|(?<=[\u3400-\u9fff])\d", text["zh"]), (
                text
            )


def pairs(value: object) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if {"zh", "en"} <= value.keys():
            yield value
        else:
            for inner in value.values():
                yield from pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from pairs(inner)

"""Workshop stories: a YAML file or a text that somebody loads, read into records or into faults with line and remedy.

Stories rest on the data and are no part of them: they are read beside the compiled database, and checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explorer.errors import Fault
from explorer.filters import CaseFilter, PolicyFilter
from explorer.queries import Connection, cases, methods, observations, policies, records, targets
from explorer.queries import stories as queries
from explorer.story_numbers import origins
from explorer.story_rules import Figure, Known, StoryRules
from explorer.story_schema import Story
from explorer.yaml_document import YamlDocument, read_text

FOLDER = "stories"
LARGEST_FILE = 256 * 1024
"""Bytes. The longest story shipped has a tenth of it; what is larger is something else."""


@dataclass(frozen=True)
class ReadStory:
    """What a file holds: the story, or the faults that keep it from being one."""

    story_id: str
    story: Story | None
    faults: tuple[Fault, ...] = ()


def read_story(name: str, content: bytes | str, known: Known, *, story_id: str | None = None) -> ReadStory:
    """The story in ``content``, or every fault in it at once; ``name`` is the file's, as faults say it.

    ``story_id`` is the id it has to have: that of its file. A text from elsewhere may have any.
    """
    faults: list[Fault] = []
    text = _decoded(name, content, faults)
    if text is None:
        return ReadStory(story_id or "", None, tuple(faults))
    document = YamlDocument.from_text(name, text, faults)
    story: Story | None = document.parse(Story, faults)
    if story is not None:
        rules = StoryRules(known)
        faults += [document.fault(location, message) for location, message in rules.faults(story, story_id)]
    read_id = story_id or (story.id if story is not None else None) or ""
    return ReadStory(read_id, None if faults else story, tuple(sorted(faults)))


def _decoded(name: str, content: bytes | str, faults: list[Fault]) -> str | None:
    size = len(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    if size > LARGEST_FILE:
        message = f"the file has {size // 1024} kB and may have {LARGEST_FILE // 1024}; a story is a text of some pages"
        faults.append(Fault(name, 1, 1, "file", message))
        return None
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.append(Fault(name, line, 1, "file", "not UTF-8 from this line on; save the file again as UTF-8"))
        return None


def story_files(folder: Path) -> dict[str, Path]:
    """The files in ``folder/stories`` by story id, in order; none if there is no such folder."""
    return {path.stem: path for path in sorted((folder / FOLDER).glob("*.yaml"))}


def read_stories(folder: Path, known: Known) -> list[ReadStory]:
    """Every story in ``folder/stories``, in the order of their positions, each with its own faults if it has any."""
    found = []
    for story_id, path in story_files(folder).items():
        name = f"{folder.name}/{FOLDER}/{path.name}"
        faults: list[Fault] = []
        text = read_text(path, name, faults)
        read = ReadStory(story_id, None, tuple(faults))
        found.append(read if text is None else read_story(name, text, known, story_id=story_id))
    return sorted(found, key=lambda read: (read.story.position if read.story else None) or len(found) + 1)


def known(connection: Connection) -> Known:
    """What a story may name, as the compiled data have it."""
    ids: dict[str, list[str]] = {}
    for row in records(queries.story_ids(connection)):
        ids.setdefault(row["kind"], []).append(row["id"])
    facets = {
        "case": cases.facet_counts(connection, CaseFilter()),
        "policy": policies.policy_facet_counts(connection, PolicyFilter()),
        "target": targets.target_facets(connection),
    }
    for kind, tags in facets.items():
        for row in records(tags):
            ids.setdefault(f"{kind}:{row['dimension']}", []).append(row["tag"])
    ids["indicator"] = list(observations.indicator_choices(connection)["indicator_id"])
    ids["theme"] = list(methods.codebook_themes(connection)["theme"])
    ids["case or place"] = [*ids.get("case", ()), *ids.get("place", ())]
    figures = {
        row["observation_id"]: Figure(
            row["case_id"],
            row["indicator_id"],
            row["value"],
            row["unit"],
            origins([row["as_reported"]] if row["as_reported"] else [], [row["value"]]),
        )
        for row in records(queries.story_figures(connection))
    }
    points: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in records(queries.story_points(connection)):
        points.setdefault(row["case_id"], {})[row["point_id"]] = tuple(row["figures"])
    checks = {
        row["check_id"]: (frozenset(row["operands"]), (row["message_zh"], row["message_en"]))
        for row in records(queries.story_checks(connection))
    }
    set_out = {row["target_id"]: row["value"] for row in records(targets.all_targets(connection))}
    return Known(ids, points, figures, checks, set_out)

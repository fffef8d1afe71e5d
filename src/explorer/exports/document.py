"""A table with all that has to travel along: what it shows, of which data, whose they are, how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.exports.data_table import Column, DataTable
from explorer.i18n import Translator

SHORT_HASH = 12
"""Letters of the content hash by which a version of the data is named."""


@dataclass(frozen=True)
class DataVersion:
    """Which state of the data something was made from."""

    content_hash: str
    newest: str
    """The date of the newest document behind the data, no more precise than it is known."""

    @property
    def name(self) -> str:
        return self.content_hash[:SHORT_HASH]

    def told(self, tr: Translator) -> str:
        """Both in words."""
        return tr("file.version", name=self.name, date=self.newest)


@dataclass(frozen=True)
class Document:
    """A view's table as it leaves the explorer.

    ``filters`` tell in words what the view was narrowed to; ``link`` leads back to it. ``codebook`` holds the
    indicators in the table, ``sources`` the documents that its rows rest on.
    """

    title: str
    table: DataTable
    filters: Sequence[str]
    version: DataVersion
    notes: Sequence[str]
    citation: str
    link: str
    codebook: DataTable
    sources: DataTable

    def facts(self, tr: Translator) -> list[tuple[Column, str]]:
        """What is to be known of the whole, each with its stable id and its head."""
        filters = tr("file.between").join(self.filters) or tr("file.no_filters")
        return [
            (Column("view_title", tr("file.view_title")), self.title),
            (Column("view_filters", tr("file.view_filters")), filters),
            (Column("data_version", tr("file.data_version")), self.version.told(tr)),
            (Column("view_citation", tr("file.view_citation")), self.citation),
            (Column("view_link", tr("file.view_link")), self.link),
        ]

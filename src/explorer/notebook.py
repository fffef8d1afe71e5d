"""The data in a notebook: ``explorer.open()`` gives tables as DataFrames, with units and sources in their ``attrs``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from explorer.errors import DatabaseMissingError, UnknownCodeError
from explorer.fault_messages import nearest

if TYPE_CHECKING:
    import pandas as pd

Answer = TypeVar("Answer")
Ids = str | Iterable[str] | None
"""One id, several, or None for all."""


class Explorer:
    """The compiled data, opened for reading. Every method gives a DataFrame of its own, which may be changed.

    Each frame says in ``attrs`` which data it is of (``data_version``, ``newest_document``) and what it rests on
    (``sources``: the citation of each document by its id). Texts stand in both languages, as ``…_zh`` and ``…_en``;
    missing is missing. Unknown ids raise UnknownCodeError, a ValueError, with the nearest that there is.
    """

    def __init__(self, database: Path) -> None:
        from explorer.store import open_database

        self.database = database
        self._connection, self.version = open_database(database)

    def __repr__(self) -> str:
        return f"<explorer {self.version[:12]} from {self.database}>"

    def close(self) -> None:
        """Let go of the database file."""
        self._connection.close()

    def cases(self) -> pd.DataFrame:
        """The cases, one row each in authored order; ``category`` says what kind, ``source_id`` whence.

        ``category`` 'context' are the country and the places of comparison, which carry figures and tell no story.
        """
        return self._table("cases")

    def indicators(self) -> pd.DataFrame:
        """The codebook, one row an indicator: name, definition, numerator, denominator, unit, comparability group."""
        return self._table("indicators")

    def policies(self) -> pd.DataFrame:
        """The policies that the documents name, one row each, with date as printed and the days it may mean."""
        return self._table("policies")

    def sources(self) -> pd.DataFrame:
        """The documents, one row each, with their citations."""
        return self._table("sources")

    def findings(self) -> pd.DataFrame:
        """What the audit found, one row a check: verdict, reported and computed number, sentence in both languages."""
        return self._table("audit_findings")

    def observations(self, indicator: Ids = None, case: Ids = None) -> pd.DataFrame:
        """The figures, one row each in authored order; only of these indicators and cases, if they are given.

        ``value`` is in base units (percent 0-100), ``qualifier`` says whether it is a bound, ``basis`` whether a
        document reports it or the project derived it. ``attrs["units"]`` names the unit of each indicator in both
        languages. Raises UnknownCodeError for an indicator or a case that there is not.
        """
        found = self._table("observations", keep_sources=False)
        for column, table, asked in (("indicator_id", "indicators", indicator), ("case_id", "cases", case)):
            if asked is not None:
                ids = self._known(table, column, asked)
                found = found[found[column].isin(ids)]
        found = found.reset_index(drop=True)
        found.attrs["units"] = self._units(found)
        return self._with_sources(found)

    def _known(self, table: str, column: str, asked: str | Iterable[str]) -> list[str]:
        ids = [asked] if isinstance(asked, str) else list(asked)
        known = [str(one) for one in self._rows(table)[column]]
        for one in ids:
            if one not in known:
                raise UnknownCodeError(column.removesuffix("_id"), str(one), nearest(str(one), known))
        return ids

    def _units(self, figures: pd.DataFrame) -> dict[str, dict[str, str]]:
        from explorer.queries.cases import vocabulary

        words = self._ask(vocabulary)
        units = words[words["dimension"] == "unit"].set_index("tag")
        pairs = figures[["indicator_id", "unit"]].drop_duplicates()
        return {
            indicator: {
                "id": unit,
                "zh": str(units.loc[unit, "label_zh"]),
                "en": str(units.loc[unit, "label_en"]),
            }
            for indicator, unit in pairs.itertuples(index=False)
        }

    def _table(self, name: str, *, keep_sources: bool = True) -> pd.DataFrame:
        from explorer.queries.provenance import newest_document

        rows = self._rows(name)
        rows.attrs["data_version"] = self.version
        rows.attrs["newest_document"] = self._ask(newest_document)
        return self._with_sources(rows) if keep_sources else rows

    def _rows(self, name: str) -> pd.DataFrame:
        from explorer.queries.whole_tables import every_row

        return self._ask(every_row, name)

    def _with_sources(self, rows: pd.DataFrame) -> pd.DataFrame:
        if "source_id" in rows:
            cited = self._rows("sources").set_index("source_id")["citation_gbt7714"]
            rows.attrs["sources"] = {one: str(cited[one]) for one in cited.index if one in set(rows["source_id"])}
        return rows

    def _ask(self, query: Callable[..., Answer], *arguments: object) -> Answer:
        cursor = self._connection.cursor()
        try:
            return query(cursor, *arguments)
        finally:
            cursor.close()


def open_data(path: str | Path | None = None) -> Explorer:
    """The data of the project, or of a ``metrics.duckdb`` that was downloaded, opened for reading.

    ``path`` is the database or the folder that it lies in; without it, the project's own data folder. Raises
    DatabaseMissingError if there is no usable database, with what to do.
    """
    from explorer.paths import DATA_FOLDER

    asked = Path(path) if path is not None else DATA_FOLDER
    database = asked / "metrics.duckdb" if asked.is_dir() else asked
    if not database.exists():
        raise DatabaseMissingError(database)
    return Explorer(database)

"""Records read with an engine, part by part, into counts that fit into memory; and what was read, on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.monitoring import cells
from explorer.monitoring.contract import ENCOUNTERS, KEYS, KINDS, REFERRALS
from explorer.monitoring.duplicates import Repeats, find_repeats, once_each
from explorer.monitoring.engines import Engine
from explorer.monitoring.faults import RecordsError
from explorer.monitoring.listed import Listed, read_listed
from explorer.monitoring.mapping import TableMapping
from explorer.monitoring.quality import quality_report
from explorer.monitoring.sources import Source, fingerprint, groups
from explorer.monitoring.work import Workshop

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table

COUNTED = ["reason", "resident_county", "place", "kind", "start_month", "end_month"]
MOST_EXAMPLES = 10
MATCHING = ("person", "provider_id")


@dataclass(frozen=True)
class Read:
    """What was read: counts in Parquet files, and what is known of duplicates and of the input files."""

    engine: str
    listed: Listed
    counted: list[Path]
    moved: list[Path]
    matched: list[Path] | None
    repeats: Mapping[str, Repeats]
    inputs: list[dict[str, Any]]
    examples: Callable[[Engine], list[str]]

    def report(self, local: Engine) -> dict[str, Any]:
        """The quality report; it also keeps the summed counts of encounters as the table ``counted``."""
        backend: Any = local.backend
        each = backend.read_parquet([str(path) for path in self.counted])
        numbers = {name: each[name].sum().cast("int64") for name in (*cells.SUMS, "unknown_grades")}
        counted = backend.create_table("counted", each.group_by(COUNTED).agg(**numbers), temp=True)
        looked_at = ["reason", "resident_county", "kind", "start_month"]
        encounters = counted.group_by(looked_at).agg(
            **{name: counted[name].sum() for name in ("records", "unknown_grades")}
        )
        moved = local.frame(backend.read_parquet([str(path) for path in self.moved])) if self.moved else None
        report = quality_report(
            local.frame(encounters),
            moved,
            self.listed,
            self.repeats.get("encounters"),
            self.repeats.get("referrals"),
            self._matched(local),
        )
        if report["encounters"]["dropped"]:
            report["examples"] = self.examples(local)
        return report

    def _matched(self, local: Engine) -> int | None:
        if self.matched is None:
            return None
        backend: Any = local.backend
        matched = backend.read_parquet([str(path) for path in self.matched])
        return int(local.frame(matched.aggregate(number=matched.referral_id.nunique()))["number"].iloc[0])

    def encounters(self, local: Engine) -> Table:
        """The counts of the encounters that are kept, with the county, level and alliance of their institutions."""
        counted = local.backend.table("counted")
        kept = counted.filter(counted.reason == 0).inner_join(self._places(), "place")
        return kept.mutate(kind=kept.kind.cases(*enumerate(KINDS), else_="")).drop("place", "reason")

    def referrals(self, local: Engine) -> Table:
        """The counts of the referrals that are kept, placed as the definitions want them."""
        import ibis

        backend: Any = local.backend
        if not self.moved:
            types = {"from_place": "int64", "to_place": "int64", "month": "int64", "records": "int64"}
            return cells.placed_referrals(ibis.memtable([], schema=types), self._places())
        moved = backend.read_parquet([str(path) for path in self.moved])
        return cells.placed_referrals(moved.filter(moved.reason == 0), self._places())

    def span(self, local: Engine) -> tuple[int, int]:
        """The first and the last month (year × 100 + month) in which an encounter that is kept begins."""
        counted = local.backend.table("counted")
        kept = counted.filter(counted.reason == 0)
        found = local.answer(kept.aggregate(first=kept.start_month.min(), last=kept.start_month.max())).to_pylist()[0]
        return (found["first"] or 190001, found["last"] or 190001)

    def _places(self) -> Table:
        import ibis

        rows = [
            {"place": number, "county": place.county, "level": place.level, "alliance": place.alliance}
            for number, place in enumerate(self.listed.places)
        ]
        return ibis.memtable(
            rows, schema={"place": "int64", "county": "string", "level": "string", "alliance": "string"}
        )


class Reading:
    """Reads the records of a run; whatever the workshop holds already is not read again."""

    def __init__(
        self,
        engine: Engine,
        workshop: Workshop,
        mapping: Mapping[str, TableMapping],
        sources: Mapping[str, Source],
        until: date,
        thorough: bool,
        bytes_a_part: int,
    ) -> None:
        """Raises RecordsError if the institutions or the residents hold faults."""
        self.engine, self.workshop, self.mapping, self.sources = engine, workshop, mapping, sources
        self.until, self.thorough = until, thorough
        faults: list[str] = []
        self.listed = read_listed(engine, sources["providers"], sources.get("residents"), mapping, faults)
        if faults:
            raise RecordsError(faults)
        files = sources["encounters"].files
        self.parts = list(groups(files, bytes_a_part)) if files else [()]
        self.repeats: dict[str, Repeats] = {}

    def read(self, progress: Callable[[str], None]) -> Read:
        """Count the records, part by part, and say on the way which part is being read."""
        tables = [table for table in ("encounters", "referrals") if table in self.sources]
        for table in tables if self.thorough else []:
            progress(f"{table}: looking for duplicates")
            self.repeats[table] = self._repeats(table)
        counted, matched = [], []
        for number, files in enumerate(self.parts):
            progress(f"encounters: part {number + 1} of {len(self.parts)}")
            counted.append(self._part(f"encounters-{number:04d}", self._counted, files))
            if self.thorough and "referrals" in self.sources:
                matched.append(self._part(f"matched-{number:04d}", self._matched, files))
        if self._ids("encounters") is not None:
            counted.append(self.workshop.table("encounters-repeated", self._counted_once))
        moved = []
        if "referrals" in self.sources:
            progress("referrals")
            moved.append(self.workshop.table("referrals", self._moved))
        progress("fingerprints of the files")
        inputs = self.workshop.fact("inputs", self._inputs)
        looked = matched if self.thorough and "referrals" in self.sources else None
        return Read(self.engine.name, self.listed, counted, moved, looked, self.repeats, inputs, self._examples)

    def _part(self, name: str, make: Callable[[tuple[Path, ...]], pa.Table], files: tuple[Path, ...]) -> Path:
        return self.workshop.table(name, lambda: make(files))

    def _repeats(self, table: str) -> Repeats:
        source = self.sources[table]
        key = self.mapping[table].source_of(KEYS[table][0])
        told = self.workshop.fact(
            f"repeats-{table}", lambda: asdict(find_repeats(self.engine, self.engine.table(source), key))
        )
        return Repeats(tuple(told["ids"]), told["rows"], told["without"])

    def _ids(self, table: str) -> Table | None:
        """The ids that stand more than once, as a table of the one column; None if there are none."""
        repeats = self.repeats.get(table)
        if repeats is None or not repeats.ids:
            return None
        key = KEYS[table][0]
        return self.engine.rows([{key: one} for one in repeats.ids], {key: "string"})

    def _encounters(self, files: tuple[Path, ...], names: tuple[str, ...]) -> Table:
        table = self.engine.table(self.sources["encounters"], files)
        return cells.as_contracted(table, ENCOUNTERS, self.mapping["encounters"], names)

    def _counted(self, files: tuple[Path, ...]) -> pa.Table:
        ids, repeats = self._ids("encounters"), self.repeats.get("encounters")
        with_id = repeats is not None and (bool(repeats.ids) or repeats.without > 0)
        encounters = self._encounters(files, (cells.ID, *cells.READ) if with_id else cells.READ)
        if ids is not None:
            encounters = encounters.anti_join(ids, cells.ID)
        return self.engine.answer(cells.counted_encounters(encounters, self._numbered(), self.until))

    def _counted_once(self) -> pa.Table:
        ids = self._ids("encounters")
        assert ids is not None
        encounters = self._encounters((), (cells.ID, *cells.READ))
        once = once_each(encounters, cells.ID, ids)
        return self.engine.answer(cells.counted_encounters(once, self._numbered(), self.until))

    def _referrals(self) -> Table:
        table = self.engine.table(self.sources["referrals"])
        names = tuple(column.name for column in REFERRALS)
        found = cells.as_contracted(table, REFERRALS, self.mapping["referrals"], names)
        ids = self._ids("referrals")
        if ids is None:
            return found
        key = KEYS["referrals"][0]
        return found.anti_join(ids, key).union(once_each(found, key, ids))

    def _examples(self, local: Engine) -> list[str]:
        """Some of the encounters that are dropped: file, row and reason."""
        found: list[str] = []
        numbered = self._numbered(local)
        for file in self.sources["encounters"].files:
            table = local.numbered_rows(file)
            names = (*cells.READ, cells.ID) if self.thorough else cells.READ
            encounters = cells.as_contracted(table, ENCOUNTERS, self.mapping["encounters"], names, keep=["row_"])
            joined = encounters.left_join(numbered, "provider_id")
            reasons = joined.select("row_", reason=cells.reason_of(joined, self.until))
            dropped = local.frame(reasons.filter(reasons.reason > 0).order_by("row_").limit(MOST_EXAMPLES))
            found += [
                f"{file}, row {row}: {cells.DROPPED[reason - 1]}" for row, reason in dropped.itertuples(index=False)
            ]
            if len(found) >= MOST_EXAMPLES:
                break
        return found[:MOST_EXAMPLES]

    def _moved(self) -> pa.Table:
        return self.engine.answer(cells.counted_referrals(self._referrals(), self._numbered(), self.until))

    def _matched(self, files: tuple[Path, ...]) -> pa.Table:
        encounters = self._encounters(files, MATCHING)
        return self.engine.answer(cells.matched_referrals(self._referrals(), encounters))

    def _numbered(self, engine: Engine | None = None) -> Table:
        """Every institution with the number of its place."""
        numbers = {place: number for number, place in enumerate(self.listed.places)}
        rows = [{"provider_id": one, "place": numbers[place]} for one, place in sorted(self.listed.place_of.items())]
        return (engine or self.engine).rows(rows, {"provider_id": "string", "place": "int64"})

    def _inputs(self) -> list[dict[str, Any]]:
        """The input files with what tells them from any others."""
        files = [(table, file) for table, source in sorted(self.sources.items()) for file in source.files]
        with ThreadPoolExecutor(2) as pool:
            hashes = list(pool.map(fingerprint, [file for _, file in files]))
        told = [
            {"table": table, "file": str(file), "bytes": file.stat().st_size, "sha256": digest}
            for (table, file), digest in zip(files, hashes, strict=True)
        ]
        named = [source for source in self.sources.values() if source.form == "database"]
        return [*told, *({"table": source.table, "database_table": source.name} for source in named)]

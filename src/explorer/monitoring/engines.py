"""The engines that records are read with: DuckDB on this machine, Spark, or whatever else Ibis reaches by a URL."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.monitoring.faults import RecordsError
from explorer.monitoring.sources import Source

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from ibis.backends import BaseBackend
    from ibis.expr.types import Table, Value

DUCKDB, SPARK = "duckdb", "pyspark"
ROWS_OF_A_BATCH = 1_000_000
QUIET_SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}


@dataclass(frozen=True)
class Limits:
    """What an engine on this machine may take: memory as ``4GB`` (None: as the engine decides), threads, and a folder
    for what does not fit into memory."""

    memory: str | None = None
    threads: int | None = None
    spill: Path | None = None


@dataclass(frozen=True)
class Engine:
    """An open engine; ``name`` is duckdb, pyspark, trino, …; ``session`` is Spark's own."""

    name: str
    backend: BaseBackend
    session: Any = None

    def table(self, source: Source, files: tuple[Path, ...] = ()) -> Table:
        """What a source holds, or some of its files, as the engine's table. Texts of a CSV file stay texts."""
        if source.form == "database":
            return self.backend.table(source.name)
        paths = [str(file) for file in files or source.files]
        if self.session is not None:
            reader = self.session.read
            frame = reader.parquet(*paths) if source.form == "parquet" else reader.csv(paths, header=True)
            name = f"records_{source.table}_{abs(hash(tuple(paths)))}"
            frame.createOrReplaceTempView(name)
            return self.backend.table(name)
        backend: Any = self.backend
        if source.form == "parquet":
            return backend.read_parquet(paths, hive_partitioning=False)
        return backend.read_csv(paths, all_varchar=True, header=True, hive_partitioning=False)

    def numbered_rows(self, file: Path) -> Table:
        """A file's rows with ``row_``: of Parquet the row from 1, of CSV the line of the file. DuckDB only."""
        import ibis

        backend: Any = self.backend
        if file.suffix.lower() == ".parquet":
            table = backend.read_parquet([str(file)], file_row_number=True, hive_partitioning=False)
            return table.mutate(row_=table.file_row_number + 1)
        table = backend.read_csv([str(file)], all_varchar=True, header=True, parallel=False, hive_partitioning=False)
        return table.mutate(row_=ibis.row_number() + 2)

    def rows(self, rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> Table:
        """A table of rows that are at hand; ``types`` says what its columns are in Ibis's words."""
        import ibis

        schema = ibis.schema(dict(types))
        if self.session is None:
            return ibis.memtable(rows, schema=schema)
        import pyarrow as pa

        frame = self.session.createDataFrame(pa.Table.from_pylist(list(rows), schema=schema.to_pyarrow()))
        name = f"rows_{id(frame)}"
        frame.createOrReplaceTempView(name)
        return self.backend.table(name)

    def answer(self, expression: Table) -> pa.Table:
        """The rows of an expression."""
        if self.session is not None:
            with _pandas_not_minded():
                return self.session.sql(self.backend.compile(expression)).toArrow()
        return self.backend.to_pyarrow(expression)

    def frame(self, expression: Table) -> pd.DataFrame:
        """The rows of an expression, as a data frame."""
        return self.answer(expression).to_pandas()

    def batches(self, expression: Table) -> Iterator[pa.RecordBatch]:
        """The rows of an expression, some at a time; DuckDB only."""
        backend: Any = self.backend  # whose own to_pyarrow_batches asks DuckDB 2 for a method that it no longer has
        return backend.con.sql(backend.compile(expression)).to_arrow_reader(ROWS_OF_A_BATCH)

    def hash_of(self, column: Value) -> Value:
        """A whole number that equal texts share and different ones hardly ever do, as cheaply as the engine has it."""
        import ibis
        from ibis import udf

        name = {DUCKDB: "hash", SPARK: "xxhash64"}.get(self.name)
        if name is None:
            return column
        number = "uint64" if name == "hash" else "int64"
        return udf.scalar.builtin(lambda text: ..., name=name, signature=((ibis.dtype("string"),), ibis.dtype(number)))(
            column
        )


@contextmanager
def connected(url: str, limits: Limits) -> Iterator[Engine]:
    """The engine that a URL names, closed when done: ``duckdb``, ``duckdb://file.db``, ``pyspark://local[2]``,
    ``trino://…``, ``clickhouse://…``.

    Raises RecordsError if it cannot be reached, with what to install or write.
    """
    name = url.partition(":")[0]
    if name == DUCKDB:
        engine = _duckdb(url, limits)
    elif name == SPARK:
        engine = _spark(url, limits)
    else:
        engine = Engine(name, _by_url(url))
    try:
        yield engine
    finally:
        if engine.session is not None:
            engine.session.stop()
        else:
            engine.backend.disconnect()


def _duckdb(url: str, limits: Limits) -> Engine:
    import ibis

    database = url.partition("://")[2]
    remote = database.startswith("md:")
    if database and not remote and not Path(database).is_file():
        raise RecordsError([f"--engine {url}: there is no database {database}; check the path"])
    settings: dict[str, Any] = {"preserve_insertion_order": False}
    settings |= {"memory_limit": limits.memory} if limits.memory else {}
    settings |= {"threads": limits.threads} if limits.threads else {}
    settings |= {"temp_directory": str(limits.spill)} if limits.spill else {}
    import duckdb

    try:
        return Engine(DUCKDB, ibis.duckdb.connect(database or ":memory:", read_only=bool(database), **settings))
    except duckdb.Error as error:
        raise RecordsError([f"--engine {url}: {str(error).splitlines()[0]}"]) from None


def _spark(url: str, limits: Limits) -> Engine:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise RecordsError(
            [f"--engine {url}: Spark is not installed; install it with: pip install -e '.[spark]'"]
        ) from None
    import ibis

    master = url.partition("://")[2] or "local[*]"
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    builder = SparkSession.builder.master(master if "[" in master or master == "local" else f"spark://{master}")
    settings = {
        **QUIET_SPARK,
        "spark.driver.memory": (limits.memory or "4GB").lower().replace("gb", "g").replace("mb", "m"),
    }
    settings |= {"spark.local.dir": str(limits.spill)} if limits.spill else {}
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        with _pandas_not_minded():
            session = builder.getOrCreate()
    except (PySparkException, RuntimeError) as error:
        raise RecordsError(
            [f"--engine {url}: Spark does not start ({str(error).splitlines()[0]}); it needs Java 17 or newer"]
        ) from None
    session.sparkContext.setLogLevel("ERROR")
    with _pandas_not_minded():
        return Engine(SPARK, ibis.pyspark.connect(session), session)


@contextmanager
def _pandas_not_minded() -> Iterator[None]:
    """PySpark warns of every pandas from 3.0 on; nothing here goes through pandas on its way from Spark."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


def _by_url(url: str) -> BaseBackend:
    import ibis

    try:
        return ibis.connect(url)
    except Exception as error:  # what a driver raises is its own affair; the reader gets its first line
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise RecordsError(
            [
                f"--engine {url}: cannot be reached ({reason}); write a URL as Ibis has it, for instance duckdb, "
                "pyspark://local[2] or trino://user@host:8080/catalog/schema"
            ]
        ) from None

"""What records must hold: four tables, their columns, and the codes that occur in them.

Whoever writes records (a hospital information system's export, the generator of synthetic ones) writes these; a mapping
file renames the columns and translates the codes of records that were written otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "date", "money", "weight", "integer"]


@dataclass(frozen=True)
class Column:
    """One column of a table of records.

    ``text`` is kept as it is written, so that a code never loses its leading zero. ``date`` is a day, ISO 8601.
    ``money`` is yuan with at most two decimals, ``weight`` has at most four, so that sums of them are exact.
    ``required`` values may not be empty: a row without one is dropped and counted. ``codes`` are the only values.
    An ``optional`` column may be missing altogether.
    """

    name: str
    type: ColumnType
    required: bool = True
    codes: tuple[str, ...] = ()
    optional: bool = False


KINDS = ("outpatient", "emergency", "inpatient")
"""门诊、急诊、住院。"""

LEVELS = ("primary", "secondary", "tertiary", "other")
"""基层医疗卫生机构（社区卫生服务中心、乡镇卫生院等）、二级医院、三级医院、其他机构。"""

ENCOUNTERS = (
    Column("encounter_id", "text"),
    Column("person", "text"),  # a pseudonym, the same in encounters and referrals
    Column("resident_county", "text", required=False),  # six digits of GB/T 2260; empty or null if unknown
    Column("provider_id", "text"),
    Column("kind", "text", codes=KINDS),
    Column("start", "date"),  # of a visit, or of an admission
    Column("end", "date"),  # the day of discharge; of a visit, the same day
    Column("cost", "money"),  # yuan, the whole bill
    Column("fund", "money"),  # yuan, what the basic medical insurance fund paid of it
    Column("operation_grade", "integer", required=False, codes=("1", "2", "3", "4")),  # of the operation, if any
    Column("case_weight", "weight", required=False),  # relative weight (RW) of the DRG, of inpatients
)
PROVIDERS = (
    Column("provider_id", "text"),
    Column("county", "text"),
    Column("level", "text", codes=LEVELS),
    Column("alliance", "text", required=False),
)
REFERRALS = (
    Column("referral_id", "text"),
    Column("person", "text"),
    Column("from_provider", "text"),
    Column("to_provider", "text"),
    Column("date", "date"),
)
RESIDENTS = (
    Column("county", "text"),
    Column("period", "text"),  # a year, as "2023"
    Column("number", "integer"),
    Column("county_name", "text", required=False, optional=True),  # what the county is called in the results
)

TABLES: Mapping[str, tuple[Column, ...]] = {
    "encounters": ENCOUNTERS,
    "providers": PROVIDERS,
    "referrals": REFERRALS,
    "residents": RESIDENTS,
}
"""The four tables by name. Parquet, CSV (UTF-8, comma) or tables of a database; each may be many files."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "encounters": ("encounter_id",),
    "providers": ("provider_id",),
    "referrals": ("referral_id",),
    "residents": ("county", "period"),
}
"""The columns that tell one row of a table from every other."""

SYNTHETIC_MARK = "synthetic"
"""Key of a Parquet file's metadata that says, with the value "true", that its records were made up."""

"""Search and facets over a list of records, the same for cases and for policies."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from explorer.filters import Filter
from explorer.queries import Connection, frame


@dataclass(frozen=True)
class Listing:
    """What can be listed: names of our own tables and SQL over them, never a reader's words.

    ``membership`` gives (key, dimension, tag) over everything that a facet can ask for, ``options`` (dimension, tag,
    label_zh, label_en, definition_zh, definition_en, position) for every tag, ``search`` is the table of its texts;
    texts in the fields ``names`` can be typed as pinyin without spaces.
    """

    table: str
    key: str
    listed: str
    """The condition that leaves out what is in the table and not in the list."""
    membership: str
    options: str
    search: str
    names: tuple[str, ...]

    @property
    def matches_words(self) -> str:
        """(word, key) for each of ``$words`` and each record that one of its texts answers."""
        names = ", ".join(f"'{name}'" for name in self.names)
        return f"""
            SELECT word, {self.key} FROM unnest($words) AS asked (word), {self.search}
            WHERE contains(lower(text_zh), word) OR contains(lower(text_en), word)
               OR contains(' ' || pinyin, ' ' || word) OR contains(replace(' ' || pinyin, ' ', ''), word)
                  AND field IN ({names})
               OR starts_with(initials, word)
            GROUP BY ALL
        """


def matching_ids(connection: Connection, listing: Listing, asked: Filter, order: str) -> list[str]:
    """The ids of the records that match a filter; ``order`` is SQL over the listing's table and ``$sort``."""
    rows = connection.execute(
        f"""
        WITH membership AS ({listing.membership}),
        wanted AS (SELECT unnest($dimensions) AS dimension, unnest($tags) AS tag),
        fitting AS (
            SELECT {listing.key}, count(DISTINCT dimension) AS facets
            FROM membership JOIN wanted USING (dimension, tag) GROUP BY {listing.key}
        ),
        worded AS (
            SELECT {listing.key}, count(DISTINCT word) AS words FROM ({listing.matches_words}) GROUP BY {listing.key}
        )
        SELECT {listing.key}
        FROM {listing.table} LEFT JOIN fitting USING ({listing.key}) LEFT JOIN worded USING ({listing.key})
        WHERE {listing.listed}
          AND coalesce(facets, 0) = (SELECT count(DISTINCT dimension) FROM wanted)
          AND coalesce(words, 0) = len($words)
        ORDER BY {order}
        """,
        {**_asked(asked), "sort": asked.sort},
    ).fetchall()
    return [key for (key,) in rows]


def counts_by_facet(connection: Connection, listing: Listing, asked: Filter) -> pd.DataFrame:
    """How many records each tag would leave, given the query and what is chosen in the *other* facets.

    One row per dimension and tag in use anywhere, by dimension and position. Columns: dimension, tag, label_zh,
    label_en, definition_zh, definition_en, and the count (int; 0 for a dead end) under the name of the listing's table.
    """
    return frame(
        connection,
        f"""
        WITH membership AS ({listing.membership}),
        wanted AS (SELECT unnest($dimensions) AS dimension, unnest($tags) AS tag),
        worded AS (
            SELECT {listing.key}, count(DISTINCT word) AS words FROM ({listing.matches_words}) GROUP BY {listing.key}
        ),
        pool AS (
            SELECT {listing.key} FROM {listing.table} LEFT JOIN worded USING ({listing.key})
            WHERE {listing.listed} AND coalesce(words, 0) = len($words)
        ),
        met AS (SELECT DISTINCT {listing.key}, dimension FROM membership JOIN wanted USING (dimension, tag)),
        options AS ({listing.options})
        SELECT o.dimension, o.tag, o.position, label_zh, label_en, definition_zh, definition_en,
            count(DISTINCT p.{listing.key}) FILTER (
                NOT EXISTS (
                    SELECT 1 FROM wanted w
                    WHERE w.dimension <> o.dimension
                      AND NOT EXISTS (
                          SELECT 1 FROM met
                          WHERE met.{listing.key} = p.{listing.key} AND met.dimension = w.dimension
                      )
                )
            ) AS {listing.table}
        FROM options o
        JOIN membership m ON m.dimension = o.dimension AND m.tag = o.tag
        LEFT JOIN pool p ON p.{listing.key} = m.{listing.key}
        GROUP BY ALL
        ORDER BY o.dimension, o.position
        """,
        _asked(asked),
    ).drop(columns="position")


def texts_with(connection: Connection, listing: Listing, keys: list[str], words: list[str]) -> pd.DataFrame:
    """The texts of these records in which a word occurs as written (not as pinyin), best field first.

    One row per record and text. Columns: the listing's key, field, text_zh, text_en.
    """
    return frame(
        connection,
        f"""
        SELECT {listing.key}, field, text_zh, text_en FROM {listing.search}
        WHERE {listing.key} IN (SELECT unnest($keys))
          AND EXISTS (SELECT 1 FROM unnest($words) AS asked (word)
                      WHERE contains(lower(text_zh), word) OR contains(lower(text_en), word))
        ORDER BY {listing.key}, position
        """,
        {"keys": keys, "words": words},
    )


def _asked(asked: Filter) -> dict[str, object]:
    pairs = [(dimension, tag) for dimension, tags in sorted(asked.tags.items()) for tag in tags]
    return {
        "dimensions": [dimension for dimension, _ in pairs],
        "tags": [tag for _, tag in pairs],
        "words": list(asked.words),
    }

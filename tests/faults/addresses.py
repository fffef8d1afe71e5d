"""Addresses that nobody would write: from a grammar over the parameters of every page, then bent out of shape."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from explorer.filters import ELSEWHERE, Parameter

HOSTILE = (
    "",
    "\x00",
    "at\x00lantis",
    "\r\nSet-Cookie: a=b",
    "\u202egniqed\u2066\u200b",
    "<script>hit()</script>",
    "[p](javascript:hit())",
    "![i](https://evil.example/i.png)",
    ":red[x] :material/home: $x$",
    "'; DROP TABLE cases; --",
    "%_.*[(\\",
    "{language} {0} %s",
    "../../../../etc/passwd",
    "-1",
    "0",
    "9" * 40,
    "1e308",
    "NaN",
    "2024-13-45",
    "\uff44\uff45\uff51\uff49\uff4e\uff47",
    "🏥\u0301",
    "\ud7ff\U0010ffff",
    "a:b:c,,,:",
    ",".join(["deqing"] * 200),
    "x" * 10_000,
    "医" * 5_000,
)
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-7", "latin-1")
SEPARATORS = ("&", "&&", ";", "&amp;")
LETTERS = "abcXYZ012-_:,.%+&=?#\x00医\u202e\ufffd"


def addresses(seed: int, count: int, pages: Mapping[str, Sequence[Parameter]]) -> list[tuple[str, str]]:
    """Pages with the query of an address to each: the same for the same seed."""
    chance = random.Random(seed)
    ids = [one for own in pages.values() for parameter in own for one in sorted(parameter.choices or ())]
    names = [*sorted(ELSEWHERE), "wrong", "LANG", "lang[]", "q" * 500, "\x00", ""]
    own = {page: [(one.name, sorted(one.choices or ()) or ids) for one in pages[page]] for page in pages}
    made = []
    for number in range(count):
        page = list(pages)[number % len(pages)]
        made.append((page, _query(chance, own[page], names, ids)))
    return made


def _query(
    chance: random.Random, own: Sequence[tuple[str, Sequence[str]]], names: Sequence[str], ids: Sequence[str]
) -> str:
    pairs = []
    for _ in range(chance.choice((0, 1, 1, 2, 3, 5, 8, 40))):
        known, choices = chance.choice(own)
        name = known if chance.random() < 0.7 else chance.choice(names)
        kind = chance.random()
        if kind < 0.35:
            value = chance.choice(choices)
        elif kind < 0.55:
            value = chance.choice(ids)
        elif kind < 0.75:
            value = _bent(chance, chance.choice(choices))
        else:
            value = chance.choice(HOSTILE)
        encoding = "utf-8" if chance.random() < 0.8 else chance.choice(ENCODINGS)
        pair = f"{quote(name)}={quote(value.encode(encoding, 'replace'))}"
        pairs += [pair] * chance.choice((1, 1, 1, 1, 2, 100))
    query = chance.choice(SEPARATORS).join(pairs) if chance.random() < 0.1 else "&".join(pairs)
    return _bent(chance, query) if chance.random() < 0.3 else query


def _bent(chance: random.Random, text: str) -> str:
    """A text with a letter put in, taken out, doubled or changed, or with its end cut off."""
    at = chance.randrange(len(text) + 1)
    return chance.choice(
        (
            text[:at] + chance.choice(LETTERS) + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + text[at : at + 1] * 2 + text[at + 1 :],
            text[:at],
            text.upper(),
            text[:at] + chance.choice(LETTERS) + text[at + 1 :],
        )
    )

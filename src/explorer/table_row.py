"""A row of a table on its way into the database: values by column, None where one is missing."""

from __future__ import annotations

from explorer import schema

Row = dict[str, object]


def both(name: str, text: schema.Text | None) -> Row:
    """The two columns of a text, ``name_zh`` and ``name_en``."""
    return {f"{name}_zh": text.zh if text else None, f"{name}_en": text.en if text else None}


def search_text(zh: str, en: str, *, by_pinyin: bool) -> Row:
    """The columns by which a text is searched; typed pinyin is for names: in whole sentences it finds everything."""
    return {
        "text_zh": zh,
        "text_en": en.replace("’", "'"),
        "pinyin": _pinyin(zh, "NORMAL", " ") if by_pinyin else "",
        "initials": _pinyin(zh, "FIRST_LETTER", "") if by_pinyin else "",
    }


def _pinyin(text: str, style: str, separator: str) -> str:
    from pypinyin import Style, lazy_pinyin  # its dictionary takes half a second to load, and only a build needs it

    found = lazy_pinyin(text, style=getattr(Style, style), errors="ignore")
    return separator.join(syllable.lower() for syllable in found)

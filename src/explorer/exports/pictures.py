"""Charts as SVG and PNG, with title, sources and Chinese glyphs inside. Drawn on this machine, without network."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from explorer.exports.archive import printable

PNG_SCALE = 2
"""Twice the screen's pixels: sharp on a slide."""


def svg_picture(spec: dict[str, Any], facts: Mapping[str, str] | None = None) -> bytes:
    """A Vega-Lite spec as SVG; letters stay text, so the reader's fonts draw them.

    ``facts`` about the picture, by the names that PNG has for them (Title, Description, Source, Copyright), stand
    inside as title, description and Dublin Core.
    """
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(_written(spec), vl_version=_newest_vega_lite())
    if facts:
        start = svg.index(">", svg.index("<svg")) + 1
        svg = svg[:start] + _svg_facts(facts) + svg[start:]
    return svg.encode("utf-8")


DUBLIN_CORE = {"Title": "title", "Description": "description", "Source": "source", "Copyright": "rights"}


def _svg_facts(facts: Mapping[str, str]) -> str:
    said = {name: escape(printable(text)) for name, text in facts.items()}
    core = "".join(f"<dc:{DUBLIN_CORE[name]}>{text}</dc:{DUBLIN_CORE[name]}>" for name, text in said.items())
    return (
        f"<title>{said.get('Title', '')}</title><desc>{said.get('Description', '')}</desc>"
        f'<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description>{core}</rdf:Description></rdf:RDF></metadata>'
    )


def png_picture(spec: dict[str, Any], facts: Mapping[str, str] | None = None) -> bytes:
    """A Vega-Lite spec as PNG at twice screen size. Chinese needs ``has_chinese_font``.

    ``facts`` about the picture stand inside as texts of these names.
    """
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(_written(spec), vl_version=_newest_vega_lite(), scale=PNG_SCALE)
    return _with_texts(drawn, facts) if facts else drawn


def _written(spec: dict[str, Any]) -> str:
    """A spec as the library reads it. One letter that XML cannot hold would end the whole process there."""

    def clean(part: Any) -> Any:
        if isinstance(part, str):
            return printable(part)
        if isinstance(part, dict):
            return {clean(name): clean(inner) for name, inner in part.items()}
        return [clean(inner) for inner in part] if isinstance(part, list | tuple) else part

    return json.dumps(clean(spec))


def _with_texts(png: bytes, facts: Mapping[str, str]) -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    texts, written = PngInfo(), io.BytesIO()
    for name, text in facts.items():
        texts.add_itxt(name, printable(text))
    with Image.open(io.BytesIO(png)) as image:
        image.save(written, "PNG", pnginfo=texts)
    return written.getvalue()


@cache
def has_chinese_font() -> bool:
    """Whether this machine has a font with Chinese glyphs; macOS and Windows always do."""
    if sys.platform in ("darwin", "win32"):
        return True
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    found = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, timeout=20, check=False)
    return bool(found.stdout.strip())


@cache
def _newest_vega_lite() -> str:
    import vl_convert

    return max(vl_convert.get_vegalite_versions(), key=lambda name: [int(part) for part in name.split(".")])

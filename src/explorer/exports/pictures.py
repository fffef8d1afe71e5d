"""Charts as SVG and PNG, with title, sources and Chinese glyphs inside. Drawn on this machine, without network."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from typing import Any

PNG_SCALE = 2
"""Twice the screen's pixels: sharp on a slide."""


def svg_picture(spec: dict[str, Any]) -> bytes:
    """A Vega-Lite spec as SVG; letters stay text, so the reader's fonts draw them."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(json.dumps(spec), vl_version=_newest_vega_lite())
    return svg.encode("utf-8")


def png_picture(spec: dict[str, Any]) -> bytes:
    """A Vega-Lite spec as PNG at twice screen size. Chinese needs ``has_chinese_font``."""
    import vl_convert

    return vl_convert.vegalite_to_png(json.dumps(spec), vl_version=_newest_vega_lite(), scale=PNG_SCALE)


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

"""A draft brief as one HTML file to read and print: nothing is fetched, and nothing in it can run."""

from __future__ import annotations

import base64
from html import escape

from explorer.exports.brief_docx import NUMERALS
from explorer.exports.pictures import svg_picture
from explorer.i18n import LANGUAGE_TAGS, Translator
from explorer.planner.brief import Block, Brief, Bullets, Heading, Picture, References, Table, Text
from explorer.planner.telling import Piece, runs_of

STYLE = """
@page { size: A4; margin: 18mm 20mm; }
body { max-width: 170mm; margin: 10mm auto; color: #1f2933; background: #fff; line-height: 1.5; font-size: 10.5pt;
  font-family: Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif; }
h1 { font-size: 18pt; margin: 0 0 2mm; } h2 { font-size: 13pt; margin: 6mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; } .small { color: #52606d; font-size: 9pt; } li { margin: 0 0 1mm; } ul { padding-left: 6mm; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; margin: 1mm 0 3mm; }
th, td { border: 0.3mm solid #c3cad2; padding: 1mm 1.5mm; text-align: left; vertical-align: top; }
th { background: #eef2f6; } thead { display: table-header-group; } tr { break-inside: avoid; }
img { width: 100%; height: auto; } .references { list-style: none; padding: 0; font-size: 9pt; }
@media print { body { margin: 0; max-width: none; } }
"""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""What a browser may do with the file: show its own pictures in its own style."""


def brief_html(brief: Brief, tr: Translator) -> bytes:
    """The file. Charts are SVG, so that the reader's own fonts draw their letters."""
    title = escape(brief.title.text)
    body, number = [f"<h1>{_inline(brief.title)}</h1>"], 0
    for block in brief.blocks:
        if isinstance(block, Heading):
            numeral = f"{NUMERALS[number]}、" if brief.language == "zh" else ""
            body.append(f"<h2>{escape(numeral + block.text)}</h2>")
            number += 1
        else:
            body.append(_block(block))
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{LANGUAGE_TAGS[brief.language]}">',
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style></head>',
        "<body>",
        *body,
        "</body></html>",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def _block(block: Block) -> str:
    if isinstance(block, Text):
        return (
            f'<p class="small">{_inline(block.paragraph)}</p>' if block.small else f"<p>{_inline(block.paragraph)}</p>"
        )
    if isinstance(block, Bullets):
        return f"<ul>{''.join(f'<li>{_inline(each)}</li>' for each in block.paragraphs)}</ul>"
    if isinstance(block, References):
        return f'<ul class="references">{"".join(f"<li>{_inline(each)}</li>" for each in block.entries)}</ul>'
    if isinstance(block, Table):
        return _table(block)
    assert isinstance(block, Picture)
    encoded = base64.b64encode(svg_picture(block.spec)).decode("ascii")
    return f'<p><img src="data:image/svg+xml;base64,{encoded}" alt="{escape(block.alt)}"></p>'


def _table(block: Table) -> str:
    columns = "".join(f'<col style="width:{width * 100:.1f}%">' for width in block.widths)
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in block.header)
    rows = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _inline(piece: Piece) -> str:
    texts = [(escape(told.text), told.raised) for told in runs_of(piece)]
    return "".join(f"<sup>{text}</sup>" if raised else text for text, raised in texts)

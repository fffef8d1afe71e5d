"""A story's paper as one HTML file to read and print: nothing is fetched, and nothing in it can run."""

from __future__ import annotations

import base64
from html import escape

from explorer.exports.handout import Block, Heading, Lines, NewPage, Paper, Picture, Table, Words
from explorer.exports.pictures import svg_picture
from explorer.exports.text_fit import Para
from explorer.i18n import LANGUAGE_TAGS

STYLE = """
@page { size: A4; margin: 18mm 20mm; }
body { max-width: 170mm; margin: 10mm auto; padding: 0 4mm; color: #1f2933; background: #fff; line-height: 1.55;
  font-size: 11pt; font-family: Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; }
h1 { font-size: 20pt; margin: 0 0 3mm; } h2 { font-size: 15pt; margin: 9mm 0 2mm; border-bottom: 0.4mm solid #14659a; }
h3 { font-size: 12.5pt; margin: 6mm 0 1.5mm; } h4 { font-size: 10.5pt; margin: 3mm 0 1mm; color: #14659a; }
h1, h2, h3, h4 { break-after: avoid; line-height: 1.3; }
p { margin: 0 0 2mm; orphans: 2; widows: 2; } .hung { padding-left: 7mm; text-indent: -7mm; }
.hung > b, .hung > span { display: inline-block; width: 7mm; text-indent: 0; }
.small { font-size: 9pt; } .small .hung { padding-left: 9mm; text-indent: -9mm; }
.small .hung > span { width: 9mm; } .grey { color: #52606d; } .right { color: #00704f; font-weight: bold; }
.accent { color: #14659a; } .bold { font-weight: bold; }
.line { border-bottom: 0.2mm solid #9aa5b1; height: 8.5mm; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; margin: 2mm 0 3mm; }
th, td { border: 0.3mm solid #c3cad2; padding: 1mm 1.5mm; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #e8eef4; } thead { display: table-header-group; } tr, img, .line { break-inside: avoid; }
.tall td { height: 9mm; white-space: pre-wrap; } img { width: 100%; height: auto; } .new-page { break-before: page; }
@media print { body { margin: 0; max-width: none; padding: 0; } }
"""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""What a browser may do with the file: show its own pictures in its own style."""


def paper_html(paper: Paper) -> bytes:
    """The file. Charts are SVG, so that the reader's own fonts draw their letters."""
    body = [f"<h1>{escape(paper.title)}</h1>", *(_block(block) for block in paper.blocks)]
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{LANGUAGE_TAGS[paper.language]}">',
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f'<meta name="viewport" content="width=device-width"><title>{escape(paper.title)}</title>',
        f"<style>{STYLE}</style></head>",
        "<body>",
        *body,
        "</body></html>",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Words(paragraphs, small):
            inner = "\n".join(_paragraph(each) for each in paragraphs)
            return f'<div class="small">{inner}</div>' if small else inner
        case Lines(count):
            return '<div class="line"></div>' * count
        case Table():
            return _table(block)
        case Picture(spec, alt):
            encoded = base64.b64encode(svg_picture(spec)).decode("ascii")
            return f'<p><img src="data:image/svg+xml;base64,{encoded}" alt="{escape(alt)}"></p>'
        case NewPage():
            return '<div class="new-page"></div>'


def _paragraph(each: Para) -> str:
    names = [*([each.tone] if each.tone != "ink" else []), *(["bold"] if each.bold else [])]
    if not each.lead:
        return f'<p class="{" ".join(names)}">{escape(each.text)}</p>' if names else f"<p>{escape(each.text)}</p>"
    return f'<p class="{" ".join([*names, "hung"])}"><span>{escape(each.lead)}</span>{escape(each.text)}</p>'


def _table(block: Table) -> str:
    grid = block.grid
    columns = "".join(f'<col style="width:{width * 100:.1f}%">' for width in grid.widths)
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in grid.header)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in grid.rows)
    notes = "".join(f'<p class="small grey">{escape(note)}</p>' for note in grid.notes)
    tall = ' class="tall"' if block.tall else ""
    return (
        f"<table{tall}><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{notes}"
    )

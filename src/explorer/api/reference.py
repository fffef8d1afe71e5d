"""What the API offers, as a page for people: static HTML from the same table, without a script and without a fetch."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import unquote_plus, urlencode

from explorer.api.asking import Number
from explorer.api.openapi import allowed
from explorer.api.problems import KINDS
from explorer.api.representation import field_in_words
from explorer.api.resources import RESOURCES, Known, Parameters, Resource, parameter_in_words
from explorer.filters import LONGEST_QUERY, Parameter
from explorer.i18n import LANGUAGE_TAGS, LANGUAGES, Translator

STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --ground: #fff; --soft: #f3f5f7; --line: #d5dbe1; --link: #0b5394; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --ground: #14181d; --soft: #1e242b; --line: #38414b; --link: #7fb3e6; }
}
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--ground);
  line-height: 1.6; font-family: -apple-system, 'Segoe UI', Arial, 'Liberation Sans', 'PingFang SC', 'Microsoft YaHei',
  'Noto Sans CJK SC', sans-serif; }
header > a { white-space: nowrap; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; }
h1 { font-size: 1.8rem; line-height: 1.3; margin: 0 0 .5rem; } h2 { font-size: 1.3rem; margin: 2.5rem 0 .25rem; }
h2 code { background: none; padding: 0; } h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
a { color: var(--link); }
code { font-family: ui-monospace, Consolas, 'Noto Sans Mono CJK SC', monospace; font-size: .9em;
  background: var(--soft); padding: .1em .3em; border-radius: .2em; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
ul { padding-left: 1.2rem; } details { margin: .25rem 0; } summary { cursor: pointer; }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
FEW = 8
"""So many ids stand in the table; more are folded away."""

EXAMPLES = {
    "cases": ({"model": "medical_community"}, {"q": "deqing"}, {"sort": "started", "format": "csv", "lang": "zh"}),
    "policies": ({"level": "national"}, {"q": "医联体", "sort": "issued"}),
    "indicators": ({"q": "转诊"},),
    "observations": (
        {"indicator": "county-visit-rate"},
        {"case": "deqing", "format": "csv"},
        {"indicator": "county-visit-rate", "format": "csv", "lang": "zh"},
    ),
    "findings": ({"verdict": "inconsistent"},),
    "sources": ({"kind": "newspaper"},),
    "search": ({"q": "双向转诊"}, {"q": "referral", "kind": "indicator"}),
}
"""Requests to try, where the data know their ids."""


def page(known: Known, root: str, tr: Translator) -> str:
    """The page in one language."""
    other = next(name for name in LANGUAGES if name != tr.language)
    body = "\n".join(part for resource in RESOURCES for part in _section(resource, known, root, tr))
    problems = "".join(
        f'<li id="problem-{kind}"><b>{escape(tr(f"api.problem.{kind}.title"))}</b></li>' for kind in KINDS
    )
    return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[tr.language]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(tr("api.title"))}</title><style>{STYLE}</style></head>
<body>
<header><h1>{escape(tr("api.title"))}</h1>
<a href="?lang={other}" lang="{LANGUAGE_TAGS[other]}">{NAMES[other]}</a></header>
<p>{escape(tr("api.about"))}</p>
<ul>
<li>{escape(tr("api.about.formats"))}</li>
<li>{escape(tr("api.about.paging"))}</li>
<li>{escape(tr("api.about.kept"))}</li>
<li>{escape(tr("api.about.strict"))}</li>
</ul>
<p><a href="{root}/openapi.json">{escape(tr("api.openapi"))}</a> · <a href="../../">{escape(tr("api.explorer"))}</a></p>
{body}
<h2>{escape(tr("api.problems"))}</h2>
<p>{escape(tr("api.problems.text"))}</p>
<ul>{problems}</ul>
</body>
</html>
"""


NAMES = {"zh": "中文", "en": "English"}


def _section(resource: Resource, known: Known, root: str, tr: Translator) -> Iterator[str]:
    parameters = known.parameters[resource.name]
    address = f"{root}/{resource.name}"
    yield f'<h2 id="{resource.name}">{escape(tr(f"api.resource.{resource.name}"))} <code>{address}</code></h2>'
    yield f"<p>{escape(tr(f'api.resource.{resource.name}.text'))}</p>"
    tried = [f"?{urlencode(example)}" for example in EXAMPLES[resource.name] if _is_known(example, parameters)]
    if not resource.required:
        tried.insert(0, "")
    shown = [
        f'<li><a href="{escape(address + query)}"><code>{escape(address + unquote_plus(query))}</code></a></li>'
        for query in tried
    ]
    if resource.in_full is not None and known.ids[resource.name]:
        first = f"{address}/{known.ids[resource.name][0]}"
        told = escape(tr(f"api.resource.{resource.name}.one.text"))
        shown.append(f'<li><a href="{first}"><code>{first}</code></a> {told}</li>')
    yield f"<h3>{escape(tr('api.try'))}</h3><ul>{''.join(shown)}</ul>"
    yield f"<h3>{escape(tr('api.parameters'))}</h3>{_table(resource, parameters, tr)}"
    fields = "".join(
        f"<tr><td><code>{name}</code></td><td>{escape(field_in_words(name, tr))}</td></tr>"
        for name in resource.shape.model_fields
    )
    summary = escape(tr("api.fields", count=len(resource.shape.model_fields)))
    yield f'<details><summary>{summary}</summary><div class="scroll"><table>{fields}</table></div></details>'


def _is_known(example: dict[str, str], parameters: Parameters) -> bool:
    """Whether an example can be asked of the data being served."""
    choices = {each.name: each.choices for each in parameters if isinstance(each, Parameter)}
    return all(
        name in choices and (choices[name] is None or value in (choices[name] or ())) for name, value in example.items()
    )


def _table(resource: Resource, parameters: Parameters, tr: Translator) -> str:
    rows = "".join(
        f"<tr><td><code>{each.name}</code></td><td>{escape(parameter_in_words(resource.name, each.name, tr))}</td>"
        f"<td>{_values(each, tr, required=each.name in resource.required)}</td></tr>"
        for each in parameters
    )
    return f'<div class="scroll"><table>{rows}</table></div>'


def _values(parameter: Parameter | Number, tr: Translator, *, required: bool) -> str:
    """What a parameter takes, in words; long lists of ids are folded."""
    if isinstance(parameter, Number):
        return escape(tr("api.takes.number", least=parameter.least, most=parameter.most))
    if parameter.choices is None:
        return escape(tr("api.takes.words.required" if required else "api.takes.words", most=LONGEST_QUERY))
    ids = allowed(parameter)
    listed = " ".join(f"<code>{escape(one)}</code>" for one in ids)
    often = escape(tr("api.takes.one" if parameter.single else "api.takes.several"))
    if len(ids) <= FEW:
        return f"{often} {listed}"
    return f"<details><summary>{often} {escape(tr('api.takes.ids', count=len(ids)))}</summary>{listed}</details>"

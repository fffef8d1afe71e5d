"""What a reader takes away from a view: its table in three formats, its chart as a picture, and how to cite it.

A file is made when its button is pressed. What it says of the view is what the view was when the button was drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import streamlit as st

from explorer.exports.citation import view_citations
from explorer.exports.data_table import DataTable
from explorer.exports.document import DataVersion, Document
from explorer.exports.formats import csv_file, json_file, xlsx_file
from explorer.exports.methods import codebook_data, sources_data
from explorer.exports.pictures import has_chinese_font, png_picture, svg_picture
from explorer.i18n import Translator
from explorer.queries import methods, provenance
from explorer.ui import answers
from explorer.ui.links import full_address, here
from explorer.ui.made_files import kept_a_while
from explorer.ui.view_words import view_words

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "zip": "application/zip",
    "yaml": "application/yaml",
    "duckdb": "application/octet-stream",
    "parquet": "application/vnd.apache.parquet",
}
STYLE_NAMES = {"gbt7714": "GB/T 7714", "apa": "APA", "bibtex": "BibTeX", "ris": "RIS"}
TABLE_FORMATS: Mapping[str, Callable[[Document, Translator], bytes]] = {
    "csv": csv_file,
    "xlsx": xlsx_file,
    "json": json_file,
}


@dataclass(frozen=True)
class Files:
    """A view that can be taken away.

    ``name`` is the name of its files; ``table`` makes its data, ``picture`` the spec of its framed chart and ``slides``
    its slides. ``rests_on`` gives the ids of its sources where the ids in its rows do not lead to them.
    """

    name: str
    title: str
    table: Callable[[], DataTable]
    notes: Sequence[str] = ()
    picture: Callable[[], dict[str, Any]] | None = None
    slides: Callable[[], bytes] | None = None
    rests_on: Callable[[], Sequence[str]] | None = None


@dataclass(frozen=True)
class _Place:
    """Where a reader stands: what the view is narrowed to, and its link."""

    filters: tuple[str, ...]
    link: str

    @classmethod
    def now(cls, tr: Translator) -> _Place:
        view = here()
        return cls(tuple(view_words(view, tr)), full_address(view)) if view else cls((), "")


def data_version() -> DataVersion:
    """Which data are being served."""
    return DataVersion(answers.version(), answers.ask(provenance.newest_document))


def show_files(tr: Translator, files: Files) -> None:
    """A button for CSV; the other formats and the citation unfold beside it, made when they are wanted."""
    place = _Place.now(tr)
    _download_table(tr, files, place, "csv")
    _show_more(tr, files, place)


@st.fragment
def _show_more(tr: Translator, files: Files, place: _Place) -> None:
    opened = st.popover(
        tr("file.more"),
        icon=":material/more_horiz:",
        key=f"files.{files.name}.{tr.language}",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            with st.container(horizontal=True, gap="small"):
                for kind in ("xlsx", "json"):
                    _download_table(tr, files, place, kind)
                _download_pictures(tr, files, place)
            st.markdown(f"**{tr('file.cite')}**")
            show_citations(_citations(tr, files.title, place))


def show_every_file(tr: Translator, files: Files) -> None:
    """A button for each format, side by side, and the citation to unfold: for where files have been asked for."""
    place = _Place.now(tr)
    with st.container(horizontal=True, gap="small"):
        for kind in TABLE_FORMATS:
            _download_table(tr, files, place, kind)
        _download_pictures(tr, files, place)
        if files.slides is not None:
            download(tr, "pptx", files.name, files.slides)
        with st.popover(tr("file.cite"), icon=":material/format_quote:", key=f"cite.{files.name}.{tr.language}"):
            show_citations(_citations(tr, files.title, place))


def show_citations(citations: Mapping[str, str]) -> None:
    """A citation in every style, to copy."""
    for tab, (style, text) in zip(st.tabs([STYLE_NAMES[style] for style in citations]), citations.items(), strict=True):
        shown = text.replace("\r\n", "\n").removesuffix("\n")
        tab.code(shown, language="latex" if style == "bibtex" else None, wrap_lines=True)


def _citations(tr: Translator, title: str, place: _Place) -> Mapping[str, str]:
    return view_citations(title, place.filters, place.link, data_version(), date.today(), tr)


def file_of(tr: Translator, files: Files, kind: str) -> Callable[[], bytes]:
    """What makes the view's table in one of TABLE_FORMATS."""
    place = _Place.now(tr)
    return lambda: TABLE_FORMATS[kind](_document(tr, files, place), tr)


def _download_table(tr: Translator, files: Files, place: _Place, kind: str) -> None:
    download(tr, kind, files.name, lambda: TABLE_FORMATS[kind](_document(tr, files, place), tr))


def download_pictures(tr: Translator, name: str, title: str, picture: Callable[[], dict[str, Any]]) -> None:
    """A button for SVG and one for PNG of the framed chart that ``picture`` gives."""
    _pictures(tr, name, title, picture, _Place.now(tr))


def _download_pictures(tr: Translator, files: Files, place: _Place) -> None:
    if files.picture is not None:
        _pictures(tr, files.name, files.title, files.picture, place)


def _pictures(tr: Translator, name: str, title: str, picture: Callable[[], dict[str, Any]], place: _Place) -> None:
    def facts() -> dict[str, str]:
        citation = _citations(tr, title, place)["gbt7714" if tr.language == "zh" else "apa"]
        return {
            "Title": title,
            "Description": tr("file.between").join([*place.filters, data_version().told(tr), citation]),
            "Source": place.link,
            "Copyright": tr("file.licence"),
        }

    download(tr, "svg", name, lambda: svg_picture(picture(), facts()))
    missing = None if has_chinese_font() else "export.no_font"
    download(tr, "png", name, lambda: png_picture(picture(), facts()), missing=missing)


def _document(tr: Translator, files: Files, place: _Place) -> Document:
    """The view's table with what it rests on."""
    table = files.table()
    ids = {name: table.ids_in(name) for name in ("source_id", *provenance.TABLE_OF)}
    sources = answers.ask(methods.evidence)
    told = {name: found for name, found in ids.items() if found}
    behind = files.rests_on() if files.rests_on else answers.ask(provenance.sources_behind, told)
    codebook = answers.ask(methods.codebook, [], None)
    held = codebook["indicator_id"].isin(table.ids_in("indicator_id"))
    return Document(
        title=files.title,
        table=table,
        filters=place.filters,
        version=data_version(),
        notes=[note for note in files.notes if note],
        citation=_citations(tr, files.title, place)["gbt7714" if tr.language == "zh" else "apa"],
        link=place.link,
        codebook=codebook_data(codebook[held], tr),
        sources=sources_data(sources[sources["source_id"].isin(behind)], tr),
    )


def download(tr: Translator, kind: str, name: str, make: Callable[[], bytes], *, missing: str | None = None) -> None:
    """A button that makes its file when pressed. ``missing`` names the sentence that says why it cannot be."""
    file_button(
        tr(f"export.{kind}"),
        f"{name}-{tr.language}.{kind}",
        make,
        f"download.{kind}.{name}.{tr.language}",
        told=tr(missing) if missing else None,
        disabled=missing is not None,
    )


def file_button(
    label: str,
    file_name: str,
    make: Callable[[], bytes],
    key: str,
    *,
    icon: str = ":material/download:",
    look: Literal["primary", "secondary", "tertiary"] = "secondary",
    told: str | None = None,
    disabled: bool = False,
) -> None:
    """A button that makes a file when pressed; the ending of its name, one of MIME, says of what kind it is.

    ``told`` is what a reader who points at it is told.
    """
    mime = MIME[file_name.rpartition(".")[2]]
    st.download_button(
        label,
        kept_a_while(make, file_name, mime),
        file_name=file_name,
        mime=mime,
        key=key,
        icon=icon,
        type=look,
        on_click="ignore",
        disabled=disabled,
        help=told,
    )

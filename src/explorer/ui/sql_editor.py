"""The field in which a query is written: letters of one width, no spell-checker, and Ctrl+Enter runs it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_HTML = """
<label for="sql"></label>
<textarea id="sql" rows="12" wrap="off" spellcheck="false" autocomplete="off" autocapitalize="off" autocorrect="off"
  translate="no"></textarea>
<div class="row"><button type="button" id="run"></button><span id="limits"></span></div>
"""

_STYLE = """
* { box-sizing: border-box; font-family: var(--st-font); }
label { display: block; margin-bottom: 0.25rem; font-size: 0.875rem; color: var(--st-text-color); }
textarea {
  display: block; width: 100%; padding: 0.6rem 0.75rem; resize: vertical; overflow: auto; tab-size: 2;
  font-family: var(--st-code-font); font-size: 0.84rem; line-height: 1.5;
  color: var(--st-text-color); background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
}
textarea:focus-visible, button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; margin-top: 0.6rem; }
button {
  padding: 0.4rem 1.2rem; font-size: 1rem; line-height: 1.6; cursor: pointer; color: #fff;
  background: var(--st-primary-color); border: 1px solid var(--st-primary-color); border-radius: var(--st-base-radius);
}
span { font-size: 0.875rem; color: var(--st-text-color); opacity: 0.75; }
"""

_SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const field = parentElement.querySelector("#sql")
  const button = parentElement.querySelector("#run")
  parentElement.querySelector("label").textContent = data.label
  parentElement.querySelector("#limits").textContent = data.limits
  button.textContent = data.run
  field.maxLength = data.longest
  // Only a query that came from elsewhere replaces what is being typed.
  if (field.shown !== data.sql) {
    field.value = data.sql
    field.shown = data.sql
    field.scrollTo(0, 0)
  }
  const run = () => {
    if (field.value.trim()) setTriggerValue("run", `${performance.now()}\\n${field.value}`)
    else field.focus()
  }
  button.onclick = run
  field.onkeydown = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    run()
  }
}
"""

_editor = st.components.v2.component("explorer_sql_editor", html=_HTML, css=_STYLE, js=_SCRIPT)

_LAST = "explorer.editor.last"


def edit_sql(
    key: str, sql: str, run: Callable[[str], None], *, label: str, button: str, limits: str, longest: int
) -> None:
    """A field that shows ``sql``; ``run`` is called with what stands in it when the button or Ctrl+Enter is pressed."""

    def pressed() -> None:
        told = st.session_state[key]["run"]
        if not told or told == st.session_state.get(_LAST):
            return  # the same press again: a message may come twice when runs overtake one another
        st.session_state[_LAST] = told
        run(str(told).partition("\n")[2])

    words = {"label": label, "run": button, "limits": limits}
    _editor(key=key, data={"sql": sql, "longest": longest, **words}, on_run_change=pressed)

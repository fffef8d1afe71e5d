"""Pages as a started server shows them."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager

from explorer.ui import first_paint
from explorer.ui.navigation import claim_pages


@pytest.fixture(autouse=True, scope="session")
def pages_stand_in_their_frame() -> Iterator[None]:
    """Every run goes through ``app.py``: AppTest would begin each as the first of a fresh server, with the page alone.

    What a fresh server does is tested in a browser.
    """
    with pytest.MonkeyPatch.context() as patch:
        begin = PagesManager.__init__

        def begin_claimed(self: PagesManager, *arguments: Any, **options: Any) -> None:
            begin(self, *arguments, **options)
            claim_pages()

        patch.setattr(PagesManager, "__init__", begin_claimed)
        patch.setattr(first_paint, "PAUSE_S", 0)
        patch.setattr(first_paint, "CHANGED_PAUSE_S", 0)
        yield

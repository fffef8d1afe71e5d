"""Which pages there are, so that no list of addresses forgets one."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

PAGES = Path(__file__).parents[2] / "pages"


def pages_left_out(addresses: Iterable[str]) -> set[str]:
    """The pages, by their files' names, that none of the addresses leads to."""
    reached = {urlsplit(address).path.strip("/") or "overview" for address in addresses}
    return {file.stem for file in PAGES.glob("*.py")} - reached

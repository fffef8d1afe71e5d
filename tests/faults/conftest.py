"""Pages here stand in their frame too."""

from tests.app.conftest import pages_stand_in_their_frame

__all__ = ["pages_stand_in_their_frame"]

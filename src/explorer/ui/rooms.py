"""The rooms of this server, and the ways into one: a link for the facilitator, a code and a QR code for phones."""

from __future__ import annotations

import ipaddress
import socket
from io import BytesIO
from urllib.parse import urlencode, urlsplit, urlunsplit

import qrcode
import streamlit as st
from qrcode.image.svg import SvgPathFillImage

from explorer.rooms import Room, Rooms


@st.cache_resource(show_spinner=False)
def rooms() -> Rooms:
    """Every room of this server: in its memory, and nowhere else."""
    return Rooms()


def led_room(code: str | None, host: str | None, story: str) -> Room | None:
    """The room that a link leads, if it is not over, the key is right and the room is for this story."""
    room = rooms().find(code or "")
    return room if room is not None and room.story == story and room.is_led_with(host or "") else None


def phone_address(code: str, language: str) -> str | None:
    """Where phones on the same network find the room; None where only this machine can reach the server.

    A presenter's browser often knows the server as localhost, which on a phone is the phone: then the machine's own
    address in its network is put in its place.
    """
    here = urlsplit(st.context.url or "")
    host = here.hostname or "localhost"
    if _is_this_machine(host):
        own = _own_address()
        if own is None:
            return None
        host = own
    place = f"[{host}]" if ":" in host else host
    if here.port is not None:
        place = f"{place}:{here.port}"
    path = f"{here.path.rpartition('/')[0]}/vote"
    return urlunsplit((here.scheme or "http", place, path, urlencode({"room": code, "lang": language}), ""))


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _own_address() -> str | None:
    # Choosing a way to an address sends nothing; the kernel only says which of its own it would send from.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            own = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if _is_this_machine(own) else own


@st.cache_data(show_spinner=False, max_entries=100)
def qr_picture(text: str) -> str:
    """A QR code as SVG, black on white in any theme, made on this machine."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    file = BytesIO()
    code.make_image(image_factory=SvgPathFillImage).save(file)
    return file.getvalue().decode()

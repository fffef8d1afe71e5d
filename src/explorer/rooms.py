"""Rooms: what the windows and phones of one workshop share while it lasts, in memory and nowhere else.

A room holds where the story stands, the scores, the guess of the audience, and the story itself where it is nobody
else's. It knows no names, writes nothing down,
and is forgotten when it is ended, left idle for IDLE_HOURS, or when the server stops.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from types import MappingProxyType

from explorer.errors import RoomsFullError
from explorer.story_schema import Story

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, which a room reads off a screen wrongly."""

CODE_LENGTH = 6
IDLE_HOURS = 6
MOST_ROOMS = 50
MOST_PARTICIPANTS = 200
HIGHEST_SCORE = 5
TYPES = ("organizational", "management", "functional", "service")
"""The four types of integration that a case is scored on."""

Scores = Mapping[str, int]
Counts = tuple[int, ...]
"""How many gave each score from 0 to HIGHEST_SCORE."""


@dataclass(frozen=True)
class Position:
    """Where the story stands. ``moves`` counts every change, so that a window sees whether it is behind."""

    step: int
    shown: int
    moves: int


@dataclass(frozen=True)
class Round:
    """One round of scoring: which step of the story, and whether it is the first or the second."""

    step: str
    number: int


@dataclass
class Room:
    """One workshop under way. Every method may be called from any thread."""

    code: str
    host: str
    """The key of those who lead: whoever has only the code may score, and no more."""
    story: str
    own: Story | None
    """The story itself where a reader made it: no link can carry it, and it ends with the room."""
    _now: Callable[[], float]
    _used: float
    _position: Position
    _begun: int | None = None
    _open: Round | None = None
    _participants: set[str] = field(default_factory=set)
    _scores: dict[Round, dict[str, Scores]] = field(default_factory=dict)
    _typed: dict[Round, dict[str, Counts]] = field(default_factory=dict)
    _guesses: dict[str, tuple[float, ...]] = field(default_factory=dict)
    _ended: bool = False
    _lock: Lock = field(default_factory=Lock)

    def is_led_with(self, key: str) -> bool:
        """Whether this is the key of those who lead."""
        return hmac.compare_digest(self.host.encode(), key.encode())

    @property
    def is_over(self) -> bool:
        """Whether the room was ended or left idle for too long."""
        with self._lock:
            return self._ended or self._now() - self._used > IDLE_HOURS * 3600

    @property
    def position(self) -> Position:
        with self._lock:
            return self._position

    @property
    def open_round(self) -> Round | None:
        """The round that takes scores at this moment, if one does."""
        with self._lock:
            return None if self._ended else self._open

    def move(self, step: int, shown: int, scoring: Round | None = None) -> Position:
        """Lead every window to a step; ``scoring`` is the round that takes scores there."""
        with self._lock:
            self._touch()
            self._open = scoring
            if (step, shown) != (self._position.step, self._position.shown):
                self._position = Position(step, shown, self._position.moves + 1)
            return self._position

    @property
    def begun(self) -> int | None:
        """When the story was begun, in seconds since 1970; None before."""
        with self._lock:
            return self._begun

    def begin(self, at: int) -> None:
        """Note when the story was begun; the first time counts."""
        with self._lock:
            self._begun = self._begun or at

    def join(self, token: str | None = None) -> str | None:
        """A token for a participant, or the one they already have; None where the room is full or over."""
        with self._lock:
            if token in self._participants:
                return token
            if self._ended or len(self._participants) >= MOST_PARTICIPANTS:
                return None
            self._touch()
            fresh = secrets.token_urlsafe(12)
            self._participants.add(fresh)
            return fresh

    def score(self, token: str, asked: Round, scores: Mapping[str, object]) -> bool:
        """Take a participant's scores, in place of those they gave before in this round.

        False, and nothing is taken, for an unknown token, a round that is not open, no score at all, a type that does
        not exist, or anything but a whole number from 0 to HIGHEST_SCORE.
        """
        kept: dict[str, int] = {}
        for name, value in scores.items():
            if name not in TYPES or type(value) is not int or not 0 <= value <= HIGHEST_SCORE:
                return False
            kept[name] = value
        with self._lock:
            if self._ended or not kept or token not in self._participants or asked != self._open:
                return False
            self._touch()
            self._scores.setdefault(asked, {})[token] = MappingProxyType(kept)
            return True

    def scores_of(self, token: str, asked: Round) -> Scores:
        """What a participant gave in a round; nothing if they gave none."""
        with self._lock:
            return self._scores.get(asked, {}).get(token, MappingProxyType({}))

    def type_in(self, asked: Round, name: str, counts: Sequence[object]) -> bool:
        """Counts that the facilitator took by hand for one type, beside those of the phones; they replace the last.

        False, and nothing is taken, for anything but HIGHEST_SCORE + 1 whole numbers that add up to at most
        MOST_PARTICIPANTS.
        """
        whole = [count for count in counts if type(count) is int and count >= 0]
        if name not in TYPES or len(whole) != len(counts) or len(whole) != HIGHEST_SCORE + 1:
            return False
        if sum(whole) > MOST_PARTICIPANTS:
            return False
        with self._lock:
            if self._ended:
                return False
            self._touch()
            self._typed.setdefault(asked, {})[name] = tuple(whole)
            return True

    def typed(self, asked: Round, name: str) -> Counts:
        """What was typed in for one type; zeros if nothing was."""
        with self._lock:
            return self._typed.get(asked, {}).get(name, (0,) * (HIGHEST_SCORE + 1))

    def counts(self, asked: Round) -> dict[str, Counts]:
        """How many gave each score, by type: phones and typed counts together."""
        with self._lock:
            given = list(self._scores.get(asked, {}).values())
            typed = dict(self._typed.get(asked, {}))
        nothing = (0,) * (HIGHEST_SCORE + 1)
        return {
            name: tuple(
                sum(scores.get(name) == score for scores in given) + typed.get(name, nothing)[score]
                for score in range(HIGHEST_SCORE + 1)
            )
            for name in TYPES
        }

    def scored(self, asked: Round) -> int:
        """How many phones gave scores in a round."""
        with self._lock:
            return len(self._scores.get(asked, {}))

    def guess(self, step: str, values: Sequence[float]) -> None:
        """Keep what the audience guesses at a step; a move too, because every window shows it."""
        with self._lock:
            self._touch()
            if not self._ended:
                self._guesses[step] = tuple(values)
                self._position = replace(self._position, moves=self._position.moves + 1)

    def guessed(self, step: str) -> tuple[float, ...] | None:
        """What the audience guessed at a step, if anything."""
        with self._lock:
            return self._guesses.get(step)

    def end(self) -> None:
        """Forget everything that anybody gave."""
        with self._lock:
            self._ended, self._open, self.own = True, None, None
            for kept in (self._participants, self._scores, self._typed, self._guesses):
                kept.clear()

    def _touch(self) -> None:
        self._used = self._now()


class Rooms:
    """Every room of this server, by code."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._rooms: dict[str, Room] = {}

    def open(self, story: str, step: int = 0, shown: int = 0, own: Story | None = None) -> Room:
        """A new room for a story, which it holds itself where it is the reader's own.

        Raises RoomsFullError where there are MOST_ROOMS already.
        """
        with self._lock:
            for code in [code for code, room in self._rooms.items() if room.is_over]:
                self._rooms.pop(code).end()
            if len(self._rooms) >= MOST_ROOMS:
                raise RoomsFullError(MOST_ROOMS)
            code = self._fresh_code()
            room = Room(code, secrets.token_urlsafe(16), story, own, self._now, self._now(), Position(step, shown, 0))
            self._rooms[code] = room
            return room

    def find(self, code: str) -> Room | None:
        """The room with this code, as anybody may have typed it; None if there is none, or none any more."""
        with self._lock:
            room = self._rooms.get(tidy(code))
        return None if room is None or room.is_over else room

    def end(self, room: Room) -> None:
        """End a room and forget it."""
        with self._lock:
            self._rooms.pop(room.code, None)
        room.end()

    def _fresh_code(self) -> str:
        while (code := "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))) in self._rooms:
            pass
        return code


def tidy(code: str) -> str:
    """A code without the spaces and hyphens that people put into it, in capitals."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[: CODE_LENGTH + 1]

"""Rooms: nobody lost, nobody counted twice, no room sees another, and nothing stays when one ends."""

from __future__ import annotations

import random
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from explorer.errors import RoomsFullError
from explorer.rooms import (
    CODE_LENGTH,
    CODE_LETTERS,
    IDLE_HOURS,
    MOST_PARTICIPANTS,
    MOST_ROOMS,
    TYPES,
    Room,
    Rooms,
    Round,
)
from explorer.tally import tally

FIRST, SECOND = Round("score-it", 1), Round("score-it", 2)
NOBODY = (0, 0, 0, 0, 0, 0)


class Clock:
    """A clock that goes on when told."""

    hours = 0.0

    def __call__(self) -> float:
        return self.hours * 3600


def scoring(rooms: Rooms | None = None) -> Room:
    """A room in which the first round is open."""
    room = (rooms or Rooms()).open("a-story")
    room.move(3, 0, FIRST)
    return room


def joined(room: Room) -> str:
    token = room.join()
    assert token is not None
    return token


def test_sixty_who_score_at_once_are_all_counted_and_each_once() -> None:
    room, start = scoring(), Barrier(60)
    tokens = [joined(room) for _ in range(60)]

    def participant(number: int) -> bool:
        start.wait()
        scores = {name: (number + place) % 6 for place, name in enumerate(TYPES)}
        # The second time as after a reconnection, when a phone sends again what it has sent.
        return all(room.score(tokens[number], FIRST, scores) for _ in range(2))

    with ThreadPoolExecutor(60) as pool:
        assert all(pool.map(participant, range(60)))
    assert room.counts(FIRST) == dict.fromkeys(TYPES, (10, 10, 10, 10, 10, 10))
    assert room.scored(FIRST) == 60


def test_joining_at_once_gives_each_a_token_of_their_own_and_stops_at_the_limit() -> None:
    room = Rooms().open("a-story")
    with ThreadPoolExecutor(32) as pool:
        tokens = list(pool.map(lambda _: room.join(), range(MOST_PARTICIPANTS + 20)))
    given = [token for token in tokens if token]
    assert len(given) == len(set(given)) == MOST_PARTICIPANTS
    assert room.join(given[0]) == given[0]


def test_a_phone_that_comes_back_with_its_token_is_the_same_participant() -> None:
    room = scoring()
    token = joined(room)
    assert room.score(token, FIRST, {"service": 1})
    assert room.join(token) == token
    assert room.score(token, FIRST, {"service": 4})
    assert room.counts(FIRST)["service"] == (0, 0, 0, 0, 1, 0)
    assert room.scores_of(token, FIRST) == {"service": 4}
    assert room.scored(FIRST) == 1


def test_a_token_made_up_is_not_taken_and_a_fresh_one_is_given_for_it() -> None:
    room = scoring()
    assert not room.score("made-up", FIRST, {"service": 1})
    assert room.join("made-up") not in {"made-up", None}


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {"service": 6},
        {"service": -1},
        {"service": 2.5},
        {"service": "5"},
        {"service": True},
        {"service": None},
        {"service": float("nan")},
        {"service": 10**30},
        {"<script>": 3},
        {"service": 3, "management": 99},
    ],
    ids=str,
)
def test_a_score_that_is_none_is_refused_whole(scores: Mapping[str, object]) -> None:
    room = scoring()
    assert not room.score(joined(room), FIRST, scores)
    assert set(room.counts(FIRST).values()) == {NOBODY}


def test_a_round_that_is_not_open_takes_no_scores() -> None:
    room = scoring()
    token = joined(room)
    assert not room.score(token, SECOND, {"service": 3})
    room.move(3, 1)
    assert not room.score(token, FIRST, {"service": 3})
    room.move(3, 2, SECOND)
    assert not room.score(token, FIRST, {"service": 3})
    assert room.score(token, SECOND, {"service": 3})
    assert room.counts(FIRST)["service"] == NOBODY
    assert room.counts(SECOND)["service"] == (0, 0, 0, 1, 0, 0)


def test_counts_typed_in_stand_beside_those_of_phones_and_replace_the_last() -> None:
    room = scoring()
    room.score(joined(room), FIRST, {"service": 5})
    assert room.type_in(FIRST, "service", [9, 0, 0, 0, 0, 0])
    assert room.type_in(FIRST, "service", [1, 2, 0, 0, 0, 3])
    assert room.counts(FIRST)["service"] == (1, 2, 0, 0, 0, 4)


@pytest.mark.parametrize(
    "counts", [[], [1], [0] * 7, [-1, 0, 0, 0, 0, 0], [0.5] * 6, ["1"] * 6, [1000] + [0] * 5], ids=str
)
def test_counts_that_cannot_be_are_refused(counts: list[object]) -> None:
    room = scoring()
    assert not room.type_in(FIRST, "service", counts)
    assert room.counts(FIRST)["service"] == NOBODY


def test_rooms_do_not_see_one_another() -> None:
    rooms = Rooms()
    one, other = scoring(rooms), scoring(rooms)
    token = joined(one)
    one.score(token, FIRST, {"service": 2})
    one.guess("a-step", [3.0])
    one.move(7, 1)
    assert not other.score(token, FIRST, {"service": 2})
    assert other.counts(FIRST)["service"] == NOBODY
    assert other.guessed("a-step") is None
    assert other.position.step == 3
    assert not other.is_led_with(one.host)


def test_a_room_that_is_ended_is_found_no_more_and_keeps_nothing() -> None:
    rooms = Rooms()
    room = scoring(rooms)
    token = joined(room)
    room.score(token, FIRST, {"service": 2})
    room.guess("a-step", [3.0])
    rooms.end(room)
    assert rooms.find(room.code) is None
    assert room.is_over
    assert room.counts(FIRST)["service"] == NOBODY
    assert room.guessed("a-step") is None
    assert room.join() is None
    assert not room.score(token, FIRST, {"service": 2})


def test_a_room_left_alone_is_forgotten_and_one_in_use_is_not() -> None:
    clock = Clock()
    rooms = Rooms(clock)
    left, used = rooms.open("a-story"), rooms.open("a-story")
    clock.hours = IDLE_HOURS - 1
    used.move(1, 0)
    clock.hours = IDLE_HOURS + 0.5
    assert rooms.find(left.code) is None
    assert rooms.find(used.code) is used


def test_there_are_so_many_rooms_and_no_more_until_one_ends_or_is_idle() -> None:
    clock = Clock()
    rooms = Rooms(clock)
    opened = [rooms.open("a-story") for _ in range(MOST_ROOMS)]
    with pytest.raises(RoomsFullError):
        rooms.open("a-story")
    rooms.end(opened[0])
    rooms.open("a-story")
    clock.hours = IDLE_HOURS + 1
    assert rooms.open("a-story").position.step == 0


def test_a_code_can_be_read_off_a_screen_and_typed_as_people_type() -> None:
    rooms = Rooms()
    room = rooms.open("a-story")
    assert len(room.code) == CODE_LENGTH
    assert set(room.code) <= set(CODE_LETTERS)
    assert not set(CODE_LETTERS) & set("01OIL")
    assert rooms.find(f" {room.code[:3].lower()}-{room.code[3:].lower()} ") is room


@pytest.mark.parametrize("code", ["", "      ", "ABC", "'; DROP TABLE", "<script>", "房间", "A" * 10_000])
def test_a_code_of_no_room_finds_none(code: str) -> None:
    rooms = Rooms()
    rooms.open("a-story")
    assert rooms.find(code) is None


def test_every_move_is_counted_so_that_a_window_sees_that_it_is_behind() -> None:
    room = Rooms().open("a-story", 2, 1)
    before = room.position
    assert room.move(2, 1) == before
    assert room.move(3, 0).moves == before.moves + 1


def test_only_the_key_of_those_who_lead_leads() -> None:
    room = Rooms().open("a-story")
    assert room.is_led_with(room.host)
    assert not room.is_led_with(room.code)
    assert not room.is_led_with("")
    assert not room.is_led_with("é")


@pytest.mark.parametrize(
    ("counts", "middle", "agreement"),
    [
        ([0, 0, 0, 0, 0, 0], None, "none"),
        ([0, 0, 0, 1, 0, 0], 3, "few"),
        ([5, 0, 0, 0, 0, 5], 2.5, "split"),
        ([0, 0, 0, 10, 0, 0], 3, "agreed"),
        ([0, 0, 5, 5, 0, 0], 2.5, "agreed"),
        ([1, 0, 0, 18, 0, 1], 3, "agreed"),
        ([0, 5, 0, 5, 0, 0], 2, "split"),
    ],
)
def test_a_room_is_split_where_the_middle_half_spans_two_points(
    counts: list[int], middle: float | None, agreement: str
) -> None:
    found = tally(counts)
    assert (found.median, found.agreement, found.total) == (middle, agreement, sum(counts))


def test_the_quartiles_are_those_of_the_sorted_scores() -> None:
    scores = sorted(random.Random(7).choices(range(6), k=41))
    found = tally([scores.count(score) for score in range(6)])
    # Of 41 sorted scores the 11th, the 21st and the 31st: the inclusive method needs no interpolation there.
    assert (found.low, found.median, found.high) == (scores[10], scores[20], scores[30])

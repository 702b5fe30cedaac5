"""The one table of states: nothing in it is forgotten, and the page that explains it says the same."""

import re
from pathlib import Path

from bot.intro.states import (
    AFTER_REVEAL,
    BEFORE_CHOICE,
    BEFORE_REVEAL,
    BY,
    ENDED,
    HIDDEN,
    NEXT,
    OPEN_TABLE,
    Event,
    IntroState,
    Who,
    leads_to,
)

DOCS = Path(__file__).parent.parent / "docs"


def test_every_event_has_somebody_who_does_it_and_somewhere_to_happen() -> None:
    assert set(BY) == set(Event) == {event for _, event in NEXT}


def test_every_state_is_reached_and_belongs_to_one_phase() -> None:
    phases = [*BEFORE_CHOICE, *BEFORE_REVEAL, *AFTER_REVEAL, *HIDDEN, *ENDED]
    assert sorted(phases) == sorted(IntroState)
    assert set(OPEN_TABLE.values()) | {IntroState.OPEN} == set(IntroState)


def test_an_end_is_an_end() -> None:
    assert not {state for state, _ in NEXT} & set(ENDED)


def test_only_the_buyers_reveal_leads_past_the_names() -> None:
    crossing = {
        (state, event) for (state, event), to in NEXT.items() if to in AFTER_REVEAL and state not in AFTER_REVEAL
    }
    assert crossing == {(IntroState.AGREED, Event.REVEAL)}
    assert BY[Event.REVEAL] is Who.BUYER


def test_after_a_hidden_end_nothing_of_the_others_leads_out_but_the_clock() -> None:
    for state in HIDDEN:
        for face in IntroState:
            for event in Event:
                found = leads_to(state, face, event)
                assert found is None or found[0] in HIDDEN or event in (Event.LAPSE, Event.REMOVE)


def test_a_hidden_end_keeps_the_face_it_found() -> None:
    for (state, event), to in OPEN_TABLE.items():
        if to in HIDDEN and state not in HIDDEN:
            assert leads_to(state, state, event) == (to, state)


def test_the_page_says_what_the_table_says() -> None:
    page = (DOCS / "introductions.md").read_text(encoding="utf-8").partition("## Events")[2]
    told = set()
    for event, by, ways in re.findall(r"^\| ([a-z ]+) \| (\w+) \| (.+) \|$", page, re.MULTILINE):
        if event == "event":
            continue
        assert BY[Event(event)] == by
        for way in ways.split("; "):
            starts, _, to = way.partition(" → ")
            told |= {(IntroState(start), Event(event), IntroState(to)) for start in starts.split(", ")}
    assert told == {(state, event, to) for (state, event), to in OPEN_TABLE.items()}


def test_the_picture_shows_every_state() -> None:
    picture = (DOCS / "pictures" / "introductions.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'font-weight="600">(\w+)<', picture)) == {str(state) for state in IntroState}

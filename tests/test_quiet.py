"""Quiet hours: when somebody may be told something that can wait, over every change of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Preferences
from bot.quiet import is_quiet, next_waking

BERLIN = Preferences("m", "Europe/Berlin")


def at(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(("now", "then"), [
    ("2026-03-02T12:00", "2026-03-02T12:00"), ("2026-03-02T19:59", "2026-03-02T19:59"),
    ("2026-03-02T20:00", "2026-03-03T07:00"), ("2026-03-02T23:30", "2026-03-03T07:00"),
    ("2026-03-03T06:59", "2026-03-03T07:00"), ("2026-03-03T07:00", "2026-03-03T07:00"),
])  # fmt: skip
def test_what_comes_at_night_waits_for_the_morning(now: str, then: str) -> None:
    assert next_waking(BERLIN, at("Europe/Berlin", now)) == at("Europe/Berlin", then)


def test_the_night_when_clocks_go_forward_is_an_hour_shorter() -> None:
    asked = at("Europe/Berlin", "2026-03-28T22:00")
    assert next_waking(BERLIN, asked) - asked == timedelta(hours=8)


def test_the_night_when_clocks_go_back_is_an_hour_longer() -> None:
    asked = at("Europe/Berlin", "2026-10-24T22:00")
    assert next_waking(BERLIN, asked) - asked == timedelta(hours=10)


def test_quiet_hours_that_end_inside_the_jump_end_when_it_has_jumped() -> None:
    short = Preferences("m", "Europe/Berlin", 20 * 60, 2 * 60)
    assert next_waking(short, at("Europe/Berlin", "2026-03-29T01:00")) == at("Europe/Berlin", "2026-03-29T03:00")


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_at_its_first_coming() -> None:
    short = Preferences("m", "Europe/Berlin", 20 * 60, 2 * 60)
    assert next_waking(short, at("Europe/Berlin", "2026-10-25T01:00")) == at("Europe/Berlin", "2026-10-25T02:00")


def test_there_is_no_night_without_a_time_zone_or_without_quiet_hours() -> None:
    midnight = at("UTC", "2026-03-02T00:00")
    assert next_waking(Preferences("m"), midnight) == midnight
    assert next_waking(Preferences("m", "UTC", 60, 60), midnight) == midnight


@given(
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo",
                          "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Pacific/Chatham", "UTC"]),
    minutes=st.integers(0, 60 * 24 * 900),
    begin=st.integers(0, 23), end=st.integers(0, 23),
)  # fmt: skip
def test_whenever_it_is_the_next_waking_is_awake_within_a_day_and_nothing_is_missed(
    zone: str, minutes: int, begin: int, end: int
) -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    one = Preferences("m", zone, begin * 60, end * 60)
    waking = next_waking(one, now)
    assert now <= waking <= now + timedelta(hours=25)
    assert not is_quiet(one, waking)
    if waking > now:
        assert is_quiet(one, now)
        assert is_quiet(one, waking - timedelta(minutes=1))

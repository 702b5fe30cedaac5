"""When and how often somebody wants to be asked."""

from functools import cache
from zoneinfo import available_timezones

from bot.model import Community, Preferences
from bot.ports import Store
from bot.route import Route
from bot.settings import number_of
from bot.text import count
from bot.turn import Outcome, Turn
from bot.views import Choices, Fact, Form, Invalid, Note, Option, SelectField, TypeAheadField

SUGGESTIONS = 15
OFTEN = (
    "Europe/London", "Europe/Berlin", "Europe/Paris", "America/New_York", "America/Chicago", "America/Los_Angeles",
    "America/Sao_Paulo", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "UTC",
)  # fmt: skip
"""The first page of the type-ahead: a large city for each part of the world."""
NEVER, AS_COMMUNITY, YES, NO = "never", "community", "yes", "no"
CAPS = (0, 1, 2, 3, 5, 8, 10, 15, 20)
ANY, INTROS = "any", (0, 1, 2, 3, 5)
HOUR = 60
WRONG = {
    "time_zone": "Choose your time zone from the list: type the first letters of a large city in it.",
    "quiet_from": "Choose when quiet hours begin.",
    "quiet_until": "Choose when quiet hours end.",
    "weekly_cap": "Choose how many questions a week are fine.",
    "intros_a_month": "Choose how many introductions a month are fine.",
}


def form(turn: Turn, store: Store) -> Outcome:
    """`Preferences`: how things stand, to be changed."""
    now = store.profiles.preferences([turn.member.id])[turn.member.id]
    return Outcome(_form(turn, now))


def time_zones(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """Type-ahead of time zones, by any part of their name."""
    wanted = turn.query.casefold().replace(" ", "_")
    found = [zone for zone in (_zones() if wanted else OFTEN) if wanted in zone.casefold()]
    found.sort(key=lambda zone: not any(part.startswith(wanted) for part in zone.casefold().split("/")))
    return Outcome(Choices(tuple(map(_zone_option, found[:SUGGESTIONS]))))


def save(turn: Turn, store: Store) -> Outcome:
    """The preferences were sent: they count from the next question on."""
    kept = _read(turn)
    store.profiles.save_preferences(kept)
    said = "; ".join(f"{fact.label.lower()}: {fact.value}" for fact in in_words(turn.community, kept))
    return Outcome(Note.say(f"Kept. {said[:1].upper()}{said[1:]}."))


ROUTES = {
    "me.preferences": Route(form, paused_too=True),
    "me.time_zones": Route(time_zones, paused_too=True),
    "me.save_preferences": Route(save, writes=True, paused_too=True),
}


def cap_of(community: Community, preferences: Preferences) -> int:
    """Questions a week that a member takes at most."""
    return number_of(community, "weekly-cap") if preferences.weekly_cap is None else preferences.weekly_cap


def in_words(community: Community, one: Preferences) -> tuple[Fact, ...]:
    """Preferences as people read them."""
    quiet = f"{_clock(one.quiet_from)} to {_clock(one.quiet_until)}" if one.quiet_from != one.quiet_until else "none"
    if quiet != "none" and not one.time_zone:
        quiet = f"{quiet}, as soon as your time zone is known"
    return (
        Fact("Time zone", one.time_zone.replace("_", " ") or "not given"),
        Fact("Quiet hours", quiet),
        Fact("Questions", f"at most {count(cap_of(community, one), 'a week', 'a week')}"),
        Fact("Introductions", "any number" if one.intros_a_month is None else f"at most {one.intros_a_month} a month"),
        Fact("Digest", "yes" if one.digest else "no"),
    )


def _read(turn: Turn) -> Preferences:
    """What the form holds; Invalid names every field that is none of its list."""
    zone, cap, intros = turn.text("time_zone"), turn.text("weekly_cap"), turn.text("intros_a_month") or ANY
    begin, end = _minutes(turn.text("quiet_from")), _minutes(turn.text("quiet_until"))
    right = {
        "time_zone": not zone or zone in _zones(),
        "quiet_from": begin is not None,
        "quiet_until": end is not None,
        "weekly_cap": cap in {AS_COMMUNITY, *map(str, CAPS)},
        "intros_a_month": intros in {ANY, *map(str, INTROS)},
    }
    if begin is None or end is None or not all(right.values()):
        raise Invalid({name: WRONG[name] for name, fine in right.items() if not fine})
    return Preferences(
        turn.member.id, zone, begin, begin if turn.text("quiet_from") == NEVER else end,
        None if cap == AS_COMMUNITY else int(cap), turn.text("digest") != NO, None if intros == ANY else int(intros),
    )  # fmt: skip


def _form(turn: Turn, now: Preferences) -> Form:
    hours = tuple(Option(_clock(hour * HOUR), _clock(hour * HOUR)) for hour in range(24))
    none = now.quiet_from == now.quiet_until
    community = Option(f"As the community has it ({number_of(turn.community, 'weekly-cap')})", AS_COMMUNITY)
    caps = (community, *(Option(str(cap), str(cap)) for cap in CAPS))
    cap = AS_COMMUNITY if now.weekly_cap is None else str(now.weekly_cap)
    fields = (
        TypeAheadField(
            "time_zone", "Time zone", "me.time_zones", tuple(map(_zone_option, OFTEN)),
            _zone_option(now.time_zone) if now.time_zone else None, required=False,
            hint="Quiet hours count only once it is known.", placeholder="Type a large city",
        ),
        SelectField(
            "quiet_from", "Quiet from", (Option("No quiet hours", NEVER), *hours),
            NEVER if none else _clock(now.quiet_from), hint="Questions wait until your quiet hours are over.",
        ),
        SelectField("quiet_until", "Quiet until", hours, _clock(now.quiet_until)),
        SelectField("weekly_cap", "Questions a week at most", caps, cap),
        _intros(now),
        SelectField("digest", "Digest", (Option("Yes", YES), Option("No", NO)), YES if now.digest else NO,
                    hint="On Monday mornings, one message: what waits for you, and what is new."),
    )  # fmt: skip
    return Form("Preferences", "me.save_preferences", fields, turn.new_id(), submit="Save")


def _intros(now: Preferences) -> SelectField:
    options = (Option("Any number", ANY), *(Option(str(number), str(number)) for number in INTROS))
    value = ANY if now.intros_a_month is None else str(now.intros_a_month)
    hint = "Once you have offered so many, no more requests reach you."
    return SelectField("intros_a_month", "Introductions a month at most", options, value, hint)


@cache
def _zones() -> tuple[str, ...]:
    """IANA names that people know: a region and a city; the machine's own list hardly ever changes."""
    return (*sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/")), "UTC")


def _zone_option(zone: str) -> Option:
    return Option(zone.replace("_", " "), zone)


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR:02}:{minutes % HOUR:02}"


def _minutes(text: str) -> int | None:
    """Minutes after midnight; None for what is no full hour of the list."""
    known = {_clock(hour * HOUR): hour * HOUR for hour in range(24)} | {NEVER: 0}
    return known.get(text)

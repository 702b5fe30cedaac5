"""Settings of a community: their keys, defaults and meanings. Operators and managers change them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.model import Community
from bot.turn import Refused


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what a value must look like, and the sentence for one that does not."""

    default: str
    fits: Callable[[str], bool]
    wanted: str


def _number(least: int, most: int) -> Callable[[str], bool]:
    return lambda value: bool(re.fullmatch(r"\d{1,6}", value)) and least <= int(value) <= most


def _minutes(value: str) -> bool:
    match = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", value)
    return match is not None and int(match[1]) <= int(match[2] or match[1]) <= 1440


def _days(value: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(,\d{1,3}){0,5}", value))


SETTINGS: dict[str, Setting] = {
    "anonymous-delay": Setting("1-10", _minutes, "minutes, as in 1-10; 0 sends at once"),
    "moderation": Setting("post", lambda v: v in {"pre", "post"}, "pre or post"),
    "ask-days": Setting("7", _number(1, 90), "days, 1 to 90"),
    "weekly-cap": Setting("5", _number(0, 100), "questions a week, 0 to 100"),
    "k": Setting("5", _number(3, 100), "companies, 3 to 100"),
    "intro-remind-days": Setting("2", _number(1, 60), "days, 1 to 60"),
    "intro-expire-days": Setting("7", _number(1, 180), "days, 1 to 180"),
    "anonymous-members": Setting("20", _number(5, 10_000), "members, 5 to 10000"),
    "front-door": Setting("off", lambda v: v in {"on", "off"}, "on or off; members find its address under calls"),
    "renewal-days": Setting("180,120,90", _days, "days before the notice date, as in 180,120,90"),
    "review-confirm-days": Setting("180", _number(30, 1_095), "days, 30 to 1095"),
}


def value_of(community: Community, key: str) -> str:
    """The community's value, or the default."""
    return dict(community.settings).get(key, SETTINGS[key].default)


def number_of(community: Community, key: str) -> int:
    """The value of a setting that is a whole number."""
    return int(value_of(community, key))


def changed(community: Community, key: str, value: str) -> Community:
    """The community with one setting changed; Refused with what would be right."""
    setting = SETTINGS.get(key)
    if setting is None:
        raise Refused(f"There is no setting “{key}”. There are: {', '.join(SETTINGS)}, channel.")
    if not setting.fits(value):
        raise Refused(f"“{value}” does not fit {key}: it takes {setting.wanted}.")
    settings = dict(community.settings) | {key: value}
    return Community(community.id, community.name, tuple(sorted(settings.items())))

"""Who gets a question: the one place that decides it, for named and anonymous questions alike."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.ask.card import key_of, shared_card
from bot.cohort import one_company
from bot.lexicon import words_of
from bot.matching import Fit, alike, fits, question_of
from bot.model import Ask, AskStatus, Community, Role
from bot.ports import Store
from bot.quiet import next_waking
from bot.route import TimerCase
from bot.settings import number_of
from bot.turn import Later, Outcome, Send, Tick

WEEK = timedelta(days=7)
LIKE = 0.45
"""From this share of its words on, an answered question is like the one that is asked (see bot.matching.alike)."""
AT_ONCE = 300
"""So many peers at most are addressed in the asker's own turn; the worker addresses more of them, a chunk at a time."""
CHUNK = 1000
GIVEN = ":"
"""Between a question's id and the last member who has it: the members are chosen already."""
Posted: TypeAlias = tuple[tuple[Send, ...], tuple[Later, ...]]
BY_ROLE = "You are a community manager, and no peer could be asked"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a question goes to: the peers who fit it, best first, or the managers where no peer can be asked.

    ``about``: ids of the vendors that it is about, the one chosen in the form first.
    """

    about: tuple[str, ...]
    peers: tuple[Fit, ...] = ()
    managers: tuple[str, ...] = ()

    @property
    def companies(self) -> int:
        """How many companies the peers work for."""
        return len({one_company(fit.company) for fit in self.peers})

    @property
    def reasons(self) -> dict[str, list[str]]:
        """Members by the reason that they are told."""
        found: dict[str, list[str]] = defaultdict(list)
        for fit in self.peers:
            found[fit.reason].append(fit.id)
        return dict(found) | ({BY_ROLE: list(self.managers)} if self.managers else {})


def reach(store: Store, community: Community, now: datetime, asked: Ask, asker: str) -> Reach:
    """Chooses who gets the question; ``asker`` is left out, and so is who had their number for this week."""
    about = _about(store, asked)
    categories = _categories(store, about, asked.question)
    like = _like(store, asked.question)
    candidates = store.matching.candidates(about.keys(), categories.keys(), like)
    fitting = fits(question_of(asked.question, about, categories), [c for c in candidates if c.id != asker])
    peers = with_room(store, community, now, fitting)
    managers = () if peers else tuple(m.id for m in store.members.with_role(Role.MANAGER) if m.id != asker)
    return Reach(tuple(about), tuple(peers), managers)


def send_named(store: Store, now: datetime, asked: Ask, chosen: Reach) -> Posted:
    """Keeps who was chosen and why; the card goes to them, to the channels and to the asker.

    Where they are many, a timer chooses and gives in the worker: the asker's turn stays quick.
    """
    asker = (asked.member_id,) if asked.member_id else ()
    if len(chosen.peers) > AT_ONCE:
        return _post(store, now, asked, chosen, asker), (_next(asked.id, now),)
    store.matching.give(asked.id, chosen.reasons)
    return _post(store, now, asked, chosen, (*store.matching.peers(asked.id, "", AT_ONCE), *asker)), ()


def send_unnamed(store: Store, now: datetime, asked: Ask, chosen: Reach, readers: Sequence[str]) -> Posted:
    """The card goes to ``readers``, the hidden asker among them, and to the channels.

    No reason is kept for anybody: the one reader without a reason would be the asker.
    """
    store.matching.give(asked.id, {"": sorted(readers)})
    if len(readers) > AT_ONCE:
        return _post(store, now, asked, chosen, ()), (_next(asked.id, now, GIVEN),)
    return _post(store, now, asked, chosen, tuple(store.matching.peers(asked.id, "", AT_ONCE))), ()


def fan_out(tick: Tick, store: Store) -> Outcome:
    """A question to very many: they are chosen, then a thousand a time get it, until all have it.

    Whoever chooses holds the community's row (see with_room), so what takes longer is left to turns of their own.
    """
    ask_id, given, after = tick.arg.partition(GIVEN)
    found = store.asks.on_card(ask_id)
    if found is None or found[0].status is not AskStatus.OPEN:
        return Outcome()
    if not given:
        asked = found[0]
        chosen = reach(store, tick.community, tick.now, asked, asked.member_id or "")
        store.matching.give(ask_id, chosen.reasons)
        return Outcome(timers=(_next(ask_id, tick.now, GIVEN),))
    members = tuple(store.matching.peers(ask_id, after, CHUNK))
    timers = (_next(ask_id, tick.now, GIVEN + members[-1]),) if len(members) == CHUNK else ()
    return Outcome(messages=(_send(store, tick.now, ask_id, members, ()),), timers=timers)


def waking(store: Store, ids: Sequence[str], now: datetime) -> dict[str, datetime]:
    """When quiet hours end, for those of these members who have them now."""
    moments = {one: next_waking(wanted, now) for one, wanted in store.profiles.preferences(ids).items()}
    return {one: moment for one, moment in moments.items() if moment > now}


def with_room(store: Store, community: Community, now: datetime, fitting: Sequence[Fit]) -> list[Fit]:
    """Those who have not had their number of questions in the last seven days; nobody learns who was left out."""
    if not fitting:
        return []
    store.hold()
    had, own = store.matching.asked_since(now - WEEK), store.matching.caps()
    usual = number_of(community, "weekly-cap")
    return [fit for fit in fitting if had.get(fit.id, 0) < own.get(fit.id, usual)]


TIMERS: dict[str, TimerCase] = {"ask.fan_out": fan_out}


def _post(store: Store, now: datetime, asked: Ask, chosen: Reach, members: tuple[str, ...]) -> tuple[Send]:
    """What the question is about is kept; the channels get the same card as these members."""
    store.matching.keep(asked.id, chosen.about)
    channels = tuple(store.matching.channels())
    store.matching.show_in(asked.id, channels)
    return (_send(store, now, asked.id, members, channels),)


def _send(store: Store, now: datetime, ask_id: str, members: tuple[str, ...], channels: tuple[str, ...]) -> Send:
    quiet = waking(store, members, now)
    return Send(key_of(ask_id), shared_card(store, ask_id), members, channels, not_before=quiet)


def _next(ask_id: str, now: datetime, given: str = "") -> Later:
    return Later(f"ask.fan_out:{ask_id}", now, "ask.fan_out", ask_id + given)


def _about(store: Store, asked: Ask) -> dict[str, str]:
    """Vendors of the question by id, with their names: the one that was chosen, then those that its text names."""
    chosen = store.vendors.get(asked.vendor_id) if asked.vendor_id else None
    named = store.vendors.named_in(asked.question)
    return {vendor.id: vendor.name for vendor in [*([chosen] if chosen else []), *named]}


def _categories(store: Store, about: dict[str, str], text: str) -> dict[str, str]:
    """Categories of the vendors, and those that the text names, by key."""
    known = store.vendors.categories()
    of_vendors = {key for vendor_id in about for key in store.vendors.categories_of(vendor_id)}
    words = f" {' '.join(text.casefold().split())} "
    return {c.key: c.name for c in known if c.key in of_vendors or f" {c.name.casefold()} " in words}


def _like(store: Store, text: str) -> list[str]:
    """Answered questions that share enough of the words."""
    words = words_of(text)
    found, texts = store.matching.sharing(words)
    return [ask_id for ask_id, share in alike(words, found, texts).items() if share >= LIKE]

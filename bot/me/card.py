"""The card of `me`, and the choice of the account that gets cards."""

from bot.me.preferences import in_words
from bot.model import Member, MemberStatus
from bot.ports import Store
from bot.ports.profile import OwnAccount
from bot.route import Route
from bot.sizes import band_words
from bot.text import count
from bot.turn import Outcome, Refused, Turn
from bot.views import Block, Button, Buttons, Card, Fact, Facts, Heading, Look, Paragraph

KEPT_AS: dict[str, tuple[str, str]] = {
    "ask": ("question", "questions"),
    "answer": ("answer", "answers"),
    "ask_peer": ("question that was put to you", "questions that were put to you"),
    "stack": ("vendor in your stack", "vendors in your stack"),
    "topic": ("category you take questions on", "categories you take questions on"),
    "conflict": ("declared interest", "declared interests"),
    "account": ("account", "accounts"),
    "review": ("review", "reviews"),
    "cold_call": ("cold call you logged", "cold calls you logged"),
    "contact_wish": ("wish how vendors reach you", "wishes how vendors reach you"),
    "renewal": ("renewal", "renewals"),
    "pitch_answer": ("answer to a vendor's pitch", "answers to vendors' pitches"),
    "intro": ("introduction you asked for", "introductions you asked for"),
    "intro_peer": ("request for an introduction put to you", "requests for an introduction put to you"),
    "intro_offer": ("introduction you offered", "introductions you offered"),
    "intro_conduct": ("rep's conduct you rated", "reps' conduct you rated"),
}
"""How people name the rows of a table; others go by the table's own name."""

LEFT_OUT = {"member", "preferences"}
"""Shown on the card itself, so not counted on it."""


def card(turn: Turn, store: Store) -> Outcome:
    """Somebody wants to see themselves as the community sees them, and everything that is kept."""
    return Outcome(me_card(turn, store, turn.member))


def choose(turn: Turn, store: Store) -> Outcome:
    """`Send my cards here`: from now on new cards go to another of one's accounts."""
    if not store.profiles.choose_account(turn.member.id, turn.arg):
        raise Refused("This account is not one of yours any more. Type me to see those you have.")
    return Outcome(me_card(turn, store, turn.member))


ROUTES = {
    "me": Route(card, paused_too=True),
    "me.account": Route(choose, writes=True, paused_too=True),
}


def me_card(turn: Turn, store: Store, me: Member) -> Card:
    """The card for one member, who alone sees it."""
    if me.status is MemberStatus.LEFT:
        return Card(me.name, (*_left(turn.community.name), _kept(store, me), _goodbye(left=True)))
    return Card(
        me.name,
        (
            _profile(me),
            *_paused(me),
            Heading("Accounts"),
            *_accounts(store.profiles.accounts(me.id)),
            Heading("When you are asked"),
            Facts(in_words(turn.community, store.profiles.preferences([me.id])[me.id])),
            Heading("Kept about you"),
            _kept(store, me),
            _buttons(),
            _goodbye(left=False),
        ),
    )


def _profile(me: Member) -> Facts:
    shown = (
        ("Title", me.title),
        ("Company", me.company),
        ("Work e-mail", me.email),
        ("Industry", me.industry),
        ("Size", band_words(me.size)),
        ("Region", me.region),
        ("Role", me.role.value.capitalize()),
    )
    return Facts(tuple(Fact(label, value or "not given") for label, value in shown))


def _paused(me: Member) -> tuple[Block, ...]:
    if me.status is MemberStatus.ACTIVE:
        return ()
    return (Paragraph(("Your membership is paused. A community manager can tell you more.",)),)


def _left(community: str) -> tuple[Block, ...]:
    return (Paragraph((f"You have left {community}. Type join to ask to come back.",)), Heading("Kept about you"))


def _accounts(accounts: list[OwnAccount]) -> list[Block]:
    blocks: list[Block] = []
    places = [_place(account) for account in accounts]
    for number, account in enumerate(accounts):
        gets = " · gets your cards" if account.main else ""
        nth = f", account {places[: number + 1].count(places[number])}" if places.count(places[number]) > 1 else ""
        blocks.append(Paragraph((f"{places[number]}{nth}{gets}",)))
        if not account.main:
            blocks.append(Buttons((Button("Send my cards here", "me.account", account.id),)))
    return [*blocks, Buttons((Button("Link another account", "link.code"),))]


def _place(account: OwnAccount) -> str:
    """ "Slack (Fjord)", or the platform alone where the workspace's name is not known."""
    return f"{account.platform.capitalize()} ({account.place})" if account.place else account.platform.capitalize()


def _kept(store: Store, me: Member) -> Paragraph:
    rows = {name: len(found) for name, found in store.profiles.kept(me).items() if name not in LEFT_OUT}
    said = [count(number, *KEPT_AS.get(name, (_plain(name), _plain(name)))) for name, number in rows.items()]
    return Paragraph((f"Your profile and preferences; {', '.join(said)}." if said else "Your profile.",))


def _plain(table: str) -> str:
    return table.replace("_", " ")


def _buttons() -> Buttons:
    return Buttons(
        (
            Button("Edit profile", "me.edit", opens_form=True),
            Button("New employer or e-mail", "join.details", opens_form=True),
            Button("Preferences", "me.preferences", opens_form=True),
            Button("How vendors reach me", "calls.wish", opens_form=True),
            Button("My stack", "stack"),
            Button("Conflicts", "me.conflicts"),
        )
    )


def _goodbye(left: bool) -> Buttons:
    leave = Button(
        "Leave", "me.leave", look=Look.DANGER,
        confirm="Leave the community? Your open questions close, and your name disappears from cards.",
    )  # fmt: skip
    erase = Button("Erase", "me.erase", look=Look.DANGER)
    export = Button("Export", "me.export")
    return Buttons((export, erase) if left else (export, leave, erase))

"""The brief and the offers as people read them, without anybody's name."""

from bot.anonymous.attribute import still_shown
from bot.intro.model import Budget, Intro, IntroKind, Offer, Urgency, Vouch
from bot.ports import Store
from bot.signature import declaration
from bot.views import Bold, Fact, Facts, Quote, Spans

KINDS = {IntroKind.REP: "Vendor rep", IntroKind.REFERENCE: "Peer reference"}
URGENCIES = {Urgency.HIGH: "High", Urgency.NORMAL: "Normal", Urgency.LOW: "Low"}
BUDGETS = {Budget.APPROVED: "Approved", Budget.PLANNED: "Planned", Budget.NONE: "None"}
VOUCHES = {
    Vouch.HEARD: "Heard good things",
    Vouch.EVALUATED: "Evaluated it",
    Vouch.PILOTED: "Piloted it",
    Vouch.USE: "Use it",
    Vouch.RENEWED: "Renewed it",
    Vouch.STAKE: "Would stake my name",
}
NEED, PROCESS, DECIDER, TIMELINE = "Need", "Process", "Who decides and by what measure", "Timeline"
WORDS = {"need": NEED, "process": PROCESS, "decider": DECIDER, "timeline": TIMELINE}
"""The fields of the brief that people write freely, with their labels."""


def brief_facts(store: Store, intro: Intro) -> tuple[Fact, ...]:
    """Everything of the brief but the need, which is quoted; what was left empty is left out."""
    shown = (
        (PROCESS, intro.process),
        (DECIDER, intro.decider),
        (TIMELINE, intro.timeline),
        ("Urgency", URGENCIES[intro.urgency]),
        ("Budget status", BUDGETS[intro.budget]),
        ("Decision date", f"{intro.decide_by:%-d %B %Y}"),
        ("About the buyer", like(store, intro.attribute)),
    )
    return tuple(Fact(label, value) for label, value in shown if value)


def brief(store: Store, intro: Intro) -> tuple[Quote, Facts]:
    """The brief on a card."""
    return Quote(intro.need, (Bold(NEED),)), Facts(brief_facts(store, intro))


def like(store: Store, attribute: str) -> str:
    """The one general attribute, while enough people of enough companies share it."""
    return still_shown(attribute, store.members.population()) if attribute else ""


def about(store: Store, intro: Intro) -> str:
    """What it is about: "Okta", or what is left of it."""
    vendor = store.vendors.get(intro.vendor_id)
    return vendor.name if vendor else "a vendor"


def offered(store: Store, intro: Intro, offer: Offer) -> Quote:
    """An offer as the buyer compares it: vouch, interest and reason, and nobody's name."""
    declared = store.profiles.conflicts([offer.member_id], intro.vendor_id).get(offer.member_id, ())
    interest = f"own interest: {offer.interest}" if offer.interest else "no own interest"
    beside = (interest, like(store, offer.attribute))
    said = "".join(f" · {one}" for one in beside if one) + declaration(declared, about(store, intro))
    by: Spans = (Bold(VOUCHES[offer.vouch]), said)
    return Quote(offer.why, by)

"""How vendors approach people: by which channel, with which tactic, and what they do well. Companies, never people."""

from enum import StrEnum

from bot.views import Option


class Channel(StrEnum):
    """By what an approach came."""

    PHONE = "phone"
    MOBILE = "mobile"
    EMAIL = "e-mail"
    LINKEDIN = "linkedin"
    IN_PERSON = "in person"
    ASSISTANT = "assistant"
    OTHER = "other"


class Tactic(StrEnum):
    """What one would rather not have met."""

    AREA = "area"
    SCRIPT = "script"
    SENT = "sent"
    FAMILIAR = "familiar"
    ROLE = "role"
    OVER = "over"
    TRACKED = "tracked"
    CUSTOMER = "customer"
    CALLER_ID = "caller id"
    AGAIN = "again"


class Praise(StrEnum):
    """What was done well."""

    STRAIGHT_NO = "straight no"
    REFERRED = "referred"
    LIMITS = "limits"
    TOOK_NO = "took no"


CHANNELS: dict[Channel, str] = {
    Channel.PHONE: "Phone",
    Channel.MOBILE: "Mobile",
    Channel.EMAIL: "E-mail",
    Channel.LINKEDIN: "LinkedIn",
    Channel.IN_PERSON: "In person",
    Channel.ASSISTANT: "Via my assistant",
    Channel.OTHER: "Another way",
}
TACTICS: dict[Tactic, str] = {
    Tactic.AREA: "“In the area”",
    Tactic.SCRIPT: "Read from a script",
    Tactic.SENT: "“Our VP asked me to call”",
    Tactic.FAMILIAR: "Pretended to know me",
    Tactic.ROLE: "Asked for a role, not a person",
    Tactic.OVER: "Went over my head",
    Tactic.TRACKED: "Tracked me from an event",
    Tactic.CUSTOMER: "Called an existing customer",
    Tactic.CALLER_ID: "Caller-ID trick",
    Tactic.AGAIN: "Called again after a no",
}
PRAISE: dict[Praise, str] = {
    Praise.STRAIGHT_NO: "Gave a straight no",
    Praise.REFERRED: "Referred me elsewhere",
    Praise.LIMITS: "Listed the limits of the product",
    Praise.TOOK_NO: "Took no for an answer",
}

CHANNEL_OPTIONS = tuple(Option(label, channel.value) for channel, label in CHANNELS.items())
TACTIC_OPTIONS = tuple(Option(label, tactic.value) for tactic, label in TACTICS.items())
PRAISE_OPTIONS = tuple(Option(label, praise.value) for praise, label in PRAISE.items())

"""What a pitch is made of, in the words of the page and of the members' list."""

from bot.imports import SIZES
from bot.lexicon import INDUSTRIES
from bot.model import Category, Community
from bot.ports import Store
from bot.ports.door import BETWEEN, Pitch
from bot.settings import value_of
from bot.views import Fact

PURPOSE = "door"
"""The word of the page's address, and of its forms."""
PITCH = "pitch"
"""The same of the page where a vendor reads the answer."""

PRICE_MODELS = {
    "user": "Per user", "device": "Per device or asset", "usage": "By usage", "flat": "A flat subscription",
    "licence": "A licence, bought once", "project": "By project or by time", "support": "Free software, paid support",
    "other": "Another model",
}  # fmt: skip
BANDS = dict(
    zip(SIZES, ("1 to 99 people", "100 to 999 people", "1,000 to 9,999 people", "10,000 people and more"), strict=True)
)
ANY = "any"
FIELDS_OF_BUSINESS = {ANY: "Any industry"} | {one: one.capitalize() for one in sorted(INDUSTRIES)}

TERMS = (
    "The answer comes on a page of this site, with its date, and in no other way.",
    "We start no follow-up sequence and put nobody on a mailing list.",
    "If nobody is interested by the date, that is a no, and we do not call on.",
    "One pitch of our company in a category within 90 days.",
)
ONE_PLACE = "Members see one pitch of a company in a category; one that finds no place ends as a no."
"""Said to everybody alike, so that nobody learns who was here before."""


def is_open(community: Community) -> bool:
    """Whether the community has a front door."""
    return value_of(community, "front-door") == "on"


def address(pages: str, community: Community) -> str:
    """Where vendors find the page; "" where there is none."""
    return pages + path(community) if pages and is_open(community) else ""


def path(community: Community) -> str:
    """The page's path: the community's own random id, which gives no right but to knock."""
    return f"/{PURPOSE}/{community.id}"


def shelves(store: Store) -> dict[str, Category]:
    """The community's categories by key."""
    return {one.key: one for one in store.vendors.categories()}


def shelf(store: Store, key: str) -> str:
    """A category's name; its key where it is gone."""
    found = shelves(store).get(key)
    return found.name if found else key


def meant_for(pitch: Pitch) -> str:
    """ "100 to 999 people or 1,000 to 9,999 people; Healthcare"."""
    sizes = " or ".join(BANDS[one] for one in pitch.sizes.split(BETWEEN) if one in BANDS)
    return "; ".join(part for part in (sizes, FIELDS_OF_BUSINESS.get(pitch.industry, "")) if part)


def facts(pitch: Pitch) -> tuple[Fact, ...]:
    """What a pitch says beside its own words."""
    return (
        Fact("For", meant_for(pitch)),
        Fact("Reference customers", "Yes" if pitch.has_references else "No"),
        Fact("Price", PRICE_MODELS.get(pitch.price_model, PRICE_MODELS["other"])),
    )

"""The one general attribute that may stand beside a handle, and whether it still may when the card is drawn again."""

from collections.abc import Sequence

from bot.cohort import GENERAL, MIN_ACTIVE, Peer, shown_attribute
from bot.model import Community, Member
from bot.ports import Store
from bot.settings import number_of
from bot.sizes import band_words


def offered(store: Store, community: Community, member: Member, thread_id: str, handle: str) -> str:
    """What the author may choose to show ("industry=Retail"), or "".

    Under one handle there is never a second attribute: whoever has shown one in the thread can only show it again.
    """
    shown = {text.partition("=")[0] for text in store.asks.attributes(thread_id, handle)} if handle else set()
    before = next(iter(shown), None)
    own = {name: str(getattr(member, name)) for name in GENERAL}
    least = max(number_of(community, "anonymous-members"), MIN_ACTIVE)
    found = shown_attribute(own, store.members.population(), shown_before=before, min_active=least)
    return f"{found[0]}={found[1]}" if found else ""


def still_shown(attribute: str, population: Sequence[Peer]) -> str:
    """The attribute in words while enough people of enough companies share it, else ""."""
    name, _, value = attribute.partition("=")
    return band_words(value) if attribute and shown_attribute({name: value}, population, shown_before=name) else ""

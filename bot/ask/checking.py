"""What a question or an answer adds to the look before others read it: the hour, and the attribute beside a handle."""

from dataclasses import replace
from datetime import timedelta

from bot.anonymous.attribute import offered
from bot.checking import FRESH, Found, Written, come_back
from bot.ports import Store
from bot.sizes import band_words
from bot.turn import Turn
from bot.views import Field, Form, Option, Paragraph, SelectField

WITH_ATTRIBUTE = "attribute"
ONE_VISIT = timedelta(hours=1)
JUST_NAMED = (
    "You wrote something under your name within the last hour. Whoever compares the times may put the two together. "
    "To be safer, send this at another time of the day."
)


def once_more(
    turn: Turn, store: Store, form: Form, written: Written, found: Found, thread_id: str = "", handle: str = ""
) -> Form:
    """The form that its author looks at again; ``handle`` is theirs in the thread, "" for none yet."""
    again = come_back(form, written, found)
    if written.signed:
        return again
    fields = (*again.fields, *_beside(turn, store, thread_id, handle))
    return replace(again, fields=fields, intro=(*again.intro, *_just_named(turn, store)))


def attribute_chosen(turn: Turn, store: Store, thread_id: str = "", handle: str = "") -> str:
    """The attribute that the author wants beside the handle and may show, or ""."""
    if turn.text("beside") != WITH_ATTRIBUTE:
        return ""
    return offered(store, turn.community, turn.member, thread_id, handle)


def _just_named(turn: Turn, store: Store) -> tuple[Paragraph, ...]:
    """The delay of some minutes does not part what one person says twice within an hour (see decision 0007)."""
    last = store.asks.last_named(turn.member.id)
    return (Paragraph((JUST_NAMED,)),) if last and turn.now - last < ONE_VISIT else ()


def _beside(turn: Turn, store: Store, thread_id: str, handle: str) -> tuple[Field, ...]:
    """The one attribute that the author may show, where enough people share it."""
    found = offered(store, turn.community, turn.member, thread_id, handle)
    if not found:
        return ()
    told = handle or FRESH
    shared = band_words(found.partition("=")[2])
    options = (Option(told, "nothing"), Option(f"{told} · {shared}", WITH_ATTRIBUTE))
    hint = f"Many members share “{shared}”, so it points at nobody."
    return (SelectField("beside", "Signed", options, turn.text("beside") or "nothing", hint),)

"""Writing under a handle over the real wire formats: the choice, the preview and the receipt in Slack and in Teams."""

import logging
import re
from functools import partial

import pytest
from sqlalchemy import select

from bot.settings import changed
from playground.people import Person
from storage import tables as t
from tests.town import COMMUNITY, Town


def sees(person: Person, words: str) -> bool:
    return words in person.screen()


def marked(town: Town) -> bool:
    """Whether the timer has come by which an anonymous asker's mark is set."""
    with town.house.database.reading() as transaction:
        return bool(transaction.connection.execute(select(t.answer_helped)).all())


def small_circle(town: Town) -> None:
    """Five members are enough here, and nothing waits."""
    with town.house.database.writing() as transaction:
        found = transaction.communities.named(COMMUNITY)
        assert found
        for key, value in (("anonymous-members", "5"), ("anonymous-delay", "0")):
            found = changed(found, key, value)
        transaction.communities.keep_settings(found)


@pytest.mark.parametrize("asker", ["alice", "dora"])
async def test_a_question_under_a_handle_crosses_platforms_and_can_be_taken_back(
    town: Town, asker: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "warmline")
    small_circle(town)
    person = getattr(town, asker)
    await person.type("ask How is night support?")
    await person.fill({"Vendor": "Okta", "Ask as": "Anonymous"}, submit=True)
    assert "What peers will see" in person.screen()
    await person.submit()
    assert "Receipt code" in person.screen()
    code = person.screen().partition("Receipt code")[2].strip()[:19]
    for reader in (town.carl, town.bea, person):
        await town.wait_for(partial(sees, reader, "A question about Okta"))
        assert asker.title() not in reader.screen().partition("A question about Okta")[2].partition("Receipt")[0]
    await town.bea.press("Answer")
    # The whole promise: where it ended in "or yo…", somebody could believe more. (Slack's hints hold 2,000.)
    assert sees(town.bea, "or your own writing style. Sent")
    await town.bea.fill({"Answer": "Slow, yet kind.", "Answer as": "Anonymous"}, submit=True)
    await town.bea.submit()
    await town.wait_for(lambda: "Slow, yet kind." in town.carl.screen())
    assert not re.search(r"\bBea\b", town.carl.screen())  # a handle may be "Inland Bean"
    await person.type(f"receipt {code}")
    await town.wait_for(lambda: "This question was taken back." in town.carl.screen())
    ids = [found.actor.user for found in town.world.people]
    assert not any(one in record.getMessage() for record in caplog.records for one in ids)


async def test_a_private_note_opens_where_it_stays_until_it_is_closed(town: Town) -> None:
    """In Teams a line under a card is gone in seconds, and this one tells why a text was taken down."""
    small_circle(town)
    await town.dora.type("ask How is night support?")
    await town.dora.fill({"Vendor": "Okta", "Ask as": "Anonymous"}, submit=True)
    await town.dora.submit()
    await town.wait_for(partial(sees, town.mia, "A question about Okta"))
    await town.mia.press("Read", card="A question about Okta")
    await town.mia.press("Remove…")
    await town.mia.fill({"Reason": "It attacks instead of informing"}, submit=True)
    await town.wait_for(partial(sees, town.dora, "A private note for you"))
    await town.dora.press("Open", card="A private note for you")
    assert town.dora.dialog.title == "For you alone"
    assert "It attacks instead of informing" in town.dora.dialog.text
    assert "For you alone" not in town.dora.dialog.text


@pytest.mark.parametrize(("asker", "peer"), [("alice", "carl"), ("dora", "bea")])
async def test_an_anonymous_asker_closes_and_says_what_helped_unseen(town: Town, asker: str, peer: str) -> None:
    small_circle(town)
    person, answering = getattr(town, asker), getattr(town, peer)
    await person.type("ask How is night support?")
    await person.fill({"Vendor": "Okta", "Ask as": "Anonymous"}, submit=True)
    await person.submit()
    await town.wait_for(partial(sees, answering, "A question about Okta"))
    await answering.press("Answer")
    await answering.fill({"Answer": "Slow, yet kind. " * 50}, submit=True)
    await town.wait_for(partial(sees, person, "Slow, yet kind."))
    await person.press("Read all", card="A question about Okta")
    assert sees(person, "This question is yours. Only you see these buttons.")
    surface, _ = person._button("Close", "This question is yours")
    await person._use(surface, [button for button in surface.drawn.buttons if button.label == "Close"][-1])
    await town.wait_for(partial(sees, answering, "Whoever asked can press Read and say what helped"))
    await answering.press("Read all", card="Whoever asked can press Read")
    assert not sees(answering, "This question is yours")
    await person.press("Read all", card="Whoever asked can press Read")
    await person.press("What helped?")
    await person.fill({"Helpful answers": [f"{answering.actor.name}: Slow"]}, submit=True)
    await town.wait_for(partial(sees, person, "1 answer marked as helpful"))
    await town.wait_for(partial(marked, town))
    await answering.type("ask Okta at night")
    await town.wait_for(partial(sees, answering, "helped the asker"))

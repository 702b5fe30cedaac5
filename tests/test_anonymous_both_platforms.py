"""Writing under a handle over the real wire formats: the choice, the preview and the receipt in Slack and in Teams."""

import logging
from functools import partial

import pytest

from bot.settings import changed
from playground.people import Person
from tests.town import COMMUNITY, Town


def sees(person: Person, words: str) -> bool:
    return words in person.screen()


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
    assert "This is what peers will see" in person.screen()
    await person.submit()
    assert "Receipt code" in person.screen()
    code = person.screen().partition("Receipt code")[2].strip()[:19]
    for reader in (town.carl, town.bea, person):
        await town.wait_for(partial(sees, reader, "A question about Okta"))
        assert asker.title() not in reader.screen().partition("A question about Okta")[2].partition("Receipt")[0]
    await town.bea.press("Answer")
    await town.bea.fill({"Answer": "Slow, yet kind.", "Answer as": "Anonymous"}, submit=True)
    await town.bea.submit()
    await town.wait_for(lambda: "Slow, yet kind." in town.carl.screen())
    assert "Bea" not in town.carl.screen()
    await person.type(f"receipt {code}")
    await town.wait_for(lambda: "This question was taken back." in town.carl.screen())
    ids = [found.actor.user for found in town.world.people]
    assert not any(one in record.getMessage() for record in caplog.records for one in ids)


async def test_the_answer_form_in_teams_says_the_whole_promise(town: Town) -> None:
    """Where it ended in "or yo…", somebody could believe more than is promised. (Slack's hints hold 2,000.)"""
    small_circle(town)
    await town.alice.type("ask How is night support?")
    await town.alice.fill({"Vendor": "Okta"}, submit=True)
    await town.wait_for(partial(sees, town.bea, "A question about Okta"))
    await town.bea.press("Answer")
    assert sees(town.bea, "or your own writing style. Sent")

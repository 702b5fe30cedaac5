"""Mentions in a channel's thread: the line goes to the core with the reference of the post above."""

import json

import pytest

from adapters.teams.address import Ref
from bot.views import Note
from tests.teams.fakes import IN_CHANNEL, Core, bench


async def test_words_under_a_post_reach_the_core_with_its_reference() -> None:
    async with bench(Core([Note.say("Thank you.")])) as b:
        await b.say("Slow at night", id="8", **IN_CHANNEL)
        asked = b.core.asked[0]
        assert (asked.line, asked.thread) == ("Slow at night", Ref("19:c@thread.tacv2", "7").text())


@pytest.mark.parametrize(
    ("activity", "conversation"), [("7", "19:c@thread.tacv2;messageid=7"), ("8", "19:c@thread.tacv2")]
)
async def test_a_post_of_ones_own_stands_under_nothing(activity: str, conversation: str) -> None:
    async with bench(Core([Note.say("Hello.")])) as b:
        where = {"id": conversation, "conversationType": "channel", "isGroup": True}
        await b.say("help", id=activity, conversation=where)
        assert b.core.asked[0].thread == ""


def test_the_reference_is_the_outboxs_own() -> None:
    assert json.loads(Ref("19:c@thread.tacv2", "7").text()) == {"c": "19:c@thread.tacv2", "a": "7"}

"""Mentions in a thread: what was said goes to the core with the reference of the card above."""

import pytest

from adapters.slack.incoming import _spoken
from bot.views import Form, Note
from tests.slack.world import World

EVENT = {"type": "app_mention", "user": "U1", "team": "T9", "channel": "C1", "ts": "2.2", "thread_ts": "1.1"}


async def test_words_in_a_thread_reach_the_core_with_the_card_they_stand_under(one_team: World) -> None:
    one_team.core.reply = Note.say("Thank you.")
    await one_team.event(EVENT | {"text": "<@UBOT> Slow &amp; late, see <https://a.example/x|this>"})
    (asked,) = one_team.core.requests
    assert (asked.line, asked.thread) == ("Slow & late, see this", "C1:1.1")
    assert (asked.sender.tenant, asked.sender.user) == ("T9", "U1")
    assert asked.key.startswith("slack:")
    (told,) = one_team.slack.of("chat.postEphemeral")
    assert told["thread_ts"] == "1.1"
    assert "Thank you." in told["text"]


async def test_what_needs_a_form_there_gets_the_hint(one_team: World) -> None:
    one_team.core.reply = Form("Ask", "ask.post", (), "once")
    await one_team.event(EVENT | {"text": "<@UBOT> ask"})
    (told,) = one_team.slack.of("chat.postEphemeral")
    assert "/peers help" in told["text"]


@pytest.mark.parametrize(("typed", "said"), [
    ("<@U1|warmline> fine", "fine"), ("fine <!channel> <#C1|general>", "fine"), ("a &lt; b", "a < b"),
    ("<https://a.example>", "https://a.example"), ("<@U1>", ""), ("", ""), ("< 3 <", "< 3 <"),
])  # fmt: skip
def test_what_was_said_is_plain_words(typed: str, said: str) -> None:
    assert _spoken(typed) == said

"""Introductions across platforms and inside one workspace: real wire formats, real pages."""

import re
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import Engine

from playground.people import Person
from tests.test_both_platforms import sees
from tests.town import Town, running, slack

NEED = "Single sign-on for four thousand people in shifts."
WHY = "Says what the product cannot do before you ask."


async def until(town: Town, person: Person, words: str) -> None:
    """The words stand on somebody's screen."""
    await town.wait_for(partial(sees, person, words))


async def to_the_link(town: Town, buyer: Person, connector: Person) -> str:
    """As far as the link that the connector forwards."""
    await buyer.type("intro Okta")
    await buyer.fill({"Need": NEED}, submit=True)
    await until(town, connector, NEED)
    assert buyer.actor.name not in connector.screen()
    await connector.press("Offer an introduction")
    offer = {"How well do you know it?": "Use it", "The rep's name": "Robin Vance", "Why this rep": WHY}
    await connector.fill(offer, submit=True)
    await until(town, buyer, WHY)
    assert "Robin" not in buyer.screen()
    await buyer.press("Choose this offer")
    await until(town, connector, "Your offer was chosen")
    await connector.press("Get the link")
    await until(town, connector, "Ready to forward")
    found = re.search(r"http://127\.0\.0\.1:\d+/i/[0-9a-f]{32}", connector.screen())
    assert found
    return found[0]


async def the_rep_says_fit(url: str) -> None:
    """On the page, as a browser does it."""
    async with ClientSession() as session, session.get(url) as shown:
        text = await shown.text()
        assert NEED in text
        hidden = dict(re.findall(r'name="(\w+)"[^>]*type="hidden"[^>]*value="([^"]*)"', text))
        hidden |= dict(re.findall(r'type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', text))
        origin = url.rpartition("/i/")[0]
        form = hidden | {"answer": "fit", "accepted": "yes"}
        async with session.post(url, data=form, headers={"Origin": origin}) as said:
            assert said.status == 200, await said.text()


@pytest.mark.parametrize(("buying", "connecting"), [("alice", "bea"), ("dora", "carl")])
async def test_slack_and_teams_get_each_others_contact_and_the_buyers_chat_ends_with_one_card_that_counts(
    town: Town, buying: str, connecting: str
) -> None:
    buyer, connector = getattr(town, buying), getattr(town, connecting)
    await the_rep_says_fit(await to_the_link(town, buyer, connector))
    await until(town, buyer, "The rep says it fits")
    surface, _ = buyer._button("Reveal my name", "The rep says it fits")
    # Teams draws the question whether one is sure with a second button of the same label.
    await buyer._use(surface, [button for button in surface.drawn.buttons if button.label == "Reveal my name"][-1])
    await until(town, buyer, f"{connector.actor.name}, {connector.actor.company}")
    await until(town, connector, f"The buyer is {buyer.actor.name}, {buyer.actor.company}")
    assert "Introduced about" not in connector.screen()
    await until(town, buyer, "You know each other now")
    await buyer.press("Yes")
    await until(town, buyer, "Rate the rep's conduct")
    said = buyer.screen()
    past = ("Introduction to Okta: you asked on", "Introduction to Okta: you chose an offer.")
    assert [said.count(line) for line in past] == [1, 1]
    assert not any(gone in said for gone in ("The rep says it fits", "You know each other now", "Choose this offer"))


async def test_two_of_one_slack_workspace_get_a_group_of_their_own_and_a_no_comes_back(
    engine: Engine, tmp_path: Path
) -> None:
    async with running(engine, tmp_path, [slack("Alice"), slack("Nora", stack=("Okta",)), slack("Pia")]) as town:
        url = await to_the_link(town, town.alice, town.nora)
        await the_rep_says_fit(url)
        await until(town, town.alice, "The rep says it fits")
        await town.alice.press("Reveal my name")
        for person in (town.alice, town.nora):
            await until(town, person, "You two are introduced")
        assert "You two are introduced" not in town.pia.screen()
        await town.alice.press("No")
        await until(town, town.nora, "It is a no, with thanks.")

"""The console: a third platform by one folder and one name, used here as a person would."""

import asyncio

from adapters.console.app import TENANT, USER, Console, build
from adapters.port import Ports
from adapters.wiring import SealedGrants, off_the_loop
from adapters.worker import Worker
from bot.app import new_id
from bot.model import Account
from bot.ports import Courier
from tests.circle import Circle


def seat(circle: Circle, name: str, typed: list[str]) -> tuple[Console, list[str]]:
    """A console where these lines are typed, and what it says."""
    tenant = circle.community.id
    with circle.database.writing() as transaction:
        if transaction.communities.joined_to("console", tenant) is None:
            transaction.communities.join(tenant, "console", tenant)
        member = circle.people[name].member
        assert member
        store = transaction.store(circle.community)
        store.members.add_account(Account(new_id(), member.id, "console", tenant, member.email))
    ports = Ports(off_the_loop(circle.bot), SealedGrants(circle.database, circle.clock), True)
    console = build({TENANT: tenant, USER: member.email}, ports)
    assert console
    said: list[str] = []
    lines = iter(typed)

    async def ask(prompt: str) -> str:
        said.append(prompt)
        try:
            line = next(lines)
        except StopIteration:
            raise EOFError from None
        said.append(line)
        return line

    console.ask = ask
    console.say = said.append
    return console, said


def test_a_question_from_the_terminal_reaches_a_peer_on_another_platform(circle: Circle) -> None:
    circle.add("Alice")
    bea = circle.add("Bea", "teams", "tenant-1", uses=["Okta", "Oracle"])
    console, said = seat(circle, "Alice", ["1", "", "O", "1", "", "How is support?", "aks more?", "quit"])
    asyncio.run(console.talk())
    text = "\n".join(said)
    assert "1=Okta  2=Oracle" in text
    assert "Write your question, then send it." in text
    assert "Asked 1 peer" in text
    assert "Did you mean ask?" in text
    circle.deliver()
    assert "How is support?" in bea.sees


def test_a_card_arrives_at_the_terminal_and_its_button_can_be_pressed(circle: Circle) -> None:
    alice = circle.add("Alice")
    circle.add("Carl", "console-only", "nowhere", uses=["Okta"])
    with circle.database.writing() as transaction:
        from storage import tables as t

        transaction.connection.execute(t.account.delete().where(t.account.c.platform == "console-only"))
    console, said = seat(circle, "Carl", ["1", "It is fine.", "quit"])
    alice.types("ask")
    alice.fills(question="How is support?", vendor=circle.vendor("Okta"))
    couriers: dict[str, Courier] = {"slack": circle.post, "console": console}
    worker = Worker(circle.database, circle.bot, couriers, circle.clock, circle.wake)

    async def use() -> None:
        await worker.drain()
        console._buttons = console._buttons[:1]
        said.append(await console.ask(""))
        await console._press(console._buttons[0])
        await worker.drain()

    asyncio.run(use())
    assert "A question about Okta" in "\n".join(said)
    assert "It is fine." in alice.cards[0]
    assert "(changed)" in "\n".join(said)


def test_nobody_at_the_console_means_it_is_off(circle: Circle) -> None:
    ports = Ports(off_the_loop(circle.bot), SealedGrants(circle.database, circle.clock), True)
    assert build({}, ports) is None

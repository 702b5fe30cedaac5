"""A CIO in Slack asks, a CIO in Teams answers: real wire formats, real adapters, real databases."""

import time
from functools import partial

from playground.people import Person
from tests.town import Town


def sees(person: Person, words: str) -> bool:
    return words in person.screen()


async def ask(town: Town, person: str, question: str, vendor: str) -> None:
    somebody = getattr(town, person)
    await somebody.type(f"ask {question}")
    await somebody.fill({"Vendor": vendor}, submit=True)


async def test_both_platforms_answer_alike_and_questions_and_answers_cross_both_ways(town: Town) -> None:
    await answers_come_back(town)
    await what_people_type_and_fill_in_is_answered_alike(town)


async def answers_come_back(town: Town) -> None:
    started = time.monotonic()
    await ask(town, "alice", "How is night support?", "Okta")
    await town.wait_for(lambda: "How is night support?" in town.bea.screen())
    assert time.monotonic() - started < 5
    await town.wait_for(lambda: "How is night support?" in town.carl.screen())
    assert "How is night support?" not in town.dora.screen()
    await town.carl.home()
    assert "Waiting for your answer" in town.carl.screen()
    await town.bea.press("Answer")
    await town.bea.fill({"Answer": "Slow at night, good by day."}, submit=True)
    for person in (town.alice, town.carl, town.bea):
        await town.wait_for(partial(sees, person, "Slow at night, good by day."))
        assert person.screen().count("How is night support?") == (2 if person is town.carl else 1)  # Home has it too.
    await ask(town, "dora", "Is the audit hard?", "Okta")
    await town.wait_for(lambda: "Is the audit hard?" in town.carl.screen())
    await town.carl.press("Answer", card="Is the audit hard?")
    await town.carl.fill({"Answer": "Not if you prepare."}, submit=True)
    await town.wait_for(lambda: "Not if you prepare." in town.dora.screen())


async def what_people_type_and_fill_in_is_answered_alike(town: Town) -> None:
    for person in (town.stranger, town.passerby):
        assert "You are not a member of CIO Circle yet" in await person.type("help")
    for person in (town.alice, town.bea):
        await person.type("help")
        assert "Ask peers" in person.screen()
        assert "Did you mean" in await person.type("aks about Okta")
        await person.type("ask")
        assert "Okta" in await person.suggest("Vendor", "ok")
    for person in (town.alice, town.dora):
        await person.type("ask")
        await person.fill({"Vendor": "Okta"}, submit=True)
        assert "question" in person.screen().lower()
        await person.fill({"Question": f"Is it quick, {person.actor.platform}?"}, submit=True)
    await town.wait_for(lambda: "quick, slack?" in town.bea.screen() and "quick, teams?" in town.bea.screen())

"""The message extension of Teams: a word that opens a form opens it from any chat, and only its sender sees it."""

from tests.town import Town


async def test_a_question_is_asked_from_the_message_extension(town: Town) -> None:
    await town.bea.shortcut("ask")
    await town.bea.fill({"Question": "How is the audit?", "Vendor": "Okta"}, submit=True)
    await town.wait_for(lambda: "How is the audit?" in town.carl.screen())
    assert "How is the audit?" in town.bea.screen()


async def test_a_stranger_gets_the_same_polite_line_there(town: Town) -> None:
    seen = await town.passerby.shortcut("ask")
    assert "You are not a member of CIO Circle yet" in f"{seen} {town.passerby.screen()}"


async def test_a_command_of_an_older_package_is_answered(town: Town) -> None:
    await town.bea.shortcut("gossip")
    assert "gossip" in town.bea.screen()

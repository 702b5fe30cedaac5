"""The message extension of Teams: a word that opens a form opens it from any chat, and only its sender sees it."""

from tests.town import Town


async def test_it_opens_a_form_for_a_member_and_answers_a_stranger_and_an_older_package(town: Town) -> None:
    await town.bea.shortcut("ask")
    await town.bea.fill({"Question": "How is the audit?", "Vendor": "Okta"}, submit=True)
    await town.wait_for(lambda: "How is the audit?" in town.carl.screen())
    assert "How is the audit?" in town.bea.screen()

    # A stranger gets the same polite line there as anywhere.
    seen = await town.passerby.shortcut("ask")
    assert "You are not a member of CIO Circle yet" in f"{seen} {town.passerby.screen()}"

    # A command of an older package is answered.
    await town.bea.shortcut("gossip")
    assert "gossip" in town.bea.screen()

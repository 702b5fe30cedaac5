"""The managers' desk: the same use cases as in chat, drawn as pages; what is pressed there is done for everybody."""

import re

from bot.settings import changed, value_of
from tests.asking import answer, ask
from tests.at_the_desk import Seat, desk, mia
from tests.circle import Circle
from tests.reviewing import reviews

__all__ = ["desk", "mia"]  # the fixtures


def set_to(circle: Circle, key: str, value: str) -> None:
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(changed(circle.community, key, value))


def setting(circle: Circle, key: str) -> str:
    with circle.database.reading() as transaction:
        return value_of(transaction.community(circle.community.id), key)


def test_the_queue_is_the_first_page_and_says_that_nothing_waits(desk: Seat) -> None:
    assert desk.answer.status == 200
    assert desk.path == "/desk/queue"
    assert "Nothing waits for you." in desk.said
    assert "CIO Circle" in desk.said
    assert "Mia" in desk.said


def test_every_page_is_the_cores_own_answer(desk: Seat) -> None:
    for name, says in (
        ("queue", "Curation"), ("people", "No applications waiting"), ("vendors", "Move a product"),
        ("cases", "Nothing waits"), ("settings", "Weekly cap"), ("health", "Questions answered"), ("files", "Export"),
    ):  # fmt: skip
        assert says in desk.open(f"/desk/{name}"), name
        assert desk.answer.status == 200


def test_a_review_is_read_and_approved_and_its_author_is_told(circle: Circle, desk: Seat) -> None:
    set_to(circle, "moderation", "pre")
    alice = circle.add("Alice", uses=("Okta",))
    reviews(alice, "Okta")
    assert "Review of Okta" in desk.open("/desk/queue")
    desk.follow("Read")
    assert "Approve" in desk.said
    assert "approved" in desk.press("Approve").lower()
    assert "Nothing waits for you." in desk.said
    circle.deliver()
    assert any("approved" in card.lower() or "read" in card.lower() for card in alice.cards)


def test_a_review_is_declined_with_a_reason_that_its_author_reads(circle: Circle, desk: Seat) -> None:
    set_to(circle, "moderation", "pre")
    alice = circle.add("Alice", uses=("Okta",))
    reviews(alice, "Okta")
    desk.open("/desk/queue")
    desk.follow("Read")
    desk.follow("Decline")
    desk.press("Decline", {"To the author": "Leave the price out."})
    assert desk.answer.status == 422
    assert "Choose the reason" in desk.said
    assert "Leave the price out." in desk.answer.text
    desk.press("Decline", {"reason": "price"})
    assert "Nothing waits for you." in desk.said
    circle.deliver()
    assert any("Leave the price out." in card for card in alice.cards)


def test_several_reviews_are_decided_about_together(circle: Circle, desk: Seat) -> None:
    set_to(circle, "moderation", "pre")
    for name in ("Alice", "Bea", "Carl"):
        reviews(circle.add(name, uses=("Okta",)), "Okta")
    desk.open("/desk/queue")
    desk.follow("Decide several")
    ticked = re.findall(r'name="f.reviews" value="([0-9a-f]{32})"', desk.answer.text)
    assert len(ticked) == 3
    desk.press("Decide", {"decision": "approve"})
    assert desk.answer.status == 422
    assert "Tick at least one review." in desk.said
    assert "2 reviews approved" in desk.press("Decide", {"reviews": tuple(ticked[:2])})
    assert "1 decision waiting" in desk.said
    assert "Decide several" not in desk.said


def test_a_press_that_comes_twice_counts_once(circle: Circle, desk: Seat) -> None:
    set_to(circle, "moderation", "pre")
    reviews(circle.add("Alice", uses=("Okta",)), "Okta")
    desk.open("/desk/queue")
    desk.follow("Read")
    form = next(form for form in desk.page.forms if ("Approve", "", "") in form.buttons)
    assert "approved" in desk.send("/desk/queue", form.fields).lower()
    assert "Another community manager" not in desk.send("/desk/queue", form.fields)
    assert "Nothing waits for you." in desk.said


def test_settings_are_kept_and_a_wrong_one_says_what_would_be_right(circle: Circle, desk: Seat) -> None:
    desk.open("/desk/settings")
    desk.press("Save", {"ask-days": "never", "weekly-cap": "3"})
    assert desk.answer.status == 422
    assert "days, 1 to 90" in desk.said
    assert setting(circle, "weekly-cap") == "5"
    assert "Kept. How long a question is open: 9. Weekly cap of questions to one member: 3." in desk.press(
        "Save", {"ask-days": "9"}
    )
    assert (setting(circle, "ask-days"), setting(circle, "weekly-cap")) == ("9", "3")


def test_an_old_settings_page_undoes_nothing_of_what_another_set_meanwhile(circle: Circle, desk: Seat) -> None:
    desk.open("/desk/settings")
    fields = [(n, "9" if n == "f.ask-days" else v) for f in desk.page.forms if f.labels for n, v in f.fields]
    set_to(circle, "weekly-cap", "3")
    wrong = [(name, "never" if name == "f.ask-days" else value) for name, value in fields]
    assert "days, 1 to 90" in desk.send("/desk/settings", wrong)
    said = desk.press("Save", {"ask-days": "9"})
    assert "Kept. How long a question is open: 9. Changed meanwhile, and it stays:" in said
    assert (setting(circle, "ask-days"), setting(circle, "weekly-cap")) == ("9", "3")


def test_a_form_sent_twice_counts_once(circle: Circle, desk: Seat) -> None:
    desk.open("/desk/settings")
    form = next(form for form in desk.page.forms if form.labels)
    fields = [(name, "9" if name == "f.ask-days" else value) for name, value in form.fields]
    assert "Kept" in desk.send("/desk/settings", fields)
    desk.open("/desk/settings")
    desk.press("Save", {"ask-days": "11"})
    assert "Kept" not in desk.send("/desk/settings", fields)
    assert setting(circle, "ask-days") == "11"


def test_vendors_are_merged_by_what_is_typed_and_the_merge_is_undone(circle: Circle, desk: Seat) -> None:
    circle.add("Bea", uses=("Workday", "Workvivo", "Snyk"))
    desk.open("/desk/vendors")
    desk.follow("Merge")
    desk.press("Look up Merge", {"gone": "work"})
    assert desk.answer.status == 200
    assert "Which one?" in desk.said
    desk.press("Merge", {"f.gone": "Workvivo", "f.kept": "workday"})
    assert "Workvivo went into Workday" in desk.said
    desk.press("Yes: Undo")
    assert "Workvivo went into Workday" not in desk.said


def test_one_of_several_is_picked_from_the_list_without_a_script(circle: Circle, desk: Seat) -> None:
    circle.add("Bea", uses=("Workday", "Workvivo", "Snyk"))
    desk.open("/desk/vendors")
    desk.follow("Rename")
    desk.press("Look up Vendor", {"vendor": "work"})
    desk.press("Rename", {"p.vendor": circle.vendor("Workvivo"), "f.name": "Vivo"})
    assert "Workvivo is called Vivo now" in desk.said
    assert circle.vendor("Vivo")


def test_a_case_is_read_and_the_text_taken_down(circle: Circle, desk: Seat) -> None:
    from tests.flagging import flags

    alice, bea = circle.add("Alice", uses=("Okta",)), circle.add("Bea", "teams", "tenant-1", uses=("Okta",))
    ask(alice, "How do the nights go?", "Okta")
    circle.deliver()
    answer(bea, "The migration team never answered us.")
    flags(alice)
    assert "Flagged" in desk.open("/desk/cases")
    desk.follow("Read")
    assert "The migration team never answered us." in desk.said
    desk.follow("Take down")
    assert "Taken down" in desk.press("Take down", {"reason": "accusation"})
    circle.deliver()
    assert not any("never answered us" in card for card in alice.cards)


def test_somebody_is_found_and_suspended(circle: Circle, desk: Seat) -> None:
    bea = circle.add("Bea", "teams", "tenant-1")
    assert "Find a member" not in desk.open("/desk/people")
    desk.open("/desk/people?action=people.find")
    assert "Bea Works" in desk.press("Find", {"words": "bea"})
    desk.follow("Suspend")
    assert "Bea is suspended" in desk.press("Suspend", {"reason": "left"})
    assert "paused" in bea.types("home")


def test_health_is_drawn_and_said_in_words(circle: Circle, desk: Seat) -> None:
    alice, bea = circle.add("Alice", uses=("Okta",)), circle.add("Bea", uses=("Okta",))
    ask(alice, "How do the nights go?", "Okta")
    circle.deliver()
    answer(bea, "Well enough.")
    desk.open("/desk/health")
    assert '<svg role="img" aria-label="Questions answered. Apr 2025: none;' in desk.answer.text
    assert "Mar 2026: 100 % (1 of 1 question)." in desk.answer.text
    assert "<td>100 % (1 of 1 question)</td>" in desk.answer.text


def test_members_words_never_become_markup(circle: Circle, desk: Seat) -> None:
    set_to(circle, "moderation", "pre")
    evil = '<script>alert(1)</script><img src=x onerror=alert(2)>" autofocus onfocus="alert(3)'
    alice = circle.add("Alice", uses=("Okta",))
    reviews(alice, "Okta", pros=f"It works. {evil}")
    desk.open("/desk/queue")
    desk.follow("Read")
    read = desk.answer.text
    assert "&lt;script&gt;alert(1)" in read
    desk.open("/desk/people?action=people.find")
    desk.press("Find", {"words": evil})
    for text in (desk.answer.text, read):
        assert "<script>alert" not in text
        assert "<img" not in text
        assert 'onfocus="alert' not in text


def test_what_the_desk_cannot_do_is_not_drawn_and_not_run(circle: Circle, desk: Seat) -> None:
    desk.open("/desk/vendors")
    assert "Home" not in [said for said, _ in desk.page.links]
    desk.open("/desk/queue?action=me.erase_now")
    assert "Curation" in desk.said
    seal = dict(desk.page.forms[0].fields)["seal"]
    fields = {"seal": seal, "action": "me.erase_now", "arg": "", "once": "0" * 32}
    assert "Curation" in desk.send("/desk/queue", fields.items())
    assert circle.people["Mia"].types("home") != ""
    with circle.database.reading() as transaction:
        assert transaction.store(circle.community).members.by_email("mia@mia.example")
    for action in ("me", "curate", "me.erase_now", "nothing"):
        desk.open(f"/desk/choices?action={action}&typed=a")
        assert desk.answer.text == "[]"


def test_a_type_ahead_offers_what_chat_offers(circle: Circle, desk: Seat) -> None:
    circle.add("Bea", uses=("Workday",))
    desk.open("/desk/choices?action=vendors.look_up&typed=workd")
    assert '"Workday"' in desk.answer.text

"""What one wrote under handles stands in one's own export, in nobody else's, and in none after shredding."""

import json
from typing import Any

from bot.anonymous.shredding import AFTER
from bot.me.export import document
from tests.circle import Circle, Person
from tests.reviewing import reviews
from tests.test_anonymous import QUESTION, many, sent

__all__ = ["many"]  # the fixture

ANSWER, PROS = "The walnut team answers at night.", "The walnut console is calm."


def exported(person: Person) -> Any:
    circle = person.circle
    assert person.member
    with circle.database.reading() as transaction:
        store = transaction.store(circle.community)
        return json.loads(document(store, circle.community, person.member, circle.clock()))


def write_all_kinds(circle: Circle, many: list[Person]) -> Person:
    """The second of them asks, answers and reviews under handles."""
    bea = many[1]
    sent(many[0])
    circle.clock.passes(minutes=11)
    circle.deliver()
    bea.presses("Answer", on=QUESTION)
    bea.fills(answer=ANSWER, answer_as="anonymous")
    bea.fills()
    sent(bea, "Who moved off it?")
    reviews(bea, "Okta", pros=PROS, sign="unnamed")
    circle.clock.passes(minutes=11)
    circle.deliver()
    return bea


def test_my_anonymous_texts_are_in_my_export_and_in_nobody_elses(circle: Circle, many: list[Person]) -> None:
    bea = write_all_kinds(circle, many)
    found = exported(bea)
    assert {one["kind"]: one["text"].splitlines()[0] for one in found["anonymous"]} == {
        "question": "Who moved off it?", "answer": ANSWER, "review": PROS,
    }  # fmt: skip
    assert all(one["handle"] and len(one["day"]) == 10 for one in found["anonymous"])
    assert [one["text"] for one in exported(many[0])["anonymous"]] == [QUESTION]
    assert all(exported(other)["anonymous"] == [] for other in many[2:])
    assert ANSWER not in json.dumps(found["kept"])


def test_what_waits_or_is_shredded_is_said_not_to_be_in_it(circle: Circle, many: list[Person]) -> None:
    bea = many[1]
    sent(bea)
    assert exported(bea)["anonymous"] == []
    assert "wait to be sent" in exported(bea)["not_in_it"][1]
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert len(exported(bea)["anonymous"]) == 1
    circle.clock.passes(days=9)
    circle.deliver()
    circle.clock.passes(days=AFTER.days)
    circle.deliver()
    assert exported(bea)["anonymous"] == []
    assert "shredded" in exported(bea)["not_in_it"][0]

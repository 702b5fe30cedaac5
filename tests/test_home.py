"""`home` on the first day: one thing to do first, and only until it is done."""

from tests.circle import Circle
from tests.reviewing import stock

FIRST = "Say first what you use."


def test_a_new_member_reads_what_to_do_first_until_it_is_done(circle: Circle) -> None:
    stock(circle, "Okta")
    alice = circle.add("Alice")
    said = alice.types("home")
    assert FIRST in said
    assert said.index("[Say what you use]") < said.index("[Ask peers]")
    alice.presses("Say what you use")
    alice.fills(vendor=circle.vendor("Okta"))
    assert FIRST not in alice.types("home")


def test_who_uses_something_already_reads_no_first_step(circle: Circle) -> None:
    bea = circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    assert FIRST not in bea.types("home")

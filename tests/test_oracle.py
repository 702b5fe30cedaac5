"""The leak oracle proves itself before it is believed: it catches fourteen planted leaks of fourteen."""

import base64

import pytest

from tests.oracle import FORMS, Oracle, forms_of

WHO = "Imogen Quillfeather"


@pytest.fixture
def oracle() -> Oracle:
    found = Oracle()
    found.plant("canary", [WHO])
    found.ready()
    return found


@pytest.mark.parametrize("form", FORMS)
def test_each_planted_leak_is_caught(oracle: Oracle, form: str) -> None:
    leak = f'{{"text":"something {forms_of(WHO)[form]} something"}}'
    assert form in {hit.form for hit in oracle.search("a payload", leak)}
    assert form in {hit.form for hit in oracle.search("a file", leak.encode())}


@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz"])
def test_base64_is_caught_wherever_the_name_stands_in_it(oracle: Oracle, before: bytes) -> None:
    encoded = base64.b64encode(before + WHO.encode() + b" and so on").decode()
    assert oracle.search("a token", encoded)


def test_what_names_nobody_is_no_leak(oracle: Oracle) -> None:
    assert oracle.search("a payload", "A peer in manufacturing answers: quill, feather, Imogene") == []

"""How well `find` ranks: judged questions over the demo's reviews and some answers, alike on both databases."""

from collections.abc import Iterable
from datetime import timedelta
from math import log2
from pathlib import Path
from typing import TypeAlias

import pytest
from snowballstemmer.english_stemmer import EnglishStemmer

from adapters import importing, operate
from bot.app import new_id
from bot.model import Answer, Ask, AskStatus, Community
from bot.ports import Store
from bot.ports.documents import Found, Hit, Said
from bot.ports.reviews import Written
from bot.terms import marks, rarity, stem, terms_of, weights_of
from playground.cast import demo_cast, members_rows
from playground.cast_reviews import reviews_rows
from storage.database import SqlDatabase
from tests.databases import KEYS, KINDS, fresh
from tests.emptied import NOW
from tests.town import well_known

FLOOR = 0.95
Rankings: TypeAlias = dict[str, dict[str, list[tuple[int, str]]]]

SAID = (
    ("Who has moved from ECC to S/4HANA with a small team?", (
        "We did the S/4HANA cutover over Easter with four people and one rehearsal.",
        "Do not start before the business partners are clean.")),
    ("How do you keep push fatigue out of multi-factor sign-in?", (
        "Number matching ended it within a week.", "We gave field staff hardware keys instead of the phone.")),
    ("E-mail migration of 9,000 mailboxes: weekend or waves?", (
        "Waves of 500, and executives last.", "One weekend, and never again.")),
    ("Is zero trust worth replacing our VPN?", (
        "Yes for contractors; for plants we kept the tunnel.", "The tunnel went, the tickets went with it.")),
    ("What do auditors ask about backups now?", (
        "Restore tests with dates and names, not policies.", "They wanted an air gap for the finance systems.")),
    ("Wie lange dauert die Einführung einer neuen Lohnabrechnung?", (
        "Bei uns neun Monate, die Lohnabrechnung lief zwei Monate parallel.",)),
)  # fmt: skip
"""Questions with their answers; the first answer of each helped."""

JUDGED: dict[str, tuple[tuple[int, str], ...]] = {
    "okta support": ((2, "Support answers fast at the first level"),),
    "payroll": ((2, "Payroll outside the main countries"),),
    "shift work": ((2, "Shift work fits only with an extra tool"), (1, "log in once for a whole shift")),
    "exit plan": ((2, "Keep an exit plan"),),
    "works council": ((2, "Involve the works council"),),
    "custom code migration": ((2, "Custom code from ten years ago"),),
    "ships": ((2, "Ships with poor links"), (2, "Works on ships and in mines"), (2, "Ships and offices use")),
    "proof of concept": ((2, "The proof of concept was honest"),),
    "mobile view slow": ((2, "The mobile view is slow"),),
    "upgrades break": ((2, "Upgrades break whatever"),),
    "licence questions": ((2, "Licence questions take weeks"), (1, "Campus licences are simple")),
    "reporting language": ((2, "Reporting has its own language"),),
    "snowflake bill": ((2, "The bill follows every careless query"), (1, "Switch on limits on the first day")),
    "exporting data": ((2, "Data gets in more easily than out"), (2, "Agree on the export format"),
                       (1, "we export them to our own warehouse")),
    "break-glass account": ((2, "Keep a break-glass account"),),
    "old applications agent": ((2, "Older applications needed an agent"),),
    "SAP production planning": ((2, "Production planning is exact"),),
    "telephony": ((2, "Telephony took two attempts"),),
    "crowdstrike outage": ((2, "After the outage we wanted two vendors"), (1, "The bad update two years ago")),
    "consultants change": ((2, "Consultants change in the middle"),),
    "nightly jobs": ((2, "Watch the nightly jobs yourself"),),
    "S/4 cutover": ((2, "We did the S/4HANA cutover"), (1, "Who has moved from ECC")),
    "email migrations": ((2, "E-mail migration of 9,000"), (1, "Waves of 500"), (1, "One weekend, and never")),
    "mfa number matching": ((2, "Number matching ended it"),),
    "sales force backlog": ((2, "One team, one backlog"),),
    "union questions": ((2, "The union's questions on data"),),
    "named engineers": ((2, "Agree on named engineers"),),
    "restore test": ((2, "Restore tests with dates"),),
    "hardware keys": ((2, "We gave field staff hardware keys"),),
    "tunnel vpn": ((2, "for plants we kept the tunnel"), (2, "The tunnel went"), (2, "replacing our VPN")),
    "lohnabrechnung": ((2, "Bei uns neun Monate"), (2, "Wie lange dauert die")),
    "einfuhrung": ((2, "Wie lange dauert die"),),
    "screen reader accessibility": ((2, "test each release with a screen reader"),),
    "what would you tell a peer about a works council": ((2, "Involve the works council"),),
}  # fmt: skip
"""Words, and what ought to be found: 2 for what answers them, 1 for what is near."""


def fill(database: SqlDatabase, folder: Path) -> Community:
    """The demo's reviews by the road of an import, and the questions with their answers."""
    cast = demo_cast()
    made = operate.create_community(database, "CIO Circle", [(w.platform, w.id) for w in cast.workspaces], well_known())
    for what, rows in (("members", members_rows(cast)), ("reviews", reviews_rows(cast, NOW.date()))):
        operate.write_csv(folder / f"{what}.csv", rows)
        verdicts = importing.import_file(database, what, "CIO Circle", folder / f"{what}.csv")
        assert [one for one in verdicts if one.reason] == []
    with database.writing() as transaction:
        store = transaction.store(made)
        people = store.members.active()
        for number, (question, answers) in enumerate(SAID):
            asked = Ask(f"{number:032x}", people[0], None, question, AskStatus.OPEN, NOW, NOW + timedelta(days=7))
            store.asks.add(asked)
            ids = [new_id() for _ in answers]
            for one, said, who in zip(ids, answers, people[1:], strict=False):
                assert store.asks.add_answer(Answer(one, asked.id, who, said, NOW))
            store.matching.mark_helpful(asked.id, ids[:1])
    return made


def search(store: Store, words: str) -> list[Hit]:
    """What is found for one of the members."""
    about = [vendor.id for vendor in store.vendors.named_in(words)]
    return store.documents.find(store.members.active()[0], terms_of(words), about, 40)


def words_of(found: Found) -> str:
    match found:
        case Written(review=one):
            return f"{one.pros} {one.cons} {one.advice}"
        case Said():
            return found.answer.text if found.answer else found.ask.question
        case _:
            return ""


@pytest.fixture(scope="module")
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rankings:
    """What each search finds on each database, points and words, the best first."""
    all_found: Rankings = {}
    for kind in KINDS:
        folder = tmp_path_factory.mktemp(kind)
        with fresh(kind, request, folder) as engine:
            database = SqlDatabase(engine, KEYS)
            made = fill(database, folder)
            with database.reading() as transaction:
                store = transaction.store(made)
                all_found[kind] = {
                    words: [(hit.points, words_of(hit.found)) for hit in search(store, words)] for words in JUDGED
                }
    return all_found


def ndcg(gains: Iterable[int], ideal: Iterable[int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    worth = [sum((2.0**g - 1) / log2(2 + at) for at, g in enumerate(list(one)[:10])) for one in (gains, ideal)]
    return worth[0] / worth[1]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_looked_for_stands_high(found: Rankings, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    scores: dict[str, float] = {}
    for words, wanted in JUDGED.items():
        texts = [text for _, text in found[kind][words] if text]
        gains = [max((grade for grade, part in wanted if part in text), default=0) for text in texts]
        scores[words] = ndcg(gains, sorted((grade for grade, _ in wanted), reverse=True))
    mean = sum(scores.values()) / len(scores)
    with capsys.disabled():
        lowest = sorted(scores.items(), key=lambda score: score[1])[:6]
        print(f"\nnDCG@10 over {len(scores)} searches: {mean:.3f}; lowest {lowest}")  # noqa: T201 (a change of ranking is to be seen)
    assert mean >= FLOOR
    assert min(scores.values()) > 0


def test_both_databases_rank_alike(found: Rankings) -> None:
    for words in JUDGED:
        one, other = (found[kind][words] for kind in KINDS)
        for hits in (one, other):
            assert [points for points, _ in hits] == sorted((points for points, _ in hits), reverse=True)
        # Those with the same points stand in any order.
        assert sorted(one) == sorted(other)


def test_terms_bring_spellings_together() -> None:
    assert set(terms_of("S/4")) <= set(terms_of("the S/4HANA move"))
    assert set(terms_of("s4hana")) <= set(terms_of("S/4HANA"))
    assert terms_of("Migrations") == terms_of("migrating") == [stem("migrate")]
    assert terms_of("Einführung") == terms_of("einfuhrung")
    assert set(terms_of("email")) <= set(terms_of("E-mail"))
    assert set(terms_of("golive") + terms_of("live")) <= set(terms_of("go-live"))
    assert {"365", "offic"} <= set(terms_of("Office365"))
    assert terms_of("the and of die la") == []
    assert list(marks("S/4HANA, and Migrating", {"s4", "migrat"})) == [(0, 7), (13, 22)]


@pytest.mark.parametrize("word", ["365", "s4", "v7", "nov2025", "ies9", "sses1", "eye2", "ly0", "ying8"])
def test_what_ends_in_a_digit_is_its_own_stem(word: str) -> None:
    assert stem(word) == EnglishStemmer().stemWord(word) == word


def test_weights_are_those_of_bm25() -> None:
    """In a usual text of 45 terms, thousandths of 2.2 · tf / (tf + 1.2); a longer one counts less."""
    usual, longer = " ".join(f"x{n}word" for n in range(15)), " ".join(f"x{n}word" for n in range(60))
    assert len(terms_of(usual)) == 45
    weights = weights_of(usual)
    assert weights["x1word"] == 1000
    assert weights["word"] == round(1000 * 2.2 * 15 / (15 + 1.2))
    assert weights_of(longer)["x1word"] < 1000
    assert rarity(1, 3) == 981  # ln(1 + 2.5 / 1.5)
    assert rarity(9, 2) >= 1

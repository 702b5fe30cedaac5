"""The writing guard: what CIOs write is caught or left alone, one's own traces are found, and nothing is lost."""

import csv
import importlib
import random
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guard import Author, Finding, Known, inspect, reword
from bot.guard.look import LONGEST
from bot.guard.rules import RULES

VENDORS = """\
Microsoft, Oracle, SAP, SAP SuccessFactors, SAP Concur, ServiceNow, Workday, Snowflake, Veeva Vault, Dell,
Marketo Engage, Atlassian, Jira Service Management, Sage, Jack Henry & Associates, Azure, Azure DevOps,
Google Workspace, Google Cloud, Adobe Sign, DocuSign, Amazon Connect, Palo Alto Networks, Red Hat, Tableau,
Qlik, Cisco Meraki, Aruba, GitHub, Monday, Zoom, Blue Yonder, Palantir, Lawson, Rimini Street, Power
Automate, Lotus Notes, Adaptive Insights"""
KNOWN = Known(frozenset(re.split(r",\s", VENDORS)))
JANE = Author("Jane Müller", "Northwind Traders GmbH", "jane.mueller@northwind.example", "+49 151 2345 6789")
SENTENCES = Path(__file__).parent / "data" / "guard_sentences.csv"


def look(text: str, known: Known = KNOWN) -> tuple[Finding, ...]:
    return inspect(text, author=None, anonymous=False, known=known)


def rules(text: str) -> set[str]:
    return {f.rule for f in look(text)}


def own(text: str, author: Author = JANE) -> set[str]:
    return {f.rule for f in inspect(text, author=author, anonymous=True, known=KNOWN)}


def sentences(kind: str, held_out: str) -> list[tuple[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["kind"] == kind and r["held_out"] == held_out]
    return [(r["sentence"], r["rule"]) for r in rows]


# What people write. The held-out sentences were written in batches after the rules of that day and run unseen: at first
# sight 96, 49, 76, 83, 50 and 75 % of the harmful were caught (of two batches, now not held out, 62 and 39 %), and at
# most 3 % of the harmless flagged, in the last three of them none. The rules were widened after each, so today's
# figures on them say less than those did: of what is written next in other words, expect half to three quarters.


@pytest.mark.parametrize("held_out", ["no", "yes"])
def test_what_may_not_stand_is_caught_by_its_rule(held_out: str) -> None:
    cases = sentences("harmful", held_out)
    missed = [text for text, rule in cases if rule not in rules(text)]
    assert len(cases) > 100
    assert len(missed) <= 0.05 * len(cases), missed


@pytest.mark.parametrize("held_out", ["no", "yes"])
def test_harmless_words_are_left_alone(held_out: str) -> None:
    cases = sentences("harmless", held_out)
    flagged = [text for text, _ in cases if look(text)]
    assert len(cases) > 100
    assert len(flagged) <= 0.03 * len(cases), flagged


@pytest.mark.parametrize("held_out", ["no", "yes"])
def test_the_rewording_passes_the_guard(held_out: str) -> None:
    stuck = [
        (text, reword(text, look(text))) for text, _ in sentences("harmful", held_out) if look(reword(text, look(text)))
    ]
    assert stuck == []


@pytest.mark.parametrize(
    "text",
    [
        "99.9% uptime", "2,000 users", "went live in 2023", "S/4HANA", "30 people", "5 stars",
        "30% of our staff use it", "15 % faster", "the million dollar question", "a grand plan",
        "We pay 30 people to run it.", "Our 250k users like it.", "Half of our licences are unused.",
    ],
)  # fmt: skip
def test_harmless_figures_stay_harmless(text: str) -> None:
    assert look(text) == ()


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("They gave us 30% off in March.", "They gave us a discount in March."),
        ("Wir bekamen 30 Prozent Rabatt.", "Wir bekamen some Rabatt."),
        ("We got a third off.", "We got a discount."),
        ("A twenty percent discount is normal.", "Some discount is normal."),
        ("It was £300 per seat, then less.", "It was a sum, then less."),
        ("It came to EUR 12k.", "It came to a sum."),
        ("We paid 300,000 euros a year for it.", "We paid a sum for it."),
        ("They want $40k per month now.", "They want a sum now."),
        ("It cost us ３００ euros.", "It cost us a sum."),
        ("Our rep Martin Keller never called.", "Our rep never called."),
        ("The account manager, Susan, kept pushing.", "The account manager kept pushing."),
        ("A rep named Dave kept calling.", "A rep kept calling."),
        ("Let's all refuse! Fine.", "I decided for my own company; each member decides alone. Fine."),
        ("They bribed our buyer.", "They tried to influence our buyer."),
    ],
)  # fmt: skip
def test_the_rewording_still_reads(text: str, better: str) -> None:
    assert reword(text, look(text)) == better


def test_a_gag_asks_and_an_amount_stops() -> None:
    gag, money = look("They showed us the roadmap under NDA."), look("It was $5,000.")
    assert [f.stops for f in gag] == [False]
    assert [f.stops for f in money] == [True]
    assert all(f.why.endswith(".") for f in gag + money)


def test_a_given_name_alone_asks_and_a_full_name_stops() -> None:
    assert [f.stops for f in look("Susan was great.")] == [False]
    assert [f.stops for f in look("Susan Weber was great.")] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Jack Henry is our core system.", "We left Sage last year.", "San Antonio was our first site.",
        "Will Snowflake scale?", "Mark Workday as evaluated.", "Grant Thornton audited it.",
    ],
)  # fmt: skip
def test_vendors_and_places_are_no_persons(text: str) -> None:
    assert look(text) == ()


def test_the_catalogue_decides_what_is_a_vendor() -> None:
    text = "We moved to Peter Lang last year."
    assert [f.rule for f in look(text)] == ["person"]
    assert look(text, Known(frozenset(["Peter Lang Systems"]))) == ()


def test_a_text_that_is_too_long_is_stopped_and_kept() -> None:
    text = "good " * LONGEST
    (found,) = look(text)
    assert (found.rule, found.stops, found.start) == ("length", True, LONGEST)
    assert reword(text, [found]) == text.strip()


# One's own traces


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("I am Jane Mueller and I run IT.", "own-name"),
        ("ask J. Muller", "own-name"),
        ("Müller, Jane", "own-name"),
        ("Best, Jane", "own-name"),
        ("we at Northwind moved", "own-company"),
        ("northwind traders uses it", "own-company"),
        ("NorthwindTraders uses it", "own-company"),
        ("write to jane.mueller@northwind.example", "own-email"),
        ("jane dot mueller at northwind dot example", "own-email"),
        ("jane.mueller [at] northwind [dot] example", "own-email"),
        ("jane (at) northwind.example", "own-email"),
        ("call 0151 23456789", "own-phone"),
        ("call +49 (151) 2345-6789", "own-phone"),
        ("see https://www.linkedin.com/in/jmu", "link"),
        ("see https://example.org/share?token=abc", "link"),
        ("see https://intra.northwind.example/wiki", "link"),
        ("see https://example.org/d/9f8e7d6c5b4a39281706f5e4", "link"),
    ],
)
def test_an_anonymous_authors_own_traces_are_found(text: str, rule: str) -> None:
    assert rule in own(text)
    assert inspect(text, author=JANE, anonymous=False, known=KNOWN) == () or rule == "own-name"


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.org/docs/setup", "on 2024-11-30 we went live", "from 01.04.2023 on",
        "version 10.4.2.1100", "we run 12,000,000 documents", "the north site was first",
    ],
)  # fmt: skip
def test_other_links_dates_and_numbers_are_no_traces(text: str) -> None:
    assert own(text) == set()


def test_a_company_with_digits_in_its_name_is_found() -> None:
    author = Author("Jo Doe", "4M Rail Ltd", "jo@gmail.com")
    assert own("we at 4M Rail use it", author) == {"own-company"}


@pytest.mark.parametrize("domain", ["gmail.com", "laposte.net", "mail.bluewin.ch", "yahoo.co.uk"])
def test_where_anybody_can_have_an_address_its_name_is_no_company(domain: str) -> None:
    author = Author("Jo Doe", "Kestrel Rail Ltd", f"jo@{domain}")
    assert own("We moved from gmail, laposte, bluewin and yahoo in a week.", author) == set()
    assert own("We moved from quillon in a week.", replace(author, email="jo@mail.quillon.co.uk")) == {"own-company"}


def test_an_author_with_an_everyday_name_may_still_write() -> None:
    author = Author("Will Price", "Target Corporation", "w@gmail.com")
    assert own("Will this scale? The price is fair, our target was met.", author) <= {"own-company"}
    assert own("Ask Will Price about it.", author) == {"own-name"}
    assert own("We at Target use it.", author) == {"own-company"}


GIVEN = ["Ingrid", "Tomás", "Priya", "Kwame", "Yuki", "Björn", "Aylin", "Łucja", "Mehmet", "Chloé", "Deirdre", "Anh"]
SURNAMES = ["Vasquez-Holm", "Ödegaard", "Raghunathan", "Boateng", "Fujimura", "Lindqvist", "Sağlam", "Kowalczyk"]
SURNAMES += ["Beaumont", "O'Donoghue", "Nguyen", "van der Meulen", "Straßer"]
FIRMS = ["Quellmark Foods", "Brindlewood", "Ostara Marine Insurance", "Heliodrom", "Fenwright Steel", "Talvik Energi"]
FIRMS += ["Caldora Pharma", "Kestrelline Logistics", "Umbrella Bay Retail", "Vantorp"]
FORMS = ["GmbH", "Ltd", "Inc.", "AG", "S.A.", "plc", "AB", "Holdings", "& Co. KG"]
OPENINGS = ["We left after two years", "Support is slow", "I would buy it again", "The rollout was hard", "It works"]


def made_up_author(rng: random.Random) -> Author:
    given, surname, firm = rng.choice(GIVEN), rng.choice(SURNAMES), rng.choice(FIRMS)
    domain = re.sub(r"\W", "", firm.split()[0].lower()) + rng.choice([".example", ".com", ".co.uk", ".de"])
    mailbox = re.sub(r"[^a-z.]", "", f"{given}.{surname}".lower().replace(" ", ""))
    phone = rng.choice(["+49 171 ", "+44 7700 ", "+1 415 555 "]) + str(rng.randrange(1000000, 9999999))
    return Author(f"{given} {surname}", f"{firm} {rng.choice(FORMS)}", f"{mailbox}@{domain}", phone)


def leaks(author: Author, rng: random.Random) -> dict[str, str]:
    given, _, surname = author.name.partition(" ")
    firm = next(f for f in FIRMS if author.company.startswith(f))
    mailbox, _, domain = author.email.partition("@")
    host, _, ending = domain.partition(".")
    digits = re.sub(r"\D", "", author.phone)
    return {
        "full name": author.name,
        "lower case": author.name.lower(),
        "reversed": f"{surname}, {given}",
        "initial": f"{given[0]}. {surname}",
        "initial without a dot": f"{given[0]} {surname}",
        "surname": surname,
        "given name": given,
        "upper case": author.name.upper(),
        "company": author.company,
        "company without form": firm,
        "company in lower case": firm.lower(),
        "company in one word": firm.replace(" ", ""),
        "possessive": f"{firm.split()[0]}'s",
        "e-mail": author.email,
        "spelt-out e-mail": f"{mailbox.replace('.', ' dot ')} at {host} dot {ending.replace('.', ' dot ')}",
        "bracketed e-mail": f"{mailbox} [at] {host} [dot] {ending}",
        "round brackets": f"{mailbox}(at){host}.{ending}",
        "domain": f"www.{domain}",
        "phone": author.phone,
        "phone without blanks": "+" + digits,
        "phone with dashes": "-".join([digits[:2], digits[2:6], digits[6:9], digits[9:]]),
        "local phone": "0" + digits[2:],
        "profile": f"https://www.linkedin.com/in/{mailbox.replace('.', '-')}-{rng.randrange(10**6)}",
        "short profile": f"linkedin.com/in/{mailbox.replace('.', '')}",
        "token": f"https://docs.vendor.example/case?id={rng.randrange(10**9)}&token={rng.randrange(16**20):x}",
        "shared file": f"https://{host}.sharepoint.com/:x:/s/it/{rng.randrange(16**24):x}",
    }


def planted(count: int) -> list[tuple[str, str, Author]]:
    rng = random.Random(2025)  # noqa: S311  (a repeatable sample)
    cases: list[tuple[str, str, Author]] = []
    while len(cases) < count:
        author = made_up_author(rng)
        for kind, leak in leaks(author, rng).items():
            text = rng.choice(["{0}. Regards, {1}", "{0} at {1}, in short.", "{0} ({1}).", "{0}, ask {1} for more."])
            cases.append((kind, text.format(rng.choice(OPENINGS), leak), author))
    return cases[:count]


def is_own(finding: Finding) -> bool:
    return finding.rule.startswith("own-") or finding.rule == "link"


def test_planted_self_leaks_are_flagged() -> None:
    cases = planted(520)
    missed = [
        (kind, text)
        for kind, text, author in cases
        if not any(is_own(f) for f in inspect(text, author=author, anonymous=True, known=KNOWN))
    ]
    assert len(missed) <= 0.05 * len(cases), missed


def test_clean_sentences_of_made_up_authors_are_left_alone() -> None:
    rng = random.Random(7)  # noqa: S311  (a repeatable sample)
    harmless = [text for held_out in ("no", "yes") for text, _ in sentences("harmless", held_out)]
    pairs = [f"{a} {b}" for a, b in zip(rng.choices(harmless, k=500), rng.choices(harmless, k=500), strict=True)]
    false = [t for t in pairs if inspect(t, author=made_up_author(rng), anonymous=True, known=KNOWN)]
    assert len(false) <= 0.05 * len(pairs), false


# Structure: no pattern can take more than linear time

HOSTILE = [
    "1",
    "1 ",
    "1,",
    "one ",
    "30% ",
    "they stole ",
    "let's refuse ",
    "a@",
    "@",
    "(",
    "[at] ",
    "paid us ",
    "+1",
    "€",
]
LONGEST_REPEAT = 600


def all_patterns() -> list[str]:
    found = [p for rule in RULES for phrase in rule.phrases for p in (phrase.find, phrase.near, phrase.unless) if p]
    for name in ("own", "contacts", "names", "match"):
        module = importlib.import_module(f"bot.guard.{name}")
        found += [v.pattern for v in vars(module).values() if isinstance(v, re.Pattern)]
    return found


def repeats(source: str) -> list[tuple[int, int, float]]:
    """Start, end and highest count of every repeat in a pattern that may run more than once."""
    found: list[tuple[int, int, float]] = []
    opened: list[int] = []
    i, begin = 0, 0
    while i < len(source):
        sign = source[i]
        if sign == "\\":
            begin, i = i, i + 2
        elif sign == "[":
            begin, i = i, i + 1 + re.match(r"\^?\]?(?:\\.|[^\]])*\]", source[i + 1 :]).end()  # type: ignore[union-attr]
        elif sign == "(":
            opened.append(i)
            i += 1 + len(re.match(r"(?:\?(?:[:=!]|<[=!]))?", source[i + 1 :]).group())  # type: ignore[union-attr]
        elif sign == ")":
            begin, i = opened.pop(), i + 1
        elif sign in "*+" or (counted := re.match(r"\{(\d*),(\d*)\}", source[i:])):
            top = float("inf") if sign in "*+" else float(counted[2] or "inf")  # type: ignore[index]
            found.append((begin, i, top))
            i += 1 if sign in "*+" else counted.end()  # type: ignore[union-attr]
        else:
            begin, i = (begin, i + 1) if sign == "?" else (i, i + 1)
    return found


def test_the_reading_of_patterns_finds_nested_repeats() -> None:
    (inner, outer) = repeats(r"(?:a{1,3}b)+")
    assert (inner[2], outer[2]) == (3, float("inf"))
    assert outer[0] < inner[0] < outer[1]
    assert repeats(r"[a+]\+x?\d{3}") == []


@pytest.mark.parametrize("source", sorted(set(all_patterns())))
def test_no_pattern_nests_repeats_or_repeats_without_end(source: str) -> None:
    found = repeats(source)
    assert all(top <= LONGEST_REPEAT for _, _, top in found)
    for inner in found:
        holders = [outer for outer in found if outer[0] < inner[0] and inner[1] < outer[1]]
        assert not holders, source[holders[0][0] : holders[0][1]]


@pytest.mark.parametrize("seed", HOSTILE)
def test_hostile_texts_come_through(seed: str) -> None:
    text = seed * (4000 // len(seed))
    findings = inspect(text, author=JANE, anonymous=True, known=KNOWN)
    assert reword(text, findings) is not None


# Laws

FRAGMENTS = """€300 per seat |30% off |Mr Thompson |They bribed us. |under NDA |Jane |Northwind |a
|Let's all refuse. |good |… |３０％ |İ|ß|www.x.example |+49 151 2345 6789 |the list |jane@x.example |"""
fragments = st.sampled_from(FRAGMENTS.split("|"))
texts = st.lists(fragments, max_size=12).map("".join) | st.text(max_size=60)


@given(texts)
def test_findings_point_at_their_words_in_order(text: str) -> None:
    found = inspect(text, author=JANE, anonymous=True, known=KNOWN)
    assert all(text[f.start : f.end] == f.words and f.words for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(texts)
def test_a_rewording_loses_nothing_but_what_was_found(text: str) -> None:
    found = inspect(text, author=JANE, anonymous=True, known=KNOWN)
    better, place = reword(text, found), 0
    for before, after in pairwise([0, *(x for f in found for x in (f.start, f.end)), len(text)]):
        kept = text[before:after].strip()
        if not any(f.start == before and f.end == after for f in found):
            place = better.index(kept, place) + len(kept)

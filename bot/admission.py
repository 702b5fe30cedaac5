"""Who may be admitted, from what is known of them: the kind of person, and the domain of their e-mail address.

A vendor's people are refused by the domain itself, by anything under it, and by domains made to look like it. What is
in doubt (free mail, a large employer that also sells IT, a near likeness) takes two managers and is never refused.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model import PersonKind
from bot.names import key_of
from bot.skeleton import ascii_of, skeleton

NOT_PEOPLE: Mapping[PersonKind, str] = {
    PersonKind.GUEST: "guest accounts cannot join. If your own organisation takes part, type join in its workspace.",
    PersonKind.OUTSIDER: "your account is from another organisation than this workspace. If yours takes part too, type "
    "join in its workspace.",
    PersonKind.BOT: "only people can join.",
    PersonKind.GONE: "this account is deactivated.",
    PersonKind.UNCONFIRMED: "the e-mail address of this account is not confirmed yet. Confirm it and type join again.",
}


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Where two labels end a name together (co.uk): the second level of a country that is sold like a top one.
_SECOND_LEVEL = _listed("ac co com edu gob gov gouv mil ne net nom nhs or org sch")
# By the first label, whatever the country; then whole domains that only sound like a company's.
_FREE_LABELS = _listed(
    "aol freemail gmail gmx googlemail hotmail icloud inbox live mailinator msn outlook protonmail yahoo yandex "
    "ymail tutanota tuta guerrillamail tempmail yopmail 10minutemail"
)
_FREE_DOMAINS = _listed(
    "126.com 163.com bk.ru bluewin.ch btinternet.com comcast.net fastmail.com fastmail.fm free.fr hey.com home.nl "
    "hushmail.com laposte.net libero.it mac.com mail.com mail.ru me.com mailbox.org naver.com orange.fr pm.me "
    "posteo.de proton.me qq.com rediffmail.com rocketmail.com seznam.cz sfr.fr sky.com t-online.de tiscali.it "
    "ukr.net virgilio.it wanadoo.fr web.de wp.pl zohomail.com ziggo.nl"
)
# Their CIOs are peers, although they sell IT too.
EMPLOYER_SHELVES = frozenset({"consulting", "outsourcing", "carriers"})
EMPLOYERS = _listed(
    "abb.com amazon.com blackrock.com bloomberg.com bloomberg.net bosch.com emerson.com "
    "fujitsu.com gehealthcare.com gevernova.com "
    "hitachi.com hitachienergy.com honeywell.com jci.com johnsoncontrols.com nec.com panasonic.com philips.com "
    "rockwellautomation.com samsung.com schneider-electric.com se.com siemens-healthineers.com siemens.com "
    "thalesgroup.com thomsonreuters.com toshibatec.com"
)
# What salespeople's domains put before or after the vendor's name.
_AFFIXES = _listed(
    "ag app apac careers cloud co corp de digital emea eu events get global go gmbh group hello help hq inc info io "
    "it jobs labs llc ltd mail meet my na news online partner partners pro sales service services software solutions "
    "support team tech the try uk us use web with work"
)
_SHORTEST_NAME = 4
"""Letters of a vendor's name that is looked for inside another: a shorter one stands in too many honest names."""
_SHORTEST_TYPO = 7
"""Letters from which one slip of the pen is a likeness and not another name; from 5 on it is a doubt."""


class Verdict(StrEnum):
    """What an address says about its owner."""

    FINE = "fine"
    TWO = "two managers"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the sentence that tells the managers why; "" where there is nothing to tell."""

    verdict: Verdict
    why: str = ""


@dataclass(frozen=True, slots=True)
class VendorDomain:
    """A vendor's domain as registered. ``everyday``: its name is an ordinary word too."""

    domain: str
    vendor: str
    categories: frozenset[str] = frozenset()
    everyday: bool = False

    @property
    def employer(self) -> bool:
        """Whether its CIO may well be a peer."""
        return self.domain in EMPLOYERS or bool(self.categories & EMPLOYER_SHELVES)


class VendorDomains:
    """All vendors' domains, ready to be compared with an address."""

    def __init__(self, domains: Iterable[VendorDomain]) -> None:
        self._exact: dict[str, VendorDomain] = {}
        self._labels: dict[str, list[VendorDomain]] = defaultdict(list)
        self._skeletons: dict[str, list[VendorDomain]] = defaultdict(list)
        self._names: dict[str, VendorDomain] = {}
        for one in domains:
            self._exact[one.domain] = one
            label = label_of(one.domain)
            self._labels[label].append(one)
            self._skeletons[skeleton(label)].append(one)
            self._names[key_of(one.vendor)] = one
        self._long = [label for label in self._labels if len(label) > _SHORTEST_NAME]

    def owner(self, domain: str) -> VendorDomain | None:
        """Whose domain it is, itself or as something under it."""
        labels = domain.split(".")
        tails = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self._exact[tail] for tail in tails if tail in self._exact), None)

    def named(self, company: str) -> str:
        """The vendor that has this company's name, "" where none has."""
        found = self._names.get(key_of(company))
        return found.vendor if found and not found.everyday else ""

    def twin(self, label: str) -> VendorDomain | None:
        """The vendor whose name is written with other signs that look the same."""
        found = [one for one in self._skeletons.get(skeleton(label), []) if label_of(one.domain) != label]
        return found[0] if found and label not in self._labels else None

    def elsewhere(self, label: str) -> VendorDomain | None:
        """The vendor of that very name under another ending."""
        found = self._labels.get(label)
        return min(found, key=lambda one: one.employer) if found else None

    def inside(self, label: str) -> VendorDomain | None:
        """The vendor whose name stands in a longer one beside a word that salespeople add."""
        parts = label.split("-")
        names = [p for p in parts if p in self._labels] if len(parts) > 1 and set(parts) & _AFFIXES else []
        names += [label.removeprefix(word) for word in _AFFIXES if label.startswith(word)]
        names += [label.removesuffix(word) for word in _AFFIXES if label.endswith(word)]
        known = (self._labels[name.strip("-")] for name in names if self._is_telling(name.strip("-")))
        return next((found[0] for found in known), None)

    def near(self, label: str) -> VendorDomain | None:
        """The vendor whose name differs by one letter."""
        found = process.extractOne(label, self._long, scorer=OSA.distance, score_cutoff=1)
        return self._labels[found[0]][0] if found else None

    def _is_telling(self, name: str) -> bool:
        found = self._labels.get(name) if len(name) >= _SHORTEST_NAME else None
        return bool(found) and not any(one.everyday for one in found or ())


def judged(email: str, vendors: VendorDomains) -> Judgement:
    """What the domain of an e-mail address says; the address itself has been checked for its shape."""
    domain = domain_of(email)
    if is_free_mail(domain):
        return Judgement(Verdict.TWO, f"{domain} is a free mail provider.")
    if owner := vendors.owner(domain):
        return _of(owner, f"{domain} belongs to {owner.vendor}, a vendor in the catalogue.")
    label = label_of(domain)
    if twin := vendors.twin(label):
        return Judgement(Verdict.REFUSED, f"{domain} is written to look like {twin.domain} of {twin.vendor}.")
    if same := vendors.elsewhere(label):
        doubtful = same.everyday or len(label) < _SHORTEST_NAME
        return _of(same, f"{domain} has the name of {same.domain} of {same.vendor}.", doubtful)
    if inside := vendors.inside(label):
        return _of(inside, f"{domain} contains the name of {inside.vendor}, a vendor in the catalogue.")
    if near := vendors.near(label):
        doubtful = len(label) < _SHORTEST_TYPO or near.everyday
        return _of(near, f"{domain} is one letter away from {near.domain} of {near.vendor}.", doubtful)
    return Judgement(Verdict.FINE)


def domain_of(email: str) -> str:
    """The domain of an address in lower case, in letters where it came as punycode."""
    domain = email.rpartition("@")[2].strip().rstrip(".").casefold()
    return ".".join(_unpunycoded(label) for label in domain.split("."))


def registrable(domain: str) -> str:
    """The part that somebody registered: ``mail.okta.co.uk`` → ``okta.co.uk``."""
    labels = domain.split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def label_of(domain: str) -> str:
    """The name in the registrable part: ``mail.okta.co.uk`` → ``okta``."""
    return registrable(domain).split(".")[0]


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there."""
    return registrable(domain) in _FREE_DOMAINS or label_of(domain) in _FREE_LABELS


def is_address(email: str) -> bool:
    """Whether the text can be an e-mail address of a company."""
    return bool(re.fullmatch(r"[^@\s,;<>()]{1,64}@[^@\s.,;<>()]+(\.[^@\s.,;<>()]+)+", email)) and len(email) <= 200


def _of(vendor: VendorDomain, why: str, doubtful: bool = False) -> Judgement:
    return Judgement(Verdict.TWO if vendor.employer or doubtful else Verdict.REFUSED, why)


def _unpunycoded(label: str) -> str:
    if not label.startswith("xn--"):
        return ascii_of(label)
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label

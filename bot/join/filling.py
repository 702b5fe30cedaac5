"""The application form: its fields, its rules, and the check of what was filled in."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.admission import is_address
from bot.imports import SIZES
from bot.lexicon import INDUSTRIES, REGIONS
from bot.model import Application, Member, Profile
from bot.turn import Turn, Visit
from bot.views import Bullets, Form, Invalid, ManyField, Option, Paragraph, Quote, SelectField, TextField

Applying: TypeAlias = Turn | Visit
MOST = 200
MOST_WORDS = 500
OTHER = "Other"
ACCEPTED = "accepted"
_SPELLED = {"dach": "DACH", "uk and ireland": "UK and Ireland", "middle east and africa": "Middle East and Africa"}
RULES = (
    "What peers write stays in the community. Vendors never read it.",
    "Write what you lived through yourself, and say where you have an interest.",
    "No prices, discounts, bids or budgets: some members' companies compete with each other.",
    "No agreements on whom to buy from, whom to avoid or what to pay. Each member decides alone. "
    "Competition law asks this of everybody here; if a talk turns that way, stop it and tell a manager.",
)


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody says of themselves, by the names of the form's fields."""

    name: str = ""
    title: str = ""
    company: str = ""
    email: str = ""
    industry: str = ""
    size: str = ""
    region: str = ""
    conflict: str = ""


def from_application(application: Application) -> Details:
    """What the applicant filled in."""
    return Details(**{name: getattr(application, name) for name in Details.__slots__})


def from_member(member: Member) -> Details:
    """What is kept of a member."""
    return Details(member.name, member.title, member.company, member.email, member.industry, member.size, member.region)


def from_profile(profile: Profile | None) -> Details:
    """What the platform says, to be corrected."""
    return Details(profile.name, profile.title, email=profile.email) if profile else Details()


def join_form(turn: Applying, title: str, details: Details, asked: str = "") -> Form:
    """The form with everything filled in that is known; ``asked`` is a manager's question, with room to answer."""
    intro: list[Paragraph | Quote | Bullets] = [Quote(asked, ("A community manager asks",))] if asked else []
    intro += [Paragraph(("The rules:",)), Bullets(tuple((rule,) for rule in RULES))]
    remark = TextField("remark", "Your answer", lines=True, max_length=MOST_WORDS)
    fields = (*((remark,) if asked else ()), *_fields(details))
    return Form(title, "join.send", fields, turn.new_id(), submit="Send", intro=tuple(intro))


def checked(turn: Applying) -> Details:
    """The filled form; Invalid with a sentence for each field that cannot be taken."""
    texts = {name: turn.text(name) for name in Details.__slots__}
    errors = {name: _MISSING[name] for name, text in texts.items() if not text}
    errors |= {name: "Please shorten this." for name, text in texts.items() if len(text) > _longest(name)}
    if texts["email"] and not is_address(texts["email"]):
        errors["email"] = "This is no e-mail address. Write it as name@company.com."
    if "+" in texts["email"].partition("@")[0]:
        errors["email"] = "Write your address without the part after “+”."
    for name, options in _CHOICES.items():
        if texts[name] and texts[name] not in options:
            errors[name] = _MISSING[name]
    rules = turn.values.get("rules", "")
    if ACCEPTED not in ((rules,) if isinstance(rules, str) else rules):
        errors["rules"] = "Tick the box to accept the rules; without that nobody can join."
    if errors:
        raise Invalid(errors)
    return Details(**texts | {"email": texts["email"].lower()})


def choices(name: str, value: str = "") -> tuple[Option, ...]:
    """The list of a field, with what stands there already where an import brought another word."""
    listed = _CHOICES[name]
    return tuple(Option(one, one) for one in (listed if value in ("", *listed) else (value, *listed)))


def _titled(name: str) -> str:
    return _SPELLED.get(name, name.title())


_CHOICES: dict[str, tuple[str, ...]] = {
    "industry": (*sorted(map(_titled, INDUSTRIES)), OTHER),
    "size": SIZES,
    "region": (*map(_titled, REGIONS), OTHER),
}
_MISSING = {
    "name": "Write your name as your peers know it.",
    "title": "Write your title, for example CIO.",
    "company": "Write the name of your company.",
    "email": "Write your work e-mail address.",
    "industry": "Choose the nearest industry from the list.",
    "size": "Choose how many people work there.",
    "region": "Choose the region you work in.",
    "conflict": "Name the vendors that you have an interest in, or write: none.",
}


def _fields(details: Details) -> tuple[TextField | SelectField | ManyField, ...]:
    return (
        TextField("name", "Name", details.name, max_length=MOST),
        TextField("title", "Title", details.title, max_length=MOST, placeholder="CIO"),
        TextField("company", "Company", details.company, max_length=MOST),
        TextField("email", "Work e-mail", details.email, max_length=MOST, hint="Only the managers see it."),
        _select("industry", "Industry", details.industry),
        _select("size", "People in the company", details.size),
        _select("region", "Region", details.region),
        TextField(
            "conflict", "Conflict of interest", details.conflict, lines=True, max_length=MOST_WORDS,
            hint="IT vendors that you own a part of, advise, resell or are paid by. Write none if there is none.",
        ),
        ManyField("rules", "Rules", (Option("I accept the rules above", ACCEPTED),), required=True),
    )  # fmt: skip


def _select(name: str, label: str, value: str) -> SelectField:
    known = value if value in _CHOICES[name] else ""
    return SelectField(name, label, choices(name), known)


def _longest(name: str) -> int:
    return MOST_WORDS if name == "conflict" else MOST

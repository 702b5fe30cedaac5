"""`compare A, B[, C[, D]]`: side by side, and "too close to call" wherever it is."""

from dataclasses import replace
from itertools import combinations

from bot import conduct
from bot.counting import PRICE
from bot.ports import Store
from bot.route import Route
from bot.score import Verdict, verdict
from bot.settings import number_of
from bot.text import listed, shorten
from bot.turn import Outcome, Turn
from bot.vendor import say
from bot.vendor.figures import Figures, figures
from bot.vendors import Meant, resolve, vendor_field, vendor_in, vendor_of
from bot.views import (
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Form,
    Invalid,
    Paragraph,
    Spans,
    Table,
)

MOST = 4
FIELDS = ("first", "second", "third", "fourth")
TOO_FEW, MISSING = "too few", "–"


def compare(turn: Turn, store: Store) -> Outcome:
    """`compare A, B`: the table; with one vendor or none, the form that asks for the others."""
    names = [name.strip() for name in turn.arg.split(",") if name.strip()]
    found = [_meant(store, name) for name in names]
    unknown = [name for name, vendor in zip(names, found, strict=True) if vendor is None]
    vendors = list(dict.fromkeys(vendor for vendor in found if vendor))
    if len(vendors) < 2 or len(vendors) > MOST or unknown:
        return Outcome(_ask(turn, store, vendors[:MOST], unknown, len(names) > MOST))
    return Outcome(_side_by_side(turn, store, vendors))


def show(turn: Turn, store: Store) -> Outcome:
    """The form was sent."""
    chosen = [vendor_in(turn, store, name) for name in FIELDS if turn.text(name)]
    vendors = list(dict.fromkeys(_with_figures(store, replace(meant, messages=())) for meant in chosen))
    if len(vendors) < 2:
        raise Invalid({"second": "Choose two different vendors at least."})
    proposed = tuple(message for meant in chosen for message in meant.messages)
    return Outcome(_side_by_side(turn, store, vendors), proposed)


ROUTES = {"compare": Route(compare), "compare.show": Route(show, writes=True)}


def _meant(store: Store, typed: str) -> Meant | None:
    """The vendor or product of a clear name; None where it is none or several, and the form asks."""
    meant = vendor_of(store, typed, "compare")
    return _with_figures(store, meant) if isinstance(meant, Meant) else None


def _with_figures(store: Store, meant: Meant) -> Meant:
    """A product stands for itself where it has figures; else its vendor does, over all."""
    own = meant.product_id in store.scores.product_totals([meant.vendor.id])
    return Meant(meant.vendor, meant.product if own else None)


def _side_by_side(turn: Turn, store: Store, vendors: list[Meant]) -> Card:
    k = number_of(turn.community, "k")
    known = {vendor.name: figures(store, vendor, turn.member, turn.now.date(), k) for vendor in vendors}
    rows = [
        ("Would buy again", *(_again(one) for one in known.values())),
        ("Service", *(say.of_five(one.overall) if one.grade.has_number else TOO_FEW for one in known.values())),
        *((name, *(_measure(one, measure) for one in known.values())) for measure, name in say.MEASURES.items()
          if measure != PRICE or any(measure in one.measures for one in known.values())),
        ("Companies", *(str(one.companies) for one in known.values())),
        ("Newest", *(f"{one.newest:%b %Y}" if one.newest else MISSING for one in known.values())),
    ]  # fmt: skip
    behaves = conduct.figures(store, [vendor.vendor.id for vendor in vendors], turn.now.date(), k)
    said = [behaves.get(vendor.vendor.id) for vendor in vendors]
    rows.insert(2, ("Conduct, of 100", *(conduct.in_figures(one) if one else TOO_FEW for one in said)))
    if any(one.alike for one in known.values()):
        alike = (say.of_five(one.alike) if one.alike else TOO_FEW for one in known.values())
        rows.insert(2, ("Peers like you", *alike))
    ranges = "The ranges are 80 % sure. " if any(one.grade.has_number for one in known.values()) else ""
    blocks: tuple[Block, ...] = (
        Bullets(tuple(_verdicts(known))),
        Table("In figures", ("", *known), _said_once([row for row in rows if _says_something(row)])),
        Paragraph((f"{ranges}Each member decides alone.",), quiet=True),
        Buttons(tuple(Button(vendor.name, "vendor", vendor.id) for vendor in vendors)),
    )
    return Card(" and ".join(known) if len(known) == 2 else "Side by side", blocks, f"Compared: {', '.join(known)}")


def _verdicts(known: dict[str, Figures]) -> list[Spans]:
    """One line for each pair, and one for those that have no figures yet."""
    counted = {name: one for name, one in known.items() if one.grade.has_number}
    lines: list[Spans] = []
    for first, second in combinations(counted, 2):
        match verdict(counted[first].overall, counted[second].overall):
            case Verdict.CLOSE:
                lines.append((f"{first} and {second}: ", Bold("too close to call")))
            case Verdict.FIRST:
                lines.append((Bold(first), f" is ahead of {second}"))
            case Verdict.SECOND:
                lines.append((Bold(second), f" is ahead of {first}"))
    return lines + [(f"{name} – ", Bold(one.grade)) for name, one in known.items() if name not in counted]


def _again(one: Figures) -> str:
    return f"{one.again.yes} of {one.again.total}" if one.grade.has_number else TOO_FEW


def _measure(one: Figures, measure: str) -> str:
    return say.of_five(one.measures[measure][0]) if measure in one.measures else TOO_FEW


def _says_something(row: tuple[str, ...]) -> bool:
    return any(cell != TOO_FEW for cell in row[1:])


def _said_once(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """A vendor with too few reviews lacks most figures: the first cell of its column says why, the others stay bare."""
    named, *columns = zip(*rows, strict=True)
    told = [_bare_after_the_first(column) for column in columns]
    return tuple(zip(named, *told, strict=True))


def _bare_after_the_first(column: tuple[str, ...]) -> tuple[str, ...]:
    first = column.index(TOO_FEW) if TOO_FEW in column else -1
    return tuple(MISSING if cell == TOO_FEW and at != first else cell for at, cell in enumerate(column))


def _unclear(store: Store, names: list[str]) -> list[str]:
    """One sentence for names that may be several vendors, one for those that are none."""
    shown = {name: f"“{shorten(name, 60)}”" for name in names[:MOST]}
    several = [shown[name] for name in shown if resolve(store, name).hits]
    none = [shown[name] for name in shown if shown[name] not in several]
    found = [f"Several fit {listed(several, 'and')}."] if several else []
    return [*found, f"I don't know {listed(none, 'or')}."] if none else found


def _ask(turn: Turn, store: Store, vendors: list[Meant], unknown: list[str], too_many: bool) -> Form:
    labels = ("Vendor", "Compare with", "And with", "And with")
    fields = tuple(
        vendor_field(store, vendors[at] if at < len(vendors) else None, name=name, label=label, required=at < 2)
        for at, (name, label) in enumerate(zip(FIELDS, labels, strict=True))
    )  # fmt: skip
    said = _unclear(store, unknown) + ["Four at most."] * too_many
    intro = (Paragraph((" ".join([*said, "Choose from the list."]),)),) if said else ()
    return Form("Compare vendors", "compare.show", fields, turn.new_id(), submit="Compare", intro=intro)

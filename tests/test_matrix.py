"""Every action on every kind of object, by everybody who has no right to it: they learn nothing and change nothing.

Whatever somebody may not see looks exactly like what is not there. An action without a row here fails.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from bot.app import Bot, new_id
from bot.model import Category, Lead, MemberStatus, PersonKind, Product, Profile, Vendor, VendorChange
from bot.resolve import PICK
from bot.routes import DOORS, NEWS, ROUTES, TIMERS
from bot.settings import changed
from bot.turn import NoCommunity, Request, Sender, Tick, Value
from bot.views import View
from storage import indexing
from storage import tables as t
from storage.applications import SqlApplications
from storage.asks import SqlAsks
from storage.database import SqlDatabase, SqlTransaction
from storage.engine import translated
from storage.prepared import Prepared
from tests.asking import answer, ask
from tests.circle import Circle, Person
from tests.databases import KEYS, KINDS, fresh
from tests.leaving import leaves
from tests.newcomers import FILLED, apply, newcomer, tells
from tests.reading import read
from tests.reviewing import reviews
from tests.test_anonymous import code_in
from tests.witness import WITNESS, Author

SECRETS = {
    "ask": "Where do the pelicans rest",
    "answer": "Behind the copper mill",
    "hidden": "Whose lantern was that",
    "waiting": "The third bell is cracked",
    "application": "Brambleworth",
    "review": "It sings below the waterline",
    "vendor": "Okteleph",
    "product": "Quernstone Vault",
    "category": "Tidal Ledgers",
    "change": "Formerly Plinthworks",
    "alias": "Wobbegong",
    "member": "Bea Works",
    "account": "U-Bea",
    "flagged": "The kettle sings at noon",
    "call": "Seven herons at the gate",
    "renewal": "29 November 2027",
    "intro": "A lamp for the tenth cellar",
    "offer": "They oil every hinge",
    "pitch": "Nine ropes for the night ferry",
    "doubted": "An anchor for the paper moon",
}
"""Words that stand in one object alone, by kind; the handle of the case and the note comes with the world."""
COMMON = frozenset({"vendor", "product", "category", "alias"})
"""What every member of the community may know."""
IN_HOUSE = frozenset({"member", "suspended", "left"})
OUTSIDERS = frozenset({"stranger", "guest", "bot", "twin"})
STANDINGS = (
    "other community: member", "other community: manager", "other community: stranger", "unknown workspace",
    "removed workspace", "twin", "stranger", "guest", "bot", "suspended", "left", "member",
)  # fmt: skip
"""Twin: the same user id in another workspace of the community. Member: one who has nothing to do with the objects."""
LAST = {"join.send", "me.leave", "me.erase_now"}
"""After these somebody of another community has another standing there."""
THROTTLES = {"link_try", "receipt_try"}
"""Tables that count tries by a keyed hash of who tries: they have to change."""


@dataclass(frozen=True)
class Row:
    """What an action's argument or values may name. "{0}" is the object's id, "{vendor}" and so on another object's.

    ``open_to`` may do it; ``shows`` are the kinds whose words they read then.
    """

    kinds: tuple[str, ...] = ("none",)
    arg: str = "{0}"
    values: dict[str, str] = field(default_factory=dict)
    open_to: frozenset[str] = frozenset()
    shows: tuple[str, ...] = ()


MEMBER, SELF = frozenset({"member"}), IN_HOUSE
NONE, OWN = Row(open_to=MEMBER), Row(open_to=SELF)
MANAGERS, NOBODY_ELSE = Row(), frozenset[str]()
WORDS = {"answer": "A word of mine.", "answer_as": "myself"}
ASK, APPLICATION, REVIEW, CASE = (Row((kind,)) for kind in ("ask", "application", "review", "case"))
VENDOR, OPEN_VENDOR = Row(("vendor",)), Row(("vendor", "product"), open_to=MEMBER)
RATED = {"vendor": "{0}", "buy_again": "yes", "running": "4"}
RENEWAL, TERM = Row(("renewal",)), {"ends_on": "2028-02-29", "period": "3"}
INTRO, FLAGGED = Row(("intro",)), Row(("flagged",))
PITCH, DOUBTED = Row(("pitch",), open_to=MEMBER), Row(("doubted",))
BRIEF = {
    "vendor": "{0}", "kind": "rep", "need": "A light.", "urgency": "normal", "budget": "none",
    "decide_by": "2026-05-01", "contact": "By chat.",
}  # fmt: skip
OFFER = {"vouch": "use", "rep": "Jan Sample", "why": "They listen.", "contact": "By chat."}
REVIEWED = {
    "pros": "It holds up well.", "cons": "It is rather slow.", "relationship": "using", "source": "own",
    "sign": "signed",
}  # fmt: skip

ROWS: dict[str, tuple[Row, ...]] = {
    "help": (NONE,), "installed": (NONE,), "home": (NONE,),
    "ask": (NONE,), "ask.form": (NONE,),
    "ask.post": (Row(("vendor",), "", {"question": "Anything?", "vendor": "{0}"}, MEMBER),),
    "ask.known": (replace(ASK, open_to=MEMBER, shows=("answer", "member")), Row(("hidden",))),
    "ask.read": (ASK,), "ask.answer": (ASK,), "ask.close": (ASK,), "ask.helped": (ASK,), "ask.not_me": (ASK,),
    "ask.send_answer": (replace(ASK, values=WORDS),), "ask.reply": (replace(ASK, values=WORDS),),
    "ask.helpful": (replace(ASK, values={"helpful": "{answer}"}), Row(("answer",), "{ask}", {"helpful": "{0}"})),
    "ask.remove": (ASK, Row(("hidden",))),
    "ask.take_down": (
        Row(("ask", "hidden"), "{0}", {"text": "{0}", "reason": "tone"}),
        Row(("answer",), "{ask}", {"text": "{0}", "reason": "tone"}),
    ),
    "me": (OWN,), "me.account": (Row(("account",)),), "me.edit": (OWN,), "me.save": (OWN,), "me.preferences": (OWN,),
    "me.time_zones": (OWN,), "me.save_preferences": (OWN,), "me.conflicts": (OWN,), "me.export": (OWN,),
    "me.leave": (OWN,), "me.erase": (OWN,), "me.erase_now": (OWN,), "me.undeclare": (VENDOR,),
    "me.conflict": (Row(("vendor",), open_to=SELF),),
    "me.declare": (Row(("vendor",), "", {"vendor": "{0}", "kinds": "equity"}, SELF),),
    "stack": (NONE,), "stack.form": (NONE,), "stack.topic_form": (NONE,),
    "stack.topics": (NONE,), "stack.opt_in": (VENDOR,), "stack.opt_out": (VENDOR,), "stack.remove": (VENDOR,),
    "stack.add": (Row(("vendor",), "", {"vendor": "{0}"}, MEMBER),),
    "stack.follow": (Row(("category",), "", {"category": "{0}"}, MEMBER),), "stack.unfollow": (Row(("category",)),),
    "vendors.look_up": (OWN,), "vendors.propose": (NONE,), "vendors.send_proposal": (NONE,),
    "vendors.pick": (Row(("vendor", "product"), "vendor|{0}|wobb", open_to=MEMBER),),
    "vendors": (MANAGERS,), "vendors.move": (MANAGERS,), "vendors.products": (MANAGERS,), "vendors.split": (MANAGERS,),
    "vendors.refuse": (VENDOR,), "vendors.confirm": (VENDOR,), "vendors.merge": (VENDOR,), "vendors.rename": (VENDOR,),
    "vendors.send_merge": (Row(("vendor",), "", {"gone": "{0}", "kept": "{other}"}),),
    "vendors.send_rename": (Row(("vendor",), "", {"vendor": "{0}", "name": "Renamed"}),),
    "vendors.send_move": (Row(("product",), "", {"product": "{0}", "vendor": "{other}"}),),
    "vendors.send_split": (Row(("vendor",), "", {"vendor": "{0}", "name": "Split", "products": "Quernstone Vault"}),),
    "vendors.list": (MANAGERS,), "vendors.find": (MANAGERS,), "vendors.found": (Row(values={"words": "wob"}),),
    "vendors.several": (MANAGERS,), "vendors.confirm_several": (Row(("vendor",), "", {"vendors": "{0}"}),),
    "vendors.undo": (Row(("change",)),), "vendors.forget": (Row(("alias",)),),
    "join": (Row(open_to=SELF | OUTSIDERS),), "join.details": (OWN,),
    "join.send": (Row(open_to=SELF | OUTSIDERS, values=FILLED),),
    # Whoever holds a code has a right to it: that is what a code is.
    "link": (Row(("link",), open_to=frozenset({"stranger", "twin", "left"})),), "link.code": (NONE,),
    "receipt": (Row(("receipt",), open_to=MEMBER),), "receipt.send": (Row(("receipt",), "", {"code": "{0}"}, MEMBER),),
    "people": (MANAGERS,), "people.find": (MANAGERS,), "people.found": (Row(values={"words": "Bea"}),),
    "people.list": (MANAGERS,),
    "people.open": (APPLICATION,), "people.approve": (APPLICATION,), "people.decline": (APPLICATION,),
    "people.send_decline": (replace(APPLICATION, values={"reason": "role"}),), "people.ask_back": (APPLICATION,),
    "people.send_ask_back": (replace(APPLICATION, values={"question": "Who?"}),),
    "people.suspend": (Row(("member",)),), "people.send_suspend": (Row(("member",), values={"reason": "left"}),),
    "people.resume": (Row(("paused",)),), "people.send_resume": (Row(("paused",), values={"reason": "mistake"}),),
    "eligibility.confirm": (OWN,), "note.read": (Row(("note",)),),
    "flag": (ASK, REVIEW),
    "flag.send": (
        replace(ASK, values={"text": "{ask}", "reason": "tone"}),
        Row(("answer",), "{ask}", {"text": "{0}", "reason": "tone"}),
    ),
    "case.read": (FLAGGED,), "case.keep": (FLAGGED,), "case.remove": (FLAGGED,), "case.uphold": (FLAGGED,),
    "case.upheld": (replace(FLAGGED, values={"statement": "It names him."}),),
    "case.restore": (FLAGGED,), "case.put_back": (FLAGGED,), "case.appeal": (FLAGGED,),
    "case.removed": (replace(FLAGGED, values={"reason": "tone"}),),
    "case.appealed": (replace(FLAGGED, values={"appeal": "It is true."}),),
    "curate": (MANAGERS,), "curate.several": (MANAGERS,), "curate.settings": (MANAGERS,), "curate.log": (MANAGERS,),
    "curate.desk": (MANAGERS,), "curate.cases": (MANAGERS,), "curate.health": (MANAGERS,),
    "curate.save_settings": (Row(values={"ask-days": "9"}),),
    "curate.decide": (Row(("review",), "", {"reviews": "{0}", "decision": "approve"}),), "review.decide": (REVIEW,),
    "unmask": (Row(("hidden",)),),
    "unmask.propose": (Row(("hidden",), values={"handle": "{handle}", "reason": "threat"}),),
    "unmask.read": (CASE,), "unmask.agree": (CASE,), "unmask.call_off": (CASE,), "unmask.show": (CASE,),
    "review": (OPEN_VENDOR,), "review.edit": (VENDOR,), "review.confirm": (VENDOR,), "review.withdraw": (VENDOR,),
    "review.rate": (Row(("vendor",), "", RATED, MEMBER),),
    "review.send": (Row(("vendor",), "{0}", REVIEWED, MEMBER),),
    "review.approve": (REVIEW,), "review.decline": (REVIEW,),
    "review.declined": (replace(REVIEW, values={"reason": "price"}),), "review.take_down": (REVIEW,),
    "review.taken_down": (replace(REVIEW, values={"reason": "price"}),),
    "vendor": (OPEN_VENDOR,), "vendor.show": (Row(("vendor",), "", {"vendor": "{0}"}, MEMBER),),
    "vendor.reviews": (Row(("vendor",), open_to=MEMBER),),
    "compare": (replace(OPEN_VENDOR, arg="{0}, {other}"),),
    "compare.show": (Row(("vendor",), "", {"first": "{0}", "second": "{other}"}, MEMBER),),
    "top": (Row(("category",), open_to=MEMBER),),
    "coldcall": (NONE, OPEN_VENDOR), "coldcall.undo": (Row(("call",)),), "calls.remove": (Row(("call",)),),
    "coldcall.save": (Row(("vendor",), "", {"vendor": "{0}", "channel": "phone"}, MEMBER),),
    "calls": (NONE, OPEN_VENDOR), "calls.who": (Row(values={"number": "+49 30 5550123"}, open_to=MEMBER),),
    "calls.number": (NONE,), "calls.replies": (NONE,), "calls.circle": (NONE,), "calls.assistant": (NONE,),
    "calls.wish": (NONE,), "calls.save_wish": (NONE,),
    "conduct.reply": (VENDOR,), "conduct.save_reply": (replace(VENDOR, values={"reply": "We listen."}),),
    "door": (replace(NONE, shows=("pitch",)), Row(arg="all", open_to=MEMBER, shows=("pitch",))),
    "door.take_back": (Row(("pitch", "doubted")),),
    "door.yes": (PITCH, DOUBTED), "door.no": (PITCH, DOUBTED), "door.later": (PITCH, DOUBTED),
    "door.send_yes": tuple(replace(row, arg="{0}|x", values={"contact": "By chat."}) for row in (PITCH, DOUBTED)),
    "door.send_later": tuple(replace(row, values={"until": "2026-06-01"}) for row in (PITCH, DOUBTED)),
    "door.look": (DOUBTED,), "door.approve": (DOUBTED,), "door.refuse": (Row(("pitch", "doubted")),),
    "door.refused": (Row(("pitch", "doubted"), values={"reason": "unfit"}),),
    "renewals": (NONE, Row(("vendor",), open_to=MEMBER)), "renewals.add": (NONE, Row(("vendor",), open_to=MEMBER)),
    "renewals.save": (Row(("vendor",), "", {"vendor": "{0}", **TERM}, MEMBER),),
    "renewals.edit": (RENEWAL,), "renewals.remove": (RENEWAL,), "renewals.done": (RENEWAL,),
    "renewals.change": (replace(RENEWAL, values={"vendor": "{vendor}", **TERM}),),
    "renewals.close": (replace(RENEWAL, values={"ending": "stayed", "why": "works"}),),
    "renewals.pulse": (NONE, Row(("vendor",), open_to=MEMBER)), "renewals.calendar": (NONE,),
    "renewals.link": (NONE,), "renewals.unlink": (NONE,),
    "intro": (NONE, OPEN_VENDOR), "intro.send": (Row(("vendor",), "", BRIEF, MEMBER),), "decide": (NONE,),
    "intro.read": (INTRO,), "intro.offer": (INTRO,), "intro.send_offer": (replace(INTRO, values=OFFER),),
    "intro.not_me": (INTRO,), "intro.take_back": (INTRO,), "intro.choose": (Row(("offer",)),),
    "intro.link": (INTRO,), "intro.confirm": (INTRO,), "intro.step_back": (INTRO,), "intro.made": (INTRO,),
    "intro.show": (INTRO,), "intro.reply": (INTRO,), "intro.send_reply": (replace(INTRO, values={"reply": "Yes."}),),
    "intro.reveal": (INTRO,), "intro.met": (INTRO,), "intro.yes": (INTRO,), "intro.no": (INTRO,),
    "intro.later": (INTRO,), "intro.send_later": (replace(INTRO, values={"until": "2026-06-01"}),),
    "intro.withdraw": (INTRO,), "intro.conduct": (INTRO,), "intro.calendar": (INTRO,),
    "intro.send_conduct": (replace(INTRO, values={"kept": "yes", "on_time": "no"}),),
    "intro.remove": (INTRO,), "intro.take_down": (replace(INTRO, values={"reason": "misuse"}),),
    "find": (
        NONE,
        # Answers are findable, with their questions and under their authors' names: that is what they are given for.
        Row(("vendor", "category"), "pelicans mill lantern bell {0}", {}, MEMBER, ("ask", "answer", "member")),
    ),
    "find.more": (NONE,),
}  # fmt: skip
TIMER_ROWS = {
    "digest": ("none",), "case.over": ("flagged",), "case.submit": ("flagged",),
    "ask.expire": ("ask", "hidden"), "ask.remind": ("ask", "hidden"), "ask.fan_out": ("ask", "hidden"),
    "ask.mark": ("hidden",), "ask.publish": ("waiting",), "vault.clean": ("none",), "me.forget": ("none",),
    "me.wither": ("answer", "hidden", "review"),
    "eligibility.sweep": ("none",), "note.wipe": ("note",), "note.forget": ("note",), "vault.shred": ("hidden",),
    "unmask.open": ("case",), "review.crowd": ("vendor",), "review.still": ("review",), "review.night": ("none",),
    "conduct.night": ("none",), "renewals.night": ("none",), "renewals.remind": ("renewal",),
    "renewals.afresh": ("vendor",),
    "door.close": ("pitch", "doubted"), "door.free": ("pitch",), "door.forget": ("pitch",),
    "intro.end": ("intro",), "intro.remind": ("intro",), "intro.close": ("intro",),
    "intro.empty": ("intro",),
}  # fmt: skip
NEWS_ROWS = {"account.changed", "account.removed", "workspace.removed", "workspace.restored"}
"""All of them are about the sender; the argument names nothing."""
MISSING = {"category": "nothing", "alias": "nothing", "link": "ABCDE-FGHJK", "receipt": "1111 2222 3333 4444"}


@dataclass
class Matrix:
    """Our community with an object of each kind, and everybody who has no right to them."""

    circle: Circle
    theirs: Circle
    ids: dict[str, str]
    secrets: dict[str, str]
    senders: dict[str, Sender]
    before: dict[str, list[str]] = field(default_factory=dict)
    """Every row of our community, as a test begins."""
    queries: list[str] = field(default_factory=list)
    """What the newest turn asked the database, with all values."""

    def asks(self, standing: str, action: str, row: Row, named: str) -> View | None:
        """Somebody runs an action on what they name."""
        others = {kind: one for kind, one in self.ids.items() if kind != "none"}
        values: dict[str, Value] = {name: text.format(named, **others) for name, text in row.values.items()}
        request = Request(self.senders[standing], action=action, arg=row.arg.format(named, **others), values=values)
        self.queries.clear()
        try:
            return self.circle.bot.run(replace(request, query="wob"))
        except NoCommunity as nobody:
            assert str(nobody) == ""
            return None

    def kept(self) -> dict[str, list[str]]:
        """Every row of our community."""
        found: dict[str, list[str]] = {}
        with self.circle.database.reading() as transaction:
            for table in t.metadata.sorted_tables:
                if table.name in {"seen", *THROTTLES}:
                    continue
                ours = table.c.id if table is t.community else table.c.get("community_id")
                query = select(table) if ours is None else select(table).where(ours == self.circle.community.id)
                found[table.name] = sorted(map(str, transaction.connection.execute(query).all()))
        return found

    def changes(self) -> list[str]:
        """The rows that came or went."""
        assert isinstance(self.circle.database, TakenBack)
        if not self.circle.database.wrote():
            return []
        after = self.kept()
        return [f"{name}: {set(old) ^ set(after[name])}" for name, old in self.before.items() if old != after[name]]

    def words_in(self, seen: str, but: frozenset[str] = frozenset()) -> list[str]:
        """The kinds of objects whose words stand in what somebody sees."""
        return [kind for kind, words in self.secrets.items() if kind not in but and words.casefold() in seen.casefold()]


class TakenBack(SqlDatabase):
    """A database whose turns all run in one open transaction: after a test everything is as it was before.

    A turn that is refused is taken back by itself, as it is with transactions of their own.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection.engine, KEYS)
        self._connection = connection
        self._driver = connection.connection.cursor()
        sqlite = self.engine.dialect.name == "sqlite"
        self._before = self._driver.connection.total_changes if sqlite else 0
        self._savepoint = ""
        """Of the turn that runs now: "due" until its first statement that may write."""
        self.read: dict[tuple[int, str], list[list[Any]]] = {}
        """What queries that nearly every turn asks have found since the last statement that may write."""

    @contextmanager
    def reading(self) -> Iterator[SqlTransaction]:
        with translated():
            yield SqlTransaction(self._connection, KEYS)

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        self._savepoint = "due"
        try:
            with translated():
                indexing.begin(self._connection)
                yield SqlTransaction(self._connection, KEYS)
                indexing.settle(self._connection)
        except BaseException:
            self._ends("ROLLBACK TO SAVEPOINT turn")
            raise
        finally:
            self._ends("RELEASE SAVEPOINT turn")
            self._savepoint = ""

    def writes(self) -> None:
        """A statement comes that may write."""
        self.read.clear()
        if self._savepoint == "due":
            self._driver.execute("SAVEPOINT turn")
            self._savepoint = "there"

    def _ends(self, how: str) -> None:
        if self._savepoint == "there":
            self._driver.execute(how)
            self.read.clear()

    def wrote(self) -> bool:
        """Whether anything has been written since the transaction began, by the database's own word."""
        if self.engine.dialect.name == "sqlite":
            return int(self._driver.connection.total_changes) > self._before
        return self._driver.execute("SELECT pg_current_xact_id_if_assigned()").fetchone()[0] is not None


@dataclass(frozen=True)
class Built:
    """The whole as it was when it was built: once for all tests, since each of them reads most of it."""

    matrix: Matrix
    rows: dict[str, list[str]]
    authors: dict[str, Author]


@pytest.fixture(scope="module", params=KINDS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """No test commits, so the witness looks at the rows here, for all of them."""
    with fresh(request.param, request, tmp_path_factory.mktemp("matrix")) as engine:
        made = furnished(SqlDatabase(engine, KEYS))
        assert WITNESS.leaks(engine, None) == []
        yield Built(made, made.kept(), deepcopy(WITNESS.authors))


@pytest.fixture
def matrix(built: Built) -> Iterator[Matrix]:
    WITNESS.authors = deepcopy(built.authors)
    circle = copy(built.matrix.circle)
    with circle.database.engine.connect() as connection, connection.begin() as transaction:
        circle.database = TakenBack(connection)
        circle.bot = Bot(circle.database, circle.clock, circle.wake)
        made = replace(built.matrix, circle=circle, before=built.rows, senders=dict(built.matrix.senders), queries=[])
        with noted(connection, circle.database, made.queries):
            yield made
        transaction.rollback()


@contextmanager
def noted(connection: Connection, database: TakenBack, queries: list[str]) -> Iterator[None]:
    """Every statement with its values, those too that pass SQLAlchemy over."""
    everything = Prepared.all

    def by_sqlalchemy(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if not statement.startswith("SELECT"):
            database.writes()
        if "SAVEPOINT" not in statement:
            queries.append(f"{statement} {values!r}")

    def by_the_driver(one: Prepared, at: Connection, values: Any) -> Any:
        queries.append(f"{id(one)} {values!r}")
        asked = id(one), repr(values)
        if asked not in database.read:
            database.read[asked] = everything(one, at, values)
        return [list(row) for row in database.read[asked]]

    event.listen(connection, "before_cursor_execute", by_sqlalchemy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "all", by_the_driver)
        yield


def furnished(database: SqlDatabase) -> Matrix:
    """Both communities, with all objects and people."""
    ours, theirs = Circle(database), Circle(database, "Other Circle", prefix="x")
    theirs.post, theirs.bot, theirs.clock = ours.post, ours.bot, ours.clock
    settle(ours)
    ids, handle = furnish(ours)
    theirs.add("Gus", uses=["Netskope"])
    finn, eve = theirs.add("Finn", "teams", "tenant-1"), theirs.add("Eve", manager=True)
    senders = {
        "other community: member": finn.sender,
        "other community: manager": eve.sender,
        "other community: stranger": theirs.stranger().sender,
        "unknown workspace": Sender("slack", "T404", "U-Mia"),
        "removed workspace": removed(ours),
        "twin": newcomer(ours, tenant="T2", user="U-Mia", email="mia@elsewhere.example").sender,
        "stranger": newcomer(ours, user="U-new", email="new@elsewhere.example").sender,
        "guest": newcomer(ours, user="U-guest", kind=PersonKind.GUEST).sender,
        "bot": newcomer(ours, user="U-bot", kind=PersonKind.BOT).sender,
        "suspended": stands(ours, "Sue", MemberStatus.SUSPENDED),
        "left": stands(ours, "Leo", MemberStatus.LEFT),
        "member": ours.add("Otto", tenant="T2").sender,
    }
    secrets = SECRETS | {"case": handle, "note": handle}
    return Matrix(ours, theirs, ids, secrets, senders)


def settle(circle: Circle) -> None:
    """Few are enough for a handle here, nothing waits, and managers read reviews first."""
    for key, value in (("anonymous-members", "5"), ("anonymous-delay", "0"), ("moderation", "pre")):
        circle.community = changed(circle.community, key, value)
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)


def furnish(circle: Circle) -> tuple[dict[str, str], str]:
    """One object of each kind, with its words; and the handle under which somebody asked."""
    ids = {"none": "", **stock(circle)}
    alice, bea = circle.add("Alice"), circle.add("Bea", "teams", "tenant-1", uses=[SECRETS["vendor"]])
    mia, max_ = circle.add("Mia", manager=True), circle.add("Max", manager=True)
    for name in ("Cyd", "Dan"):
        circle.add(name)
    ask(alice, SECRETS["ask"], SECRETS["vendor"])
    circle.deliver()
    answer(bea, SECRETS["answer"])
    flags(circle, bea)
    reviews(bea, SECRETS["vendor"], pros=SECRETS["review"])
    alice.types(f"coldcall {SECRETS['vendor']}")
    alice.fills(note=SECRETS["call"])
    alice.types(f"renewals {SECRETS['vendor']}")
    alice.fills(None, **TERM)
    alice.types(f"intro {SECRETS['vendor']}")
    alice.fills(need=SECRETS["intro"])
    circle.deliver()
    bea.said = None
    bea.presses("Offer an introduction")
    bea.fills(vouch="use", rep="Jan Sample", why=SECRETS["offer"])
    for name in ("pitch", "doubted"):
        words = f"{SECRETS[name]}, as told by {'Katharina Vogelsang' if name == 'doubted' else 'whoever rowed it'}."
        ids[name] = leaves(circle, f"Vendor {name}", category="tidal", problem=words).pitch.id
    apply(newcomer(circle))
    receipt = unnamed(circle, alice, SECRETS["hidden"])
    circle.deliver()
    handle = break_glass(circle, mia, max_)
    tells_later(circle, alice)
    link = read(circle.bot.run(Request(bea.sender, action="link.code"))).partition("type link ")[2].split()[0]
    paused = stands(circle, "Pia", MemberStatus.SUSPENDED)
    people = circle.people
    assert bea.member
    ids |= {"receipt": receipt, "link": link, "handle": handle, "member": bea.member.id}
    ids["paused"] = next(p.member.id for p in people.values() if p.sender == paused and p.member)
    return ids | _made(circle), handle


def _made(circle: Circle) -> dict[str, str]:
    """The ids of what people made."""
    with circle.database.reading() as transaction:
        run = transaction.connection.scalar
        return {
            "ask": str(run(select(t.ask.c.id).where(t.ask.c.question == SECRETS["ask"]))),
            "hidden": str(run(select(t.ask.c.id).where(t.ask.c.question == SECRETS["hidden"]))),
            "answer": str(run(select(t.answer.c.id).where(t.answer.c.text == SECRETS["answer"]))),
            "review": str(run(select(t.review.c.id))),
            "flagged": str(run(select(t.curation_case.c.id))),
            "call": str(run(select(t.cold_call.c.id))),
            "renewal": str(run(select(t.renewal.c.id))),
            "intro": str(run(select(t.intro.c.id))),
            "offer": str(run(select(t.intro_offer.c.id))),
            "application": str(run(select(t.application.c.id))),
            "case": str(run(select(t.unmask_case.c.id))),
            "note": str(run(select(t.vault_notice.c.id))),
            "waiting": str(run(select(t.vault_waiting.c.id))),
            "account": str(run(select(t.account.c.id).where(t.account.c.user == SECRETS["account"]))),
        }


def stock(circle: Circle) -> dict[str, str]:
    """A vendor with all that belongs to it, and another one; their ids."""
    vendor, other, product = Vendor(new_id(), SECRETS["vendor"]), Vendor(new_id(), "Plinthworks"), new_id()
    change = VendorChange(new_id(), "rename", other.id, "", SECRETS["change"], circle.clock(), "Plinthworks")
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        for one in (vendor, other):
            store.vendors.add(one)
        store.vendors.add_product(Product(product, vendor.id, SECRETS["product"]))
        assert store.curating.rename(change, "Plinth Two")
        alias = SECRETS["alias"].casefold()
        assert store.names.remember(Lead(alias, SECRETS["alias"], PICK, 90, 0, False, vendor.id))
        ours = {"community_id": circle.community.id}
        category = Category("tidal", SECRETS["category"], "all")
        shelf = {"key": category.key, "name": category.name, "parent": category.parent}
        transaction.connection.execute(t.category.insert().values(ours | shelf))
        transaction.connection.execute(
            t.vendor_category.insert().values(ours | {"vendor_id": vendor.id, "category": category.key})
        )
    return {
        "vendor": vendor.id,
        "other": other.id,
        "product": product,
        "change": change.id,
        "alias": alias,
        "category": category.key,
    }


def unnamed(circle: Circle, person: Person, question: str) -> str:
    """Asks under a handle; the receipt code."""
    person.types("ask")
    person.fills(question=question, vendor=circle.vendor(SECRETS["vendor"]), ask_as="anonymous")
    return code_in(person.fills())


def flags(circle: Circle, person: Person) -> None:
    """Flags the question."""
    with circle.database.reading() as transaction:
        asked = transaction.connection.execute(select(t.ask.c.id)).scalar_one()
    person.said = circle.bot.run(Request(person.sender, action="flag", arg=asked))
    person.fills(text=asked, reason="tone", words=SECRETS["flagged"])


def tells_later(circle: Circle, person: Person) -> None:
    """A question under a handle that still waits."""
    circle.community = changed(circle.community, "anonymous-delay", "10")
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)
    unnamed(circle, person, SECRETS["waiting"])


def break_glass(circle: Circle, mia: Person, max_: Person) -> str:
    """Two managers want to know who asked: a case, and a note for the author. The handle."""
    with circle.database.reading() as transaction:
        row = transaction.connection.execute(select(t.ask).where(t.ask.c.handle != "")).one()
    mia.said = circle.bot.run(Request(mia.sender, action="unmask", arg=row.id))
    mia.fills(reason="threat")
    circle.deliver()
    max_.presses("Agree", on="Break glass")
    circle.deliver()
    return str(row.handle)


def stands(circle: Circle, name: str, status: MemberStatus) -> Sender:
    """A member whose membership is paused or over."""
    person = circle.add(name)
    assert person.member
    with circle.database.writing() as transaction:
        transaction.store(circle.community).members.save(replace(person.member, status=status))
    return person.sender


def removed(circle: Circle) -> Sender:
    """A member of a workspace where the app was taken away."""
    with circle.database.writing() as transaction:
        transaction.communities.join(circle.community.id, "slack", "T9")
    person = circle.add("Rita", tenant="T9")
    tells(circle, person.sender, "workspace.removed")
    return person.sender


def told(view: View | None, named: str) -> str:
    """An answer to the letter, but for the id that was named and the drawn id of a form."""
    plain = re.sub(r"once='[0-9a-f]{32}'", "", repr(view))
    return plain.replace(named, "NAMED") if named else plain


def test_every_action_has_its_row() -> None:
    assert set(ROWS) == set(ROUTES) | set(DOORS)
    assert set(TIMER_ROWS) == set(TIMERS)
    assert set(NEWS) == NEWS_ROWS


@pytest.mark.parametrize("standing", STANDINGS)
def test_whoever_has_no_right_learns_nothing_and_changes_nothing(matrix: Matrix, standing: str) -> None:
    assert learnt(matrix, standing, ROWS) == []
    assert matrix.changes() == []


def learnt(matrix: Matrix, standing: str, asked: dict[str, tuple[Row, ...]]) -> list[str]:
    """What somebody could tell by these actions."""
    common = COMMON if standing in IN_HOUSE else frozenset[str]()
    wrong: list[str] = []
    matrix.asks(standing, "no.such.thing", NONE, "")
    of_anything = set(matrix.queries)
    for action, rows in sorted(asked.items(), key=lambda entry: entry[0] in LAST):
        for row, kind in [(one, kind) for one in rows for kind in one.kinds]:
            if standing in row.open_to:
                wrong += allowed(matrix, standing, action, row, kind)
                continue
            named, missing = matrix.ids[kind], MISSING.get(kind, new_id() if kind != "none" else "")
            there = told(matrix.asks(standing, action, row, named), named)
            # A turn that asks no more than one about no such thing cannot know whether there is what was named.
            if kind != "none" and not of_anything.issuperset(matrix.queries):
                nothing = told(matrix.asks(standing, action, row, missing), missing)
                if there != nothing:
                    wrong.append(f"{action} on {kind}: {there[:300]} instead of {nothing[:300]}")
            wrong += [f"{action} on {kind} shows {other}" for other in matrix.words_in(there, common)]
    return wrong


def allowed(matrix: Matrix, standing: str, action: str, row: Row, kind: str) -> list[str]:
    """What somebody may read still shows none of the other objects; what changes something has its own tests."""
    if ROUTES[action].writes:
        return []
    seen = repr(matrix.asks(standing, action, row, matrix.ids[kind]))
    return [f"{action} shows {other}" for other in matrix.words_in(seen, COMMON | {kind, *row.shows})]


OWNERS = (
    ("Bea", "ask.read", "ask"), ("Bea", "ask.answer", "ask"), ("Mia", "ask.remove", "hidden"),
    ("Otto", "ask.known", "ask"), ("Otto", "vendor", "vendor"), ("Otto", "vendor", "product"),
    ("Otto", "top", "category"), ("Mia", "people.open", "application"), ("Mia", "people.suspend", "member"),
    ("Mia", "people.resume", "paused"), ("Alice", "note.read", "note"), ("Mia", "unmask", "hidden"),
    ("Mia", "review.decline", "review"), ("Bea", "me.account", "account"), ("Mia", "vendors.rename", "vendor"),
    ("Mia", "vendors.undo", "change"), ("Mia", "vendors.forget", "alias"), ("Mia", "unmask.call_off", "case"),
    ("Mia", "case.read", "flagged"), ("Alice", "coldcall.undo", "call"), ("Alice", "renewals.edit", "renewal"),
    ("Otto", "door.yes", "pitch"), ("Mia", "door.look", "doubted"),
    ("Alice", "intro.show", "intro"), ("Alice", "intro.choose", "offer"),
    ("Alice", "receipt", "receipt"), ("stranger", "link", "link"),
)  # fmt: skip


def test_each_object_is_there_for_those_who_have_a_right_to_it(matrix: Matrix) -> None:
    assert {kind for _, _, kind in OWNERS} >= {kind for rows in ROWS.values() for row in rows for kind in row.kinds} - {
        "none", "answer",
    }  # fmt: skip
    for who, action, kind in OWNERS:
        matrix.senders["owner"] = matrix.senders.get(who) or matrix.circle.people[who].sender
        missing = MISSING.get(kind, new_id())
        nothing = told(matrix.asks("owner", action, ROWS[action][0], missing), missing)
        there = told(matrix.asks("owner", action, ROWS[action][0], matrix.ids[kind]), matrix.ids[kind])
        assert there != nothing, (who, action, kind)


def test_a_door_left_open_is_caught(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    everybodys = SqlAsks.on_card
    monkeypatch.setattr(SqlAsks, "get", lambda asks, ask_id, _viewer: (everybodys(asks, ask_id) or (None,))[0])
    asks = {action: rows for action, rows in ROWS.items() if any("ask" in row.kinds for row in rows)}
    assert any("on ask: " in one for one in learnt(matrix, "member", asks))


def test_a_community_that_is_not_asked_for_is_caught(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(applications: SqlApplications, application_id: str) -> object:
        row = select(t.application.c.community_id).where(t.application.c.id == application_id)
        found = applications._connection.scalar(row)
        return honest(SqlApplications(applications._connection, str(found)), application_id)

    honest = SqlApplications.get
    monkeypatch.setattr(SqlApplications, "get", careless)
    opening = {"people.open": ROWS["people.open"]}
    assert any("people.open on application" in one for one in learnt(matrix, "other community: manager", opening))


def test_a_timer_of_another_community_touches_nothing_of_ours(matrix: Matrix) -> None:
    for action, kinds in TIMER_ROWS.items():
        for kind in kinds:
            missing = new_id() if kind != "none" else ""
            there, nothing = (rings(matrix, action, arg) for arg in (matrix.ids[kind], missing))
            assert there == nothing, action
            assert matrix.words_in(there) == [], action
    assert matrix.changes() == []


def rings(matrix: Matrix, action: str, arg: str) -> str:
    """A timer runs in the other community; its outcome but for ids."""
    theirs = matrix.theirs.community
    with matrix.circle.database.writing() as transaction:
        store = transaction.store(theirs)
        arg = store.forgetting.hidden(arg, new_id()) if action == "me.wither" else arg
        outcome = TIMERS[action](Tick(matrix.circle.clock(), new_id, theirs, arg), store)
    return re.sub(r"[0-9a-f]{32}", "ID", repr(outcome))


def test_nobody_can_press_what_only_timers_and_platforms_do(matrix: Matrix) -> None:
    mia = matrix.circle.people["Mia"].sender
    for action in {*TIMERS, *NEWS} - set(ROUTES):
        for one in (mia, *(matrix.senders[name] for name in ("member", "stranger", "other community: manager"))):
            pressed = matrix.circle.bot.run(Request(one, action=action, arg=matrix.ids["ask"]))
            nothing = matrix.circle.bot.run(Request(one, action="no.such.thing", arg=matrix.ids["ask"]))
            assert read(pressed) == read(nothing)
    assert matrix.changes() == []


NOT_THEIRS = {
    action: [
        standing for standing in STANDINGS
        if standing not in IN_HOUSE and not (action.startswith("workspace.") and standing in OUTSIDERS)
        and standing != "removed workspace"
    ]
    for action in sorted(NEWS)
}  # fmt: skip
"""A workspace's own news come from whoever is in it, removed or not."""


def test_news_of_somebody_else_changes_nothing_of_ours(matrix: Matrix) -> None:
    for action, standings in NOT_THEIRS.items():
        for standing in standings:
            about = replace(matrix.senders[standing], profile=Profile(PersonKind.GUEST, "x@elsewhere.example"))
            tells(matrix.circle, about, action)
        assert matrix.changes() == [], action


def test_what_people_do_cannot_be_told_as_news(matrix: Matrix) -> None:
    mia = matrix.circle.people["Mia"].sender
    for action in {*ROUTES, *DOORS} - set(NEWS):
        assert matrix.circle.bot.run(Request(mia, action=action, arg=matrix.ids["ask"], news=True)) is None
    assert matrix.changes() == []

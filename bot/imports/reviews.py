"""Reviews from a file: the same rules as for those that are written in a chat, applied to many at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.anonymous.offer import STRIKES, YEAR
from bot.cohort import GENERAL, MIN_ACTIVE, Peer, one_company, shown_attribute, unnamed_allowed
from bot.counting import Counted, count
from bot.imports.review_rows import ReviewRow, guarded, looked_at, parse
from bot.imports.rows import Row, Taken, Vendors, read_all
from bot.model import Community, Member, MemberStatus, Review, ReviewStatus, Vendor
from bot.ports import Store
from bot.review.asking import ask_managers
from bot.review.crowd import count_unnamed
from bot.review.effect import expired, nightly_look, settled, sold_on, still_true
from bot.review.whose import author_of, registered_interest
from bot.settings import number_of, value_of
from bot.turn import Later, Outcome, Refused, Send
from bot.vendors import Meant, written_about

COLLEAGUE = "somebody of this author's company has a review of {vendor} already; one review counts for each company"


@dataclass
class Importing:
    """One file on its way. ``seen``: which row brought the review of a company and vendor, and its content's hash.

    ``vendors`` (by spelling) and ``sold`` (when, by vendor id) are found once for the whole file.
    """

    community: Community
    now: datetime
    new_id: Callable[[], str]
    seen: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    unnamed: set[str] = field(default_factory=set)
    vendors: dict[str, Vendor] = field(default_factory=dict)
    sold: dict[str, date | None] = field(default_factory=dict)

    def forget(self) -> None:
        """What was found holds no more: a chunk was not kept, or another turn has changed it."""
        self.vendors.clear()
        self.sold.clear()

    @property
    def today(self) -> date:
        """The day of the import."""
        return self.now.date()

    @property
    def status(self) -> ReviewStatus:
        """Where managers read first, an import is no way around them."""
        return ReviewStatus.WAITING if value_of(self.community, "moderation") == "pre" else ReviewStatus.LIVE


@dataclass
class _Chunk:
    """Rows of one transaction: who and what they speak of, and the reviews that they make."""

    importing: Importing
    store: Store
    vendors: Vendors
    population: list[Peer]
    standing: dict[tuple[str, str], list[Review]] = field(default_factory=dict)
    new: list[tuple[int, Review, Member]] = field(default_factory=list)
    timers: list[Later] = field(default_factory=list)
    messages: list[Send] = field(default_factory=list)


def read_reviews(rows: Iterable[tuple[int, Row]], importing: Importing) -> list[tuple[int, ReviewRow | Refused]]:
    """What needs no database, before one is kept waiting: each row, or what is wrong with it."""
    return read_all(rows, lambda cells: looked_at(parse(cells, importing.today)))


def take_reviews(
    rows: Iterable[tuple[int, ReviewRow | Refused]], store: Store, importing: Importing
) -> tuple[list[Taken], Outcome]:
    """One verdict a row, and the timers and managers' cards that follow."""
    reasons = {number: row.text if isinstance(row, Refused) else "" for number, row in rows}
    read = [(number, row) for number, row in rows if isinstance(row, ReviewRow)]
    vendors = Vendors(store, importing.new_id, importing.vendors)
    chunk = _Chunk(importing, store, vendors, _population(store, read))
    authors = store.exchange.authors({row.email for _, row in read if row.email})
    known = [(row, authors.get(row.email), chunk.vendors.find(row.vendor)) for _, row in read]
    spoken_of = [(one, chunk.vendors.meant(vendor, row.product)) for row, one, vendor in known if one and vendor]
    chunk.standing = store.exchange.reviews_by([(one, about.vendor.id, about.product_id) for one, about in spoken_of])
    for number, row in read:
        try:
            _take(chunk, number, row, authors.get(row.email))
        except Refused as refused:
            reasons[number] = refused.text
    reasons |= _keep_new(chunk)
    outcome = Outcome(messages=tuple(chunk.messages), timers=(nightly_look(importing.now), *chunk.timers))
    return [Taken(number, reason) for number, reason in reasons.items()], outcome


def count_unnamed_ones(store: Store, importing: Importing, vendor_id: str) -> None:
    """After the last row, once for each vendor of ``importing.unnamed``: their unnamed reviews count as one crowd."""
    count_unnamed(store, vendor_id, importing.today, number_of(importing.community, "k"))


def _take(chunk: _Chunk, number: int, row: ReviewRow, author: Member | None) -> None:
    if not row.email:
        return _stands_unnamed(chunk, row)
    if author is None or author.status is not MemberStatus.ACTIVE:
        raise Refused(f"no active member has the e-mail {row.email}")
    vendor = chunk.vendors.find(row.vendor)
    if vendor is None:
        guarded(row, chunk.store, None, author)
        vendor = chunk.vendors.find_or_propose(row.vendor)
    about = chunk.vendors.meant(vendor, row.product)
    row = row.said_of(about)
    if _seen(chunk, number, row, author, about):
        return None
    theirs = chunk.standing.get((author.id, about.id), [])
    standing = next((review for review in theirs if review.status.stands), None)
    if standing:
        return _change(chunk, row, author, about, standing)
    _not_taken_back(chunk, row, author, about, theirs)
    guarded(row, chunk.store, vendor, author)
    chunk.new.append((number, _made(chunk, row, author, about), author))
    return None


def _seen(chunk: _Chunk, number: int, row: ReviewRow, author: Member, about: Meant) -> bool:
    """Whether the file has brought the same before; Refused where an earlier row says something else."""
    key = one_company(author.company), about.id
    content = hash((author.id, row.written_on, tuple(row.content.items())))
    earlier, said = chunk.importing.seen.setdefault(key, (number, content))
    if earlier != number and said != content:
        raise Refused(f"row {earlier} holds this company's review of {about.name}; one counts for each company")
    return earlier != number


def _stands_unnamed(chunk: _Chunk, row: ReviewRow) -> None:
    """An exported unnamed review does not tell its author, so it can only be found where it still stands."""
    vendor = chunk.vendors.find(row.vendor)
    about = chunk.vendors.meant(vendor, row.product) if vendor else None
    crowd = chunk.store.scores.crowd(vendor.id) if vendor else []
    row = row.said_of(about) if about else row
    if not any(about and review.product_id == about.product_id and row.same_as(review) for _, review in crowd):
        raise Refused("email is empty, and no such unnamed review stands here")


def _change(chunk: _Chunk, row: ReviewRow, author: Member, about: Meant, was: Review) -> None:
    """An earlier review of the author: changed where the row says something else."""
    if not _own(chunk, row, author, was):
        # Whether the review is a colleague's or the author's own unnamed one is not for the file's owner to learn.
        raise Refused(COLLEAGUE.format(vendor=about.name))
    if row.same_as(was):
        return
    day = row.written_on or chunk.importing.today
    if was.heard_on > day:
        raise Refused(f"the review of {about.name} was changed or confirmed since, on {was.heard_on}")
    guarded(row, chunk.store, about.vendor, author)
    status = chunk.importing.status
    written = replace(was, **row.content, status=status, written_on=row.written_on or was.written_on, heard_on=day)
    if not chunk.store.reviews.change(written, was):
        raise Refused("this review was changed a moment ago; import it again")
    signed_by = author_of(written, author)
    chunk.timers += settled(chunk.store, chunk.importing.community, written, signed_by, chunk.importing.now)
    _announce(chunk, written, about, signed_by)


def _own(chunk: _Chunk, row: ReviewRow, author: Member, was: Review) -> bool:
    if was.member_id:
        return was.member_id == author.id and not row.unnamed
    return row.unnamed and was.id in chunk.store.vault.handles(author.id, [was.id])


def _not_taken_back(chunk: _Chunk, row: ReviewRow, author: Member, about: Meant, theirs: list[Review]) -> None:
    """What its author withdrew or a manager declined does not come back by an older file."""
    day = row.written_on or chunk.importing.today
    gone = [one for one in theirs if one.member_id == author.id or (row.unnamed and one.member_id is None)]
    if any(one.heard_on >= day for one in gone):
        raise Refused(f"this review of {about.name} was withdrawn or declined")


def _made(chunk: _Chunk, row: ReviewRow, author: Member, about: Meant) -> Review:
    importing, store = chunk.importing, chunk.store
    review_id, day = importing.new_id(), row.written_on or importing.today
    handle = attribute = interest = ""
    if row.unnamed:
        _may_be_unnamed(chunk, author)
        handle, attribute = store.vault.seal(review_id, author.id), _attribute(chunk, author)
        interest = registered_interest(store, author, about)
    return Review(
        id=review_id, vendor_id=about.vendor.id, product_id=about.product_id,
        member_id=None if row.unnamed else author.id, status=importing.status, since="", interest=interest,
        handle=handle, attribute=attribute, written_on=day, heard_on=day, **{"scope": ""} | row.content,
    )  # fmt: skip


def _may_be_unnamed(chunk: _Chunk, author: Member) -> None:
    needed = number_of(chunk.importing.community, "anonymous-members")
    if not unnamed_allowed(chunk.population, needed):
        raise Refused(f"an unnamed review needs {needed} active members; here are {len(chunk.population)}")
    if chunk.store.vault.strikes(author.id, chunk.importing.now - YEAR) >= STRIKES:
        raise Refused("this author can only sign for now: managers removed several of their anonymous texts")


def _attribute(chunk: _Chunk, author: Member) -> str:
    least = max(number_of(chunk.importing.community, "anonymous-members"), MIN_ACTIVE)
    own = {name: str(getattr(author, name)) for name in GENERAL}
    found = shown_attribute(own, chunk.population, min_active=least)
    return f"{found[0]}={found[1]}" if found else ""


def _keep_new(chunk: _Chunk) -> dict[int, str]:
    """Keeps the new reviews in one go; one by one where somebody wrote one at the same moment."""
    store, reasons = chunk.store, dict[int, str]()
    if store.exchange.add_reviews(_counted(chunk)):
        kept = chunk.new
    else:
        kept = []
        for number, review, author in chunk.new:
            if store.exchange.add_reviews([one for one in _counted(chunk) if one[0].id == review.id]):
                kept.append((number, review, author))
            else:
                store.vault.shred(review.id)
                reasons[number] = "somebody of this author's company wrote a review a moment ago"
    for _, review, author in kept:
        _follow(chunk, review, author)
    signed = [review for _, review, _ in kept if _counts(chunk, review)]
    store.exchange.arm_new([still_true(chunk.importing.community, one, chunk.importing.now) for one in signed])
    return reasons


def _counted(chunk: _Chunk) -> list[tuple[Review, Member, Counted | None]]:
    """The new reviews with what each adds to the sums: nothing yet where it waits, has faded, or is unnamed."""
    sold, store = chunk.importing.sold, chunk.store
    counting = {review.id for _, review, _ in chunk.new if _counts(chunk, review)}
    for vendor_id in {review.vendor_id for _, review, _ in chunk.new if review.id in counting} - sold.keys():
        sold[vendor_id] = sold_on(store, vendor_id, chunk.importing.today)
    declared = store.exchange.declared({author.id for _, review, author in chunk.new if review.id in counting})
    return [
        (review, author, count(review, author, sold[v], (author.id, v) in declared) if review.id in counting else None)
        for _, review, author in chunk.new
        for v in (review.vendor_id,)
    ]


def _counts(chunk: _Chunk, review: Review) -> bool:
    live = review.status is ReviewStatus.LIVE and not expired(review, chunk.importing.today)
    return live and review.member_id is not None


def _follow(chunk: _Chunk, review: Review, author: Member) -> None:
    """What a new unnamed review sets going, and the managers' card where a review waits."""
    importing = chunk.importing
    if review.member_id is None:
        importing.unnamed.add(review.vendor_id)
        chunk.timers += settled(chunk.store, importing.community, review, None, importing.now)
    about = written_about(chunk.store, review) if review.status is ReviewStatus.WAITING else None
    if about:
        _announce(chunk, review, about, author_of(review, author))


def _announce(chunk: _Chunk, review: Review, about: Meant, author: Member | None) -> None:
    if review.status is ReviewStatus.WAITING:
        chunk.messages.append(ask_managers(chunk.store, about, review, author))


def _population(store: Store, read: list[tuple[int, ReviewRow]]) -> list[Peer]:
    return store.members.population() if any(row.unnamed and row.email for _, row in read) else []

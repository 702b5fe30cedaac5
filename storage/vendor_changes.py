"""What managers do to vendors: merge, rename, move a product, split; and each of it undone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, Update, and_, or_, select

from bot.model import VendorChange, VendorStatus
from bot.names import key_of
from bot.ports.documents import Kind
from bot.resolve import ALIAS, ALIAS_POINTS, NAME
from storage import tables as t
from storage.indexing import touch
from storage.locking import hold_vendor
from storage.rows import all_of, columns_of, to, values_of
from storage.vendor_moves import Moves, places_of
from storage.vendor_names import drop_all, drop_leads, drop_own, insert_leads, lead, leads_of

v, p, c, a = t.vendor.c, t.product.c, t.vendor_change.c, t.vendor_alias.c


class SqlCurating:
    """Changes of the vendors of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def confirm(self, vendor_id: str) -> bool:
        """Proposed → confirmed, once."""
        where = self._is(t.vendor, vendor_id), v.status == VendorStatus.PROPOSED
        return self._changed(t.vendor.update().where(*where).values(status=VendorStatus.CONFIRMED))

    def merge(self, change: VendorChange) -> bool:
        """Everything of vendor ``subject`` moves to ``other``; the subject stays as a signpost for older cards."""
        status = self._connection.scalar(select(v.status).where(self._live(change.subject)))
        if status is None or change.subject == change.other or not self._is_live(change.other):
            return False
        hold_vendor(self._connection, self._community_id, change.other)
        self._keep(change)
        self._touch(change)
        return self._pour(change, status)

    def rename(self, change: VendorChange, name: str) -> bool:
        """The old name stays as an alias."""
        if not self._rename(change.subject, change.was, name):
            return False
        self._keep(change)
        self._touch(change)
        old = lead(change.was, ALIAS, ALIAS_POINTS, self._known(change.subject), change.subject)
        if old.key != key_of(name):
            insert_leads(self._connection, self._community_id, [old])
        return True

    def move_product(self, change: VendorChange) -> bool:
        """The product's records follow it to another vendor."""
        old = self._connection.scalar(select(p.vendor_id).where(self._is(t.product, change.subject)))
        if old is None or old == change.other or not self._is_live(change.other):
            return False
        hold_vendor(self._connection, self._community_id, change.other)
        self._keep(change)
        moved = self._reparent(self._moves(change), change.subject, old, change.other)
        self._touch(change, old)
        return moved

    def split(self, change: VendorChange, products: Sequence[str], keys: Sequence[str]) -> bool:
        """Products and other names leave vendor ``other`` for the new vendor ``subject``."""
        self._keep(change)
        moves = self._moves(change)
        for product_id in products:
            self._reparent(moves, product_id, change.other, change.subject)
        which = a.key.in_(keys), a.product_id.is_(None), a.kind != NAME
        moves.move(t.vendor_alias, a.vendor_id, change.other, change.subject, *which)
        self._touch(change)
        return True

    def refuse(self, change: VendorChange) -> bool:
        """Its names go and its key is free; the row stays, so that questions about it still tell its name."""
        here = self._is(t.vendor, change.subject)
        key = self._connection.scalar(select(v.key).where(here))
        refused = {"status": VendorStatus.REFUSED, "key": f"~{change.subject}"}
        if not self._changed(t.vendor.update().where(here, v.status == VendorStatus.PROPOSED).values(refused)):
            return False
        self._keep(change)
        moves = self._moves(change)
        moves.note(t.vendor, "status", VendorStatus.PROPOSED, [{"id": change.subject}])
        moves.note(t.vendor, "key", key, [{"id": change.subject}])
        drop_all(self._connection, self._community_id, change.subject)
        self._touch(change)
        return True

    def changes(self, since: datetime) -> list[VendorChange]:
        """Changes since then that stand, the newest first."""
        query = select(*columns_of(VendorChange, t.vendor_change)).where(
            c.community_id == self._community_id, ~c.undone, c.changed_at >= since
        )
        return all_of(VendorChange, self._connection.execute(query.order_by(c.changed_at.desc(), c.id)))

    def undo(self, change_id: str, since: datetime) -> bool:
        """Takes a change back, unless it is too old or a later one built on it."""
        where = self._is(t.vendor_change, change_id), c.changed_at >= since, ~c.undone
        row = self._connection.execute(select(*columns_of(VendorChange, t.vendor_change)).where(*where)).first()
        if row is None or self._built_on(to(VendorChange, row)):
            return False
        change = to(VendorChange, row)
        if not self._changed(t.vendor_change.update().where(*where).values(undone=True)):
            return False
        self._touch(change)
        self._moves(change).bring_back()
        self._touch(change)
        if change.what == "rename":
            return self._rename_back(change)
        if change.what == "refuse":
            names = leads_of(lead(change.was, NAME, 100, 0, change.subject))
            insert_leads(self._connection, self._community_id, names)
        if change.what == "split":  # What came to the new vendor since goes back as well.
            self._pour(change, "")
        return True

    def forget_before(self, day: datetime) -> None:
        """What can no longer be undone need not be remembered."""
        self._connection.execute(
            t.vendor_change.delete().where(c.community_id == self._community_id, c.changed_at < day)
        )

    def _pour(self, change: VendorChange, status: str) -> bool:
        """All records of ``subject`` move to ``other``, and the subject becomes a signpost."""
        moves = self._moves(change)
        # A signpost gives its key back: another vendor may take the name.
        key = self._connection.scalar(select(v.key).where(self._is(t.vendor, change.subject)))
        signpost = {"merged_into": change.other, "status": VendorStatus.MERGED, "key": f"~{change.subject}"}
        if not self._changed(t.vendor.update().where(self._live(change.subject)).values(signpost)):
            return False
        moves.note(t.vendor, "merged_into", None, [{"id": change.subject}])
        moves.note(t.vendor, "status", status, [{"id": change.subject}])
        moves.note(t.vendor, "key", key, [{"id": change.subject}])
        for own, same in self._doubled_products(change.subject, change.other):
            self._merge_product(moves, own, same)
        for table, column in places_of("vendor"):
            moves.move(table, column, change.subject, change.other)
        return True

    def _merge_product(self, moves: Moves, own: str, same: str) -> None:
        for table, column in places_of("product"):
            moves.move(table, column, own, same)
        where = self._is(t.product, own), p.merged_into.is_(None)
        if self._changed(t.product.update().where(*where).values(merged_into=same)):
            moves.note(t.product, "merged_into", None, [{"id": own}])

    def _doubled_products(self, subject: str, other: str) -> list[tuple[str, str]]:
        """Products that both vendors sell under one name: (of subject, of other)."""
        q = t.product.alias("q")
        same = and_(q.c.community_id == p.community_id, q.c.key == p.key, q.c.vendor_id == other)
        query = select(p.id, q.c.id).join(q, same)
        rows = self._connection.execute(query.where(p.community_id == self._community_id, p.vendor_id == subject))
        return [(own, twin) for own, twin in rows]

    def _reparent(self, moves: Moves, product_id: str, old: str, new: str) -> bool:
        """The product itself, and every record about this product that names its vendor."""
        moved = moves.move(t.product, p.vendor_id, old, new, p.id == product_id)
        for table, column in places_of("vendor") if moved else ():
            if "product_id" in table.columns:
                moves.move(table, column, old, new, table.c.product_id == product_id)
        return moved > 0

    def _rename(self, vendor_id: str, was: str, name: str) -> bool:
        where = self._is(t.vendor, vendor_id), v.name == was
        if not self._changed(t.vendor.update().where(*where).values(name=name, key=key_of(name))):
            return False
        row = self._connection.execute(select(v.popularity, v.everyday).where(self._is(t.vendor, vendor_id))).one()
        known, everyday = row
        # These very rows, and not those of a vendor with the same name that was merged into it.
        drop_own(self._connection, self._community_id, leads_of(lead(was, NAME, 100, known, vendor_id, None, everyday)))
        # The new name may have been an alias of its own; one key leads to one vendor once.
        drop_leads(self._connection, self._community_id, [key_of(name)], ALIAS, vendor_id=vendor_id)
        insert_leads(
            self._connection, self._community_id, leads_of(lead(name, NAME, 100, known, vendor_id, None, everyday))
        )
        return True

    def _rename_back(self, change: VendorChange) -> bool:
        name = self._connection.scalar(select(v.name).where(self._is(t.vendor, change.subject))) or ""
        drop_leads(self._connection, self._community_id, [key_of(change.was)], ALIAS, vendor_id=change.subject)
        return self._rename(change.subject, name, change.was)

    def _known(self, vendor_id: str) -> int:
        return self._connection.scalar(select(v.popularity).where(self._is(t.vendor, vendor_id))) or 0

    def _touch(self, change: VendorChange, *more: str) -> None:
        """Vendors are found by their new names, and reviews of products under their new vendor."""
        theirs = [one for one in (change.subject, change.other, *more) if one]
        owners = self._connection.scalars(select(p.vendor_id).where(self._is(t.product, change.subject)))
        touch(self._connection, self._community_id, Kind.VENDOR, *theirs, *owners)
        r, d = t.review.c, t.document.c
        here = and_(d.community_id == r.community_id, d.kind == Kind.REVIEW, d.id == r.id, d.vendor_id != r.vendor_id)
        astray = select(r.id).join_from(t.review, t.document, here).where(r.community_id == self._community_id)
        touch(self._connection, self._community_id, Kind.REVIEW, *self._connection.scalars(astray))

    def _built_on(self, change: VendorChange) -> bool:
        """Whether a later change that stands touches the same vendors or products."""
        touched = [one for one in (change.subject, change.other) if one]
        later = c.community_id == self._community_id, ~c.undone, c.id != change.id, c.changed_at > change.changed_at
        same = or_(c.subject.in_(touched), c.other == change.subject)
        return bool(self._connection.scalar(select(c.id).where(*later, same).limit(1)))

    def _keep(self, change: VendorChange) -> None:
        self._connection.execute(t.vendor_change.insert().values(community_id=self._community_id, **values_of(change)))

    def _moves(self, change: VendorChange) -> Moves:
        return Moves(self._connection, self._community_id, change.id)

    def _live(self, vendor_id: str) -> ColumnElement[bool]:
        return and_(self._is(t.vendor, vendor_id), v.merged_into.is_(None))

    def _is_live(self, vendor_id: str) -> bool:
        return self._connection.scalar(select(v.id).where(self._live(vendor_id))) is not None

    def _is(self, table: Table, record_id: str) -> ColumnElement[bool]:
        return and_(table.c.community_id == self._community_id, table.c.id == record_id)

    def _changed(self, statement: Update) -> bool:
        return self._connection.execute(statement).rowcount == 1

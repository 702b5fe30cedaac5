"""Vendors and products, the names and domains that lead to them, their categories and owners, and who uses them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant, Key

OF_PRODUCT = text("product_id IS NOT NULL")
MERGED = text("merged_into IS NOT NULL")

vendor = table(
    "vendor",
    of_community(),
    Column("id", Id, nullable=False),
    Column("name", String, nullable=False),
    Column("key", Key, nullable=False),
    Column("status", String, nullable=False),
    Column("popularity", Integer, nullable=False, server_default="0"),
    Column("everyday", Boolean, nullable=False, server_default=text("false")),
    Column("merged_into", Id),  # where its records went; it is kept so that older cards still lead somewhere
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("community_id", "key"),
    Index(None, "community_id", "popularity"),
    Index(None, "community_id", "merged_into", postgresql_where=MERGED, sqlite_where=MERGED),
)

product = table(
    "product",
    of_community(),
    Column("id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("name", String, nullable=False),
    Column("key", Key, nullable=False),
    Column("category", String, nullable=False, server_default=""),
    Column("everyday", Boolean, nullable=False, server_default=text("false")),
    Column("merged_into", Id),
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("community_id", "vendor_id", "key"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "merged_into", postgresql_where=MERGED, sqlite_where=MERGED),
)

# The key stands before the id: a look-up and a prefix range read neighbouring rows, with no second index.
vendor_alias = table(
    "vendor_alias",
    of_community(),
    Column("key", Key, nullable=False),  # a tail begins with "~"
    Column("id", BigInteger, nullable=False),  # drawn from what it says, so that two transactions cannot both add it
    Column("number", BigInteger, nullable=False),  # what its dozen grams say; those of one load lie together
    Column("vendor_id", Id, nullable=False),
    Column("product_id", Id),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("points", Integer, nullable=False),  # 0 to 100: how sure a query is that gives exactly this key
    Column("popularity", Integer, nullable=False),
    Column("everyday", Boolean, nullable=False),
    PrimaryKeyConstraint("community_id", "key", "id"),
    UniqueConstraint("community_id", "number"),
    belongs("vendor_id", "vendor"),
    belongs("product_id", "product"),
    Index(None, "community_id", "vendor_id"),
    Index(None, "community_id", "product_id", postgresql_where=OF_PRODUCT, sqlite_where=OF_PRODUCT),
)

# No foreign key: one to the alias would need an index as large as the table, one to the community would cost as much
# as the row. Whoever drops an alias drops its grams.
vendor_gram = table(
    "vendor_gram",
    Column("community_id", Id, nullable=False),
    Column("gram", Key, nullable=False),
    Column("alias", BigInteger, nullable=False),
    PrimaryKeyConstraint("community_id", "gram", "alias"),
)

vendor_domain = table(
    "vendor_domain",
    of_community(),
    Column("domain", Key, nullable=False),
    Column("vendor_id", Id, nullable=False),
    PrimaryKeyConstraint("community_id", "domain"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "vendor_id"),
)

category = table(
    "category",
    of_community(),
    Column("key", String, nullable=False),
    Column("name", String, nullable=False),
    Column("parent", String, nullable=False, server_default=""),
    PrimaryKeyConstraint("community_id", "key"),
)

vendor_category = table(
    "vendor_category",
    of_community(),
    Column("vendor_id", Id, nullable=False),
    Column("category", String, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id", "category"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "category"),
)

ownership = table(
    "ownership",
    of_community(),
    Column("id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("product_id", Id),
    Column("day", Date, nullable=False),
    Column("what", String, nullable=False),
    Column("by", String, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    belongs("vendor_id", "vendor"),
    belongs("product_id", "product"),
    Index(None, "community_id", "vendor_id"),
)

vendor_change = table(
    "vendor_change",
    of_community(),
    Column("id", Id, nullable=False),
    Column("what", String, nullable=False),
    Column("subject", Id, nullable=False),  # the vendor or product that was changed
    Column("other", Id, nullable=False, server_default=""),  # the vendor it went to or came from
    Column("said", Text, nullable=False),  # the change as a manager reads it
    Column("was", String, nullable=False, server_default=""),  # the former name of what was renamed
    Column("changed_at", Instant, nullable=False),
    Column("undone", Boolean, nullable=False, server_default=text("false")),
    PrimaryKeyConstraint("community_id", "id"),
    Index(None, "community_id", "changed_at"),
)

# One row for each record that a change moved: enough to move it back, and none of its words.
vendor_move = table(
    "vendor_move",
    of_community(),
    Column("change_id", Id, nullable=False),
    Column("number", Integer, nullable=False),
    Column("place", String, nullable=False),  # table.column
    Column("row", Text, nullable=False),  # the record's key as JSON, as it stands after the move
    PrimaryKeyConstraint("community_id", "change_id", "number"),
    belongs("change_id", "vendor_change"),
)

stack = table(
    "stack",
    of_community(),
    Column("member_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("opted_in", Boolean, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id", "member_id"),
    belongs("member_id", "member"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "member_id"),
)

"""Reviews with their history and drafts, and the running sums that vendor cards read."""

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, PrimaryKeyConstraint, String, Text, text

from storage.tables.base import belongs, of_community, table
from storage.types import Id

# As text, and used in this very form by the queries too: SQLite goes by a partial index only then.
IS_CURRENT = text("status IN ('live', 'waiting')")
IS_PAST = text("status NOT IN ('live', 'waiting')")
OF_PRODUCT = text("product_id != ''")

review = table(
    "review",
    of_community(),
    Column("id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("product_id", Id, nullable=False, server_default=""),
    Column("member_id", Id),  # empty for an unnamed review
    Column("company_key", String(64), nullable=False),  # keyed hash of product (or vendor) and company: one each
    # Keyed hash of vendor and company: which reviews are one company's. Signed and unnamed ones have another each, or
    # the name under the one would tell who wrote the other.
    Column("vendor_key", String(64), nullable=False, server_default=""),
    Column("status", String, nullable=False),
    Column("buy_again", Boolean, nullable=False),
    Column("buying", Integer),
    Column("deploying", Integer),
    Column("running", Integer),
    Column("support", Integer),
    Column("leaving", Integer),
    Column("price_predictability", Integer),
    Column("pros", Text, nullable=False),
    Column("cons", Text, nullable=False),
    Column("advice", Text, nullable=False),
    Column("relationship", String, nullable=False),
    Column("since", String, nullable=False),
    Column("months_live", Integer),
    Column("scope", Text, nullable=False),
    Column("interest", Text, nullable=False),
    Column("source", String, nullable=False),
    Column("handle", String, nullable=False),
    Column("attribute", String, nullable=False),
    Column("written_on", Date, nullable=False),
    Column("heard_on", Date, nullable=False),
    Column("worth", Text, nullable=False, server_default=""),  # what it adds to its product's sums, as JSON
    Column("counted", Text, nullable=False, server_default=""),  # what of it stands in its vendor's sums, as JSON
    PrimaryKeyConstraint("community_id", "id"),
    belongs("vendor_id", "vendor"),
    belongs("member_id", "member"),
    Index("ix_review_freshest", "community_id", "vendor_id", "status", "heard_on", "id"),
    Index(
        "ix_review_product", "community_id", "product_id", "status", "heard_on", "id",
        sqlite_where=OF_PRODUCT, postgresql_where=OF_PRODUCT,
    ),
    Index("ix_review_company", "community_id", "vendor_key"),
    Index("ix_review_member", "community_id", "member_id", "vendor_id"),
    Index("ix_review_age", "community_id", "heard_on"),
    Index(
        "uq_review_one_each", "community_id", "company_key",
        unique=True, sqlite_where=IS_CURRENT, postgresql_where=IS_CURRENT,
    ),
    Index("ix_review_past", "community_id", "company_key", sqlite_where=IS_PAST, postgresql_where=IS_PAST),
)  # fmt: skip

review_history = table(
    "review_history",
    of_community(),
    Column("review_id", Id, nullable=False),
    Column("number", Integer, nullable=False),
    Column("until", Date, nullable=False),  # the day on which the next version took its place
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("community_id", "review_id", "number"),
    belongs("review_id", "review"),
)

review_draft = table(
    "review_draft",
    of_community(),
    Column("owner_key", String(64), nullable=False),  # keyed hash of the member: a draft may become unnamed
    Column("vendor_id", Id, nullable=False),
    Column("product_id", Id, nullable=False, server_default=""),
    Column("sealed", Text, nullable=False),
    Column("kept_on", Date, nullable=False),
    PrimaryKeyConstraint("community_id", "owner_key", "vendor_id", "product_id"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "kept_on"),
)

review_sum = table(
    "review_sum",
    of_community(),
    Column("vendor_id", Id, nullable=False),
    Column("product_id", Id, nullable=False, server_default=""),  # empty: over all that the vendor sells
    Column("slice", String, nullable=False),
    Column("measure", String, nullable=False),
    Column("one", Float, nullable=False),
    Column("two", Float, nullable=False),
    Column("three", Float, nullable=False),
    Column("four", Float, nullable=False),
    Column("five", Float, nullable=False),
    Column("squares", Float, nullable=False),
    Column("reviews", Integer, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id", "product_id", "slice", "measure"),
    belongs("vendor_id", "vendor"),
)

review_count = table(
    "review_count",
    of_community(),
    Column("vendor_id", Id, nullable=False),
    Column("product_id", Id, nullable=False, server_default=""),
    Column("slice", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id", "product_id", "slice", "kind"),
    belongs("vendor_id", "vendor"),
)

review_shown = table(
    "review_shown",
    of_community(),
    Column("vendor_id", Id, nullable=False),
    Column("measure", String, nullable=False),
    Column("company_key", String(64), nullable=False),
    Column("since", Integer, nullable=False),  # the number of the count that first held this
    Column("until", Integer),  # the number of the count that held it no more
    Column("version", String, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id", "measure", "company_key", "since"),
    belongs("vendor_id", "vendor"),
)

review_prior = table(
    "review_prior",
    of_community(),
    Column("category", String, nullable=False),
    Column("one", Float, nullable=False),
    Column("two", Float, nullable=False),
    Column("three", Float, nullable=False),
    Column("four", Float, nullable=False),
    Column("five", Float, nullable=False),
    Column("strength", Float, nullable=False),
    Column("taught_by", String, nullable=False),
    PrimaryKeyConstraint("community_id", "category"),
)

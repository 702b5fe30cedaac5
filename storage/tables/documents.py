"""The index of words: which texts can be found, and by which terms."""

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, String, Text, UniqueConstraint

from storage.tables.base import of_community, table
from storage.types import Id, Key

# A merge of vendors moves ``vendor_id`` with every other record. No foreign key: a text that goes by a cascade must
# leave its row behind, because the row says which terms have to go too.
document = table(
    "document",
    of_community(),
    Column("kind", String, nullable=False),
    Column("id", Id, nullable=False),
    Column("number", BigInteger, nullable=False),  # drawn from kind and id, because each text has dozens of terms
    Column("vendor_id", Id),  # whom the text speaks of
    Column("terms", Text, nullable=False),  # what has to go with it
    PrimaryKeyConstraint("community_id", "kind", "id"),
    UniqueConstraint("community_id", "number"),
    Index(None, "community_id", "vendor_id"),
)

# The term stands first: a search reads neighbouring rows, with no second index. No foreign key: it would cost as much
# as the row. Whoever drops a document drops its terms.
doc_term = table(
    "doc_term",
    Column("community_id", Id, nullable=False),
    Column("term", Key, nullable=False),
    Column("kind", String, nullable=False),
    Column("doc", BigInteger, nullable=False),
    Column("weight", Integer, nullable=False),  # its part of BM25 in thousandths, all but the rarity
    PrimaryKeyConstraint("community_id", "term", "kind", "doc"),
)

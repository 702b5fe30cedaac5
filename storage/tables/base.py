"""What every table shares: naming, no row ids, and a key that begins with the community."""

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, MetaData, Table
from sqlalchemy.schema import SchemaItem

from storage.types import Id

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *items: SchemaItem) -> Table:
    """A table without row ids, so that the file does not tell in which order its rows came."""
    return Table(name, metadata, *items, sqlite_with_rowid=False)


def of_community() -> Column[str]:
    """The first column of every record's key."""
    return Column("community_id", Id, ForeignKey("community.id", ondelete="CASCADE"), nullable=False)


def belongs(column: str, target: str) -> ForeignKeyConstraint:
    """A reference inside one community: a foreign key over (community_id, id) cannot point into another."""
    return ForeignKeyConstraint(
        ["community_id", column], [f"{target}.community_id", f"{target}.id"], ondelete="CASCADE"
    )

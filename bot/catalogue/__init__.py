"""The starter catalogue: vendors and products as CIOs name them. Reading needs text alone; no file is opened here."""

from bot.catalogue.checking import check
from bot.catalogue.model import (
    AliasKind,
    Catalogue,
    CatalogueAlias,
    CatalogueProduct,
    CatalogueVendor,
    Category,
    Change,
    OwnershipChange,
)
from bot.catalogue.reading import (
    COLUMNS,
    FILES,
    CatalogueFault,
    parse_aliases,
    parse_categories,
    parse_ownership,
    parse_products,
    parse_vendors,
    read_catalogue,
)

__all__ = [
    "COLUMNS",
    "FILES",
    "AliasKind",
    "Catalogue",
    "CatalogueAlias",
    "CatalogueFault",
    "CatalogueProduct",
    "CatalogueVendor",
    "Category",
    "Change",
    "OwnershipChange",
    "check",
    "parse_aliases",
    "parse_categories",
    "parse_ownership",
    "parse_products",
    "parse_vendors",
    "read_catalogue",
]

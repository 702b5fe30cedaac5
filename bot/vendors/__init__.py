"""Naming a vendor: what a typed name means, the field to enter one, the buttons where several fit, and proposals.

A use case that takes a typed name calls ``vendor_of`` and shows the card that it gets where the name is not clear.
A use case with a form draws ``vendor_field`` and reads it with ``vendor_in``. What managers do to vendors stands in
curating.py, which no other use case needs.
"""

from bot.vendors import field, proposing
from bot.vendors.field import suggestions, vendor_field, vendor_in
from bot.vendors.meant import Meant, by_id, written_about
from bot.vendors.naming import MOST, resolve, vendor_of
from bot.vendors.picking import picking

__all__ = [
    "MOST",
    "ROUTES",
    "Meant",
    "by_id",
    "picking",
    "resolve",
    "suggestions",
    "vendor_field",
    "vendor_in",
    "vendor_of",
    "written_about",
]

ROUTES = field.ROUTES | proposing.ROUTES

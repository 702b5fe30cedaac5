"""The outbox: what each recipient should be seeing, and what they saw last.

A message is one card under one key, the same for everybody who gets it. A delivery is one recipient of it. A delivery
is due while its recipient has not seen the message's newest revision, so many edits in a row cost one call, an edit
can never overtake the card it edits, and a card edited in place never appears twice. A claimed delivery simply becomes
due again when its lease ends; the lease is the worker's own random token, and only its owner can settle.
"""

from storage.outbox.claiming import Lane, Parcel, claim, hold, next_due
from storage.outbox.posting import post, reopen
from storage.outbox.settling import give_up, gone, later, paced, release, renew, shown

__all__ = [
    "Lane",
    "Parcel",
    "claim",
    "give_up",
    "gone",
    "hold",
    "later",
    "next_due",
    "paced",
    "post",
    "release",
    "renew",
    "reopen",
    "shown",
]

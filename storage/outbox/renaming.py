"""A card whose key names somebody who erases themselves goes on under another key, also while it is being sent."""

import re
import secrets

_ID = "[0-9a-f]{32}"
_DRAWN = re.compile(_ID + ":[0-9a-f]{16}")


def renamed(key: str, named: str, former: str) -> str:
    """The key with the nameless former member in that person's place, and a mark that no other key has."""
    return key.replace(named, f"{former}:{secrets.token_hex(8)}")


def may_have_been(key: str, before: str) -> bool:
    """Whether ``key`` is what ``before`` became; the person whom it named can't be told from it."""
    drawn = _DRAWN.search(key)
    if drawn is None:
        return False
    around = re.escape(key[: drawn.start()]), re.escape(key[drawn.end() :])
    return re.fullmatch(_ID.join(around), before) is not None

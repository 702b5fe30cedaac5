"""What an installation gave us, as it is sealed."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Grant:
    """What an installation gave us. With ``org`` set it only points to the grant of that organisation.

    A token that rotates comes with ``refresh`` and the second since 1970 at which it ``expires``.
    """

    token: str = ""
    app: str = ""
    bot_user: str = ""
    scopes: str = ""
    org: str = ""
    refresh: str = ""
    expires: str = ""

    def as_secret(self) -> str:
        """The text to seal."""
        return json.dumps(asdict(self))

    @classmethod
    def from_secret(cls, secret: str) -> "Grant":
        """The grant of a text made by as_secret; fields that a later version added are passed over."""
        kept = json.loads(secret)
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if isinstance(kept.get(name), str)})

    def left(self, now: float) -> float:
        """Seconds until the token expires; endless where it does not."""
        return float(self.expires or 0) - now if self.refresh else float("inf")


def expiry(lives: object, now: float) -> str:
    """The text of ``expires`` for a token that lives so many seconds, as Slack writes them."""
    return str(int(now + (float(lives) if isinstance(lives, int | float) else 0.0)))

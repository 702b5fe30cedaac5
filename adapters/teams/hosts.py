"""The only addresses that our token may go to."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from adapters.port import SettingsError

MICROSOFT = (
    "smba.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_ADDRESS = re.compile(r"(https?://[a-z0-9.:\[\]-]+)((?:/[A-Za-z0-9._~-]*)*)")


class ServiceHosts:
    """The origins that are allowed. An address is compared as text: nothing is normalised that could be misread."""

    def __init__(self, entries: Iterable[str] = MICROSOFT) -> None:
        origins = [_origin(entry) for entry in entries]
        self._origins = frozenset(origins)
        self.usual = f"{origins[0]}/teams/"
        """Where a channel is posted to that was named by its conversation alone: the first entry's service."""

    def allows(self, address: str) -> bool:
        """Whether the address is an allowed origin and a plain path: no user part, other port, query or fragment."""
        found = _ADDRESS.fullmatch(address) if len(address) <= 500 else None
        if not found or found[1] not in self._origins:
            return False
        return "//" not in found[2] and not {".", ".."} & set(found[2].split("/"))


def is_allowed_endpoint(address: str) -> bool:
    """Whether a setting may name this address: https anywhere, http on loopback alone."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _origin(entry: str) -> str:
    if _HOST.fullmatch(entry):
        return f"https://{entry}"
    parts = urlsplit(entry) if is_allowed_endpoint(entry) else None
    if parts and parts.hostname in LOOPBACK and entry == f"{parts.scheme}://{parts.netloc}":
        return entry
    raise SettingsError(
        f"TEAMS_SERVICE_HOSTS has the entry “{entry}”. Write an exact host name such as smba.trafficmanager.net, "
        "or on loopback a whole origin such as http://127.0.0.1:9000, and separate entries by commas."
    )

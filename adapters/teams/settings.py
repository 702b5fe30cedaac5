"""The settings of Teams, read once at the start; a wrong one stops it with a sentence."""

from dataclasses import dataclass, field

from adapters.port import Env, SettingsError
from adapters.teams.hosts import MICROSOFT, ServiceHosts, is_allowed_endpoint

METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
TOKEN_URL = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"  # noqa: S105  # an address, no secret


@dataclass(frozen=True, slots=True)
class Settings:
    """What the adapter needs to know. Without app id and password (unsigned mode alone) it sends without a token."""

    app_id: str
    password: str = field(repr=False)
    metadata_url: str
    token_url: str
    hosts: ServiceHosts
    unsigned: bool = False


def read(env: Env, *, listens_on_loopback: bool) -> Settings | None:
    """The settings; None where nothing is set and Teams stays off."""
    app_id, password, tenant = (_text(env, name) for name in ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"))
    unsigned = _unsigned(env, listens_on_loopback=listens_on_loopback)
    token_url = _text(env, "TEAMS_TOKEN_URL")
    if not (app_id or password or tenant or unsigned):
        return None
    if not unsigned:
        _refuse_half(app_id, password, tenant or token_url)
    return Settings(
        app_id=app_id,
        password=password,
        metadata_url=_endpoint("TEAMS_OPENID_METADATA_URL", _text(env, "TEAMS_OPENID_METADATA_URL") or METADATA_URL),
        token_url=_endpoint("TEAMS_TOKEN_URL", token_url or TOKEN_URL.format(tenant=tenant or "organizations")),
        hosts=_hosts(_text(env, "TEAMS_SERVICE_HOSTS")),
        unsigned=unsigned,
    )


def _text(env: Env, name: str) -> str:
    return env.get(name, "").strip()


def _refuse_half(app_id: str, password: str, tenant: str) -> None:
    needed = {"TEAMS_APP_ID": app_id, "TEAMS_APP_PASSWORD": password, "TEAMS_TENANT_ID": tenant}
    if missing := [name for name, value in needed.items() if not value]:
        raise SettingsError(
            f"Teams is half set up: {' and '.join(missing)} missing. Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and "
            "TEAMS_TENANT_ID of the bot's Entra app, or none of them to leave Teams off."
        )


def _unsigned(env: Env, *, listens_on_loopback: bool) -> bool:
    value = _text(env, "TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK")
    if value in ("", "0"):
        return False
    if value != "1":
        raise SettingsError("TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK is 1 (for a local playground) or is left out.")
    if not listens_on_loopback:
        raise SettingsError(
            "TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK=1 would let anybody speak as anybody: it needs HOST=127.0.0.1. "
            "Change HOST, or leave the setting out."
        )
    return True


def _endpoint(name: str, address: str) -> str:
    if is_allowed_endpoint(address):
        return address
    raise SettingsError(f"{name} has to be a whole https address; http is taken on loopback only.")


def _hosts(text: str) -> ServiceHosts:
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    return ServiceHosts(entries or MICROSOFT)

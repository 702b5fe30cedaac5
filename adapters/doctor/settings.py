"""Every setting: what it is for, whether it is set, and where; never what a secret one says."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values

from adapters.port import Finding, Level

OPEN = "open"
SECRET = "secret"  # noqa: S105 - a kind of setting

SETTINGS: Mapping[str, tuple[str, str]] = {
    "WARMLINE_DATABASE_URL": (SECRET, "a SQLite file in the data folder"),
    "WARMLINE_DATA_DIR": (OPEN, "./data"),
    "WARMLINE_SECRET_KEYS": (SECRET, "a key file in the data folder, on a development start only"),
    "WARMLINE_PUBLIC_URL": (OPEN, "none"),
    "WARMLINE_LOG": (OPEN, "plain"),
    "WARMLINE_METRICS_TOKEN": (SECRET, "none: /metrics is there on a development start only"),
    "WARMLINE_METRICS_PORT": (OPEN, "none: a worker alone listens nowhere"),
    "HOST": (OPEN, "127.0.0.1"),
    "PORT": (OPEN, "3978"),
    "SLACK_SIGNING_SECRET": (SECRET, "Slack is off"),
    "SLACK_SIGNING_SECRET_PREVIOUS": (SECRET, "none"),
    "SLACK_BOT_TOKEN": (SECRET, "none"),
    "SLACK_CLIENT_ID": (OPEN, "none"),
    "SLACK_CLIENT_SECRET": (SECRET, "none"),
    "SLACK_APP_TOKEN": (SECRET, "none: Slack comes by HTTP"),
    "SLACK_API_URL": (OPEN, "Slack's"),
    "TEAMS_APP_ID": (OPEN, "Teams is off"),
    "TEAMS_APP_PASSWORD": (SECRET, "none"),
    "TEAMS_TENANT_ID": (OPEN, "none"),
    "TEAMS_OPENID_METADATA_URL": (OPEN, "Microsoft's"),
    "TEAMS_TOKEN_URL": (OPEN, "Microsoft's"),
    "TEAMS_SERVICE_HOSTS": (OPEN, "Microsoft's"),
    "TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK": (OPEN, "0"),
}
"""Name → whether it may be shown, and what holds while it is unset."""
OURS = ("WARMLINE_", "SLACK_", "TEAMS_")


def look_at_settings(env: Mapping[str, str], folder: Path | None = None) -> Iterator[Finding]:
    """One finding for each, then those that nobody reads."""
    file = (folder or Path.cwd()) / ".env"
    written = {name for name, value in dotenv_values(file).items() if value and value.strip()}
    for name, (kind, otherwise) in SETTINGS.items():
        value = env.get(name)
        if value is None:
            yield Finding(name, f"not set ({otherwise})")
            continue
        where = ".env" if name in written and dotenv_values(file)[name] == value else "the environment"
        yield Finding(name, f"set in {where}" + (f": {value}" if kind == OPEN else ""))
    for name in sorted(name for name in env if name.startswith(OURS) and name not in SETTINGS):
        near = get_close_matches(name, SETTINGS, 1)
        mend = f"Did you mean {near[0]}?" if near else "Take it out, or look into .env.example for its name."
        yield Finding(name, "is set, but nothing reads it", Level.NOTE, mend)
    if file.exists() and file.stat().st_mode & 0o077:
        yield Finding(".env", "other users of this machine can read it", Level.WRONG, f"chmod 600 {file}")

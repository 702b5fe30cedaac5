"""Settings of the process, from the environment and ``.env``. A wrong one stops the start with a plain sentence."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from adapters.problem import SettingsError
from storage.keys import KeyProblem, Keys, parse_keys, read_or_create


@dataclass(frozen=True, slots=True)
class Settings:
    """What every command needs; ``env`` is where the platforms' own settings are read from."""

    database_url: URL
    data_dir: Path
    secret_keys: str
    public_url: str
    host: str
    port: int
    env: Mapping[str, str]

    @property
    def listens_on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


def read_environment(folder: Path | None = None) -> dict[str, str]:
    """``.env`` of the current folder under the real environment; empty values count as unset."""
    found = dotenv_values((folder or Path.cwd()) / ".env")
    merged = {**found, **os.environ}
    return {name: value.strip() for name, value in merged.items() if value and value.strip()}


def read_settings(env: Mapping[str, str]) -> Settings:
    """Settings from an environment; SettingsError says which one is wrong and how to mend it."""
    data_dir = Path(env.get("WARMLINE_DATA_DIR", "./data"))
    return Settings(
        database_url=database_url(env.get("WARMLINE_DATABASE_URL", ""), data_dir),
        data_dir=data_dir,
        secret_keys=env.get("WARMLINE_SECRET_KEYS", ""),
        public_url=_public_url(env.get("WARMLINE_PUBLIC_URL", "")),
        host=env.get("HOST", "127.0.0.1"),
        port=read_port(env.get("PORT", "3978"), "PORT"),
        env=env,
    )


def load_keys(settings: Settings) -> Keys:
    """The master keys; created only for a development start (SQLite on loopback)."""
    try:
        if settings.secret_keys:
            return parse_keys(settings.secret_keys)
        if settings.database_url.get_backend_name() == "sqlite" and settings.listens_on_loopback:
            return read_or_create(settings.data_dir / "secret.keys")
    except KeyProblem as problem:
        raise SettingsError(str(problem)) from problem
    raise SettingsError(
        "WARMLINE_SECRET_KEYS is missing. Only a server on loopback with SQLite makes its own key. Make one with: "
        "python -c 'import base64,secrets;print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"
    )


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def database_url(text: str, data_dir: Path | None = None) -> URL:
    """The URL of a database; where none is named, the file in the data folder."""
    if not text and data_dir:
        return make_url(f"sqlite:///{data_dir / 'warmline.db'}")
    # Many hosts hand out the short name; the driver that is installed is psycopg 3.
    for short in ("postgres://", "postgresql://"):
        if text.startswith(short):
            text = "postgresql+psycopg://" + text.removeprefix(short)
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise SettingsError(
            "WARMLINE_DATABASE_URL is no database URL, as in postgresql+psycopg://host/name."
        ) from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise SettingsError("WARMLINE_DATABASE_URL has to begin with sqlite:/// or postgresql+psycopg://.")
    if url.get_backend_name() == "sqlite" and not _is_file(url.database or ""):
        raise SettingsError("WARMLINE_DATABASE_URL names no file, as in sqlite:///data/warmline.db.")
    return url


def _is_file(name: str) -> bool:
    """Not in memory, and no address of SQLite's own, which may say so too, or that nothing be written."""
    return name not in {"", ":memory:"} and not name.startswith("file:")


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    good = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if text and not good:
        raise SettingsError("WARMLINE_PUBLIC_URL has to begin with https:// (http:// only on loopback).")
    return text.rstrip("/")


def read_port(text: str, setting: str) -> int:
    """A port; SettingsError where it is none."""
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise SettingsError(f"{setting} is “{text}”; it has to be a number from 0 to 65535, as in 3978.")
    return int(text)

"""Slack's bodies as dicts, and their fields read with the suspicion that each may be missing or of another type."""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from adapters.edge import Malformed, parse_json

Payload: TypeAlias = Mapping[str, Any]

_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MAX_PARTS = 200


def parse(body: bytes, media_type: str) -> Payload:
    """The payload of a verified body; Malformed for what Slack does not send."""
    if media_type == "application/json":
        return parse_json(body)
    if media_type != "application/x-www-form-urlencoded":
        raise Malformed("media type")
    try:
        parts = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARTS)
    except ValueError as error:
        raise Malformed("form") from error
    form = dict(parts)
    if "payload" in form:
        return parse_json(form["payload"])
    if "command" in form or "ssl_check" in form:
        return form
    raise Malformed("neither payload nor command")


def part(payload: Payload, name: str) -> Payload:
    """The object in a field, empty where it is missing or something else."""
    part = payload.get(name)
    return part if isinstance(part, dict) else {}


def text(payload: Payload, name: str) -> str:
    """The text of a field, "" where it is missing or something else; without what no database can keep."""
    value = payload.get(name)
    return storable(value) if isinstance(value, str) else ""


def identifier(value: object) -> str:
    """An id of Slack; Malformed for anything else."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Malformed("an id is missing or odd")
    return value


def is_true(value: object) -> bool:
    """Forms carry booleans as words."""
    return value is True or value == "true"


def storable(value: str) -> str:
    """The text without NUL and lone surrogates, which JSON can carry and no database keeps."""
    return _UNSTORABLE.sub("", value)

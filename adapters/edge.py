"""What every HTTP entry does before it trusts a byte: size first, then shape, with limits."""

import json
from typing import Any

from aiohttp import web

MAX_BODY = 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 20_000


class Malformed(Exception):
    """The body is not what it has to be; answered with 400."""


async def read_body(request: web.Request) -> bytes:
    """The raw body; 413 over MAX_BODY bytes, by the header before anything is read.

    A body that is not packed as its header says reads as empty: no signature fits that, and it is no activity.
    """
    if (request.content_length or 0) > MAX_BODY:
        raise _too_large(request.content_length or 0)
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.content.iter_any():
            size += len(part)
            if size > MAX_BODY:
                raise _too_large(size)
            parts.append(part)
    except web.RequestPayloadError:
        return b""
    return b"".join(parts)


def parse_json(body: bytes | str) -> dict[str, Any]:
    """A JSON object of bounded depth and size; Malformed for anything else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(value, dict):
        raise Malformed("not a JSON object")
    if not _is_small(body):
        _check_bounds(value)
    return value


def _is_small(body: bytes | str) -> bool:
    """Whether so few brackets and commas can neither nest too deeply nor hold too much, wherever they stand."""
    text = body if isinstance(body, str) else body.decode("latin-1")
    opened = text.count("{") + text.count("[")
    return opened < MAX_DEPTH and opened + text.count(",") < MAX_NODES


def _check_bounds(value: object) -> None:
    level: list[object] = [value]
    nodes = 0
    for _ in range(MAX_DEPTH):
        nodes += len(level)
        if nodes > MAX_NODES:
            raise Malformed("too many values")
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise Malformed("nested too deeply")


def _children(node: object) -> list[object]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def _too_large(size: int) -> web.HTTPRequestEntityTooLarge:
    return web.HTTPRequestEntityTooLarge(max_size=MAX_BODY, actual_size=size)

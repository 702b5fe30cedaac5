"""The app's two icons as PNG, drawn here: two peers and the warm line between them."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from math import hypot
from typing import TypeAlias

Shape: TypeAlias = Callable[[float, float], float]
"""Distance of a point to a shape's edge in the unit square, negative inside."""
Colour: TypeAlias = tuple[int, int, int]

GROUND: Colour = (35, 43, 78)
WARM: Colour = (240, 138, 75)
WHITE: Colour = (255, 255, 255)
ACCENT = "#232B4E"

LEFT, RIGHT = (0.27, 0.63), (0.73, 0.37)


@cache
def color() -> bytes:
    """192 × 192, in full colour."""
    return _png(192, [(GROUND, lambda _x, _y: -1.0), (WARM, _line(0.035)), (WHITE, _peers(0.125))])


@cache
def outline() -> bytes:
    """32 × 32, white on transparent."""
    return _png(32, [(WHITE, _line(0.04)), (WHITE, _peers(0.15))])


def _peers(radius: float) -> Shape:
    return lambda x, y: min(hypot(x - cx, y - cy) for cx, cy in (LEFT, RIGHT)) - radius


def _line(half: float) -> Shape:
    (ax, ay), (bx, by) = LEFT, RIGHT
    dx, dy = bx - ax, by - ay

    def distance(x: float, y: float) -> float:
        along = min(max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0.0), 1.0)
        return hypot(x - ax - along * dx, y - ay - along * dy) - half

    return distance


def _png(size: int, layers: list[tuple[Colour, Shape]]) -> bytes:
    """Layers over a transparent ground, edges smoothed over one pixel (PNG specification, colour type 6)."""
    rows = bytearray()
    for row in range(size):
        rows.append(0)
        for column in range(size):
            rows += bytes(_pixel((column + 0.5) / size, (row + 0.5) / size, size, layers))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _pixel(x: float, y: float, size: int, layers: list[tuple[Colour, Shape]]) -> tuple[int, int, int, int]:
    red = green = blue = alpha = 0.0
    for (r, g, b), shape in layers:
        cover = min(max(0.5 - shape(x, y) * size, 0.0), 1.0)
        over = cover + alpha * (1 - cover)
        if over:
            share = cover / over
            red, green, blue = red + (r - red) * share, green + (g - green) * share, blue + (b - blue) * share
        alpha = over
    return round(red), round(green), round(blue), round(alpha * 255)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""The outside world. A platform is one folder here and one name in PLATFORMS."""

PLATFORMS = ("slack", "teams", "console")

"""The one failure that every command knows. It stands alone, as the ports beside which it belongs take long to load."""


class SettingsError(Exception):
    """A setting is wrong or missing; the sentence says which, why, and how to mend it. The start stops."""

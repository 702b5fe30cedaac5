"""What a name looks like, whatever signs it is written with: two names that look the same have one skeleton."""

import unicodedata

# Signs of other scripts, and digits, that are read as a Latin letter.
_READ_AS = {
    "a": "аɑα@4", "b": "вβƅ", "c": "сϲ", "d": "ԁɗ", "e": "еє3", "f": "ƒ", "g": "ɡԍ", "h": "һ", "i": "іɩι", "j": "ј",
    "k": "кκ", "l": "1ӏ|!łıⅼ", "m": "м", "n": "пη", "o": "оοօσ0ø", "p": "рρ", "q": "ԛ", "r": "гɾ", "s": "ѕ5$ß",
    "t": "тτ7", "u": "υցս", "v": "ѵν", "w": "ԝωѡ", "x": "хχ", "y": "уʏγ", "z": "ᴢ2",
}  # fmt: skip
_LOOKS_LIKE = str.maketrans({sign: letter for letter, signs in _READ_AS.items() for sign in signs})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def skeleton(name: str) -> str:
    """The name's look in Latin letters: no accents, no hyphens, no doubled letters, ``rn`` as ``m``, ``0`` as ``o``."""
    plain = ascii_of(name.casefold()).translate(_LOOKS_LIKE)
    for pair, looks in _PAIRS:
        plain = plain.replace(pair, looks)
    plain = plain.replace("-", "").replace("_", "").replace("i", "l")
    return "".join(sign for place, sign in enumerate(plain) if place == 0 or plain[place - 1] != sign)


def ascii_of(name: str) -> str:
    """Without accents and with full-width signs made plain."""
    split = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in split if not unicodedata.combining(sign))

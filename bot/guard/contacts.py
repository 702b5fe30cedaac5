"""Finds what leads back to an anonymous author: e-mail addresses, phone numbers, and links with a trace in them."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from bot.guard.finding import Author, Finding
from bot.guard.first_names import spaced

WHY_EMAIL = "An e-mail address gives its owner away; you are writing anonymously."
WHY_PHONE = "A phone number gives its owner away; you are writing anonymously."
WHY_LINK = "This link can lead back to the person who shares it; you are writing anonymously."

SHARING_HOSTS = (
    "linkedin.com", "xing.com", "calendly.com", "zoom.us", "sharepoint.com", "docs.google.com", "drive.google.com",
    "dropbox.com", "box.com", "onedrive.live.com", "1drv.ms", "teams.microsoft.com", "wetransfer.com", "twitter.com",
    "x.com", "facebook.com", "instagram.com", "github.com", "notion.so", "miro.com",
)  # fmt: skip
TELLING_KEYS = spaced(
    """
    token key sig signature auth code id session sid ref uid user userid email mail share sharing invite
    invitation hash pwd access tk rid cid contact
    """
)

_AT_SIGN = r"[\[({<] ?(?:at|@|ät) ?[\])}>]"
_DOT_SIGN = r"[\[({<] ?(?:dot|\.) ?[\])}>]"
_AT = re.compile(r"@[\w-]{1,60}\.[\w.-]{1,59}\w")
_SPELT_AT = re.compile(
    rf"(?:\bat\b|{_AT_SIGN}) ?\w[\w-]{{0,60}} ?(?:\b(?:dot|punkt)\b|{_DOT_SIGN}) ?[a-z]{{2,10}}\b"
    rf"|{_AT_SIGN} ?\w[\w-]{{0,60}}\.[a-z]{{2,10}}\b"
)
_MAILBOX = re.compile(r"(?:[\w.+-]{1,64}|\w{1,40} (?:dot|\(dot\)|\[dot\]) \w{1,40}) ?$")
_LONGEST_MAILBOX = 90
_DIGITS = re.compile(r"\+?\(?\d[\d ()./-]{5,24}\d")
_DATE = re.compile(
    r"(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?|\d\d?[-./ ]\d\d?[-./ ](?:19|20)?\d\d|(?:19|20)\d\d ?-? ?(?:19|20)\d\d"
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,500}|\b(?:linkedin\.com/in|xing\.com/profile)/[^\s<>\"]{1,100}")
_LONG_CODE = re.compile(r"(?=[^/]{0,80}\d)(?=[^/]{0,80}[a-z])[\w-]{16,80}")
_LONG_FRAGMENT = 20
# Numbers are written with and without the country's and the town's part, so their ends are compared.
_OWN_DIGITS = 7


def contact_findings(text: str, lowered: str, author: Author) -> Iterator[Finding]:
    """Links first: what lies inside one is not cut out of it."""
    yield from _links(text, lowered, author)
    yield from _emails(text, lowered)
    yield from _phones(text, author)


def _links(text: str, lowered: str, author: Author) -> Iterator[Finding]:
    domain = author.email.lower().rpartition("@")[2]
    for match in _LINK.finditer(lowered):
        link = match.group().rstrip(".,;:!?)]'")
        if _leads_back(link, domain):
            start, end = match.start(), match.start() + len(link)
            yield Finding("link", start, end, text[start:end], WHY_LINK, "(link left out)", stops=True)


def _leads_back(link: str, domain: str) -> bool:
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
    except ValueError:
        # An address that cannot be read cannot be shown to be harmless.
        return True
    host = parts.netloc.removeprefix("www.")
    if "@" in host or len(parts.fragment) > _LONG_FRAGMENT:
        return True
    if any(host == known or host.endswith("." + known) for known in (*SHARING_HOSTS, domain) if known):
        return True
    query = parse_qsl(parts.query)
    if any(key in TELLING_KEYS for key, _ in query):
        return True
    return any(_LONG_CODE.search(piece) for piece in [*parts.path.split("/"), *(value for _, value in query)])


def _emails(text: str, lowered: str) -> Iterator[Finding]:
    """Addresses, also spelt out ("jo at firm dot com"): the "at" is found first, then the mailbox before it."""
    for sign in (_AT, _SPELT_AT):
        for match in sign.finditer(lowered):
            first = max(0, match.start() - _LONGEST_MAILBOX)
            mailbox = _MAILBOX.search(lowered[first : match.start()])
            if mailbox:
                start, end = first + mailbox.start(), match.end()
                yield Finding("own-email", start, end, text[start:end], WHY_EMAIL, "(address left out)", stops=True)


def _phones(text: str, author: Author) -> Iterator[Finding]:
    own = re.sub(r"\D", "", author.phone)[-_OWN_DIGITS:]
    for match in _DIGITS.finditer(text):
        written = match.group()
        digits = re.sub(r"\D", "", written)
        dialled = written[0] in "+(" or (digits[0] == "0" and not written.startswith("0."))
        mine = len(own) == _OWN_DIGITS and own in digits
        if mine or (dialled and 8 <= len(digits) <= 15 and not _DATE.fullmatch(written)):
            yield Finding("own-phone", *match.span(), written, WHY_PHONE, "(number left out)", stops=True)

"""The desk's pages: what each is called, and the core's action that it draws."""

from dataclasses import dataclass

from bot.parts import Part
from bot.routes import ROUTES


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the desk; FILES alone has no action of the core behind it.

    ``arg``: how much of a list, or of the past, one page shows. ``lists``: the action that searches in the page's list
    by a name, and what stands before that name; ``finds``: the button that would ask for the name in a form.
    """

    name: str
    label: str
    action: str = ""
    arg: str = ""
    lists: str = ""
    before: str = ""
    search: str = ""
    finds: str = ""

    @property
    def path(self) -> str:
        """Its address."""
        return f"/desk/{self.name}"


WHOLE = Part(0, 25)
"""As much of a list as one page shows: a desk has more room than a chat."""
PAGE = WHOLE.arg
SECTIONS = (
    Section("queue", "Queue", "curate", PAGE),
    Section("people", "People", "people", PAGE, "people.list", search="Name or company", finds="people.find"),
    Section("vendors", "Vendors", "vendors", PAGE, "vendors.list", "=", "Beginning of a name", "vendors.find"),
    Section("cases", "Cases", "curate.cases", PAGE),
    Section("settings", "Settings", "curate.settings"),
    Section("health", "Health", "curate.health", "12"),
)
FILES = Section("files", "Files")
ALL = (*SECTIONS, FILES)
BY_NAME = {one.name: one for one in SECTIONS}
BY_ACTION = {one.action: one for one in SECTIONS}
FIRST = SECTIONS[0]

SOUGHT = 80
"""Characters of a name that is searched for."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A look at something: it can be taken again. ``at``: the list that it was opened from, to come back to."""

    action: str
    arg: str = ""
    at: str = ""

    @property
    def mark(self) -> str:
        """This look as ``at`` names it."""
        return f"{self.action} {self.arg}"


def home_of(section: Section, at: str = "") -> Opened:
    """The list that one comes back to: the one that was left, else the page's own."""
    action, _, arg = at.partition(" ")
    if action and action in (section.action, section.lists):
        return Opened(action, arg)
    return Opened(section.action, section.arg)


def sought(section: Section, words: str) -> Opened:
    """The page's list, narrowed to a name."""
    return Opened(section.lists, WHOLE.begin(f"{section.before}{words.strip()[:SOUGHT]}").arg)


NOT_HERE = {"curate.desk"}
"""The way to the desk is no way on from it."""


def is_here(action: str) -> bool:
    """Whether the desk runs this action at all: what managers alone may do, and nothing else."""
    route = ROUTES.get(action)
    return route is not None and route.managers_only and action not in NOT_HERE


def only_reads(action: str) -> bool:
    """Whether an address may stand for it: looking changes nothing, however often."""
    return is_here(action) and not ROUTES[action].writes

"""The desk's pages: what each is called, and the core's action that it draws."""

from dataclasses import dataclass

from bot.routes import ROUTES


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the desk; FILES alone has no action of the core behind it."""

    name: str
    label: str
    action: str = ""

    @property
    def path(self) -> str:
        """Its address."""
        return f"/desk/{self.name}"


SECTIONS = (
    Section("queue", "Queue", "curate"),
    Section("people", "People", "people"),
    Section("vendors", "Vendors", "vendors"),
    Section("cases", "Cases", "curate.cases"),
    Section("settings", "Settings", "curate.settings"),
    Section("health", "Health", "curate.health"),
)
FILES = Section("files", "Files")
ALL = (*SECTIONS, FILES)
BY_NAME = {one.name: one for one in SECTIONS}
BY_ACTION = {one.action: one for one in SECTIONS}
FIRST = SECTIONS[0]

NOT_HERE = {"curate.desk"}
"""The way to the desk is no way on from it."""


def is_here(action: str) -> bool:
    """Whether the desk runs this action at all: what managers alone may do, and nothing else."""
    route = ROUTES.get(action)
    return route is not None and route.managers_only and action not in NOT_HERE


def only_reads(action: str) -> bool:
    """Whether an address may stand for it: looking changes nothing, however often."""
    return is_here(action) and not ROUTES[action].writes

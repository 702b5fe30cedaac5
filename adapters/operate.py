"""What an operator does from the command line, each in its own transactions."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from adapters import PLATFORMS
from adapters.files import write_csv
from adapters.screen import silent
from bot import settings
from bot.app import new_id
from bot.catalogue import Catalogue
from bot.digest import first_digest
from bot.door.words import is_open as door_is_open
from bot.door.words import path as door_path
from bot.eligibility import first_sweep
from bot.exports import rows_of
from bot.imports import Row
from bot.model import Account, Community
from bot.text import clean, identity
from bot.turn import Refused
from storage.catalogue import load_catalogue
from storage.database import SqlDatabase, SqlTransaction
from storage.vendor_stock import stock

CONSOLE = "console"

__all__ = ["write_csv"]


def create_community(
    database: SqlDatabase, name: str, workspaces: Iterable[tuple[str, str]], catalogue: Catalogue | None = None
) -> Community:
    """A community with its workspaces and a catalogue (the starter one unless another is given).

    Refused when a name or workspace is taken.
    """
    community = Community(new_id(), clean(name))
    with database.writing() as transaction:
        if not community.name:
            raise Refused("The community needs a name.")
        if transaction.communities.named(community.name):
            raise Refused(f"There is a community “{community.name}” already.")
        transaction.communities.add(community)
        now = datetime.now(UTC)
        transaction.arm(community, (first_sweep(now), first_digest(now)))
        for platform, tenant in workspaces:
            _join(transaction, community, platform, identity(tenant))
        # The catalogue becomes the community's own, to be renamed and merged as it likes.
        stock(transaction.connection, community.id, catalogue or load_catalogue(), new_id)
    return community


def set_setting(database: SqlDatabase, name: str, key: str, value: str, unset: bool) -> None:
    """Changes a setting, or adds or removes (``unset``) a channel; Refused with what would be right."""
    with database.writing() as transaction:
        community = community_named(transaction, name)
        if key == "channel":
            _set_channel(transaction, community, value, unset)
        elif unset:
            raise Refused("Only a channel can be unset; give another setting its default value instead.")
        else:
            standing = transaction.store(community).hold()
            transaction.communities.keep_settings(settings.changed(standing, key, value))


def show_community(database: SqlDatabase, name: str) -> list[tuple[str, str]]:
    """Every setting with its value, then the front door's path, the workspaces and channels."""
    with database.reading() as transaction:
        community = community_named(transaction, name)
        rows = [(key, settings.value_of(community, key)) for key in settings.SETTINGS]
        rows += [("front door", door_path(community))] if door_is_open(community) else []
        rows += [("workspace", ":".join(one)) for one in transaction.communities.workspaces(community.id)]
        return rows + [("channel", ":".join(one)) for one in transaction.communities.channels(community.id)]


def export_rows(database: SqlDatabase, what: str, name: str, went_by: Callable[[int], None] = silent) -> list[Row]:
    """All members, vendors or reviews of a community as rows of their file; ``went_by`` hears how many so far."""
    with database.reading() as transaction:
        community = community_named(transaction, name)
        workspaces = set(transaction.communities.workspaces(community.id))
        # A seat at this machine's console is nobody's account elsewhere.
        outside = {workspace for workspace in workspaces if workspace[0] != CONSOLE}
        rows: list[Row] = []
        for row in rows_of(what, transaction.store(community), outside):
            rows.append(row)
            went_by(len(rows))
        return rows


def community_named(transaction: SqlTransaction, name: str) -> Community:
    """The community of that name; Refused with the names there are."""
    community = transaction.communities.named(clean(name))
    if community is None:
        known = ", ".join(f"“{c.name}”" for c in transaction.communities.all()) or "none yet"
        raise Refused(f"There is no community “{name}”. There are: {known}.")
    return community


def _join(transaction: SqlTransaction, community: Community, platform: str, tenant: str) -> None:
    if transaction.communities.joined_to(platform, tenant):
        raise Refused(f"The workspace {platform}:{tenant} belongs to a community already.")
    transaction.communities.join(community.id, platform, tenant)


def _set_channel(transaction: SqlTransaction, community: Community, value: str, unset: bool) -> None:
    parts = [identity(part) for part in value.split(":", 2)]
    if len(parts) != 3 or not all(parts) or parts[0] not in PLATFORMS:
        raise Refused("A channel is written as slack:TEAM:CHANNEL or teams:TENANT:CONVERSATION.")
    channel = (parts[0], parts[1], parts[2])
    if channel[:2] not in transaction.communities.workspaces(community.id):
        raise Refused(f"The workspace {parts[0]}:{parts[1]} does not belong to {community.name}.")
    changed = transaction.communities.remove_channel if unset else transaction.communities.add_channel
    if not changed(community.id, new_id(), *channel):
        raise Refused(f"{value} is {'no channel of' if unset else 'a channel of'} {community.name} already.")


def seat_at_console(database: SqlDatabase, email: str) -> tuple[str, str]:
    """(tenant, user) of a member at the console; the account is made on the first visit."""
    with database.writing() as transaction:
        for community in transaction.communities.all():
            members = transaction.store(community).members
            member = members.by_email(email)
            if member is None:
                continue
            if transaction.communities.joined_to("console", community.id) is None:
                transaction.communities.join(community.id, "console", community.id)
            if members.owner("console", community.id, member.email) is None:
                members.add_account(Account(new_id(), member.id, "console", community.id, member.email))
            return community.id, member.email
    raise Refused(f"No member has the e-mail {email}. Import members first.")

"""Slack's record of a person as the core's profile: a person of the workspace itself, or what else they are."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace

from adapters.slack.authorize import Installations
from adapters.slack.client import SlackWeb
from adapters.slack.errors import SlackRefused
from adapters.slack.incoming import Incoming, Workspace
from adapters.slack.payload import Payload, is_true, part, text
from bot.model import PersonKind, Profile
from bot.ports import Place
from bot.turn import Gone, Request, TryLater, Unavailable, Unreachable

log = logging.getLogger("warmline.slack")

LOOK = 1.2
"""Seconds for a look at somebody's record: a form has to open within three."""
_FLAGS: Mapping[str, PersonKind] = {
    "is_bot": PersonKind.BOT,
    "is_workflow_bot": PersonKind.BOT,
    "deleted": PersonKind.GONE,
    "is_stranger": PersonKind.OUTSIDER,
    "is_restricted": PersonKind.GUEST,
    "is_ultra_restricted": PersonKind.GUEST,
    "is_invited_user": PersonKind.UNCONFIRMED,
}


def profile_of(user: Payload, team: str, enterprise: str = "") -> Profile:
    """Who a user object is to the team where they act; the e-mail is "" without the scope that shows it."""
    about = part(user, "profile")
    name = text(about, "real_name") or text(user, "real_name")
    kind = _kind(user, team, enterprise)
    email = text(about, "email") if kind is PersonKind.PERSON else ""
    return Profile(kind, email, name[:200], text(about, "title")[:200])


async def introduced(request: Request, incoming: Incoming, web: SlackWeb, installations: Installations) -> Request:
    """The request with the sender's profile; without one where Slack does not answer in time."""
    try:
        async with asyncio.timeout(LOOK):
            token = await installations.token(incoming.workspace)
            answer = await web.call(token, "users.info", {"user": incoming.user}, LOOK)
    except (TryLater, Unreachable, Gone, SlackRefused, Unavailable, TimeoutError) as error:
        log.warning("users.info failed for a %s: %s", incoming.kind, str(error) or type(error).__name__)
        return request
    user = part(answer, "user")
    if text(user, "id") != incoming.user:
        return request
    profile = profile_of(user, request.sender.tenant, incoming.workspace.enterprise)
    return replace(request, sender=replace(request.sender, profile=profile))


async def looked_up(place: Place, web: SlackWeb, installations: Installations) -> Profile | None:
    """A member's record; see bot.ports.Register. The token may be gone, but that is a matter of the workspace."""
    try:
        token = await installations.token(Workspace(place.tenant))
        user = part(await web.call(token, "users.info", {"user": place.user}), "user")
    except Unreachable as problem:
        return Profile(PersonKind.GONE) if str(problem) == "user_not_found" else None
    except (Gone, SlackRefused) as error:
        log.warning("users.info failed: %s", error)
        return None
    if text(user, "id") != place.user:
        return None
    # In an organisation people move between its workspaces, and stay who they are.
    return profile_of(user, place.tenant, text(part(user, "enterprise_user"), "enterprise_id"))


def _kind(user: Payload, team: str, enterprise: str) -> PersonKind:
    found = [kind for flag, kind in _FLAGS.items() if is_true(user.get(flag))]
    if found:
        return found[0]
    home = part(user, "enterprise_user")
    same_org = bool(enterprise) and text(home, "enterprise_id") == enterprise
    if text(user, "team_id") != team and not same_org:
        return PersonKind.OUTSIDER
    return PersonKind.UNCONFIRMED if user.get("is_email_confirmed") is False else PersonKind.PERSON

"""Which token speaks for a workspace: the one from the settings, or the one granted at its installation."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.port import Grants
from adapters.slack.client import SlackWeb
from adapters.slack.errors import SlackRefused
from adapters.slack.grant import Grant
from adapters.slack.incoming import Workspace
from adapters.slack.renewal import Renewal
from bot.turn import Gone, TryLater, Unreachable

log = logging.getLogger("warmline.slack")

KNOWN_FOR = 60.0  # seconds that a grant may be used after another process has dropped it
UNKNOWN_FOR = 5.0  # seconds that a fresh installation may stay unseen by another process
CACHE = 10_000
LONGEST_RETRY = 60.0


class Installations:
    """Finds tokens; asks the database at most once a minute for each workspace."""

    def __init__(
        self,
        web: SlackWeb,
        grants: Grants,
        bot_token: str,
        renewal: Renewal,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._web = web
        self._renewal = renewal
        renewal.told = self._forget
        self._grants = grants
        self._bot_token = bot_token
        self._clock = clock
        self._own = ""
        self._refused = ""
        self._cache: OrderedDict[str, tuple[Grant | None, float]] = OrderedDict()
        self.app = ""
        self.own_name = ""

    async def identify(self) -> None:
        """Asks Slack whose token the one of the settings is, until Slack answers."""
        pause = 1.0
        while self._bot_token and not self._own:
            try:
                answer = await self._web.call(self._bot_token, "auth.test", {})
                shared = answer.get("is_enterprise_install") is True
                self._own = str(answer.get("enterprise_id" if shared else "team_id") or "")
                self._refused = "" if self._own else "no_team"
                self.own_name = str(answer.get("team") or "")
                return
            except TryLater as later:
                log.warning("auth.test has to wait")
                await asyncio.sleep(min(max(pause, later.seconds if later.scope else pause), LONGEST_RETRY))
                pause = min(pause * 2, LONGEST_RETRY)
            except (Unreachable, Gone, SlackRefused) as refused:
                self._refused = str(refused)
                log.error("SLACK_BOT_TOKEN is refused (%s); copy it anew from the app's settings", refused)
                return

    @property
    def own(self) -> str:
        """The team whose token the settings hold, once Slack has named it."""
        return self._own

    async def token(self, workspace: Workspace) -> str:
        """The token that speaks there; Unreachable where the app is not installed, TryLater while that is unknown."""
        if self._own and self._own in (workspace.team, workspace.enterprise):
            return self._bot_token
        holder = workspace.team
        grant = await self._find(holder)
        if grant is None and workspace.org and workspace.enterprise:
            grant = await self._find(workspace.enterprise)
            if grant is not None:
                # Cards that are sent later know the team alone, so it has to lead to its organisation.
                await self.save(workspace.team, Grant(org=workspace.enterprise))
                holder = workspace.enterprise
        if grant is not None and grant.org:
            holder = grant.org
            grant = await self._find(holder)
        if grant is None or not grant.token:
            if self._bot_token and not self._own and not self._refused:
                raise TryLater(1.0)
            raise Unreachable(self._refused or "not_installed")
        return (await self._renewal.fresh(holder, grant)).token

    def _forget(self, tenant: str) -> None:
        self._cache.pop(tenant, None)

    async def finish(self) -> None:
        """Waits for tokens that are being renewed."""
        await self._renewal.finish()

    async def save(self, tenant: str, grant: Grant) -> None:
        """Keeps a grant in place of an earlier one."""
        await self._grants.save("slack", tenant, grant.as_secret())
        self._cache.pop(tenant, None)

    async def drop(self, workspace: Workspace) -> list[str]:
        """Forgets a workspace that removed the app; with an organisation's installation all of its workspaces.

        The tenants where the app is gone now.
        """
        tenants = {workspace.team}
        if workspace.org and workspace.enterprise:
            tenants |= {workspace.enterprise, *await self._teams_of(workspace.enterprise)}
        for tenant in tenants:
            await self._grants.drop("slack", tenant)
            self._cache.pop(tenant, None)
        return sorted(tenants)

    async def _teams_of(self, enterprise: str) -> list[str]:
        """The workspaces that were seen to live by the organisation's grant."""
        grants = {tenant: await self._grants.find("slack", tenant) for tenant in await self._grants.tenants("slack")}
        return [tenant for tenant, secret in grants.items() if secret and Grant.from_secret(secret).org == enterprise]

    async def _find(self, tenant: str) -> Grant | None:
        held = self._cache.get(tenant)
        if held is not None and held[1] > self._clock():
            return held[0]
        secret = await self._grants.find("slack", tenant)
        grant = Grant.from_secret(secret) if secret is not None else None
        self._cache[tenant] = (grant, self._clock() + (KNOWN_FOR if grant else UNKNOWN_FOR))
        while len(self._cache) > CACHE:
            self._cache.popitem(last=False)
        return grant


class LetIn(AsyncAuthorize):
    """Bolt's authorisation without a look-up.

    The signature says that the payload is Slack's and meant for this app, and the core says who may do what. A token
    is looked up only when an answer needs the Web API: the answer to a typed line does not.
    """

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - Bolt's signature
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,  # noqa: ARG002 - Bolt's signature
        actor_team_id: str | None = None,  # noqa: ARG002 - Bolt's signature
        actor_user_id: str | None = None,  # noqa: ARG002 - Bolt's signature
    ) -> AuthorizeResult:
        """The result that lets Bolt go on."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)

"""Teams in memory: tenants, people, chats, channels, and the sign-in that both sides check."""

import base64
import hashlib
import time
from functools import cache

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from playground.cast import Actor, Channel
from playground.faults import Fault, Pace, Script
from playground.stage import Stage
from playground.state import Conversation, Desk, Json, Message, now_iso

APP_ID = "b0700000-aaaa-4bbb-8ccc-000000000001"
APP_PASSWORD = "playground-app-password"
BOT = f"28:{APP_ID}"
BOT_NAME = "Warmline"
ISSUER = AUDIENCE = "https://api.botframework.com"
_TOKEN_SECRET = "the playground signs the app's tokens with this, in the open"


class Teams:
    """All Teams tenants of the world, and the one bot in them."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.faults = Script()
        self.pace = Pace()
        self.dialog_seconds = 5.0
        self.turn_seconds = 15.0
        self.strict_cards = True
        self.tenants = {w.id: w for w in stage.cast.workspaces if w.platform == "teams"}
        kept = stage.state.kept.setdefault("teams", {"removed": [], "keys": []})
        self.removed: list[str] = kept["removed"]
        self._keys: list[str] = kept["keys"]
        for tenant in self.tenants.values():
            for channel in tenant.channels:
                self._open_channel(tenant.id, channel)
        for actor in self.people():
            if actor.role != "bot":
                self.chat(actor)

    @property
    def service_url(self) -> str:
        """Where the connector is."""
        return f"{self.stage.origin}/teams/"

    def fail_next(
        self,
        call: str,
        *,
        status: int = 500,
        retry_after: float | None = None,
        error: str = "",
        hang: float = 0.0,
        done: bool = False,
        times: int = 1,
    ) -> None:
        """The next calls go wrong; see Fault.

        Names: POST, PUT and DELETE activities, POST conversations, GET members, POST token, GET metadata,
        GET keys.
        """
        self.faults.add(call, Fault(status, retry_after, error, hang, done), times)

    def people(self) -> list[Actor]:
        """Everybody at Teams."""
        return [actor for actor in self.stage.cast.actors if actor.platform == "teams"]

    def find_user(self, tenant: str, user: str) -> Actor | None:
        """The actor of a bot-framework id (29:…) or an object id."""
        return next((a for a in self.stage.actors(tenant) if user in (user_id(a), a.user)), None)

    def find_place(self, conversation_id: str) -> tuple[Conversation | None, str]:
        """The conversation and the thread (empty for none) of an id as the connector gets it."""
        plain, _, thread = conversation_id.partition(";messageid=")
        places = self.stage.state.conversations.values()
        found = next((p for p in places if p.platform == "teams" and p.id == plain), None)
        return found, thread

    def chat(self, actor: Actor) -> Conversation:
        """The 1:1 chat of a person with the bot."""
        chat = Conversation(f"a:{_short(actor.id)}", "teams", actor.tenant, BOT_NAME, "app", [actor.id])
        return self.stage.state.open(chat)

    def add_message(
        self,
        place: Conversation,
        text: str,
        *,
        author: Actor | None = None,
        cards: list[Json] | None = None,
        only_for: str = "",
        thread: str = "",
    ) -> Message:
        """Puts a message into a conversation, from the bot unless there is an author."""
        message = Message(
            id=str(self.stage.state.next_ms()),
            seq=self.stage.state.next_seq(),
            author=user_id(author) if author else BOT,
            author_name=author.name if author else BOT_NAME,
            from_bot=author is None,
            text=text,
            at=now_iso(),
            cards=cards or None,
            only_for=only_for,
            thread=thread,
        )
        self.stage.state.add(place, message)
        self.stage.changed(*([only_for] if only_for else place.members))
        return message

    def desk(self, person: str) -> Desk:
        """The person's desk."""
        return self.stage.state.desk(person)

    def toast(self, person: str, text: str) -> None:
        """Shows a notice to a person."""
        self.desk(person).toast = text
        self.stage.changed(person)

    def roll_key(self) -> None:
        """From now on signs with a new key; the old one is no longer published."""
        self._keys[:] = [_pem(fresh=True)]
        self.stage.state.touched()

    def key(self) -> rsa.RSAPrivateKey:
        """The key that signs what is sent to the bot."""
        if not self._keys:
            self._keys.append(_pem(fresh=False))
        return _load(self._keys[0])

    def key_id(self) -> str:
        """The id of the key in the published key set."""
        numbers = self.key().public_key().public_numbers()
        return hashlib.sha256(str(numbers.n).encode()).hexdigest()[:20]

    def key_set(self) -> Json:
        """The published keys, endorsed for Teams."""
        numbers = self.key().public_key().public_numbers()
        key = {
            "kty": "RSA",
            "use": "sig",
            "kid": self.key_id(),
            "x5t": self.key_id(),
            "n": _base64url(numbers.n),
            "e": _base64url(numbers.e),
            "endorsements": ["msteams"],
        }
        return {"keys": [key]}

    def token_for_app(self, **other: object) -> str:
        """A token as the Bot Connector sends it; `other` claims replace these or, when None, take them away."""
        now = int(time.time())
        claims: Json = {
            "serviceurl": self.service_url,
            "nbf": now - 5,
            "exp": now + 3600,
            "iss": ISSUER,
            "aud": APP_ID,
            **other,
        }
        claims = {name: claim for name, claim in claims.items() if claim is not None}
        return jwt.encode(claims, self.key(), algorithm="RS256", headers={"kid": self.key_id()})

    def _open_channel(self, tenant: str, channel: Channel) -> None:
        inside = [
            actor.id
            for actor in self.stage.actors(tenant)
            if actor.role in ("member", "manager") or actor.user in channel.outsiders
        ]
        place_id = f"19:{_short(tenant + channel.id)}@thread.tacv2"
        place = Conversation(place_id, "teams", tenant, channel.name, "channel", inside)
        place.bot_in, place.shared = channel.bot_in, channel.shared
        self.stage.state.open(place)


def user_id(actor: Actor) -> str:
    """The id by which the bot knows a person."""
    return f"29:{_short(actor.id, 40)}"


def team_id(tenant: str) -> str:
    """The id of the one team of a tenant."""
    return f"19:{_short('team' + tenant)}@thread.tacv2"


def member_record(actor: Actor) -> Json:
    """What the connector tells about a member; a guest's principal name carries `#EXT#`."""
    given, _, surname = actor.name.partition(" ")
    guest = actor.role == "guest"
    principal = actor.email.replace("@", "_") + "#EXT#@host.example" if guest else actor.email
    return {
        "id": user_id(actor),
        "aadObjectId": actor.user,
        "objectId": actor.user,
        "name": actor.name,
        "givenName": given,
        "surname": surname,
        "email": actor.email,
        "userPrincipalName": principal,
        "tenantId": actor.tenant,
        "userRole": "guest" if guest else "user",
        **actor.flags,
    }


def issue_token() -> str:
    """A token for the app, good for an hour and across restarts of the playground."""
    now = int(time.time())
    claims = {"aud": AUDIENCE, "appid": APP_ID, "nbf": now - 5, "exp": now + 3600}
    return jwt.encode(claims, _TOKEN_SECRET, algorithm="HS256")


def is_own_token(token: str) -> bool:
    """Whether the app shows a token that was issued here and has not expired."""
    try:
        jwt.decode(token, _TOKEN_SECRET, algorithms=["HS256"], audience=AUDIENCE)
    except jwt.PyJWTError:
        return False
    return True


def _short(text: str, length: int = 24) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _pem(*, fresh: bool) -> str:
    key = _generate() if fresh else _first_key()
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption()).decode()


def _generate() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def _first_key() -> rsa.RSAPrivateKey:
    """Making a key costs a tenth of a second and more: the worlds of one test run share their first one."""
    return _generate()


@cache
def _load(pem: str) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def _base64url(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

"""Who is in the playground: actors, workspaces, channels, and the made-up community of the demo."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NORTH, HARBOUR = "T0001", "T0002"
FJORD = "11111111-2222-3333-4444-555555555555"
SUMMIT = "66666666-7777-4888-9999-aaaaaaaaaaaa"
ELSEWHERE = "99999999-0000-4111-8222-333333333333"


@dataclass(frozen=True)
class Actor:
    """A person at one platform.

    `tenant` is the Slack team or Teams tenant where they are met, `user` the Slack user id or the object id
    in Entra. `role` is member, manager, guest, stranger or bot; `home` the own Slack team of a stranger;
    `flags` overwrite fields of the platform's record of the person (such as `deleted`).
    """

    platform: str
    tenant: str
    user: str
    name: str
    email: str
    title: str = ""
    company: str = ""
    role: str = "member"
    industry: str = ""
    size: str = ""
    region: str = ""
    stack: tuple[str, ...] = ()
    tz: str = "Europe/London"
    home: str = ""
    flags: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def id(self) -> str:
        """The person id, which is also the account id of members.csv."""
        return f"{self.platform}:{self.tenant}:{self.user}"


@dataclass(frozen=True)
class Channel:
    """A channel; `outsiders` are user ids of guests and strangers in it (members are in all channels)."""

    name: str
    id: str
    bot_in: bool = True
    shared: bool = False
    outsiders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workspace:
    """A Slack team or a Teams tenant."""

    platform: str
    id: str
    name: str
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True)
class Cast:
    """All who play."""

    actors: tuple[Actor, ...]
    workspaces: tuple[Workspace, ...]


def cast_of(actors: list[Actor]) -> Cast:
    """A small cast for a test: the actors, and for each of their workspaces one channel with the members."""
    seen: dict[str, Workspace] = {}
    for actor in actors:
        number = len(seen) + 1
        channel = Channel("peers", f"C{number:04}") if actor.platform == "slack" else Channel("Peers", "peers")
        new = Workspace(actor.platform, actor.tenant, f"Circle {number}", (channel,))
        seen.setdefault(actor.tenant, new)
    return Cast(tuple(actors), tuple(seen.values()))


def demo_cast() -> Cast:
    """The community of the demo: 24 CIOs of 20 companies, and four people who do not belong to it."""
    members = [_member(line) for line in _MEMBERS.strip().splitlines()]
    return Cast((*members, *_OUTSIDERS), _WORKSPACES)


def members_rows(cast: Cast) -> list[dict[str, str]]:
    """The rows of members.csv for everybody who belongs to the community."""
    return [_row(actor) for actor in cast.actors if actor.role in ("member", "manager")]


def _row(actor: Actor) -> dict[str, str]:
    return {
        "name": actor.name,
        "title": actor.title,
        "company": actor.company,
        "email": actor.email,
        "industry": actor.industry,
        "size": actor.size,
        "region": actor.region,
        "role": actor.role,
        "accounts": actor.id,
        "stack": ";".join(actor.stack),
    }


def _member(line: str) -> Actor:
    place, name, title, company, industry, size, region, zone, stack = (part.strip() for part in line.split("|"))
    code, number, *manager = place.split()
    platform, tenant = ("slack", code) if code.startswith("T") else ("teams", {"F": FJORD, "S": SUMMIT}[code])
    user = f"U{number}" if platform == "slack" else f"0a{number}00-5eed-4c10-8aaa-0000000{number}0"
    return Actor(
        platform,
        tenant,
        user,
        name,
        f"{_ascii(name).replace(' ', '.')}@{_ascii(company).replace(' ', '-')}.example",
        title,
        company,
        "manager" if manager else "member",
        industry,
        size,
        region,
        tuple(stack.split(";")),
        zone,
    )


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalnum() or letter in " -").strip()


# place and number (with M for a manager) | name | title | company | industry | size | region | zone | stack
_MEMBERS = """
T0001 0001 M | Ingrid Falkmoor | CIO | Brightwater Foods | Retail | 1000-9999 | Europe | Europe/Oslo | Okta;ServiceNow;SAP;Workday;Zscaler
T0001 0002 | Tobias Quillfeather | CIO | Harrowgate Mills | Manufacturing | 1000-9999 | Europe | Europe/Berlin | SAP;Microsoft;CrowdStrike;Cisco
T0001 0003 | Amara Okonwelle | Chief Information Officer | Lumen Vale Health | Healthcare | 10000+ | Europe | Europe/London | Okta;Workday;Snowflake;ServiceNow;Microsoft
T0001 0004 | Ravindra Solankivar | CIO | Copperline Rail | Logistics | 10000+ | Europe | Europe/London | ServiceNow;Cisco;Zscaler;SAP
T0001 0005 | Noor El-Haddawin | Group CIO | Saltmarsh Bank | Banking | 10000+ | Europe | Europe/Paris | Salesforce;CrowdStrike;Okta;Snowflake;Microsoft;Palo Alto Networks
T0001 0006 | Piet Vanderkloos | CIO | Noordduin Energy | Energy | 1000-9999 | Europe | Europe/Amsterdam | SAP;ServiceNow;Microsoft;Cisco;Datadog
T0001 0007 | Ingvild Storhaugen-Lee | Deputy CIO | Brightwater Foods | Retail | 1000-9999 | Europe | Europe/Oslo | Snowflake;Salesforce;Okta
T0002 0011 | Marisol Quintabria | CIO | Palmetto Grove Insurance | Insurance | 1000-9999 | Americas | America/New_York | Workday;Salesforce;Okta;Zscaler
T0002 0012 | Desmond Achterwick | CIO | Kestrel Peak Logistics | Logistics | 1000-9999 | Americas | America/Chicago | Oracle;Cisco;CrowdStrike;ServiceNow
T0002 0013 | Hana Mizutori | VP IT and CIO | Juniper Bay Retail | Retail | 10000+ | Americas | America/Los_Angeles | Salesforce;Snowflake;Workday;Datadog;Okta
T0002 0014 | Caleb Thornqvist | CIO | Blue Mesa University | Education | 1000-9999 | Americas | America/Denver | Workday;Microsoft;Cisco;Zoom
T0002 0015 | Farida Rahmanpour | CIO | Old Quarry Steel | Manufacturing | 100-999 | Americas | America/Toronto | SAP;CrowdStrike;Zscaler
F 0101 M | Gwendal Kerrivoal | CIO | Armorlise Shipping | Logistics | 1000-9999 | Europe | Europe/Paris | Microsoft;SAP;ServiceNow;Zscaler;Okta
F 0102 | Sofia Lindqvarn | CIO | Norrsken Paper | Manufacturing | 1000-9999 | Europe | Europe/Stockholm | SAP;Microsoft;Workday;CrowdStrike
F 0103 | Bartholomew Adeyinwo | Chief Information Officer | Thistledown Council | Public sector | 1000-9999 | Europe | Europe/London | Microsoft;ServiceNow;Cisco;Oracle
F 0104 | Katarzyna Wolnicka-Bord | CIO | Amberhaven Insurance | Insurance | 1000-9999 | Europe | Europe/Warsaw | Salesforce;Workday;Okta;Palo Alto Networks
F 0105 | Lorenzo Baccalaro | Group CIO | Saltmarsh Bank | Banking | 10000+ | Europe | Europe/Rome | Microsoft;CrowdStrike;Snowflake;Salesforce
F 0106 | Yusra Benmalikar | CIO | Oakhollow Clinics | Healthcare | 1000-9999 | Europe | Europe/Brussels | Okta;Microsoft;Cisco;Zoom
S 0111 | Winston Oyelabi | CIO | Redfern Telecom | Telecom | 10000+ | Asia-Pacific | Asia/Singapore | ServiceNow;Cisco;Oracle;Snowflake;Datadog
S 0112 | Priyanka Devarasu | CIO | Monsoon Textiles | Manufacturing | 1000-9999 | Asia-Pacific | Asia/Kolkata | SAP;Microsoft;Zscaler;Salesforce
S 0113 | Mateo Harrisande | CIO | Southern Lantern Energy | Energy | 1000-9999 | Asia-Pacific | Australia/Sydney | SAP;CrowdStrike;ServiceNow;Workday
S 0114 | Linh Tranvale | Head of IT and CIO | Paper Crane Games | Media | 100-999 | Asia-Pacific | Asia/Singapore | Okta;Snowflake;Zoom;Datadog
S 0115 | Eilidh Macrannoch | Deputy CIO | Redfern Telecom | Telecom | 10000+ | Asia-Pacific | Australia/Melbourne | Palo Alto Networks;Zscaler;Okta;Salesforce
S 0116 | Jonas Feldgrund | CIO | Juniper Bay Retail | Retail | 10000+ | Americas | America/Los_Angeles | SAP;Workday;Microsoft;CrowdStrike
"""  # noqa: E501 - one person a line is what makes the table readable

_OUTSIDERS = (
    Actor(
        "slack",
        NORTH,
        "U0901",
        "Basil Overleaf",
        "basil.overleaf@gardenwall.example",
        "Consultant",
        "Garden Wall Advisers",
        "guest",
    ),
    Actor(
        "slack",
        NORTH,
        "U0902",
        "Dora Pennyfold",
        "dora.pennyfold@quickpitch.example",
        "Account Executive",
        "Quickpitch Software",
        "stranger",
        home="T0900",
    ),
    Actor(
        "teams",
        FJORD,
        "0a090100-5eed-4c10-8aaa-000000009010",
        "Rufus Dimsdale",
        "rufus.dimsdale@gardenwall.example",
        "Consultant",
        "Garden Wall Advisers",
        "guest",
    ),
    Actor(
        "teams",
        ELSEWHERE,
        "0a090200-5eed-4c10-8aaa-000000009020",
        "Clover Hathersage",
        "clover.hathersage@quickpitch.example",
        "Account Executive",
        "Quickpitch Software",
        "stranger",
    ),
)

_WORKSPACES = (
    Workspace(
        "slack",
        NORTH,
        "Northern Circle",
        (
            Channel("peers", "C0001"),
            Channel("lobby", "C0009", shared=True, outsiders=("U0901", "U0902")),
        ),
    ),
    Workspace("slack", HARBOUR, "Harbour Circle", (Channel("peers", "C0002"),)),
    Workspace("teams", FJORD, "Fjord Forum", (Channel("Peers", "peers"),)),
    Workspace("teams", SUMMIT, "Summit Forum", (Channel("Peers", "peers"),)),
    Workspace("teams", ELSEWHERE, "Quickpitch Software"),
)

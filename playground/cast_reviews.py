"""What the made-up members of the demo say of some vendors. Every word of it is invented."""

from datetime import date, timedelta

from playground.cast import Cast

RATED = ("buying", "deploying", "running", "support", "leaving", "price_predictability")
KNOWS = {"u": "using", "l": "left", "e": "evaluated"}
SOURCES = {"o": "own", "m": "manager", "v": "vendor"}


def reviews_rows(cast: Cast, today: date) -> list[dict[str, str]]:
    """The rows of reviews.csv, written some days before ``today``."""
    emails = {_number(actor.user): actor.email for actor in cast.actors}
    rows: list[dict[str, str]] = []
    vendor = ""
    for line in _REVIEWS.strip().splitlines():
        if line.startswith("# "):
            vendor = line.removeprefix("# ")
        else:
            rows.append(_row(vendor, emails, today, line))
    return rows


def _row(vendor: str, emails: dict[str, str], today: date, line: str) -> dict[str, str]:
    head, pros, cons, advice = (part.strip() for part in line.split("|"))
    number, days, stars, again, how, months = head.split()
    ratings = {name: "" if star == "-" else star for name, star in zip(RATED, stars, strict=True)}
    return {
        "vendor": vendor,
        "email": emails[number],
        "unnamed": "yes" if "x" in how else "no",
        "relationship": KNOWS[how[0]],
        "months_live": "" if months == "-" else months,
        "buy_again": {"y": "yes", "n": "no"}[again],
        "pros": pros,
        "cons": cons,
        "advice": advice,
        "source": SOURCES[how[1]],
        "written_on": (today - timedelta(days=int(days))).isoformat(),
    } | ratings


def _number(user: str) -> str:
    """The number of a line in the cast: of U0001 as of 0a000100-…"""
    return user[1:5] if user.startswith("U") else user[2:6]


# Member, days ago, ratings (buying, deploying, running, support, leaving, price predictability), would buy again,
# how (using, left, evaluated; own, asked by a manager, invited by the vendor; x: unnamed), months live
# | pros | cons | what they would tell a peer
_REVIEWS = """
# Okta
0001 40 44543- y uo 38 | Single sign-on has not been down in office hours since we went live. | Lifecycle rules need somebody who does little else. | Clean your directory first; everything after that is easy.
0003 120 345343 y uo 51 | Clinicians log in once for a whole shift and like it. | The shared workstation case took three designs. | Pilot with the ward that complains most.
0005 75 33433- y uo 60 | Audit evidence comes out in minutes. | Support answers fast at the first level and slowly after that. | Agree on named engineers before you sign.
0011 210 44443- y um 24 | Small team, large effect: two people run it for us. | Reports are thin, so we export them to our own warehouse. | Budget time for the connectors nobody lists.
0013 15 54544- y uo 44 | New shops are on board within a day. | The admin console buries what matters under menus. | Keep a break-glass account outside of it.
0101 330 34433- y uo 18 | Good documentation, and the trial was the real product. | Ships with poor links lose sessions too early. | Test on your worst network.
0104 95 4444-- y uv 12 | The change was quiet, hardly a ticket. | Older applications needed an agent we had not planned. | Count the old applications twice.
0106 700 23332- n lo 30 | It did what it said for the web applications. | Moving out took longer than moving in, with little help. | Plan the way out while you plan the way in.
0114 25 5555-- y uo 9 | A studio of our size is done in a fortnight. | Group rules behave in ways you learn by accident. | Start with few groups.
0115 160 43443- y uox 36 | Solid core, and the mobile factor works abroad. | Every contract talk brings another bundle. | Know which modules you use before the renewal.
0014 480 34-3-- y uo 20 | Students understood it without a leaflet. | Yearly peaks at the start of term need a call beforehand. | Tell them about your peaks.
0006 60 33343- n em - | The proof of concept was honest and quick. | It did not fit our control rooms without internet. | Ask about sites that are cut off.
# ServiceNow
0001 55 334333 y uo 62 | One place for requests, and people do find it. | Upgrades break whatever was built around the standard. | Stay with the standard, even when it hurts.
0003 130 23433- y uo 48 | Change management finally has facts in it. | The first year needs a partner who knows hospitals. | Choose the partner with more care than the product.
0004 30 23432- y uo 70 | Field crews report faults from a phone. | Every new idea of ours turned out to be another module. | Write down what is in your contract, in plain words.
0006 300 33333- n uo 33 | Workflows hold up under load. | Our own developers cannot keep up with its way of building. | Train two people properly before you start.
0012 85 34443- y um 27 | Depot managers see their open requests at last. | Search results are poor until somebody tunes them. | Give the tuning to a person by name.
0101 18 44444- y uo 15 | We went live with five processes and added slowly. | The asset part needs clean data that nobody has. | Leave assets for the second year.
0103 640 22322- n uo 40 | Citizens' requests no longer vanish. | Too heavy for an authority of our size. | Look at smaller tools first.
0111 45 344341 y uo 84 | It carries our whole network operation. | You feel how large a customer you are, or are not. | Bring your usage numbers to every meeting.
0113 200 3343-- y uvx 22 | The safety process runs on it without paper. | Testing takes longer than building. | Automate the tests from the first month.
0014 390 2233-- n eo - | Impressive demonstration. | We would have used a tenth of it. | Ask what a team of four can run.
0106 110 33433- y uox 31 | Tickets between clinics and suppliers are in one list. | The mobile view is slow on older devices. | Try it on the devices you own.
# SAP
0001 70 234321 y uo 120 | Finance closes three days earlier than before. | Custom code from ten years ago came back to us in the migration. | Retire your own code before you move.
0002 22 23432- y uo 140 | Production planning is exact when the data is. | Consultants change in the middle of the project. | Put names of roles, not titles, into the plan.
0004 180 12332- n uo 90 | Stable once it stands. | The move to the new release was sold as technical and was not. | Treat it as a new introduction.
0006 35 33433- y uo 110 | Settlement runs through the night without us. | Licence questions take weeks to be answered. | Keep your own measurement of use.
0015 520 12322- n uo 72 | Weighing and stock are right to the kilo. | Oversized for one plant. | Look at what the plant needs, not at what the group has.
0101 90 234331 y um 66 | Freight accounting works across eleven countries. | Local rules come late in some of them. | Check your smallest country first.
0102 140 33443- y uo 95 | The paper mills share one set of figures now. | Interfaces to the machines are still our own work. | Reserve people for interfaces.
0112 28 3343-- y uo 20 | Good fit for a growing manufacturer. | Reports out of the box miss our seasons. | Bring three of your own reports to the first workshop.
0113 260 23332- y uox 58 | Maintenance planning saved us outages. | The cloud edition lags behind what we had. | List the functions you would lose.
0116 75 22432- n uo 101 | Merchandise figures can be trusted. | Small changes take a release. | Keep the shop front outside.
0005 1000 22322- n lo 80 | The ledger was reliable to the last day. | Getting history out was a project of its own. | Agree on the export format years ahead.
# Workday
0001 65 44443- y uo 41 | Managers use it without training. | Payroll outside the main countries is somebody else's product. | Ask for references in your smallest country.
0003 20 3444-- y uo 36 | Staff data is right for the first time. | Shift work fits only with an extra tool. | Bring a real rota to the demonstration.
0011 150 45443- y uo 53 | Two updates a year, both quiet. | Reporting has its own language. | Send one analyst to the long course.
0013 88 34433- y uo 47 | Seasonal hiring went from weeks to days. | Integrations are monitored by us, not by them. | Watch the nightly jobs yourself.
0014 410 23433- y um 29 | Grants and people in one place. | Academic titles needed a workaround. | Look at how it treats two posts of one person.
0102 33 44433- y uo 25 | Calm project, ended on the day that was planned. | The union's questions on data took the longest. | Involve the works council in month one.
0104 270 33343- n uv 14 | Pleasant to use. | Changes to the organisation are hard to undo. | Practise a reorganisation in the test tenant.
0113 100 3443-- y uox 38 | Recruiting and onboarding feel like one thing. | Support knows the product and not the case. | Write the case down with pictures.
0005 600 23332- n eo - | Clear answers in the tender. | It did not cover our bonus rules. | Test the odd rules first.
# CrowdStrike
0002 48 455443 y uo 28 | Quiet on the machines, clear in the alerts. | Old controllers in the plants cannot take it. | Separate what cannot be covered.
0005 19 44454- y uo 50 | Their hunters called us before we saw it. | The bad update two years ago is not forgotten here. | Stage updates, whatever you are told.
0012 230 4444-- y uo 33 | Rolled out to all depots in a month. | The console assumes a team on duty at night. | Buy the watch with it or do not buy it.
0015 80 3443-- y um 10 | A small team sleeps better. | Each function is an extra module. | Decide on the modules for two years.
0102 140 45543- y uo 21 | Good answers in the hour that counts. | Reports for the board are made by hand. | Agree on one page with your board.
0113 37 34443- y uox 26 | Works on ships and in mines alike. | Exceptions pile up and nobody owns them. | Review exceptions every quarter.
0116 310 33333- n uo 17 | Detection is strong. | After the outage we wanted two vendors. | Think about what happens when the guard itself fails.
0103 170 4-43-- y ev 1 | The pilot found three things on the first day. | Procurement rules and their contract did not meet. | Start with the contract.
# Microsoft
0002 58 344331 y uo 96 | Everybody knows it, so nobody needs a course. | Names and plans change faster than we can tell our users. | Keep one person on the plans alone.
0003 240 3433-- y uo 88 | Collaboration between hospitals works. | Rights grow wild when nobody tidies up. | Set owners and end dates from the start.
0006 14 34433- y uo 75 | Wide choice of partners. | Support at the first level reads from a list. | Pay for better support or have a partner who can escalate.
0014 130 44443- y uo 102 | Campus licences are simple. | Storage limits came as a surprise. | Know where your large files are.
0101 365 33432- y uo 64 | Ships and offices use the same tools. | Offline work is still second class. | Test a week without a link.
0102 92 3333-- n um 59 | Broad and good enough in most things. | Good enough is not good in security reports. | Compare each part with a specialist.
0103 27 44443- y uo 81 | Known by every new colleague. | Accessibility changes between releases. | Have somebody test each release with a screen reader.
0105 205 33332- y uox 90 | Identity and mail simply run. | We depend on one vendor for nearly everything. | Keep an exit plan that somebody has read.
0106 450 34433- y uo 45 | Fits the way clinics work. | Telephony took two attempts. | Do telephony last.
0112 66 4443-- y uv 30 | Fair entry for a company that grows. | Many portals for one task. | Write your own map of the portals.
# Salesforce
0005 52 234311 y uo 77 | Advisers see the whole customer. | Years of additions made it slow, and that is our own fault too. | Appoint somebody who may say no.
0011 110 34432- y uo 49 | Claims and sales share one history. | Every department built its own version. | One team, one backlog.
0013 24 33433- n uo 68 | Strong in service cases. | Data gets in more easily than out. | Try the export in the pilot.
0104 190 44443- y um 23 | Brokers like the portal. | Releases move buttons about. | Read the release notes with a user beside you.
0112 340 3333-- y uo 16 | Good start for a sales team without a system. | Reports need clean habits. | Train habits, not clicks.
0115 44 23422- n uox 55 | It can do anything. | It can do anything, so it does. | Limit what may be built.
# Snowflake
0003 31 54544- y uo 26 | Research and operations query the same data without waiting. | Use is easy to start and easy to forget. | Switch on limits on the first day.
0007 77 44443- y uo 34 | Our analysts moved in a quarter. | Sharing with suppliers raises legal questions. | Bring the lawyers early.
0013 150 35532- y uo 40 | Fast at the end of the month, when it matters. | The bill follows every careless query. | Give each team its own budget line.
0111 21 44544- y uv 13 | Little to operate. | Skills are scarce in our region. | Train your own people.
"""  # noqa: E501 - one review a line is what makes the table readable

"""What peers see of a request, and what the connector sees of the introduction they make."""

from bot.intro.brief import about, brief
from bot.intro.model import Intro, IntroKind, Offer
from bot.intro.past import connectors_past, left_of, peers_reminded, reminded, reminder_key
from bot.intro.states import AFTER_REVEAL, BEFORE_CHOICE, DECIDED, IntroState
from bot.intro.words import OVER, REQUEST_OVER, decision_words, no_words
from bot.ports import Store
from bot.signature import signed
from bot.turn import Redraw, Send
from bot.views import Block, Bold, Button, Buttons, Card, Fact, Facts, Look, Paragraph, Quote

S = IntroState


def peers_key(intro_id: str) -> str:
    """The key of the one card that all asked peers have."""
    return f"intro:{intro_id}:peers"


def peers_card(store: Store, intro: Intro) -> Card:
    """The one card for all peers who were asked: the brief, and the two buttons."""
    what = "an introduction" if intro.kind is IntroKind.REP else "a reference talk"
    vendor = about(store, intro)
    wish = f"to be introduced to somebody at {vendor} whom you trust"
    if intro.kind is IntroKind.REFERENCE:
        wish = f"to talk with a peer who has lived with {vendor}"
    said = f"A peer would like {wish}. You do not see who it is, and nobody sees it if you say no."
    until = Paragraph((f"Open until {intro.open_until:%-d %B}.",), quiet=True)
    offer = Button("Offer an introduction", "intro.offer", intro.id, Look.PRIMARY, opens_form=True)
    buttons = Buttons((offer, Button("Not me", "intro.not_me", intro.id)))
    return Card(
        f"A peer asks about {vendor}", (Paragraph((said,)), *brief(store, intro), until, buttons),
        f"A peer asks for {what}: {vendor}",
    )  # fmt: skip


def request_over(intro_id: str, vendor: str) -> tuple[Redraw, ...]:
    """The peers' cards when the request takes no more offers for good: the same words, however it ended."""
    title = f"A peer asked about {vendor}"
    over = Redraw(peers_key(intro_id), Card(title, (Paragraph((REQUEST_OVER,)),)))
    return over, peers_reminded(intro_id, title)


def no_more_offers(store: Store, was: Intro) -> tuple[Redraw, ...]:
    """The same card at once where peers could offer until now: a choice and a withdrawal read alike."""
    return request_over(was.id, about(store, was)) if was.state in BEFORE_CHOICE else ()


def to_connector(store: Store, intro: Intro, offer: Offer, was: Intro | None = None) -> tuple[Send | Redraw, ...]:
    """The connector's newest card; what they may know moves only with the face."""
    key, card = _key(intro), connectors_card(store, intro, offer)
    stale = _past(was, card.title) if was and _key(was) != key else ()
    done = _reminded(was, card.title) if was and was.outward is not intro.outward else ()
    return (*done, *stale, Send(key, card, (offer.member_id,)))


def awake_for_connector(store: Store, intro: Intro, offer: Offer, was: Intro) -> tuple[Redraw, ...]:
    """The date has come: the connector's cards read as before it, and no new one comes."""
    card = connectors_card(store, intro, offer)
    return (*_past(was, card.title), Redraw(_key(intro), card))


def last_of_connector(store: Store, intro: Intro, offer: Offer) -> tuple[Redraw]:
    """The card that told the decision, drawn anew."""
    return (Redraw(_key(intro), connectors_card(store, intro, offer)),)


def connectors_card(store: Store, intro: Intro, offer: Offer) -> Card:
    """From the chosen offer to the decision."""
    vendor, seen = about(store, intro), intro.outward
    title = f"Your introduction to {vendor}" if intro.kind is IntroKind.REP else f"Your reference talk about {vendor}"
    if seen in AFTER_REVEAL:
        return Card(title, _hand_over(store, intro, offer))
    if seen in DECIDED:
        return Card(title, (Paragraph((Bold(decision_words(intro)),)), *_pass_on(intro, offer)))
    if seen is S.LAPSED:
        return Card(title, (Paragraph((OVER,)),))
    return Card(title, (*_to_do(intro, offer, seen), *brief(store, intro), _steps(intro, seen)))


def over_for_connector(intro_id: str, vendor: str) -> tuple[Redraw, ...]:
    """Where the buyer's record goes, the connector's cards read as after any lapse."""
    card = Card(f"Your introduction to {vendor}", (Paragraph((OVER,)),))
    group = Redraw(_group_key(intro_id), Card(f"Introduced about {vendor}", (Paragraph((OVER,)),)))
    return (*(Redraw(f"intro:{intro_id}:connector.{step}", card) for step in ("chosen", "introduced", "end")), group)


def rests_for_connector(store: Store, intro: Intro) -> tuple[Redraw, ...]:
    """The same for every card that said “not before” a date: each has the brief, and each date made another."""
    card = Card(f"Your introduction to {about(store, intro)}", (Paragraph((OVER,)),))
    begins = f"intro:{intro.id}:connector.later."
    held = store.forgetting.cards_with((intro.need,))
    return tuple(Redraw(key, card) for key in sorted(held) if key.startswith(begins))


def together(store: Store, intro: Intro, offer: Offer) -> Send:
    """Buyer and connector in one conversation, where their platform has one. The card names nobody and leaves the brief
    to their own cards: an erasure cannot change it once the buyer's account is gone."""
    vendor = about(store, intro)
    said = f"You two are introduced: one of you looks at {vendor}, the other knows it. The rest is yours to talk about."
    if intro.kind is IntroKind.REP:
        said += " The one who knows the rep hands over, then steps back."
    card = Card(f"Introduced about {vendor}", (Paragraph((said,)),))
    return Send(_group_key(intro.id), card, together=(intro.member_id, offer.member_id))


def without_connector(store: Store, intro: Intro) -> tuple[Redraw, ...]:
    """The connector's own card after they stepped back."""
    card = Card(f"Your introduction to {about(store, intro)}", (Paragraph(("You have stepped back.",)),))
    return (*_reminded(intro, card.title), Redraw(_key(intro), card))


def _group_key(intro_id: str) -> str:
    return f"intro:{intro_id}:together"


def _to_do(intro: Intro, offer: Offer, seen: IntroState) -> tuple[Block, ...]:
    if intro.kind is IntroKind.REFERENCE:
        said = "Your offer was chosen. Confirm that you will talk; names are shown once the buyer reveals theirs."
        done = "You have confirmed. You learn who it is if the buyer reveals their name."
        return (Paragraph((said if seen is S.CHOSEN else done,)),)
    said = f"Your offer was chosen. Get the link of the rep's page and forward it to {offer.rep}."
    done = f"Forward the link to {offer.rep}. You learn who the buyer is if they reveal their name."
    return (Paragraph((said if seen is S.CHOSEN else done,)),)


def _steps(intro: Intro, seen: IntroState) -> Buttons:
    back = Button("Step back", "intro.step_back", intro.id, confirm="Step back from this? Nobody is told who or why.")
    if intro.kind is IntroKind.REFERENCE:
        confirm = (Button("Confirm", "intro.confirm", intro.id, Look.PRIMARY),) if seen is S.CHOSEN else ()
        return Buttons((*confirm, back))
    label = "Get the link" if seen is S.CHOSEN else "Get a new link"
    return Buttons((Button(label, "intro.link", intro.id, Look.PRIMARY if seen is S.CHOSEN else Look.PLAIN), back))


def _hand_over(store: Store, intro: Intro, offer: Offer) -> tuple[Block, ...]:
    buyer = store.members.get([intro.member_id]).get(intro.member_id)
    who = signed(buyer)
    facts = [Fact("The buyer", who), Fact("Reach them", intro.contact)]
    if intro.kind is IntroKind.REFERENCE:
        said = f"The buyer is {who}. They have revealed their name to you, have yours, and would like to talk."
    else:
        facts.append(Fact("Rep", offer.rep))
        said = f"The buyer is {who}. Their name is revealed to you and to {offer.rep}. Please bring them together."
    if intro.state is S.LATER:
        said = f"The buyer has decided: {decision_words(intro)}"
    return (Paragraph((said,)), Facts(tuple(facts)), Quote(intro.need, (Bold("The brief"),)))


def _pass_on(intro: Intro, offer: Offer) -> tuple[Block, ...]:
    if intro.kind is IntroKind.REFERENCE:
        return (Paragraph(("Thank you for making the time.",)),)
    rep = offer.rep or "The rep"  # emptied 30 days after the end
    page = Paragraph((f"{rep} reads the same on their page. Thank you for introducing them.",))
    words = (Quote(no_words(), ("If you would like to pass it on yourself",)),) if intro.state is S.NO else ()
    return (page, *words)


def _past(was: Intro, title: str) -> tuple[Redraw]:
    return (left_of(_key(was), title, connectors_past(was)),)


def _reminded(was: Intro, title: str) -> tuple[Redraw, ...]:
    return (reminded(reminder_key(was, was.outward), title),) if was.outward is S.CHOSEN else ()


def _key(intro: Intro) -> str:
    seen = intro.outward
    step = "chosen"
    if seen in AFTER_REVEAL:
        step = "introduced" if seen is not S.LATER else f"later.{intro.decide_by:%Y%m%d}"
    elif seen in (*DECIDED, S.LAPSED):
        step = "end"
    return f"intro:{intro.id}:connector.{step}"

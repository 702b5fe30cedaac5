"""How reviews look: one's own, one that waits for a manager, and a peer's on a vendor card."""

from bot.model import Member, Relationship, Review, ReviewStatus, Source
from bot.review.form import STAGES
from bot.signature import signed
from bot.vendors import Meant
from bot.views import Block, Bold, Button, Buttons, Card, Fact, Facts, Look, Paragraph, Quote

KNOWS = {
    Relationship.USING: "uses it",
    Relationship.LEFT: "left it",
    Relationship.EVALUATED: "evaluated it",
}
STATES = {
    ReviewStatus.LIVE: "Your peers can read it.",
    ReviewStatus.WAITING: "It waits for a community manager; nobody else can read it.",
    ReviewStatus.DECLINED: "It was declined.",
    ReviewStatus.WITHDRAWN: "It is withdrawn.",
}


def own_card(about: Meant, review: Review) -> Card:
    """One's own review, with what one can do about it."""
    said = Paragraph((f"{STATES[review.status]} Last confirmed {review.heard_on:%-d %B %Y}.",))
    buttons = [
        Button("Edit", "review.edit", about.id, Look.PRIMARY, opens_form=True),
        Button("Still true", "review.confirm", about.id),
        Button("Withdraw", "review.withdraw", about.id, Look.DANGER, confirm="It goes away for everybody."),
    ]
    shown = [b for b in buttons if b.label != "Still true" or review.status is ReviewStatus.LIVE]
    return Card(f"Your review of {about.name}", (said, *in_full(review), Buttons(tuple(shown))))


def still_true_card(about: Meant, review: Review) -> Card:
    """After some months: one tap says that it still holds."""
    said = f"You reviewed {about.name} on {review.heard_on:%-d %B %Y}. Reviews fade with age; one tap keeps it fresh."
    buttons = (
        Button("Still true", "review.confirm", about.id, Look.PRIMARY),
        Button("Edit", "review.edit", about.id, opens_form=True),
        Button("Withdraw", "review.withdraw", about.id, confirm="It goes away for everybody."),
    )
    return Card(f"Still true? {about.name}", (Paragraph((said,)), words_of(review), Buttons(buttons)))


def approval_card(about: Meant, review: Review, author: Member | None) -> Card:
    """What managers get to read before anybody else does."""
    buttons = Buttons(
        (
            Button("Approve", "review.approve", review.id, Look.PRIMARY),
            Button("Decline", "review.decline", review.id, opens_form=True),
        )
    )
    by = Paragraph((Bold(signature(review, author)), " · please decide within three days."))
    return Card(f"A review of {about.name} waits", (by, *in_full(review), buttons))


def decided_card(about: Meant, said: str) -> Card:
    """The same card afterwards, without the author's words."""
    return Card(f"A review of {about.name}", (Paragraph((said,)),))


def decision_key(review_id: str) -> str:
    """The key of the managers' card."""
    return f"review.decide:{review_id}"


def signature(review: Review, author: Member | None, declared: str = "", attribute: str = "") -> str:
    """Whose words they are: a name, or a handle with at most one general attribute."""
    if review.member_id:
        return signed(author, declared)
    return " · ".join(part for part in (f"{review.handle} (unnamed)", attribute) if part)


def peer_quote(review: Review, who: str, of: str = "") -> Quote:
    """Pros and cons of a peer, with what one needs to weigh them; ``of``: the product they speak of."""
    context = [*([of] if of else []), f"{KNOWS[review.relationship]}", f"{review.heard_on:%B %Y}"]
    if review.source is Source.VENDOR:
        context.append("invited by the vendor")
    if review.interest:
        context.append("declared an interest" if review.member_id is None else f"declared: {review.interest}")
    return Quote(_pros_and_cons(review), (Bold(who), f" · {' · '.join(context)}"))


def words_of(review: Review) -> Quote:
    """Pros and cons alone."""
    return Quote(_pros_and_cons(review))


def in_full(review: Review) -> tuple[Block, ...]:
    """Everything that a review says."""
    advice = (Quote(review.advice, ("What I'd tell a peer",)),) if review.advice else ()
    return (Facts(tuple(_facts(review))), words_of(review), *advice)


def ratings_of(review: Review) -> str:
    """ "Buying 4 · Running 3 · Price predictability 2"."""
    given = [f"{name} {getattr(review, stage)}" for stage, name in STAGES.items() if getattr(review, stage)]
    if review.price_predictability:
        given.append(f"Price predictability {review.price_predictability}")
    return " · ".join(given)


def _pros_and_cons(review: Review) -> str:
    return f"+ {review.pros}\n– {review.cons}"


def _facts(review: Review) -> list[Fact]:
    live = f"{review.months_live} months live" if review.months_live is not None else ""
    since = f"since {review.since}" if review.since else ""
    knows = ", ".join(part for part in (KNOWS[review.relationship], since, live, review.scope) if part)
    found = [
        Fact("Would buy again", "Yes" if review.buy_again else "No"),
        Fact("Ratings, 1 to 5", ratings_of(review)),
        Fact("Relationship", f"{knows[:1].upper()}{knows[1:]}"),
    ]
    return [*found, Fact("Conflict of interest", review.interest)] if review.interest else found

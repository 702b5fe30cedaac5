"""One example of every element of bot/views.py, and the texts and sizes that break careless renderers.

``ELEMENTS`` are pretty and small: golden files and pictures are made from them. ``HARD`` are nasty, empty or far too
long. Both map a name to a view, so that every platform's tests walk the same list.
"""

from bot.views import (
    Bar,
    Bars,
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Choices,
    DateField,
    Fact,
    Facts,
    Form,
    Heading,
    Invalid,
    Link,
    Look,
    ManyField,
    Note,
    OpenPage,
    Option,
    Paragraph,
    Quote,
    RatingField,
    SelectField,
    Table,
    TextField,
    TypeAheadField,
    View,
)

NASTY = (
    "<!channel> <!here> <@U0AAAA111> <#C0AAAA111|general> <https://evil.example|our page> <at>Bea</at>\n"
    "*bold* _italic_ ~struck~ `code` ```block``` :rotating_light: @here @channel #general\n"
    "> quoted\n&lt;b&gt; &amp; [masked](https://evil.example) ![x](https://evil.example/x.png) {{DATE(2026-01-01)}}\n"
    "# heading\n- item\n1. one\n| a | b |\n|---|---|\n<script>alert(1)</script> https://evil.example www.evil.example\n"
    "bidi \u202etxt.exe\u202c \u2066x\u2069 zero\u200bwidth\ufeff nul\x00 bell\x07 lone\ud83d e\u0301 👩‍💻 \r\nend"
)
LONG = "The quarterly release broke our payroll interface again. " * 400
EMPTY_OPTION = Option("", "")

BOX = Facts(
    (
        Fact("Would buy again", "7 of 9"),
        Fact("Range", "3.8 – 4.4"),
        Fact("Newest", "March 2026"),
        Fact("Vendor-invited", "1 of 9"),
        Fact("Support hours", "08:00–18:00 & weekends"),
    )
)
PLAIN = Button("Ask peers", "ask", "v1", opens_form=True)
BUTTONS = Buttons(
    (
        Button("Review", "review", "v1", Look.PRIMARY, opens_form=True),
        PLAIN,
        Button("Withdraw", "review.withdraw", "r1", Look.DANGER, confirm="Your review goes away for everybody."),
        OpenPage("Read the rules", "https://warmline.example/rules"),
    )
)
BARS = Bars(
    "By stage",
    (
        Bar("Buying", 0.82, "4.3 (3.9–4.6), 9 peers"),
        Bar("Deploying", 0.5, "3.0 (2.4–3.6), 6 peers"),
        Bar("Support", 0.0, "no rating yet"),
        Bar("Renewing", 1.0, "5.0 (4.1–5.0), 3 peers"),
    ),
)
TABLE = Table(
    "Side by side",
    ("", "Okta", "Entra ID"),
    (
        ("Would buy again", "7 of 9", "4 of 6"),
        ("Support", "4.1 (3.8–4.4)", "3.6 (3.0–4.1)"),
        ("Difference", "too close to call", ""),
    ),
)
QUOTE = Quote(
    "Support answered within the hour, twice at night.\nPricing changed mid-term.",
    ("A peer in ", Bold("retail"), ", March 2026"),
)
TEXT = TextField("question", "Question", hint="What would you like to know?", placeholder="Who runs Okta?", lines=True)
SELECT = SelectField("as", "Ask as", (Option("Myself", "self"), Option("Anonymous", "anon")), "self")
MANY = ManyField("tactics", "Tactics", (Option("In the area", "area"), Option("Scripted", "script")), ("script",))
TYPE_AHEAD = TypeAheadField(
    "vendor",
    "Vendor",
    "vendor.suggest",
    (Option("Okta", "v1"), Option("Entra ID", "v2")),
    Option("Okta", "v1"),
    "Type the first letters.",
    "Vendor name",
    required=False,
)
DATE = DateField("decide_by", "Decision date", "2026-12-31", "Silence becomes a courteous no.")
RATING = RatingField("support", "Support", "4", "Leave it empty where you cannot say.")


def one(block: Block) -> Card:
    """A card with one element."""
    return Card("Okta", (block,), "Okta: 7 of 9 peers would buy again")


def form(*fields: TextField | SelectField | ManyField | TypeAheadField | DateField | RatingField) -> Form:
    """A form with these fields."""
    return Form("Ask your peers", "ask.post", fields, once="0f3a", arg="v1", submit="Ask")


ELEMENTS: dict[str, View] = {
    "heading": one(Heading("What peers say")),
    "paragraph": one(
        Paragraph(
            ("Leads with ", Bold("7 of 9"), " peers; ", Link("how we count", "https://warmline.example/how"), ".")
        )
    ),
    "paragraph_plain": one(Paragraph(("Seven of nine peers would buy it again.",))),
    "paragraph_quiet": one(
        Paragraph(
            ("Newest March 2026 · ", Bold("1 of 9"), " invited · ", Link("why", "https://warmline.example/why")), True
        )
    ),
    "quote": one(QUOTE),
    "quote_unsigned": one(Quote("Nothing to add.")),
    "bullets": one(Bullets((("Ask ", Bold("early")), ("Keep the notice date",)))),
    "facts": one(BOX),
    "bars": one(BARS),
    "table": one(TABLE),
    "buttons": one(BUTTONS),
    "card_empty": Card("Nothing here yet"),
    "card_full": Card(
        "Okta",
        (
            Paragraph((Bold("7 of 9"), " peers would buy again (plausibly 57–90 %).")),
            BOX,
            BARS,
            Heading("Freshest words"),
            QUOTE,
            Bullets((("Price predictability is ", Bold("3.1")), ("Conduct is kept apart",))),
            TABLE,
            BUTTONS,
            Paragraph(("Each member decides alone.",), True),
        ),
        "Okta: 7 of 9 peers would buy again",
    ),
    "note": Note(
        ("Saved. ", Bold("Nobody"), " sees it before approval. ", Link("Rules", "https://warmline.example/rules"))
    ),
    "note_plain": Note.say("There is no vendor called “Oktaa”. Did you mean Okta?"),
    "text": form(TEXT),
    "select": form(SELECT),
    "many": form(MANY),
    "type_ahead": form(TYPE_AHEAD),
    "date": form(DATE),
    "rating": form(RATING),
    "form_full": Form(
        "Ask your peers",
        "ask.post",
        (TEXT, TYPE_AHEAD, SELECT, MANY, DATE, RATING),
        once="0f3a",
        arg="v1",
        submit="Ask",
        intro=(
            Paragraph(("Already known: ", Bold("two answers"), ".")),
            QUOTE,
            Bullets((("Nobody sees your draft",),)),
        ),
    ),
    "choices": Choices((Option("Okta", "v1"), Option("Okta for Government", "v3"))),
    "invalid": Invalid({"question": "Write at least one sentence.", "vendor": "Pick a vendor from the list."}),
}

MANY_OPTIONS = tuple(Option(f"Vendor number {n}", f"v{n}") for n in range(120))
OPTIONS_WITH_TRAPS = (
    EMPTY_OPTION,
    Option(NASTY, "nasty"),
    Option(LONG, "long"),
    Option("twice", "x"),
    Option("twice", "x"),
)


def every_field(text: str, options: tuple[Option, ...]) -> Form:
    """A form whose every text is ``text``."""
    chosen = options[0] if options else None
    return Form(
        text,
        "trap.post",
        (
            TextField("text", text, text, text, text, lines=True),
            TextField("line", text, text, text, text, required=False, max_length=20),
            SelectField("select", text, options, options[-1].value if options else "", text),
            SelectField("optional", text, options, "", text, required=False),
            ManyField("many", text, options[:10], tuple(option.value for option in options[:3]), text),
            TypeAheadField("ahead", text, "trap.suggest", options, chosen, text, text),
            TypeAheadField("ahead_too", text, "trap.suggest", (), None, text, text, required=False),
            DateField("date", text, "not a date", text),
            RatingField("rating", text, "9", text),
        ),
        once="0000",
        arg="trap",
        submit=text,
        intro=(Paragraph((text, Bold(text))), Quote(text, (text,)), Bullets(((text,), ()))),
    )


def every_block(text: str) -> Card:
    """A card whose every text is ``text``."""
    return Card(
        text,
        (
            Heading(text),
            Paragraph((text, Bold(text), Link(text, "https://warmline.example/a?b=c|d&e=<f>"), text)),
            Paragraph((text,)),
            Paragraph((text, Bold(text), Link(text, "https://warmline.example/a")), quiet=True),
            Quote(text, (text, Bold(text), Link(text, "https://warmline.example/b"))),
            Bullets(((text, Bold(text)), (text,))),
            Facts((Fact(text, text), Fact(text, ""), Fact("", text))),
            Bars(text, (Bar(text, 0.5, text), Bar(text, 7.0, text), Bar(text, -1.0, text))),
            Table(text, (text, text), ((text, text), (text, ""))),
            Buttons((Button(text, "trap", "a", confirm=text), OpenPage(text, "https://warmline.example/c"))),
        ),
        text,
    )


HARD: dict[str, View] = {
    "nasty_card": every_block(NASTY),
    "nasty_form": every_field(NASTY, OPTIONS_WITH_TRAPS),
    "nasty_note": Note((NASTY, Bold(NASTY), Link(NASTY, "https://warmline.example/d"))),
    "nasty_choices": Choices(OPTIONS_WITH_TRAPS),
    "nasty_invalid": Invalid({"question": NASTY, "no such field": NASTY, "": ""}),
    "long_card": every_block(LONG),
    "long_form": every_field(LONG, OPTIONS_WITH_TRAPS),
    "long_note": Note((LONG,) * 30),
    "emoji_card": every_block("😀" * 4000),
    "empty_card": every_block(""),
    "empty_form": every_field("", ()),
    "empty_note": Note(()),
    "empty_choices": Choices(()),
    "empty_elements": Card("", (Paragraph(()), Bullets(()), Facts(()), Bars("", ()), Table("", (), ()), Buttons(()))),
    "form_without_fields": Form("Close this question?", "ask.close", (), once="0001", submit="Close"),
    "thirty_buttons": one(Buttons(tuple(Button(f"Vendor {n}", "vendor.pick", f"v{n}") for n in range(30)))),
    "forty_quotes": Card("Forty", (*(Quote(f"Words number {n}", (f"Peer {n}",)) for n in range(40)), BUTTONS)),
    "many_options": Form(
        "Many",
        "many.post",
        (
            SelectField("one", "One of many", MANY_OPTIONS, "v118"),
            ManyField("some", "Some of many", MANY_OPTIONS[:12], ("v3",)),
            TypeAheadField("ahead", "Vendor", "vendor.suggest", MANY_OPTIONS),
        ),
        once="0002",
    ),
    "many_choices": Choices(MANY_OPTIONS),
    "wide_table": one(
        Table(
            "Wide", tuple(f"C{n}" for n in range(30)), tuple(tuple(f"{r}/{c}" for c in range(30)) for r in range(150))
        )
    ),
    "two_tables": Card("Two", (TABLE, TABLE, Facts(tuple(Fact(f"Label {n}", f"Value {n}") for n in range(45))))),
    "many_bullets": one(Bullets(tuple((f"Point {n}", Bold("!")) for n in range(200)))),
    "unsafe_links": one(
        Paragraph(
            (
                Link("script", "javascript:alert(1)"),
                Link("spaces", "https://warmline.example/a b"),
                Link("angle", "https://warmline.example/>|<!channel>"),
                Link("long", "https://warmline.example/" + "x" * 5000),
                Link("", "https://warmline.example/"),
            )
        )
    ),
}

EXAMPLES: dict[str, View] = ELEMENTS | HARD

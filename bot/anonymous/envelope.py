"""The card that brings a private note: the same for every note, so that the outbox tells nothing about its reason."""

from bot.views import Button, Buttons, Card, Look, Paragraph


def envelope(note_id: str) -> Card:
    """Says that there is a note; its words come only when its reader presses the button."""
    said = Paragraph(("It is about something you wrote. Only you can open it, for 30 days.",))
    # A window of its own stays until it is closed; a line under a card may be gone in seconds.
    opened = Button("Open", "note.read", note_id, Look.PRIMARY, opens_form=True)
    return Card("A private note for you", (said, Buttons((opened,))))


def key_of_note(note_id: str) -> str:
    """The key of a note's message."""
    return f"note:{note_id}"

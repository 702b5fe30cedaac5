"""Any view as the plain text that a person reads."""

from bot.views import (
    Bars,
    Block,
    Bold,
    Bullets,
    Buttons,
    Card,
    Choices,
    Facts,
    Form,
    Heading,
    Invalid,
    Link,
    Note,
    Paragraph,
    Quote,
    Spans,
    Table,
    View,
)


def read(view: View | None) -> str:
    """Top down, buttons in [brackets]."""
    match view:
        case None:
            return ""
        case Card():
            return "\n".join([view.title, *map(_block, view.blocks)])
        case Note():
            return _spans(view.spans)
        case Form():
            fields = [f"{f.label}: {getattr(f, 'value', '') or ''}" for f in view.fields]
            return "\n".join([view.title, *map(_block, view.intro), *fields, f"[{view.submit}]"])
        case Choices():
            return "\n".join(option.label for option in view.options)
        case Invalid():
            return "\n".join(f"{name}: {sentence}" for name, sentence in view.errors.items())


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"## {block.text}"
        case Paragraph():
            return _spans(block.spans)
        case Quote():
            return f"> {block.words} — {_spans(block.by)}"
        case Bullets():
            return "\n".join(f"- {_spans(item)}" for item in block.items)
        case Facts():
            return "\n".join(f"{fact.label}: {fact.value}" for fact in block.facts)
        case Bars():
            return "\n".join([block.title, *(f"{bar.label}: {bar.words}" for bar in block.bars)])
        case Table():
            return "\n".join([block.title, *(" | ".join(row) for row in (block.columns, *block.rows))])
        case Buttons():
            return " ".join(f"[{button.label}]" for button in block.buttons)


def _spans(spans: Spans) -> str:
    return "".join(span.text if isinstance(span, (Bold, Link)) else span for span in spans)

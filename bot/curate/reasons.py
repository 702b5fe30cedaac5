"""Why a text is flagged or taken down: one list of codes for members, managers and the integrity log."""

REASONS = {
    "price": "It speaks of prices, discounts or terms",
    "person": "It names or describes a person",
    "accusation": "It accuses somebody of something unlawful",
    "contract": "It tells what a contract keeps secret",
    "boycott": "It calls for acting together against a vendor",
    "identity": "It shows who wrote it",
    "fake": "It is bought, invented, or not lived through by its author",
    "tone": "It attacks instead of informing",
    "unclear": "Peers cannot follow it",
    "other": "Another reason, as noted",
}

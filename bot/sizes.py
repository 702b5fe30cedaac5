"""The size bands of companies as people read them; files and tables keep them as they are typed there."""

IN_WORDS = {
    "1-99": "1–99 people",
    "100-999": "100–999 people",
    "1000-9999": "1,000–9,999 people",
    "10000+": "10,000 people or more",
}


def band_words(band: str) -> str:
    """ "1,000–9,999 people"; what is no band stays as it is."""
    return IN_WORDS.get(band, band)

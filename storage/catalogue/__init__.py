"""The starter catalogue as data of the package: CSV files, read through importlib.resources."""

from importlib.resources import files

from bot.catalogue import FILES, Catalogue, read_catalogue


def load_catalogue() -> Catalogue:
    """The catalogue that every new community begins with; read afresh at each call, in about 0.1 s."""
    folder = files("storage.catalogue")
    return read_catalogue({name: (folder / name).read_text("utf-8") for name in FILES})

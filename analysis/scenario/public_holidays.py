"""Public holidays of countries: looked up by `holidays` once, and kept, as importing it takes 0.15 s."""

from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from analysis.kept_files import folder_of_kept, keep_whole

__all__ = ["has_public_holidays", "public_holidays"]


def has_public_holidays(country: str) -> bool:
    """Return whether the public holidays of a country are known, by its ISO code."""
    stem, folder = _stem(country), folder_of_kept()
    if stem is not None and folder is not None and any(folder.glob(f"{stem}-*")):
        return True
    import holidays

    return country in holidays.list_supported_countries()


def public_holidays(country: str, years: range) -> frozenset[date]:
    """Return the public holidays of a country, by its ISO code, in some years."""
    stem, folder = _stem(country), folder_of_kept()
    path = None if stem is None or folder is None else folder / f"{stem}-{years.start}-{years.stop}"
    found = None if path is None else _read(path)
    if found is None:
        import holidays

        found = frozenset(holidays.country_holidays(country, years=years))
        if path is not None:
            keep_whole(path, "\n".join([str(len(found)), *map(str, sorted(found))]).encode())
    return found


def _read(path: Path) -> frozenset[date] | None:
    """Return the dates in a file that was kept; None where there is none, or it is not whole."""
    try:
        count, *days = path.read_text(encoding="ascii").split("\n")
        found = frozenset(map(date.fromisoformat, days))
    except (OSError, ValueError):
        return None
    return found if count == str(len(found)) else None


def _stem(country: str) -> str | None:
    """Return how the names of a country's files begin; None where none can be told: no version, or no plain code."""
    version = next(_versions(), None)
    return f"holidays-{version}-{country}" if version and country.isascii() and country.isalpha() else None


def _versions() -> Iterator[str]:
    """Give the version of `holidays` by the name of the folder that says it, which needs no import."""
    spec = find_spec("holidays")
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        for folder in Path(place).parent.glob("holidays-*.dist-info"):
            yield folder.name.removeprefix("holidays-").removesuffix(".dist-info")

"""The addresses of the bundled scripts and styles."""

import json
from functools import lru_cache
from pathlib import Path

from flask import url_for

__all__ = ["MissingAssetError", "asset", "asset_address"]

_MANIFEST = Path(__file__).resolve().parent / "static" / "build" / "manifest.json"


class MissingAssetError(Exception):
    """The browser's assets have not been built: run `python -m webui.build`.

    Attributes:
        name: The asset that was asked for.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: {self.__doc__}")
        self.name = name


def asset(name: str) -> str:
    """Return the address of a bundle by the name of its source: `asset("app.css")`.

    Raises:
        MissingAssetError: If nothing of that name has been built.
    """
    return url_for("static", filename=asset_address(name))


def asset_address(name: str, manifest: Path = _MANIFEST) -> str:
    """Return where a bundle lies below the static folder.

    Raises:
        MissingAssetError: If nothing of that name has been built.
    """
    try:
        return f"build/{_read(manifest, manifest.stat().st_mtime_ns)[name]}"
    except (KeyError, OSError) as error:
        raise MissingAssetError(name) from error


@lru_cache(maxsize=4)
def _read(manifest: Path, _changed_ns: int) -> dict[str, str]:
    return dict(json.loads(manifest.read_text()))

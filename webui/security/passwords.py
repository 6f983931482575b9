"""Passwords: how they are kept, and which are refused."""

import unicodedata

from argon2 import PasswordHasher

from bpmn.language import Text

__all__ = ["SHORTEST_PASSWORD", "hash_password", "password_fault"]

SHORTEST_PASSWORD = 12
_LONGEST_PASSWORD = 200
_LEAST_DIFFERENT = 5


def hash_password(password: str) -> str:
    """Return the Argon2id hash to keep in `Account.password_hash`.

    The password is brought to the Unicode form (NFKD) in which Flask-Security compares it.
    """
    return PasswordHasher().hash(_normal(password))


def password_fault(password: str) -> Text | None:
    """Return why a new password is refused, or None where it will do (ASVS 6.2.1: length, no rules of composition)."""
    normal = _normal(password)
    if len(normal) < SHORTEST_PASSWORD:
        return Text("A password needs {count} characters or more.", count=SHORTEST_PASSWORD)
    if len(normal) > _LONGEST_PASSWORD:
        return Text("A password may have {count} characters at most.", count=_LONGEST_PASSWORD)
    if len(set(normal)) < _LEAST_DIFFERENT:
        return Text("The password repeats the same few characters. Choose another.")
    return None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKD", password)

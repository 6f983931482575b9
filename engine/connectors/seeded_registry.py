"""Made-up state registers inside this process, for pilots, demonstrations and tests.

Nobody and nothing in them exists. What they hold follows from the key and a seed alone, so the same question has the
same answer on every machine and after every restart, and nothing has to be stored:

- a citizen is found where the register number (two Cyrillic letters and eight digits) holds a date of birth that is one
  and does not end in 00; the age follows from the date;
- a tax debt is found where the citizen's or company's number ends in 9; the tax status is found of every number that a
  citizen or company could have;
- an address is found unless the property's number ends in 0000;
- a company's name is taken where it is one of a short list;
- a company is found under every number of seven digits that the register could have given.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from engine.ports import TaskFailure
from engine.values import Json

__all__ = ["AUTHORITIES", "REGISTERS", "SeededRegistry", "born_on"]

REGISTERS = ("citizen", "company-name", "address", "company", "tax-debt", "tax-status")
"""The registers there are, by name."""

AUTHORITIES = frozenset({"tax-office", "social-insurance"})
"""The authorities that can be told something, by name."""

_REGISTER_NUMBER = re.compile(r"[А-ЯЁӨҮ]{2}(\d{2})(\d{2})(\d{2})(\d{2})")
_PROPERTY_NUMBER = re.compile(r"[А-ЯЁӨҮA-Z]-\d{10}")
_COMPANY_NUMBER = re.compile(r"\d{7}")
_BORN_SINCE_2000 = 20  # added to the month in register numbers of those born since 2000
_GIVEN_NAMES = ("Жишээ", "Загвар", "Туршилт", "Сорил", "Дасгал", "Дүр")
_FAMILY_NAMES = ("Зохиомол", "Хиймэл", "Таамаг", "Санаа")
_TAKEN_NAMES = frozenset({"жишээ", "туршилт", "загвар трейд", "сорил групп"})
_DISTRICTS = ("Жишээ дүүрэг", "Туршилт дүүрэг", "Загвар сум")
_DEBT_STEP_MNT = 10_000


class SeededRegistry:
    """Registers that answer from a seed."""

    def __init__(self, seed: int = 1, *, today: Callable[[], date] | None = None) -> None:
        """Make registers.

        Args:
            seed: Another seed gives other people and numbers.
            today: The day that ages are counted at; the computer's where none is given.
        """
        self._seed = seed
        self._today = today or (lambda: datetime.now(UTC).date())

    def look_up(self, register: str, query: Mapping[str, Json]) -> Mapping[str, Json] | None:
        """Return what `register` (one of REGISTERS) holds about the key.

        Raises:
            TaskFailure: If there is no such register.
        """
        ask = {
            "citizen": self._citizen,
            "company-name": self._company_name,
            "address": self._address,
            "company": self._company,
            "tax-debt": self._tax_debt,
            "tax-status": self._tax_status,
        }.get(register)
        if ask is None:
            message = f'There is no register "{register}".'
            raise TaskFailure(message, retry=False)
        key = query.get("key")
        return ask(str(key).strip()) if key is not None else None

    def register_company(self, details: Mapping[str, Json], idempotency_key: str) -> str:
        """Return a registration number of seven digits that follows from the key alone."""
        del details
        return str(9_000_000 + self._number("company", idempotency_key, 1_000_000))

    def tell(self, authority: str, details: Mapping[str, Json], idempotency_key: str) -> str:
        """Return the receipt of "tax-office" or "social-insurance", which follows from the key alone.

        Raises:
            TaskFailure: If there is no such authority.
        """
        del details
        if authority not in AUTHORITIES:
            message = f'There is no authority "{authority}".'
            raise TaskFailure(message, retry=False)
        return f"{authority}-{self._number(authority, idempotency_key, 10**9):09d}"

    def _citizen(self, key: str) -> Mapping[str, Json] | None:
        birth = born_on(key)
        if birth is None or key.endswith("00"):
            return None
        today = self._today()
        age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
        return {
            "register_number": key.upper(),
            "family_name": self._one_of(_FAMILY_NAMES, key),
            "given_name": self._one_of(_GIVEN_NAMES, key),
            "date_of_birth": birth.isoformat(),
            "age": age,
        }

    def _company_name(self, key: str) -> Mapping[str, Json] | None:
        name = " ".join(key.lower().split())
        if name not in _TAKEN_NAMES:
            return None
        return {"name": name, "registration_number": str(5_000_000 + self._number("name", name, 1_000_000))}

    def _address(self, key: str) -> Mapping[str, Json] | None:
        if not _PROPERTY_NUMBER.fullmatch(key.upper()) or key.endswith("0000"):
            return None
        district = self._one_of(_DISTRICTS, key)
        house = self._number("house", key, 98) + 1
        return {"property_number": key.upper(), "address": f"{district}, {house}-р байр"}

    def _company(self, key: str) -> Mapping[str, Json] | None:
        if not _COMPANY_NUMBER.fullmatch(key):
            return None
        return {"registration_number": key, "name": f"{self._one_of(_GIVEN_NAMES, key)} {key[-3:]}"}

    def _tax_debt(self, key: str) -> Mapping[str, Json] | None:
        if not key.endswith("9"):
            return None
        return {"amount_mnt": (self._number("debt", key, 200) + 1) * _DEBT_STEP_MNT}

    def _tax_status(self, key: str) -> Mapping[str, Json] | None:
        if born_on(key) is None and not _COMPANY_NUMBER.fullmatch(key):
            return None
        debt = self._tax_debt(key)
        owed = 0 if debt is None else debt["amount_mnt"]
        return {"number": key.upper(), "is_clear": debt is None, "amount_mnt": owed}

    def _one_of(self, names: tuple[str, ...], key: str) -> str:
        return names[self._number(names[0], key, len(names))]

    def _number(self, purpose: str, key: str, below: int) -> int:
        digest = hashlib.sha256(f"{self._seed}:{purpose}:{key}".encode("utf-8", "replace")).digest()
        return int.from_bytes(digest[:8], "big") % below


def born_on(register_number: str) -> date | None:
    """Return the date of birth in a Mongolian register number, or None where it holds none.

    Two letters, the year's last two digits, the month (20 more for those born since 2000), the day, two digits.
    """
    match = _REGISTER_NUMBER.fullmatch(register_number.strip().upper())
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    since_2000 = month > _BORN_SINCE_2000
    try:
        return date((2000 if since_2000 else 1900) + year, month - _BORN_SINCE_2000 * since_2000, day)
    except ValueError:
        return None

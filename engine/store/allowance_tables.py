"""The table of how often something may be done."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from engine.store.row import Row
from engine.store.types import CleanString

__all__ = ["AllowanceRow"]


class AllowanceRow(Row):
    """A bucket of tokens, by when it will be full again; see `engine.allowances.Allowance`."""

    __tablename__ = "allowances"
    key: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    full_at: Mapped[datetime] = mapped_column(index=True)

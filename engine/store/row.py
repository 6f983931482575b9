"""What all tables share."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase

from engine.store.types import CleanText, UtcTime

__all__ = ["BIG_KEY", "Row"]

# SQLite numbers rows by itself only where the key is an INTEGER.
BIG_KEY = BigInteger().with_variant(Integer(), "sqlite")


class Row(DeclarativeBase):
    """What all tables share: constraint names that a migration can rely on, and column types."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own protocol
        datetime: UtcTime(),
        bytes: LargeBinary(),
        str: CleanText(),
    }

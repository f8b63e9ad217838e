"""The base every table stands on, and the column types they share."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from survivor_portal.security.encryption import Envelope


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC. A naive one is a programming error: raises `StatementError` from a `ValueError`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Turn an aware moment into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "moments are stored aware"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Give an aware moment back; SQLite forgets the zone, which is always UTC here."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Sealed(TypeDecorator[Envelope]):
    """Personal text, as an envelope of its owner's vault.

    Plain text is refused: raises `StatementError` from a `TypeError`, without the text.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Envelope | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Let only envelopes through."""
        if value is None:
            return None
        if not isinstance(value, Envelope):
            msg = "personal text is sealed before it is stored"
            raise TypeError(msg)
        return bytes(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Envelope | None:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Give the envelope back."""
        return None if value is None else Envelope(value)


class Base(DeclarativeBase):
    """The base of every table in the data database."""

    # Names for constraints, so that migrations can find them on every database.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it as declared)
        datetime: Moment,
        Envelope: Sealed,
    }

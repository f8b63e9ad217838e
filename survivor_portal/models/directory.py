"""The service directory: what providers offer, apart from everything personal."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class Provider(Base):
    """The organisation behind services. `facts` holds phones and addresses as the directory gave them."""

    __tablename__ = "providers"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    source_id: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    address_hidden: Mapped[bool]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Service(Base):
    """A service the directory lists. `facts` holds its lists: languages, phones, hours, costs, what to bring, areas."""

    __tablename__ = "services"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    source_id: Mapped[str] = mapped_column(Text, unique=True)
    provider_id: Mapped[str | None] = mapped_column(ForeignKey("providers.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(String(32))
    eligibility: Mapped[str | None] = mapped_column(Text)
    fees: Mapped[str | None] = mapped_column(Text)
    wait_time: Mapped[str | None] = mapped_column(Text)
    how_to_apply: Mapped[str | None] = mapped_column(Text)
    interpretation: Mapped[str | None] = mapped_column(Text)
    alert: Mapped[str | None] = mapped_column(Text)
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    url: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    last_checked_on: Mapped[date | None] = mapped_column(Date)
    imported_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class ServiceNeed(Base):
    """One need a service helps with."""

    __tablename__ = "service_needs"
    __table_args__ = (Index("ix_service_needs_need", "need", "service_id"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    need: Mapped[str] = mapped_column(String(32), primary_key=True)


class Location(Base):
    """A place. Where `address_hidden`, its address, way there, description and web address are for staff only."""

    __tablename__ = "locations"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    source_id: Mapped[str] = mapped_column(Text, unique=True)
    provider_id: Mapped[str | None] = mapped_column(ForeignKey("providers.id"), index=True)
    name: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    transportation: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    address_hidden: Mapped[bool]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class ServiceAtLocation(Base):
    """A service given at a place, with what differs there."""

    __tablename__ = "services_at_locations"

    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("locations.id", ondelete="CASCADE"), primary_key=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)

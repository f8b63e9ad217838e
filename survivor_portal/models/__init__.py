"""Columns, constraints and relationships. No behaviour, no words, no clock."""

from survivor_portal.models.base import Base
from survivor_portal.models.people import Staff, Survivor
from survivor_portal.models.sessions import SignedInSession

__all__ = ["Base", "SignedInSession", "Staff", "Survivor"]

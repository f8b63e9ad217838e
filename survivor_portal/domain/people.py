"""Kinds of people who sign in."""

from enum import StrEnum, unique
from typing import NewType

PersonId = NewType("PersonId", str)
"""An opaque reference to one person; it says nothing about her."""


class Audience(StrEnum):
    """For whom a page is. Every address has exactly one."""

    PUBLIC = "public"
    SURVIVOR = "survivor"
    ADVOCATE = "advocate"
    SUPERVISOR = "supervisor"
    STAFF = "staff"
    """Advocates and supervisors alike."""


class Role(StrEnum):
    """What a staff member does."""

    ADVOCATE = "advocate"
    SUPERVISOR = "supervisor"


@unique
class Actor(StrEnum):
    """In which role somebody, or time itself, takes a step."""

    SURVIVOR = "survivor"
    GUARDIAN = "guardian"
    ADVOCATE = "advocate"
    SUPERVISOR = "supervisor"
    CLOCK = "clock"

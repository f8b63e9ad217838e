"""Kinds of people who sign in."""

from enum import StrEnum


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

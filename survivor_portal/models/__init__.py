"""Columns, constraints and relationships. No behaviour, no words, no clock."""

from survivor_portal.models.base import Base
from survivor_portal.models.cases import Assignment, CaseView
from survivor_portal.models.clock_marks import ClockMark
from survivor_portal.models.consents import Consent, ConsentEvent, Disclosure, Recipient
from survivor_portal.models.departures import AskedDeletion, Departure, LegalHold, Pause
from survivor_portal.models.devices import KnownDevice
from survivor_portal.models.directory import Location, Provider, Service, ServiceAtLocation, ServiceNeed
from survivor_portal.models.factors import Passkey, PasskeyChallenge, RecoveryCode, StaffSetUp
from survivor_portal.models.invites import Invite, Joining
from survivor_portal.models.messages import Message
from survivor_portal.models.notices import Notice
from survivor_portal.models.options import Option, OptionAnswer
from survivor_portal.models.people import Staff, Survivor
from survivor_portal.models.recovery import AccountEvent, AgreedWords, Recovery
from survivor_portal.models.sessions import SignedInSession
from survivor_portal.models.staff_events import StaffEvent, StaffNotice
from survivor_portal.models.throttles import Throttle

__all__ = [
    "AccountEvent",
    "AgreedWords",
    "AskedDeletion",
    "Assignment",
    "Base",
    "CaseView",
    "ClockMark",
    "Consent",
    "ConsentEvent",
    "Departure",
    "Disclosure",
    "Invite",
    "Joining",
    "KnownDevice",
    "LegalHold",
    "Location",
    "Message",
    "Notice",
    "Option",
    "OptionAnswer",
    "Passkey",
    "PasskeyChallenge",
    "Pause",
    "Provider",
    "Recipient",
    "Recovery",
    "RecoveryCode",
    "Service",
    "ServiceAtLocation",
    "ServiceNeed",
    "SignedInSession",
    "Staff",
    "StaffEvent",
    "StaffNotice",
    "StaffSetUp",
    "Survivor",
    "Throttle",
]

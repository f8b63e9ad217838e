"""Columns, constraints and relationships. No behaviour, no words, no clock."""

from survivor_portal.models.approvals import EndedApproval, StatementApproval
from survivor_portal.models.base import Base
from survivor_portal.models.cases import Assignment, CaseView
from survivor_portal.models.clock_marks import ClockMark
from survivor_portal.models.compelled import CompelledDisclosure
from survivor_portal.models.consents import Acknowledgement, Consent, ConsentEvent, Disclosure, Recipient
from survivor_portal.models.contact import ContactRule
from survivor_portal.models.departures import AskedDeletion, Departure, LegalHold, Pause
from survivor_portal.models.devices import KnownDevice
from survivor_portal.models.directory import Location, Provider, Service, ServiceAtLocation, ServiceNeed
from survivor_portal.models.drafts import Draft
from survivor_portal.models.erasures import ErasureUnderWay
from survivor_portal.models.factors import Passkey, PasskeyChallenge, RecoveryCode, StaffSetUp
from survivor_portal.models.invites import Invite, Joining
from survivor_portal.models.law_enforcement import LawEnforcementChoice, PoliceAnswer, PoliceRequest
from survivor_portal.models.leaving import DeskCover, LeavingChoice
from survivor_portal.models.lifted_bans import LiftedBan
from survivor_portal.models.looks import Look
from survivor_portal.models.messages import Message
from survivor_portal.models.notices import Notice
from survivor_portal.models.options import Option, OptionAnswer
from survivor_portal.models.people import Staff, Survivor
from survivor_portal.models.recipient_events import RecipientEvent
from survivor_portal.models.recovery import AccountEvent, AgreedWords, Recovery
from survivor_portal.models.sessions import SignedInSession
from survivor_portal.models.staff_events import StaffEvent, StaffNotice
from survivor_portal.models.throttles import Throttle
from survivor_portal.models.totals import Totals

__all__ = [
    "AccountEvent",
    "Acknowledgement",
    "AgreedWords",
    "AskedDeletion",
    "Assignment",
    "Base",
    "CaseView",
    "ClockMark",
    "CompelledDisclosure",
    "Consent",
    "ConsentEvent",
    "ContactRule",
    "Departure",
    "DeskCover",
    "Disclosure",
    "Draft",
    "EndedApproval",
    "ErasureUnderWay",
    "Invite",
    "Joining",
    "KnownDevice",
    "LawEnforcementChoice",
    "LeavingChoice",
    "LegalHold",
    "LiftedBan",
    "Location",
    "Look",
    "Message",
    "Notice",
    "Option",
    "OptionAnswer",
    "Passkey",
    "PasskeyChallenge",
    "Pause",
    "PoliceAnswer",
    "PoliceRequest",
    "Provider",
    "Recipient",
    "RecipientEvent",
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
    "StatementApproval",
    "Survivor",
    "Throttle",
    "Totals",
]

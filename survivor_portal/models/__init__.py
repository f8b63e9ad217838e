"""Columns, constraints and relationships. No behaviour, no words, no clock."""

from survivor_portal.models.base import Base
from survivor_portal.models.cases import Assignment, CaseView
from survivor_portal.models.consents import Consent, ConsentEvent, Disclosure, Recipient
from survivor_portal.models.directory import Location, Provider, Service, ServiceAtLocation, ServiceNeed
from survivor_portal.models.messages import Message
from survivor_portal.models.options import Option, OptionAnswer
from survivor_portal.models.people import Staff, Survivor
from survivor_portal.models.sessions import SignedInSession

__all__ = [
    "Assignment",
    "Base",
    "CaseView",
    "Consent",
    "ConsentEvent",
    "Disclosure",
    "Location",
    "Message",
    "Option",
    "OptionAnswer",
    "Provider",
    "Recipient",
    "Service",
    "ServiceAtLocation",
    "ServiceNeed",
    "SignedInSession",
    "Staff",
    "Survivor",
]

"""The closed lists a consent is written in; their values are stored, so they never change meaning.

Labels in each language live in ``texts``. A new value is added here and gets its label there.
"""

from enum import StrEnum, unique


@unique
class EventState(StrEnum):
    """What one event says happened to a record."""

    DRAFT = "draft"
    GIVEN = "given"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"
    INVALIDATED = "invalidated"


@unique
class State(StrEnum):
    """Where a record stands; only ``GIVEN`` lets anything leave.

    Two ends at the same moment are named by the one that stands first here.
    """

    DRAFT = "draft"
    GIVEN = "given"
    INVALIDATED = "invalidated"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"


@unique
class Method(StrEnum):
    """By which way a person made her will known."""

    PORTAL = "portal"
    ORAL = "oral"
    PAPER = "paper"


@unique
class SharingMethod(StrEnum):
    """By which way a recipient may be told."""

    PHONE = "phone"
    LETTER = "letter"
    IN_PERSON = "in_person"
    SECURE_MESSAGE = "secure_message"


WRITTEN_METHODS = frozenset({SharingMethod.LETTER, SharingMethod.IN_PERSON, SharingMethod.SECURE_MESSAGE})
"""The ways of telling that a sheet can go by."""


@unique
class CapacityBasis(StrEnum):
    """Whose signature the law asks for (34 U.S.C. 12291(b)(2))."""

    ADULT = "adult"
    MINOR_ALONE = "minor_alone"
    MINOR_PLUS_GUARDIAN = "minor_plus_guardian"
    COURT_GUARDIAN = "court_guardian"


@unique
class ConsenterRole(StrEnum):
    """As whom a person signs."""

    SURVIVOR = "survivor"
    GUARDIAN = "guardian"


@unique
class LengthReason(StrEnum):
    """Why she wants a consent to last longer than 30 days; she picks it, nobody else."""

    LONG_WAIT = "long_wait"
    COURT_DATE = "court_date"
    LONG_APPLICATION = "long_application"
    ONGOING_CARE = "ongoing_care"
    FEWER_SIGNATURES = "fewer_signatures"
    OWN_REASON = "own_reason"


@unique
class Purpose(StrEnum):
    """What a disclosure is for; one consent has one."""

    ARRANGE_SHELTER = "arrange_shelter"
    ARRANGE_HOUSING = "arrange_housing"
    ARRANGE_SERVICE = "arrange_service"
    APPLY_BENEFITS = "apply_benefits"
    LEGAL_HELP = "legal_help"
    MEDICAL_CARE = "medical_care"
    COUNSELLING = "counselling"
    SAFETY_PLANNING = "safety_planning"
    INTERPRETING = "interpreting"
    TRANSPORT = "transport"
    CHILD_CARE = "child_care"
    EDUCATION = "education"
    EMPLOYMENT = "employment"
    DOCUMENTS = "documents"
    HHS_CERTIFICATION = "hhs_certification"
    FAMILY_REUNIFICATION = "family_reunification"
    TALK_WITH_POLICE = "talk_with_police"
    TELL_OF_STOP = "tell_of_stop"


@unique
class DataItem(StrEnum):
    """One kind of fact about her; the smallest thing she can tick or leave out."""

    SERVED_BY_US = "served_by_us"
    CHOSEN_NAME = "chosen_name"
    LEGAL_NAME = "legal_name"
    DATE_OF_BIRTH = "date_of_birth"
    AGE_GROUP = "age_group"
    LANGUAGE = "language"
    PHONE_NUMBER = "phone_number"
    EMAIL_ADDRESS = "email_address"
    POSTAL_ADDRESS = "postal_address"
    SAFE_CONTACT_TIMES = "safe_contact_times"
    INTERPRETER_NEED = "interpreter_need"
    ACCESS_NEED = "access_need"
    FAMILY = "family"
    HOUSING_NEED = "housing_need"
    HEALTH_NEED = "health_need"
    MENTAL_HEALTH_NEED = "mental_health_need"
    SUBSTANCE_USE_NEED = "substance_use_need"
    LEGAL_NEED = "legal_need"
    SAFETY_NEED = "safety_need"
    MONEY_NEED = "money_need"
    TRANSPORT_NEED = "transport_need"
    EDUCATION_NEED = "education_need"
    EMPLOYMENT_NEED = "employment_need"
    APPOINTMENT_TIMES = "appointment_times"
    SERVICES_WANTED = "services_wanted"
    CONSENT_STOPPED = "consent_stopped"


@unique
class RecipientStanding(StrEnum):
    """Whether anything may go to a recipient at all."""

    ACTIVE = "active"
    BLOCKED = "blocked"


@unique
class LegalBasis(StrEnum):
    """What a demand for her information rests on; a bare subpoena is listed so that it can be refused by name."""

    COURT_ORDER = "court_order"
    STATUTE = "statute"
    BARE_SUBPOENA = "bare_subpoena"


@unique
class NoNoticeReason(StrEnum):
    """Why nobody tried to tell her before a compelled disclosure."""

    COURT_FORBIDS = "court_forbids"
    NO_SAFE_WAY = "no_safe_way"
    IMMEDIATE_DANGER = "immediate_danger"


@unique
class LawEnforcementChoice(StrEnum):
    """Her standing wish about law enforcement; it opens nothing and costs nothing."""

    UNDECIDED = "undecided"
    NOT_NOW = "not_now"
    ADVOCATE_FIRST = "advocate_first"
    LAWYER_FIRST = "lawyer_first"
    INFORMATION_ONLY = "information_only"
    LIMITED = "limited"
    FULL = "full"


@unique
class PoliceAnswer(StrEnum):
    """Her answer to something the police ask through her advocate; not even a yes is a consent."""

    YES = "yes"
    NO = "no"
    NOT_NOW = "not_now"

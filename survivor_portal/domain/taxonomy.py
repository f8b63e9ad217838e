"""The kinds of help a service can give, in the field's own categories."""

from enum import StrEnum


class Need(StrEnum):
    """What a service helps with; the order is the order in which her services are grouped.

    Values are stable: they are stored, and a directory may name them as codes of its own terms. Labels are
    translated elsewhere. A service without a need is shown under "other".
    """

    CRISIS = "crisis"
    EMERGENCY_SHELTER = "emergency_shelter"
    HOUSING = "housing"
    FOOD_CLOTHING = "food_clothing"
    MEDICAL = "medical"
    DENTAL = "dental"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    LEGAL_IMMIGRATION = "legal_immigration"
    LEGAL_VICTIM_RIGHTS = "legal_victim_rights"
    LEGAL_RECORD_RELIEF = "legal_record_relief"
    LEGAL_WAGES = "legal_wages"
    LEGAL_COMPENSATION = "legal_compensation"
    LEGAL_FAMILY = "legal_family"
    LEGAL_CIVIL = "legal_civil"
    HHS_CERTIFICATION = "hhs_certification"
    INTERPRETING = "interpreting"
    TRANSPORT = "transport"
    CHILD_CARE = "child_care"
    EDUCATION = "education"
    EMPLOYMENT = "employment"
    MONEY_BENEFITS = "money_benefits"
    DOCUMENTS = "documents"
    FAMILY_REUNIFICATION = "family_reunification"
    SUPPORT_GROUPS = "support_groups"
    PEER_MENTOR = "peer_mentor"
    ADVOCACY = "advocacy"

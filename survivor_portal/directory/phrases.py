"""The phrases that name a need, as directories write them: the data of `needs`."""

from collections.abc import Mapping

from survivor_portal.domain.taxonomy import Need


def _phrases(written: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in written.split(","))


PHRASES: Mapping[Need, tuple[str, ...]] = {
    Need.CRISIS: _phrases(
        "crisis line, crisis hotline, crisis intervention, crisis support, crisis services, crisis "
        "counseling, safety planning, safety plan, domestic violence hotline, trafficking hotline"
    ),
    Need.EMERGENCY_SHELTER: _phrases(
        "emergency shelter, emergency shelters, homeless shelter, homeless shelters, domestic violence "
        "shelter, domestic violence shelters, family shelter, youth shelter, womens shelter, mens "
        "shelter, night shelter, overnight shelter, temporary shelter, shelter beds, safe house, safe "
        "houses"
    ),
    Need.HOUSING: _phrases(
        "transitional housing, rapid rehousing, rapid re housing, supportive housing, permanent housing, "
        "affordable housing, housing search, housing assistance, housing placement, housing navigation, "
        "housing voucher, housing vouchers, help find housing, long term housing, short term housing, "
        "rental assistance, rent assistance, help pay for housing"
    ),
    Need.FOOD_CLOTHING: _phrases(
        "food pantry, food pantries, food bank, food banks, free meals, community meals, meal delivery, "
        "soup kitchen, soup kitchens, groceries, emergency food, free clothes, free clothing, clothing "
        "closet, clothes closet, clothing bank, help pay for food"
    ),
    Need.MEDICAL: _phrases(
        "medical care, medical clinic, community health center, community health clinic, free health "
        "clinic, primary care, urgent care, medical help, prenatal care, sexual health, hiv testing"
    ),
    Need.DENTAL: _phrases("dental, dentist, dentists, dental care, dental clinic"),
    Need.MENTAL_HEALTH: _phrases(
        "mental health, mental health care, trauma counseling, trauma therapy, trauma therapist, "
        "psychotherapy, psychiatric care, psychiatry, talk therapy, grief counseling, behavioral health"
    ),
    Need.SUBSTANCE_USE: _phrases(
        "substance use, substance abuse, substance use disorder, drug treatment, alcohol treatment, "
        "detox, drug and alcohol, addiction treatment, addiction recovery, opioid treatment"
    ),
    Need.LEGAL_IMMIGRATION: _phrases(
        "immigration help, immigration legal services, immigration legal help, immigration law, "
        "immigration lawyer, immigration lawyers, immigration project, legal help for immigration, legal "
        "advice for immigrants, immigration services, immigration assistance, asylum, asylum seekers, t "
        "visa, t visas, u visa, u visas, daca, deferred action for childhood arrivals, naturalization"
    ),
    Need.LEGAL_VICTIM_RIGHTS: _phrases(
        "victim rights, victims rights, crime victims rights, victim legal assistance, crime victim "
        "legal, legal help for crime victims, rights of crime victims"
    ),
    Need.LEGAL_RECORD_RELIEF: _phrases(
        "expungement, criminal record relief, criminal records relief, record sealing, vacatur, record "
        "clearing, criminal records advice, clear your record"
    ),
    Need.LEGAL_WAGES: _phrases("unpaid wages, wage claim, wage claims, wage theft, back wages"),
    Need.LEGAL_COMPENSATION: _phrases(
        "crime victim compensation, victim compensation, crime victims compensation, victims compensation, restitution"
    ),
    Need.LEGAL_FAMILY: _phrases(
        "family law, divorce, child custody, child support, order of protection, orders of protection, "
        "protection order, protection orders, restraining order, restraining orders, parentage, "
        "guardianship"
    ),
    Need.LEGAL_CIVIL: _phrases(
        "civil legal, civil law, eviction defense, eviction help, foreclosure defense, tenant rights, "
        "tenants rights, tenant landlord, bankruptcy, debt collection, civil rights"
    ),
    Need.HHS_CERTIFICATION: _phrases(
        "hhs certification, certification letter, eligibility letter, trafficking victim assistance "
        "program, trafficking victims assistance program, tvap"
    ),
    Need.INTERPRETING: _phrases(
        "interpreting, interpreter, interpreters, interpretation services, translation services, language access"
    ),
    Need.TRANSPORT: _phrases(
        "transportation, bus pass, bus passes, bus tickets, free rides, ride service, help pay for "
        "transit, help pay for gas"
    ),
    Need.CHILD_CARE: _phrases("child care, childcare, daycare, day care for children, respite child care"),
    Need.EDUCATION: _phrases(
        "adult education, ged, high school equivalency, english classes, english class, esl, esol, "
        "literacy, tutoring, computer classes, special education, english as a second language"
    ),
    Need.EMPLOYMENT: _phrases(
        "job training, job placement, job search, job help, help find work, employment services, "
        "employment help, workforce development, career counseling, career center, skills and training"
    ),
    Need.MONEY_BENEFITS: _phrases(
        "public benefits, government benefits, cash assistance, food stamps, snap benefits, social "
        "security, emergency funds, emergency fund, financial assistance, unemployment benefits, benefits "
        "enrollment, credit repair, money coaching"
    ),
    Need.DOCUMENTS: _phrases(
        "birth certificate, birth certificates, identification documents, id cards, state id, replacement "
        "documents, help with documents, address confidentiality program, vital records"
    ),
    Need.FAMILY_REUNIFICATION: _phrases("family reunification, family reunion, repatriation, family tracing"),
    Need.SUPPORT_GROUPS: _phrases("support group, support groups, support circle, survivor circle, healing circle"),
    Need.PEER_MENTOR: _phrases(
        "peer mentor, peer mentors, peer mentoring, peer support, survivor mentor, survivor mentors, survivor mentoring"
    ),
    Need.ADVOCACY: _phrases(
        "victim advocacy, victim advocate, victim advocates, survivor advocacy, survivor advocate, case "
        "management, personal advocacy, court advocacy"
    ),
}

PLAIN_LEGAL_HELP = _phrases(
    "legal aid, legal help, legal information, legal clinic, legal services, legal assistance, lawyer "
    "referral, legal advice, legal representation, legal self help"
)

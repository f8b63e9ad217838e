"""Words about what the law makes us hand over: at the desk, and to her."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.consent import CompelledRefusal, LegalBasis, NoNoticeReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

BASIS_LABELS: "Final[Mapping[LegalBasis, LazyString]]" = MappingProxyType(
    {
        LegalBasis.COURT_ORDER: lazy_gettext("A court order that a judge signed"),
        LegalBasis.STATUTE: lazy_gettext("A law that says so itself"),
        LegalBasis.BARE_SUBPOENA: lazy_gettext("A subpoena only"),
    }
)

REASON_LABELS: "Final[Mapping[NoNoticeReason, LazyString]]" = MappingProxyType(
    {
        NoNoticeReason.COURT_FORBIDS: lazy_gettext("A court forbids it"),
        NoNoticeReason.NO_SAFE_WAY: lazy_gettext("There was no way without danger for this person"),
        NoNoticeReason.IMMEDIATE_DANGER: lazy_gettext("Somebody was in danger right then"),
    }
)

REASONS_FOR_HER: "Final[Mapping[NoNoticeReason, LazyString]]" = MappingProxyType(
    {
        NoNoticeReason.COURT_FORBIDS: lazy_gettext("A court did not let us"),
        NoNoticeReason.NO_SAFE_WAY: lazy_gettext("We knew no good way to reach you first"),
        NoNoticeReason.IMMEDIATE_DANGER: lazy_gettext("It could not wait"),
    }
)

COMPELLED_PROBLEMS: "Final[Mapping[CompelledRefusal, LazyString]]" = MappingProxyType(
    {
        CompelledRefusal.NO_ITEMS: lazy_gettext("Pick what is told."),
        CompelledRefusal.NO_RECIPIENT: lazy_gettext("Write who asks for it."),
        CompelledRefusal.BARE_SUBPOENA: lazy_gettext(
            "A subpoena alone makes nothing leave. Call our lawyer. Tell nothing until a judge has decided."
        ),
        CompelledRefusal.NO_LEGAL_REFERENCE: lazy_gettext("Write which order or which law."),
        CompelledRefusal.NO_NOTICE: lazy_gettext(
            "Write when we tried to tell this person first, or pick why nobody tried."
        ),
        CompelledRefusal.NO_PROTECTIVE_STEPS: lazy_gettext("Write what was done to protect this person."),
    }
)

RECORDED_BEFORE: Final = lazy_gettext(
    "You recorded something from this page before, and it stands. What is here now is not the same. "
    "Press Record to record it too."
)
"""The same form was sent a second time with other words: neither record may get lost."""

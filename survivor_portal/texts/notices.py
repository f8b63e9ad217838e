"""What each notice about her own account says."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.notices import NoticeKind
from survivor_portal.texts.devices import device_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from flask_babel.speaklater import LazyString

    from survivor_portal.actions.notices import ShownNotice

ABOUT_CHOICES: Final = frozenset({NoticeKind.TOLD_BY_LAW, NoticeKind.CONSENT_VOID, NoticeKind.LOOKED_AT})
"""What did not happen to her sign-in: it is read at her choices."""

NOTICE_SENTENCES: "Final[Mapping[NoticeKind, LazyString]]" = MappingProxyType(
    {
        NoticeKind.NEW_SIGN_IN: lazy_gettext("You signed in, or someone with your passphrase did."),
        NoticeKind.PASSPHRASE_CHANGED: lazy_gettext("Your passphrase was changed."),
        NoticeKind.RECOVERED: lazy_gettext("A new passphrase was set with the help of your team."),
        NoticeKind.FROZEN: lazy_gettext("All sign-ins with your name were stopped."),
        NoticeKind.UNFROZEN: lazy_gettext("You can sign in again. Your team ended the stop."),
        NoticeKind.COPY_MADE: lazy_gettext("A copy of all we hold for you was made."),
        NoticeKind.DEVICES_SIGNED_OUT: lazy_gettext("A device of yours was signed out from another one."),
        NoticeKind.DELETION_ASKED: lazy_gettext("We were asked to delete all we hold for you."),
        NoticeKind.DELETION_PUT_OFF: lazy_gettext("There is a new day for deleting all we hold for you."),
        NoticeKind.WORDS_SET: lazy_gettext("The words your team knows you by were set anew."),
        NoticeKind.WORDS_USED: lazy_gettext(
            "Someone said the words your team knows you by. They do not work any more."
        ),
        NoticeKind.TOLD_BY_LAW: lazy_gettext("There is something new to read at your choices."),
        NoticeKind.CONSENT_VOID: lazy_gettext("A choice of yours has ended. You can read it at your choices."),
        NoticeKind.LOOKED_AT: lazy_gettext(
            "Someone on your team looked at your choices. You can read there who it was."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as a page shows it; `device` is empty when it was done from none of her devices."""

    ref: str
    sentence: str
    added_at: "datetime"
    device: str
    may_be_cleared: bool
    is_about_choices: bool


def notice_lines(shown: "Iterable[ShownNotice]") -> list[NoticeLine]:
    """Put notices into words."""
    return [
        NoticeLine(
            notice.ref,
            str(NOTICE_SENTENCES[notice.kind]),
            notice.added_at,
            device_words(notice.device) if notice.device else "",
            notice.may_be_cleared,
            notice.kind in ABOUT_CHOICES,
        )
        for notice in shown
    ]

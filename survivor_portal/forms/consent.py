"""The forms on which she says what may be shared. Nothing on them is picked beforehand."""

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext, lazy_gettext, ngettext, to_user_timezone
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional

from survivor_portal.domain.consent import (
    LONGEST_LENGTH,
    OFFERED_LENGTHS,
    USUAL_LENGTH,
    DataItem,
    Problem,
    Purpose,
    unless_changed,
)
from survivor_portal.forms.drafted import DraftedForm
from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.ticks import TickList
from survivor_portal.forms.typed import as_seen
from survivor_portal.security.passphrases import LONGEST_PASSPHRASE
from survivor_portal.texts.consent.labels import ITEM_LABELS, METHOD_LABELS, PURPOSE_LABELS, REASON_LABELS
from survivor_portal.texts.consent.moments import day
from survivor_portal.texts.consent.problems import PROBLEM_WORDS
from survivor_portal.texts.fields import FIELD_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from flask_babel.speaklater import LazyString

    from survivor_portal.domain.consent import Asked

ONCE: Final = "once"
LENGTHS: "Final[Mapping[str, timedelta]]" = MappingProxyType(
    {
        ONCE: USUAL_LENGTH,
        **{str(length.days): length for length in (*OFFERED_LENGTHS, timedelta(days=60), LONGEST_LENGTH)},
    }
)
"""The lengths she may pick, by what the form sends; left open, it is the usual one."""

_LONGEST_NAME: Final = 80
_TOKEN_LENGTH: Final = 43
# They belong to questions of their own, which are asked apart from this form.
_ASKED_ELSEWHERE: Final = frozenset({Purpose.TALK_WITH_POLICE, Purpose.TELL_OF_STOP, DataItem.CONSENT_STOPPED})


def _offers(labels: "Mapping[Any, LazyString]") -> "list[SelectChoice]":
    return [SelectChoice(value.value, label) for value, label in labels.items() if value not in _ASKED_ELSEWHERE]


_SIGNED_ABOUT: Final = MappingProxyType(
    {
        "recipient": PROBLEM_WORDS[Problem.NO_RECIPIENT],
        "purpose": lazy_gettext("Choose what it is for."),
        "items": PROBLEM_WORDS[Problem.NO_ITEMS],
        "methods": PROBLEM_WORDS[Problem.NO_METHODS],
    }
)


def _is_there(problem: Problem) -> InputRequired:
    return InputRequired(PROBLEM_WORDS[problem])


class SigningForm(DraftedForm):
    """How long, and her signature. `token` makes a doubled press one.

    `statement` is the version and language of the words it was shown with, as "1:en"; `shown_on` the local date of that
    day, from which the offered ends were counted. A signature counts only for what she has read.

    Every question can be left open: then the form cannot be signed, and nothing is shared.
    """

    token = HiddenField(validators=[InputRequired(), Length(min=_TOKEN_LENGTH, max=_TOKEN_LENGTH)])
    statement = HiddenField()
    shown_on = HiddenField()
    length = RadioField(FIELD_LABELS["length"], [MayStayOpen()], choices=(), default=None)
    reason = SelectField(
        FIELD_LABELS["reason"],
        [MayStayOpen()],
        choices=[SelectChoice("", lazy_gettext("No reason picked")), *_offers(REASON_LABELS)],
    )
    risk = BooleanField("", [_is_there(Problem.RISK_NOT_ACKNOWLEDGED)])
    ways = BooleanField("", [_is_there(Problem.ALTERNATIVES_NOT_ACKNOWLEDGED)])
    interpreter = StringField(
        FIELD_LABELS["interpreter"],
        [
            Optional(strip_whitespace=True),
            Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again.")),
        ],
        filters=[as_seen],
    )
    signature = PasswordField(
        FIELD_LABELS["passphrase"],
        [
            _is_there(Problem.NOT_SIGNED),
            Length(
                max=LONGEST_PASSPHRASE, message=lazy_gettext("That passphrase is too long. Check it and try again.")
            ),
        ],
    )

    def offer_lengths(self, now: "datetime") -> None:
        """Offer the lengths as they would end if she signed now."""
        self.length.choices = [SelectChoice(key, _length_label(key, now + length)) for key, length in LENGTHS.items()]

    def show_with(self, statement: str, now: "datetime") -> None:
        """Bind the form to these words and to today, and untick what she had said of others."""
        self.statement.data, self.shown_on.data = statement, _local_date(now)
        self.risk.data = self.ways.data = False

    def was_shown_with(self, statement: str, now: "datetime") -> bool:
        """Say whether she read these very words, with the ends that the lengths have today."""
        return (self.statement.data, self.shown_on.data) == (statement, _local_date(now))

    @property
    def picked_length(self) -> timedelta:
        """How long it is to last; the usual length when she left that open."""
        return LENGTHS.get(self.length.data, USUAL_LENGTH)

    @property
    def is_once(self) -> bool:
        """Whether she picked one time only."""
        return bool(self.length.data == ONCE)


class ConsentForm(SigningForm):
    """Who, why, what, never what and how: all of it hers to pick."""

    recipient = SelectField(FIELD_LABELS["recipient"], [MayStayOpen()], choices=(), validate_choice=False)
    purpose = SelectField(
        FIELD_LABELS["purpose"],
        [MayStayOpen()],
        choices=[SelectChoice("", lazy_gettext("Choose one")), *_offers(PURPOSE_LABELS)],
    )
    items = TickList(FIELD_LABELS["items"], [MayStayOpen()], choices=_offers(ITEM_LABELS))
    never = TickList(FIELD_LABELS["never"], [MayStayOpen()], choices=_offers(ITEM_LABELS))
    methods = TickList(FIELD_LABELS["methods"], [MayStayOpen()], choices=_offers(METHOD_LABELS))

    def validate(self, extra_validators: "Mapping[str, Any] | None" = None) -> bool:
        """Say whether the form can be signed; beside what was left open, say what a signature lacks."""
        is_valid = bool(super().validate(extra_validators))
        left_open = [(self[name], sentence) for name, sentence in _SIGNED_ABOUT.items() if not self[name].data]
        for line, sentence in left_open:
            line.errors = [*line.errors, sentence]
        return is_valid and not left_open

    def offer(self, recipients: "Iterable[tuple[str, str]]", now: "datetime") -> None:
        """Offer these recipients by reference and name, and the lengths as they would end if she signed now."""
        self.recipient.choices = [
            SelectChoice("", gettext("Choose one place")),
            *(SelectChoice(ref, name) for ref, name in recipients),
        ]
        self.offer_lengths(now)


class PoliceConsentForm(ConsentForm):
    """The same for one purpose, which is asked apart from every other. Picking it is hers all the same."""

    purpose = SelectField(
        FIELD_LABELS["purpose"],
        [MayStayOpen()],
        choices=[
            SelectChoice("", lazy_gettext("Choose one")),
            SelectChoice(Purpose.TALK_WITH_POLICE.value, PURPOSE_LABELS[Purpose.TALK_WITH_POLICE]),
        ],
    )


class AnswerForm(SigningForm):
    """Her yes to what is asked of her, or to less of it. What is asked stands on the page, not in the form."""

    left_out = TickList(FIELD_LABELS["left_out"], [MayStayOpen()], choices=())

    def offer(self, asked: "Asked", now: "datetime") -> None:
        """Offer to leave out what is asked for, and the lengths as they would end if she signed now."""
        self.left_out.choices = [
            SelectChoice(item.value, label) for item, label in ITEM_LABELS.items() if item in asked.may_be_left_out
        ]
        self.offer_lengths(now)

    def length_of(self, asked: "Asked") -> tuple[timedelta, bool]:
        """Give how long it is to last and whether for one time only: as she picked, else as asked."""
        return (self.picked_length, self.is_once) if self.length.data else (unless_changed(asked), asked.once)


def _local_date(moment: "datetime") -> str:
    return str(to_user_timezone(moment).date().isoformat())


def _length_label(key: str, end: "datetime") -> str:
    if key == ONCE:
        return gettext("One time only, until %(moment)s", moment=day(end))
    days = LENGTHS[key].days
    return gettext(
        "%(length)s, until %(moment)s", length=ngettext("%(num)d day", "%(num)d days", days), moment=day(end)
    )

"""What a member of staff writes down when the law makes us hand something over."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext
from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from survivor_portal.domain.consent import CompelledRefusal, LegalBasis, NoNoticeReason, NoticeAttempt
from survivor_portal.domain.people import PersonId
from survivor_portal.forms.drafted import DraftedForm
from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.ticks import TickList
from survivor_portal.forms.typed import is_of_our_time, moment_told, showable
from survivor_portal.texts.compelled import BASIS_LABELS, COMPELLED_PROBLEMS, REASON_LABELS
from survivor_portal.texts.desk import ITEMS_AT_DESK
from survivor_portal.texts.fields import FIELD_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST_TOKEN = 64
_LONGEST_NAME = 80
_LONGEST_SENTENCE = 200
_MINUTE = "%Y-%m-%dT%H:%M"

_TOO_LONG = lazy_gettext("That is too long. Use 200 letters or fewer.")
_WRITE_TIME = lazy_gettext("Write the day and the time.")
_PICK_WHO = lazy_gettext("Pick who tried.")
_NOBODY = SelectChoice("", lazy_gettext("Nobody picked"))

LINE_OF = {
    CompelledRefusal.NO_ITEMS: "items",
    CompelledRefusal.NO_RECIPIENT: "demanded_by",
    CompelledRefusal.BARE_SUBPOENA: "legal_basis",
    CompelledRefusal.NO_LEGAL_REFERENCE: "legal_reference",
    CompelledRefusal.NO_NOTICE: "tried_at",
    CompelledRefusal.NO_PROTECTIVE_STEPS: "steps",
}
"""Beside which line of the form it is told what is still missing."""


class CompelledForm(DraftedForm):
    """Who demands what, on which ground, how we tried to tell the person first, and what was done to protect them.

    What is missing is for the domain to say. `token` stands for the one record it becomes.
    """

    token = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])
    demanded_by = StringField(
        FIELD_LABELS["demanded_by"],
        [Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again."))],
        filters=[showable],
    )
    legal_basis = RadioField(
        FIELD_LABELS["legal_basis"],
        [InputRequired(lazy_gettext("Pick what it rests on."))],
        choices=[SelectChoice(basis.value, label) for basis, label in BASIS_LABELS.items()],
        default=None,
    )
    legal_reference = StringField(
        FIELD_LABELS["legal_reference"], [Length(max=_LONGEST_SENTENCE, message=_TOO_LONG)], filters=[showable]
    )
    items = TickList(
        lazy_gettext("What is told"),
        [MayStayOpen()],
        choices=[SelectChoice(item.value, label) for item, label in ITEMS_AT_DESK.items()],
    )
    tried_at = DateTimeLocalField(FIELD_LABELS["tried_at"], [Optional()], format=_MINUTE)
    tried_by = SelectField(FIELD_LABELS["tried_by"], [MayStayOpen()], choices=())
    tried_again_at = DateTimeLocalField(FIELD_LABELS["tried_again_at"], [Optional()], format=_MINUTE)
    tried_again_by = SelectField(FIELD_LABELS["tried_again_by"], [MayStayOpen()], choices=())
    no_notice = RadioField(
        FIELD_LABELS["no_notice"],
        [MayStayOpen()],
        choices=[SelectChoice(reason.value, label) for reason, label in REASON_LABELS.items()],
        default=None,
    )
    ban_until = DateTimeLocalField(FIELD_LABELS["ban_until"], [Optional()], format=_MINUTE)
    steps = StringField(FIELD_LABELS["steps"], [Length(max=_LONGEST_SENTENCE, message=_TOO_LONG)], filters=[showable])

    def offer(self, colleagues: "Iterable[tuple[str, str]]") -> None:
        """Offer these members of staff, by reference and name, as who tried to tell the person."""
        offered = [_NOBODY, *(SelectChoice(ref, name) for ref, name in colleagues)]
        self.tried_by.choices = self.tried_again_by.choices = offered

    def validate(self, extra_validators: "Mapping[str, Any] | None" = None) -> bool:
        """Say whether the form can be read; a try takes a time and a name, and both are asked for in our own words."""
        is_valid = bool(super().validate(extra_validators))
        for at, by in self._tries:
            if at.errors or (by.data and at.data is None) or (at.data and not is_of_our_time(at.data)):
                at.errors = [_WRITE_TIME]
            if by.errors or (at.data and not by.data):
                by.errors = [_PICK_WHO]
            is_valid = is_valid and not (at.errors or by.errors)
        if self.ban_until.errors or (self.ban_until.data and not is_of_our_time(self.ban_until.data)):
            self.ban_until.errors, is_valid = [_WRITE_TIME], False
        return is_valid

    def explain(self, refusals: "Iterable[CompelledRefusal]") -> None:
        """Say what is missing, each beside its line."""
        for refusal in refusals:
            line = self[LINE_OF[refusal]]
            line.errors = [*line.errors, COMPELLED_PROBLEMS[refusal]]

    @property
    def attempts(self) -> tuple[NoticeAttempt, ...]:
        """Who tried to tell the person first, and when, as the organisation's clock told it."""
        return tuple(NoticeAttempt(moment_told(at.data), PersonId(by.data)) for at, by in self._tries if at.data)

    @property
    def picked_basis(self) -> LegalBasis:
        """What it rests on."""
        return LegalBasis(self.legal_basis.data)

    @property
    def picked_reason(self) -> NoNoticeReason | None:
        """Why nobody tried, if that was picked."""
        return NoNoticeReason(self.no_notice.data) if self.no_notice.data else None

    @property
    def banned_until(self) -> datetime | None:
        """Until when a court forbids to tell the person; a day beside any other reason belongs to nothing."""
        is_banned = self.picked_reason is NoNoticeReason.COURT_FORBIDS
        return moment_told(self.ban_until.data) if is_banned and self.ban_until.data else None

    @property
    def _tries(self) -> tuple[tuple[DateTimeLocalField, SelectField], ...]:
        return (self.tried_at, self.tried_by), (self.tried_again_at, self.tried_again_by)

"""Everything the portal keeps about one survivor, gathered for her alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.consents import (
    AllCompelled,
    ConsentPage,
    DamagedConsent,
    all_consents_of,
    compelled_for_her,
    consent_pages_of,
    staff_in,
)
from survivor_portal.actions.contact import contact_rules_of
from survivor_portal.actions.departures import Standing, standing_of
from survivor_portal.actions.desk import histories_of, staff_names
from survivor_portal.actions.devices import SignedInDevice, signed_in_devices
from survivor_portal.actions.drafts import KeptDraft, drafts_of_hers
from survivor_portal.actions.law_enforcement import AboutPolice, about_police
from survivor_portal.actions.leaving import leaving_settings_of
from survivor_portal.actions.looks import LookLine, looks_of
from survivor_portal.actions.messages import Line, whole_thread
from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.options import OptionCard, options_of
from survivor_portal.actions.places import place_of
from survivor_portal.actions.recovery import MessagesWait, messages_wait
from survivor_portal.actions.sign_in_records import SignInRecords, sign_in_records_of
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.models import Assignment, CaseView, LegalHold, Option, Survivor

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.domain.consent import Channel, ContactRule
    from survivor_portal.domain.leaving import LeavingSettings
    from survivor_portal.domain.options import Answered


@dataclass(frozen=True, slots=True, repr=False)
class Help:
    """One advocate's time with her, and when this advocate last looked at her page; `until` is empty while it lasts."""

    name: str
    since: "datetime"
    until: "datetime | None"
    looked_at: "datetime | None"


@dataclass(frozen=True, slots=True)
class ToldHold:
    """One legal hold she may know of, standing or over; its basis is not told, since it may name others."""

    written_at: "datetime"
    starts_at: "datetime"
    until: "datetime | None"
    lifted_at: "datetime | None"


@dataclass(frozen=True, slots=True, repr=False)
class Copy:
    """All of it, opened. Her sign-in name and passphrase are not in it: the portal itself cannot read them.

    `answers` are her options, each with every answer she gave, the newest first.
    """

    made_at: "datetime"
    name: str
    language: str | None
    here_since: "datetime"
    standing: Standing
    holds: tuple[ToldHold, ...]
    team: tuple[Help, ...]
    answers: "tuple[tuple[OptionCard, tuple[Answered, ...]], ...]"
    offered_by: dict[str, str]
    """The name of whoever offered an option, by its reference; those she picked herself are not among them."""
    consents: tuple[ConsentPage, ...]
    damaged: tuple[DamagedConsent, ...]
    """Those of which not all can be read any more."""
    compelled: AllCompelled
    looks: tuple[LookLine, ...]
    """Who of the office looked at what she shares, the newest first."""
    police: AboutPolice
    contact: "dict[Channel, ContactRule]"
    messages: tuple[Line, ...]
    not_sent: tuple[KeptDraft, ...]
    """What she had typed and not sent, the newest first."""
    waits: MessagesWait | None
    """Set while older messages wait: neither they nor what was typed before and not sent are among these then."""
    devices: tuple[SignedInDevice, ...]
    leaving: "LeavingSettings"
    sign_in: SignInRecords
    staff_names: dict[str, str]
    """Who wrote down, told or noted anything about what she signed, by reference."""

    @property
    def holds_over(self) -> tuple[ToldHold, ...]:
        """Those of the holds that keep nothing any more."""
        return tuple(hold for hold in self.holds if hold.lifted_at or (hold.until and hold.until <= self.made_at))


def copy_for(deps: "Deps", viewer: "Viewer") -> Copy:
    """Gather everything of the viewer's own. Costs a constant number of statements, however much there is."""
    own = select(Survivor.chosen_name, Survivor.language, Survivor.created_at).where(Survivor.id == viewer.id)
    with deps.storage.read() as connection:
        her = connection.execute(own).one()
    found = all_consents_of(deps, viewer.id)
    consents = tuple(consent_pages_of(deps, viewer.id, found.cards))
    compelled, police = compelled_for_her(deps, viewer.id), about_police(deps, viewer.id)
    recorders = compelled.staff.union(request.written_by for request in police.requests)
    histories = histories_of(deps, viewer.id)
    return Copy(
        made_at=deps.clock(),
        name=deps.vault.open(place_of(Survivor.chosen_name, viewer.id, viewer.id), her.chosen_name),
        language=her.language,
        here_since=her.created_at,
        standing=standing_of(deps, viewer.id),
        holds=_holds(deps, viewer.id),
        team=_team(deps, viewer.id),
        answers=tuple((card, histories.get(card.id, ())) for card in options_of(deps, viewer.id)),
        offered_by=_offered_by(deps, viewer.id),
        consents=consents,
        damaged=tuple(found.damaged),
        compelled=compelled,
        looks=looks_of(deps, viewer.id),
        police=police,
        contact=contact_rules_of(deps, viewer.id),
        messages=whole_thread(deps, viewer.id),
        not_sent=drafts_of_hers(deps, viewer.id),
        waits=messages_wait(deps, viewer.id),
        devices=signed_in_devices(deps, viewer),
        leaving=leaving_settings_of(deps, viewer.id),
        sign_in=sign_in_records_of(deps, viewer.id),
        staff_names=staff_names(deps, recorders.union(*map(staff_in, consents), *map(staff_in, found.damaged))),
    )


def copy_as_file(deps: "Deps", viewer: "Viewer") -> Copy:
    """Gather everything for a file that will lie on her phone, and note in her portal that one was made."""
    with deps.storage.write() as session:
        add_notice(deps, session, viewer.id, NoticeKind.COPY_MADE, except_session=viewer.sid_digest)
        session.commit()
    return copy_for(deps, viewer)


def _team(deps: "Deps", survivor_id: str) -> tuple[Help, ...]:
    statement = (
        select(Assignment.staff_id, Assignment.started_at, Assignment.ended_at, CaseView.seen_at)
        .outerjoin(
            CaseView,
            (CaseView.staff_id == Assignment.staff_id) & (CaseView.survivor_id == Assignment.survivor_id),
        )
        .where(Assignment.survivor_id == survivor_id)
        .order_by(Assignment.started_at, Assignment.id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    names = staff_names(deps, {row.staff_id for row in rows})
    return tuple(Help(names[row.staff_id], row.started_at, row.ended_at, row.seen_at) for row in rows)


def _holds(deps: "Deps", survivor_id: str) -> tuple[ToldHold, ...]:
    statement = (
        select(LegalHold.set_at, LegalHold.starts_at, LegalHold.until, LegalHold.lifted_at)
        .where(LegalHold.survivor_id == survivor_id, LegalHold.forbids_notice.is_(False))
        .order_by(LegalHold.set_at, LegalHold.id)
    )
    with deps.storage.read() as connection:
        return tuple(ToldHold(*row) for row in connection.execute(statement))


def _offered_by(deps: "Deps", survivor_id: str) -> dict[str, str]:
    statement = select(Option.id, Option.offered_by).where(
        Option.survivor_id == survivor_id, Option.offered_by.is_not(None)
    )
    with deps.storage.read() as connection:
        offered = {row.id: row.offered_by for row in connection.execute(statement)}
    names = staff_names(deps, set(offered.values()))
    return {option_id: names[staff_id] for option_id, staff_id in offered.items()}

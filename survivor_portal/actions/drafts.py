"""Keeping what was typed until it is sent, for whoever typed it alone, on whatever device they sign in next."""

import json
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.actions.recovery.old_messages import messages_wait
from survivor_portal.domain.drafts import KEPT_FOR, LARGEST, Keeping, Kept, crowded_out, is_too_soon, replaced
from survivor_portal.domain.places import is_local_place
from survivor_portal.models import Draft
from survivor_portal.security.tokens import Ref, digest, keyed_digest, new_ref, new_token, same

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.tokens import Digest

_log = logging.getLogger(__name__)

_MARK_LENGTH: Final = 32
_TRIES: Final = 3

Typed = tuple[tuple[str, str], ...]
"""What was typed, as a form sends it: names of fields with their values, a name as often as it has values."""


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Whose draft it is, about whom, and at which address its form stands.

    `survivor_id` is hers for her own, and of whoever a staff member writes about; None where that is nobody.
    """

    author: str
    survivor_id: str | None
    form: str

    @property
    def owner(self) -> str:
        """The person under whose key it is sealed."""
        return self.survivor_id or self.author

    @property
    def is_hers(self) -> bool:
        """Whether a survivor typed it herself."""
        return self.author == self.survivor_id


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One open page of a form: `page` is its own secret, `seen` the draft it was opened with, or empty for none."""

    place: DraftPlace
    page: str
    seen: str


@dataclass(frozen=True, slots=True, repr=False)
class KeptDraft:
    """A draft, opened: what was typed, at which address, and when it was saved."""

    ref: Ref
    form: str
    typed: Typed
    saved_at: "datetime"


def open_page(deps: "Deps", place: DraftPlace, seen: str) -> DraftPage:
    """Open a page with a form, for the author of the place alone."""
    token = new_token(deps.chance)
    return DraftPage(place, token + _mark(deps, place, token), seen)


def was_opened(deps: "Deps", opened: DraftPage) -> bool:
    """Say whether it was for this author and this form that the page was opened: another may have signed in since."""
    token, mark = opened.page[:-_MARK_LENGTH], opened.page[-_MARK_LENGTH:]
    return same(mark, _mark(deps, opened.place, token))


def keep_draft(deps: "Deps", opened: DraftPage, typed: Typed, *, is_typing: bool = False) -> Keeping:
    """Keep what was typed on a page in place of what the page had saved before; nothing typed keeps nothing.

    `is_typing` says that more is to come: then a page waits its turn. With any other answer than `KEPT` nothing was
    written. Raises `NotFoundError` when the person it is about was erased meanwhile, and `KeyGoneError` when their key
    is gone.
    """
    if is_too_long(opened.place.form, typed):
        return Keeping.TOO_LONG
    words, content = _without_blanks(typed), _content(opened.place.form, typed)
    for _ in range(_TRIES):
        # Two saves of one page at once, on a database that lets both look before either writes: the other one stands,
        # and is found the next time.
        with suppress(IntegrityError):
            return _keep_once(deps, opened, content, has_words=bool(words), is_typing=is_typing)
    # Nor is whoever it is about there any more.
    raise NotFoundError


def keep_if_possible(deps: "Deps", opened: DraftPage, typed: Typed) -> bool:
    """Keep what was typed, as `keep_draft` does; False when the database refuses just now, and nothing was written."""
    try:
        keep_draft(deps, opened, typed)
    except SQLAlchemyError as problem:
        # The kind of trouble only: the statement's values may be a person's.
        _log.warning("the database refused a draft: %s", type(problem).__name__)
        return False
    return True


def is_too_long(form: str, typed: Typed) -> bool:
    """Say whether what was typed into the form at an address is more than one draft holds."""
    return len(_content(form, typed).encode()) > LARGEST


def drafts_at(deps: "Deps", place: DraftPlace) -> tuple[KeptDraft, ...]:
    """Give what was typed into one form and not sent, the newest first: one for each page it was typed on.

    Her own from before her latest recovery waits as long as her older messages do. One statement; where there is
    anything, one for the key, and for her own one to know what waits.
    """
    return _opened(deps, place.owner, _is_at(deps, place), is_hers=place.is_hers)


def drafts_of_hers(deps: "Deps", survivor_id: str) -> tuple[KeptDraft, ...]:
    """Give everything a survivor has typed and not sent, the newest first, but for what waits as in `drafts_at`."""
    kept = _opened(deps, survivor_id, Draft.author == survivor_id, is_hers=True)
    return tuple(draft for draft in kept if is_local_place(draft.form))


def throw_draft_away(deps: "Deps", opened: DraftPage, shown: "Collection[str]") -> None:
    """Throw away what a page showed, by reference, and what was typed on it since; twice equals once."""
    with deps.storage.write() as session:
        session.execute(
            delete(Draft).where(
                _is_at(deps, opened.place), Draft.id.in_(shown) | (Draft.page_digest == digest(opened.page))
            )
        )
        session.commit()


def forget_sent(deps: "Deps", session: "Session", sent_from: DraftPage | None) -> None:
    """Let go of what has just been sent from a page, in the transaction that sends it.

    What was typed into the same form on another page stays: it was not sent.
    """
    if sent_from is not None:
        is_its_own = (Draft.page_digest == digest(sent_from.page)) | (Draft.id == sent_from.seen)
        session.execute(delete(Draft).where(_is_at(deps, sent_from.place), is_its_own))


def forget_sent_again(deps: "Deps", session: "Session", sent_from: DraftPage | None) -> None:
    """Let go of what a doubled form was sent from, and commit; only where what stands is what was sent now.

    The answer to the first press may never have arrived: then the page has kept what was sent as if it had not been.
    """
    forget_sent(deps, session, sent_from)
    session.commit()


def _keep_once(deps: "Deps", opened: DraftPage, content: str, *, has_words: bool, is_typing: bool) -> Keeping:
    place, now, ref = opened.place, deps.clock(), new_ref(deps.chance)
    form, page = _form_digest(deps, place), digest(opened.page)
    envelope = deps.vault.seal(place_of(Draft.content, ref, place.owner), content)
    with deps.storage.write() as session:
        rows = session.execute(
            select(Draft.id, Draft.form_digest, Draft.page_digest, Draft.saved_at).where(Draft.author == place.author)
        )
        kept = [Kept(row.id, row.form_digest, row.page_digest, row.saved_at) for row in rows]
        if is_typing and is_too_soon(kept, now):
            return Keeping.TOO_SOON
        gone = replaced(kept, form=form, page=page, seen=opened.seen)
        if has_words:
            gone |= crowded_out([draft for draft in kept if draft.ref not in gone], form=form)
        if gone:
            session.execute(delete(Draft).where(Draft.id.in_(gone)))
        if has_words:
            session.add(
                Draft(
                    id=ref,
                    author=place.author,
                    survivor_id=place.survivor_id,
                    staff_id=None if place.is_hers else place.author,
                    form_digest=form,
                    page_digest=page,
                    content=envelope,
                    saved_at=now,
                )
            )
        session.commit()
    return Keeping.KEPT


def _content(form: str, typed: Typed) -> str:
    return json.dumps({"form": form, "typed": _without_blanks(typed)}, ensure_ascii=False)


def _without_blanks(typed: Typed) -> Typed:
    return tuple((name, value) for name, value in typed if value.strip())


def _mark(deps: "Deps", place: DraftPlace, token: str) -> str:
    text = f"{place.author}\0{place.form}\0{token}"
    return keyed_digest(deps.key_ring.key_file.lookup_key, "page of a form", text)[:_MARK_LENGTH]


def _is_at(deps: "Deps", place: DraftPlace) -> "ColumnElement[bool]":
    return (Draft.author == place.author) & (Draft.form_digest == _form_digest(deps, place))


def _form_digest(deps: "Deps", place: DraftPlace) -> "Digest":
    # Keyed: an address tells what somebody was about to do, and about whom.
    return keyed_digest(deps.key_ring.key_file.lookup_key, "draft of a form", f"{place.author}\0{place.form}")


def _opened(deps: "Deps", owner: str, which: "ColumnElement[bool]", *, is_hers: bool) -> tuple[KeptDraft, ...]:
    statement = (
        select(Draft.id, Draft.content, Draft.saved_at)
        .where(which, Draft.saved_at > deps.clock() - KEPT_FOR)
        .order_by(Draft.saved_at.desc(), Draft.id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    # Whoever was let in by a call may be someone else: what she wrote before is not theirs to read, sent or not.
    waits = messages_wait(deps, owner) if rows and is_hers else None
    if waits is not None:
        rows = [row for row in rows if row.saved_at > waits.since]
    if not rows:
        return ()
    opener = deps.vault.opener(owner)
    return tuple(
        _draft(row.id, opener.open(place_of(Draft.content, row.id, owner), row.content), row.saved_at) for row in rows
    )


def _draft(ref: str, content: str, saved_at: "datetime") -> KeptDraft:
    found = json.loads(content)
    return KeptDraft(Ref(ref), found["form"], tuple((name, value) for name, value in found["typed"]), saved_at)

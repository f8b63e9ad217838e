"""The agreed words: set by her alone, with her passphrase, checked by whoever hears them, shown to nobody."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select

from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.recovery.history import EventKind, note_event
from survivor_portal.actions.sessions import still_stands, viewer_name
from survivor_portal.actions.throttling import ThrottleKind, Wait, clear, note_attempt, throttle_key, wait_needed
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.recovery import WordsProblem, plain_words, words_problem
from survivor_portal.models import AccountEvent, AgreedWords, Survivor
from survivor_portal.security.passphrases import PassphraseHash

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.security.tokens import Digest


class WordsRefusal(Enum):
    """Why no words were set."""

    NOT_HERS = auto()
    """The passphrase is not hers."""


@dataclass(frozen=True, slots=True, repr=False)
class NewWords:
    """What she typed: her passphrase, and the words. `known` are texts that others know besides her name."""

    passphrase: str
    words: str
    known: "Collection[str]" = ()


def words_set_at(deps: "Deps", survivor_id: str) -> "datetime | None":
    """Say when her agreed words were set; None while there are none. What they are, nobody can say."""
    with deps.storage.read() as connection:
        return connection.scalar(select(AgreedWords.set_at).where(AgreedWords.survivor_id == survivor_id))


def words_are_wanted(deps: "Deps", survivor_id: str) -> bool:
    """Say whether her words were used up, by a code or by getting back in, and she has set none since."""
    used_up = exists().where(
        AccountEvent.survivor_id == survivor_id,
        AccountEvent.kind.in_([EventKind.WORDS_USED, EventKind.RECOVERED]),
    )
    are_set = exists().where(AgreedWords.survivor_id == survivor_id)
    with deps.storage.read() as connection:
        return bool(connection.scalar(select(used_up & ~are_set)))


def set_words(deps: "Deps", viewer: "Viewer", new: NewWords) -> WordsProblem | WordsRefusal | Wait | None:
    """Set the words her team is to know her by, in place of any before; None when it was done.

    With her passphrase only, since somebody else may hold her phone; tries with a wrong one count. Raises
    `HashingBusyError`.
    """
    problem = words_problem(new.words, known=[viewer_name(deps, viewer), *new.known])
    if problem:
        return problem
    key = throttle_key(deps, ThrottleKind.AGREED_WORDS, viewer.id)
    wait = wait_needed(deps, key)
    if wait:
        return wait
    with deps.storage.read() as connection:
        stored = connection.scalar(select(Survivor.passphrase_hash).where(Survivor.id == viewer.id))
    with deps.hasher.turn() as turn:
        wait = note_attempt(deps, key)
        if wait:
            return wait
        if stored is None or not turn.matches(PassphraseHash(stored), new.passphrase):
            return WordsRefusal.NOT_HERS
        if plain_words(new.words) == plain_words(new.passphrase):
            return WordsProblem.OPENS_SOMETHING
        words_hash = turn.hash(plain_words(new.words))
    return _replace(deps, viewer, key, stored, words_hash)


def _replace(
    deps: "Deps", viewer: "Viewer", key: "Digest", stored: str, words_hash: PassphraseHash
) -> WordsRefusal | None:
    with deps.storage.write() as session:
        # Signed out, or the passphrase changed, while this waited for its turn: then it is not hers any more.
        is_still_hers = session.scalar(
            select(Survivor.id).where(Survivor.id == viewer.id, Survivor.passphrase_hash == stored).with_for_update()
        )
        if is_still_hers is None or not still_stands(session, viewer):
            return WordsRefusal.NOT_HERS
        clear(session, key)
        session.execute(delete(AgreedWords).where(AgreedWords.survivor_id == viewer.id))
        session.add(AgreedWords(survivor_id=viewer.id, words_hash=words_hash, set_at=deps.clock()))
        note_event(deps, session, viewer.id, EventKind.WORDS_SET, by=None)
        add_notice(deps, session, viewer.id, NoticeKind.WORDS_SET, except_session=viewer.sid_digest)
        session.commit()
    return None

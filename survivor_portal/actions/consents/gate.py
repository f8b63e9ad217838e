"""The one door through which anything about her leaves.

A call, a letter, a printed sheet, a file for a recipient, a referral: each is a disclosure, and becomes one here, asked
of the domain while the consent is held still. What the law compels and the totals have doors of their own beside it.
Nothing else writes that something was told; a test of the layout sees to it.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from survivor_portal.actions.consents.sealing import Details, sealed_compelled_details, sealed_details
from survivor_portal.domain.consent import CompelledRefusal, Refusal, compelled_refusals, refusal
from survivor_portal.domain.totals import listed, shown_new, shown_of
from survivor_portal.models import CompelledDisclosure as CompelledRow
from survivor_portal.models import Disclosure as DisclosureRow
from survivor_portal.security.tokens import digest, new_ref

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.consents.locking import LockedConsent
    from survivor_portal.actions.deps import Deps
    from survivor_portal.domain.consent import CompelledDisclosure, Disclosure
    from survivor_portal.security.tokens import Digest


def let_out(  # noqa: PLR0913 (what is told, under which consent, and what it is known again by)
    deps: "Deps",
    session: "Session",
    under: "LockedConsent",
    proposed: "Disclosure",
    *,
    token: str,
    words_digest: "Digest | None",
) -> str | Refusal:
    """Add what is told to a transaction the caller commits, or give the reason why her consent does not cover it.

    `token` is of the form it is recorded on, `words_digest` of what a sheet says. Gives the disclosure's reference;
    raises `KeyGoneError`.
    """
    why_not = refusal(proposed, under.recipient, under.record, under.events, under.disclosures)
    if why_not is not None:
        return why_not
    ref = new_ref(deps.chance)
    session.add(
        DisclosureRow(
            id=ref,
            consent=proposed.consent,
            recipient=proposed.recipient,
            purpose=proposed.purpose,
            details=sealed_details(
                deps, ref, under.record.principal, Details(proposed.items, proposed.method, words_digest)
            ),
            at=proposed.at,
            by=proposed.by,
            form_token_digest=digest(token),
        )
    )
    return ref


def let_out_again(under: "LockedConsent", told: "Disclosure", now: "datetime") -> Refusal | None:
    """Give the reason why a sheet may not leave once more now, or None when it may; nothing is written.

    It is asked as if the sheet had not left yet: a consent for one time covers that one sheet, and her stop ends it.
    """
    others = tuple(shared for shared in under.disclosures if shared != told)
    return refusal(replace(told, at=now), under.recipient, under.record, under.events, others)


def let_out_compelled(
    deps: "Deps", session: "Session", proposed: "CompelledDisclosure", token: str
) -> str | tuple[CompelledRefusal, ...]:
    """Add what the law compels to a transaction the caller commits, or give every reason why it does not.

    `token` is of the form it is recorded on. Gives the disclosure's reference; raises `KeyGoneError`.
    """
    why_not = compelled_refusals(proposed)
    if why_not:
        return why_not
    ref = new_ref(deps.chance)
    session.add(
        CompelledRow(
            id=ref,
            survivor_id=proposed.principal,
            legal_basis=proposed.legal_basis,
            no_notice_reason=proposed.no_notice_reason,
            forbidden_until=proposed.forbidden_until,
            details=sealed_compelled_details(deps, ref, proposed),
            at=proposed.at,
            by=proposed.by,
            form_token_digest=digest(token),
        )
    )
    return ref


def let_out_list(counts: "Mapping[str, int]", rows: "Sequence[str]") -> "dict[str, int | None]":
    """Give a list of counts of people as it may leave: no small number in it, and none that could be worked out."""
    return listed(counts, rows)


def let_out_part(count: int, everyone: int) -> int | None:
    """Give how many people out of everyone did something, as it may leave; None where few did, or few did not."""
    return shown_of(count, everyone)


def let_out_new(new: int, everyone: int, told_before: int | None) -> int | None:
    """Give how many people are new, as it may leave beside what the quarter before told of everyone."""
    return shown_new(new, everyone, told_before)

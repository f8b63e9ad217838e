"""What is asked of her and how she signs it: drafts from Esther, and her answers to them."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from survivor_portal.actions.consents import (
    Proposal,
    SignedAnswer,
    new_form_token,
    propose_consent,
    recipients,
)
from survivor_portal.domain.consent import DataItem, Purpose, RecordId, SharingMethod
from survivor_portal.models import Consent, ConsentEvent, Disclosure
from tests.caseload import APPROVED, PASSPHRASE, Caseload

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


NOT_APPROVED = replace(APPROVED, is_approved=False)


def a_proposal(deps: "Deps", **changes: Any) -> Proposal:  # noqa: ANN401 (any field of it)
    """Give a proposal that the first place there is may know a name and a language, but for the changes."""
    complete = Proposal(
        token=new_form_token(deps),
        recipient=recipients(deps)[0].ref,
        purpose=Purpose.LEGAL_HELP,
        data_items=frozenset({DataItem.CHOSEN_NAME, DataItem.LANGUAGE}),
        methods=frozenset({SharingMethod.PHONE}),
        length=timedelta(days=14),
        once=False,
        is_from_paper=False,
        language="en",
        statement_version="1",
    )
    return replace(complete, **changes)


def propose(caseload: Caseload, her: str, **changes: Any) -> RecordId:  # noqa: ANN401 (any field of it)
    """Let Esther write down for her that the first place there is may know her name and language."""
    made = propose_consent(caseload.deps, caseload.advocate, her, a_proposal(caseload.deps, **changes))
    assert isinstance(made, str)
    caseload.timepiece.move(timedelta(minutes=1))
    return made


def answer(deps: "Deps", **changes: Any) -> SignedAnswer:  # noqa: ANN401 (any field of it)
    """Give a signature that lacks nothing, but for the changes."""
    complete = SignedAnswer(
        token=new_form_token(deps),
        passphrase=PASSPHRASE,
        left_out=frozenset(),
        length=timedelta(days=14),
        once=False,
        length_reason=None,
        risk_acknowledged=True,
        alternatives_acknowledged=True,
        interpreter=None,
        statement=APPROVED,
    )
    return replace(complete, **changes)


def kept(deps: "Deps") -> list[str]:
    """Give every row that has to do with what she signed, to compare before and after."""
    with deps.storage.read() as connection:
        return sorted(
            repr(row)
            for model in (Consent, ConsentEvent, Disclosure)
            for row in connection.execute(select(model.__table__))
        )

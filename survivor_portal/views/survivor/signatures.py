"""What every page has in common on which she signs: the words she reads, and what is still missing."""

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from survivor_portal.actions.consents import Statement
from survivor_portal.actions.statements import is_approved
from survivor_portal.domain.consent import USUAL_LENGTH, LengthReason, Problem
from survivor_portal.texts.consent.problems import PROBLEM_WORDS, WRONG_PASSPHRASE
from survivor_portal.texts.consent.statements import current_words
from survivor_portal.texts.consent.wording import statement_words
from survivor_portal.web.deps import current_deps
from survivor_portal.web.locale import language_of_request

if TYPE_CHECKING:
    from datetime import timedelta

    from survivor_portal.actions.consents import SigningRefusal
    from survivor_portal.forms.consent import SigningForm
    from survivor_portal.texts.consent.statements import PublishedWords

_LINE_OF: Final = MappingProxyType(
    {
        Problem.NO_RECIPIENT: "recipient",
        Problem.RECIPIENT_BLOCKED: "recipient",
        Problem.NO_ITEMS: "items",
        Problem.EXCLUDED_ITEM_ASKED: "never",
        Problem.NO_METHODS: "methods",
        Problem.TOO_LONG: "length",
        Problem.NO_REASON_FOR_LENGTH: "reason",
        Problem.RISK_NOT_ACKNOWLEDGED: "risk",
        Problem.ALTERNATIVES_NOT_ACKNOWLEDGED: "ways",
        Problem.NO_INTERPRETER: "interpreter",
        Problem.NOT_SIGNED: "signature",
    }
)
"""Beside which line of a form a problem is told, where the form has it; the others are about the form as a whole."""


def words_now() -> "PublishedWords":
    """Give the words she signs, in the language she reads where they were ever published in it."""
    return current_words(language_of_request())


def are_approved(words: "PublishedWords") -> bool:
    """Say whether these words, in the language she reads, were approved; words in another language never are."""
    is_hers = words.language == language_of_request()
    return is_hers and is_approved(current_deps(), words.version, words.language, words.digest)


def signature_on(form: "SigningForm", length: "timedelta", *, once: bool) -> dict[str, Any]:
    """Give what a signature says, whatever it is under: the fields of `actions.consents.Signature`."""
    words = words_now()
    return {
        "token": form.token.data,
        "passphrase": form.signature.data,
        "length": length,
        "once": once,
        # A reason picked beside a shorter time belongs to nothing.
        "length_reason": LengthReason(form.reason.data) if form.reason.data and length > USUAL_LENGTH else None,
        "risk_acknowledged": form.risk.data,
        "alternatives_acknowledged": form.ways.data,
        "interpreter": (form.interpreter.data or "").strip() or None,
        "statement": Statement(words.version, words.language, are_approved(words), partial(statement_words, words)),
    }


def explain(form: "SigningForm", refusal: "SigningRefusal") -> None:
    """Say on the form why there is no record."""
    for problem in sorted(refusal.problems):
        line = _LINE_OF.get(problem)
        if line is None or line not in form:
            form.form_errors.append(PROBLEM_WORDS[problem])
        else:
            form[line].errors = [*form[line].errors, PROBLEM_WORDS[problem]]
    if refusal.passphrase_is_wrong:
        form.signature.errors = [*form.signature.errors, WRONG_PASSPHRASE]

"""The words that people sign, and which qualified person approved them, as a supervisor writes it down."""

from typing import TYPE_CHECKING

from babel import Locale
from flask import Blueprint, abort
from flask_babel import format_date, get_locale, to_user_timezone

from survivor_portal.actions.consents import new_form_token
from survivor_portal.actions.doubled import WrittenOtherwise
from survivor_portal.actions.statements import (
    ApprovalRefusal,
    NewApproval,
    approvals,
    end_approval,
    record_approval,
)
from survivor_portal.forms.approvals import ApprovalForm
from survivor_portal.texts.approvals import APPROVAL_REFUSALS, CHANGED_SINCE_SHOWN, WRITTEN_BEFORE
from survivor_portal.texts.consent.statements import CURRENT_VERSION, all_published
from survivor_portal.views.unsent import as_sent, sent_from, with_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.statements import WrittenApproval
    from survivor_portal.texts.consent.statements import PublishedWords

statements = Blueprint("statements", __name__, url_prefix="/desk/office/statements")

_HERE = "/desk/office/statements"


@statements.get("")
def listed() -> "ResponseReturnValue":
    """List every statement ever published, with who approved it."""
    written = approvals(current_deps())
    found = [(words, _of(words, written), _language_name(words)) for words in all_published()]
    return render_page("supervisor/statements.html", statements=found, current_version=CURRENT_VERSION, day_of=_day_of)


@statements.get("/<ref>")
def one(ref: str) -> "ResponseReturnValue":
    """Show the words of one statement, who approved them, and a form for one more approval."""
    words = _published(ref)
    return _one(words, with_draft(_empty(words), f"{_HERE}/{ref}"))


@statements.post("/<ref>")
def approve(ref: str) -> "ResponseReturnValue":
    """Write an approval of these very words down, once and for good."""
    deps, words = current_deps(), _published(ref)
    form = as_sent(ApprovalForm(), f"{_HERE}/{ref}")
    if not form.validate():
        if form.token.errors or form.words.errors:
            abort(400)
        return _one(words, form, status=422)
    if form.words.data != words.digest:
        form.words.data = words.digest
        form.form_errors.append(CHANGED_SINCE_SHOWN)
        return _one(words, form, status=422)
    new = NewApproval(
        token=form.token.data,
        version=words.version,
        language=words.language,
        words_digest=words.digest,
        approved_by=form.approved_by.data,
        profession=form.profession.data,
        approved_on=form.approved_on.data,
    )
    outcome = record_approval(
        deps, current_viewer().id, new, to_user_timezone(deps.clock()).date(), sent_from=sent_from(form)
    )
    if isinstance(outcome, ApprovalRefusal):
        form.form_errors.append(APPROVAL_REFUSALS[outcome])
        return _one(words, form, status=422)
    if isinstance(outcome, WrittenOtherwise):
        form.token.data = new_form_token(deps)
        form.form_errors.append(WRITTEN_BEFORE)
        return _one(words, form, status=422)
    return leave_to(f"{_HERE}/{ref}")


@statements.post("/<ref>/<approval>/end")
def end(ref: str, approval: str) -> "ResponseReturnValue":
    """Write down that one approval of these words does not count any more."""
    words, deps = _published(ref), current_deps()
    if approval not in {each.id for each in _of(words, approvals(deps))}:
        abort(404)
    end_approval(deps, current_viewer().id, approval)
    return leave_to(f"{_HERE}/{ref}")


def _one(words: "PublishedWords", form: ApprovalForm, *, status: int = 200) -> "ResponseReturnValue":
    return render_page(
        "supervisor/statements_one.html",
        status=status,
        words=words,
        written=_of(words, approvals(current_deps())),
        language_name=_language_name(words),
        form=form,
        day_of=_day_of,
    )


def _empty(words: "PublishedWords") -> ApprovalForm:
    return ApprovalForm(formdata=None, token=new_form_token(current_deps()), words=words.digest)


def _published(ref: str) -> "PublishedWords":
    """Find a statement by its version and language, as "1-es"."""
    found = next((words for words in all_published() if f"{words.version}-{words.language}" == ref), None)
    if found is None:
        abort(404)
    return found


def _of(words: "PublishedWords", written: "list[WrittenApproval]") -> "list[WrittenApproval]":
    return [each for each in written if each.words_digest == words.digest]


def _day_of(day: "date") -> str:
    return str(format_date(day, "long"))


def _language_name(words: "PublishedWords") -> str | None:
    """Name the language of a statement in the language of whoever reads the page."""
    return Locale.parse(words.language).get_display_name(get_locale())

"""Totals at the office: made once a quarter, shown on a page, and taken along as a file after a factor was shown."""

import csv
from io import StringIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Blueprint, Response, abort
from flask_babel import get_locale, gettext

from survivor_portal.actions.staff import has_stepped_up
from survivor_portal.actions.totals import make_totals, quarters_told, totals_of
from survivor_portal.domain.totals import (
    OTHER_LANGUAGE,
    SMALLEST_SHOWN,
    TOTAL,
    Quarter,
    finished_quarters,
)
from survivor_portal.texts.needs import need_label
from survivor_portal.texts.totals import CONSENT_TOLD_LABELS, NEW_LABEL, WITHHELD, quarter_label
from survivor_portal.views.stepping_up import after_step_up
from survivor_portal.web.deps import current_config, current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.locale import offered_languages
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.totals import QuarterTotals

totals = Blueprint("totals", __name__, url_prefix="/desk/office/totals")

_HERE = "/desk/office/totals"


@totals.get("")
def listed() -> "ResponseReturnValue":
    """List the quarters that are told, and say how many of the last year's are not yet."""
    deps = current_deps()
    told = quarters_told(deps)
    over = finished_quarters(deps.clock(), _zone())
    return render_page(
        "supervisor/totals.html",
        told=told,
        to_make=[quarter for quarter in over if quarter not in told],
        smallest=SMALLEST_SHOWN,
        quarter_label=quarter_label,
    )


@totals.post("")
def make() -> "ResponseReturnValue":
    """Make the totals of every quarter of the last year that is over and not told yet, for good."""
    languages = [language.code for language in offered_languages()]
    make_totals(current_deps(), current_viewer().id, _zone(), languages)
    return leave_to(_HERE)


@totals.get("/<int:year>/<int:number>")
def quarter(year: int, number: int) -> "ResponseReturnValue":
    """Show what is told of one quarter."""
    told = totals_of(current_deps(), _quarter(year, number))
    return render_page(
        "supervisor/totals_quarter.html",
        told=told,
        new_label=NEW_LABEL,
        smallest=SMALLEST_SHOWN,
        quarter_label=quarter_label,
        language_label=_language_label,
        need_label=need_label,
        consent_labels=CONSENT_TOLD_LABELS,
        withheld=WITHHELD,
    )


@totals.get("/<int:year>/<int:number>/file")
@after_step_up
def file_page(year: int, number: int) -> "ResponseReturnValue":
    """Offer the file, once it is sure who asks."""
    told = totals_of(current_deps(), _quarter(year, number))
    return render_page("supervisor/totals_file.html", told=told, quarter_label=quarter_label)


@totals.post("/<int:year>/<int:number>/file")
def file(year: int, number: int) -> "ResponseReturnValue":
    """Give the totals as a file. Whoever has not shown a factor lately is asked for one on the page before."""
    told = totals_of(current_deps(), _quarter(year, number))
    if not has_stepped_up(current_deps(), current_viewer()):
        return leave_to(f"{_HERE}/{year}/{number}/file")
    written = StringIO()
    csv.writer(written).writerows(_lines(told))
    response = Response(written.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"totals-{year}-{number}.csv")
    return response


def _lines(told: "QuarterTotals") -> "Iterator[tuple[str, ...]]":
    """Give the lines of the file: the same numbers as the page, in the reader's language."""
    quarter_name = quarter_label(told.quarter)
    yield gettext("Quarter"), gettext("What is counted"), gettext("Group"), gettext("People")
    for language, number in told.people.items():
        yield quarter_name, gettext("All"), _language_label(language), _number(number)
    yield quarter_name, str(NEW_LABEL), _language_label(TOTAL), _number(told.new)
    for need, number in told.wanted.items():
        yield quarter_name, gettext("Who wanted help with it"), str(need_label(need)), _number(number)
    for deed, number in told.consents.items():
        yield quarter_name, gettext("Consents"), str(CONSENT_TOLD_LABELS[deed]), _number(number)


def _number(number: int | None) -> str:
    return str(WITHHELD) if number is None else str(number)


def _language_label(code: str) -> str:
    if code == TOTAL:
        return gettext("All languages")
    if code == OTHER_LANGUAGE:
        return gettext("Another language, or none chosen")
    return str(Locale.parse(code).get_display_name(get_locale()))


def _quarter(year: int, number: int) -> Quarter:
    try:
        return Quarter(year, number)
    except ValueError:
        abort(404)


def _zone() -> ZoneInfo:
    return ZoneInfo(current_config().time_zone)

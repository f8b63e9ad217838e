"""Putting the application together: wiring only."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import StrictUndefined

from survivor_portal import errors, headers
from survivor_portal.actions.erasing import finish_erasures
from survivor_portal.actions.opening import open_deps
from survivor_portal.config import read_config
from survivor_portal.domain.people import Audience
from survivor_portal.extensions import babel, compress, csrf
from survivor_portal.texts import SOURCE_LANGUAGE
from survivor_portal.views.advocate.compelled import people_compelled
from survivor_portal.views.advocate.consents import people_consents
from survivor_portal.views.advocate.desk import advocate
from survivor_portal.views.advocate.disclosures import people_disclosures
from survivor_portal.views.advocate.people import people
from survivor_portal.views.advocate.recovery import people_recovery
from survivor_portal.views.advocate.referrals import people_referrals
from survivor_portal.views.advocate.requests import people_requests
from survivor_portal.views.advocate.services import people_services
from survivor_portal.views.advocate.sheets import people_sheets
from survivor_portal.views.desk_door import desk_door
from survivor_portal.views.drafts import desk_drafts, drafts
from survivor_portal.views.hiding import desk_hiding, hiding
from survivor_portal.views.invites import invites
from survivor_portal.views.joining import joining
from survivor_portal.views.newcomers import newcomers
from survivor_portal.views.public import ask_to_sign_in, public
from survivor_portal.views.pwa import pwa
from survivor_portal.views.recover import recover
from survivor_portal.views.second_person import second_person
from survivor_portal.views.staff import staff
from survivor_portal.views.supervisor.compelled import office_compelled
from survivor_portal.views.supervisor.consents import office_consents
from survivor_portal.views.supervisor.holds import holds
from survivor_portal.views.supervisor.office import supervisor
from survivor_portal.views.supervisor.recipients import office_recipients
from survivor_portal.views.supervisor.recovery import office_recovery
from survivor_portal.views.supervisor.staff import accounts
from survivor_portal.views.supervisor.statements import statements
from survivor_portal.views.supervisor.totals import totals
from survivor_portal.views.survivor.account import account
from survivor_portal.views.survivor.answers import answers
from survivor_portal.views.survivor.choices import choices
from survivor_portal.views.survivor.contact import contact
from survivor_portal.views.survivor.leaving import leaving
from survivor_portal.views.survivor.looks import looks
from survivor_portal.views.survivor.me import me
from survivor_portal.views.survivor.messages import messages
from survivor_portal.views.survivor.new_choices import new_choices
from survivor_portal.views.survivor.pages import survivor
from survivor_portal.views.survivor.police import police
from survivor_portal.views.survivor.receipts import receipts
from survivor_portal.views.survivor.recovery import recovery
from survivor_portal.views.survivor.services import services
from survivor_portal.web import filters, guards, proxies
from survivor_portal.web.assets import read_assets, static_folder
from survivor_portal.web.deps import bind
from survivor_portal.web.form_tokens import FormTokens
from survivor_portal.web.locale import language_of_request, translations_folder
from survivor_portal.web.shell import shell_context

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config

CONFIG_VARIABLE = "SURVIVOR_PORTAL_CONFIG"
"""The environment variable that names the configuration file; the file, not the environment, holds what is in it."""

_LARGEST_REQUEST = 128 * 1024
"""Bytes: room for the longest message in a script that takes twelve bytes a character once encoded, and no more."""


def create_app(config: "Config", deps: "Deps | None" = None) -> Flask:
    """Build the application for a configuration. Raises `KeyFileError` when its key file cannot be used."""
    deps = deps or open_deps(config)
    assets = read_assets(static_folder(), config.installed.icons)
    # Static files have a view of their own: under a digest, and with the same headers as every other answer.
    app = Flask(__name__, static_folder=None)
    # Else a doubled slash is answered with a redirect, to a whole address made of the host name asked for.
    app.url_map.merge_slashes = False
    app.config.update(
        SECRET_KEY=deps.key_ring.key_file.form_key,
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=_LARGEST_REQUEST,
        MAX_FORM_PARTS=100,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        BABEL_DEFAULT_LOCALE=SOURCE_LANGUAGE,
        BABEL_DEFAULT_TIMEZONE=config.time_zone,
        BABEL_TRANSLATION_DIRECTORIES=str(translations_folder()),
        # The guard checks every form token itself, after it knows the audience.
        WTF_CSRF_CHECK_DEFAULT=False,
        # A form stays good as long as the session it is bound to.
        WTF_CSRF_TIME_LIMIT=None,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIN_SIZE=500,
        COMPRESS_MIMETYPES=["text/html", "text/javascript", "image/svg+xml", "application/manifest+json"],
    )
    app.session_interface = FormTokens()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(shell_context)
    babel.init_app(app, locale_selector=language_of_request)
    csrf.init_app(app)
    bind(app, config, deps, assets)
    filters.init_app(app)

    _add_pages(app)
    guards.init_app(app, ask_to_sign_in)
    errors.init_app(app)
    compress.init_app(app)
    headers.init_app(app, config, assets)
    proxies.init_app(app, config.trusted_proxies)
    return app


def _add_pages(app: Flask) -> None:
    """Add every page there is, each for its one audience."""
    guards.register(app, public, Audience.PUBLIC)
    guards.register(app, pwa, Audience.PUBLIC)
    guards.register(app, joining, Audience.PUBLIC)
    guards.register(app, desk_door, Audience.PUBLIC)
    guards.register(app, recover, Audience.PUBLIC)
    guards.register(app, survivor, Audience.SURVIVOR)
    guards.register(app, services, Audience.SURVIVOR)
    guards.register(app, choices, Audience.SURVIVOR)
    guards.register(app, new_choices, Audience.SURVIVOR)
    guards.register(app, answers, Audience.SURVIVOR)
    guards.register(app, receipts, Audience.SURVIVOR)
    guards.register(app, police, Audience.SURVIVOR)
    guards.register(app, contact, Audience.SURVIVOR)
    guards.register(app, looks, Audience.SURVIVOR)
    guards.register(app, messages, Audience.SURVIVOR)
    guards.register(app, drafts, Audience.SURVIVOR)
    guards.register(app, hiding, Audience.SURVIVOR)
    guards.register(app, me, Audience.SURVIVOR)
    guards.register(app, leaving, Audience.SURVIVOR)
    guards.register(app, recovery, Audience.SURVIVOR)
    guards.register(app, account, Audience.SURVIVOR)
    guards.register(app, advocate, Audience.ADVOCATE)
    guards.register(app, people, Audience.ADVOCATE)
    guards.register(app, people_services, Audience.ADVOCATE)
    guards.register(app, people_disclosures, Audience.ADVOCATE)
    guards.register(app, people_sheets, Audience.ADVOCATE)
    guards.register(app, people_referrals, Audience.ADVOCATE)
    guards.register(app, people_compelled, Audience.ADVOCATE)
    guards.register(app, people_consents, Audience.ADVOCATE)
    guards.register(app, people_recovery, Audience.ADVOCATE)
    guards.register(app, people_requests, Audience.ADVOCATE)
    guards.register(app, supervisor, Audience.SUPERVISOR)
    guards.register(app, office_recovery, Audience.SUPERVISOR)
    guards.register(app, accounts, Audience.SUPERVISOR)
    guards.register(app, holds, Audience.SUPERVISOR)
    guards.register(app, office_consents, Audience.SUPERVISOR)
    guards.register(app, office_compelled, Audience.SUPERVISOR)
    guards.register(app, office_recipients, Audience.SUPERVISOR)
    guards.register(app, totals, Audience.SUPERVISOR)
    guards.register(app, statements, Audience.SUPERVISOR)
    guards.register(app, staff, Audience.STAFF)
    guards.register(app, desk_drafts, Audience.STAFF)
    guards.register(app, desk_hiding, Audience.STAFF)
    guards.register(app, second_person, Audience.STAFF)
    guards.register(app, newcomers, Audience.STAFF)
    guards.register(app, invites, Audience.STAFF)


def create_from_environment() -> Flask:
    """Build the application for the configuration file the environment names: what the server's workers call.

    Before anyone is answered, rows of people who have erased themselves are taken away: an old backup may be back.
    """
    config = read_config(Path(os.environ[CONFIG_VARIABLE]))
    deps = open_deps(config)
    finish_erasures(deps)
    return create_app(config, deps)

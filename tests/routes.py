"""Every address there is, for whom, and what it answers to each kind of visitor: the table that tests go through."""

import re
from typing import TYPE_CHECKING

import pytest

from survivor_portal.web.assets import read_assets, static_folder
from tests.answer_rules import breaches_of_answer
from tests.cast import NAMES
from tests.markup import read_page, read_part
from tests.page_rules import breaches_of_blank_page, breaches_of_page, is_blank_page

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

# Method, address, audience, and the status it answers with to someone signed out, a survivor, an advocate and a
# supervisor: the survivor to whom everything in the address belongs, and the advocate who has her case. "303/200" is
# 303 to a browser and 200 to htmx; "401/403" a press that came after the session ended. What is sent by POST here
# carries no form token. A new address gets its line here, on purpose.
TABLE = """
    GET   /                                               public      200      303      200      200
    POST  /                                               public      400      400      400      400
    GET   /about                                          public      200      200      200      200
    GET   /choices                                        survivor    401      200      401      401
    GET   /choices/<ref>                                  survivor    401      200      401      401
    GET   /choices/<ref>/answer                           survivor    401      200      401      401
    POST  /choices/<ref>/answer                           survivor    401/403  400      401/403  401/403
    GET   /choices/<ref>/receipt                          survivor    401      200      401      401
    POST  /choices/<ref>/receipt/file                     survivor    401/403  400      401/403  401/403
    POST  /choices/<ref>/refusal                          survivor    401/403  400      401/403  401/403
    GET   /choices/<ref>/renewal                          survivor    401      200      401      401
    POST  /choices/<ref>/renewal                          survivor    401/403  400      401/403  401/403
    POST  /choices/<ref>/withdrawal                       survivor    401/403  400      401/403  401/403
    GET   /choices/<ref>/word                             survivor    401      200      401      401
    POST  /choices/<ref>/word                             survivor    401/403  400      401/403  401/403
    GET   /choices/apart                                  survivor    401      200      401      401
    POST  /choices/apart                                  survivor    401/403  400      401/403  401/403
    POST  /choices/apart/<ref>/answer                     survivor    401/403  400      401/403  401/403
    GET   /choices/apart/form                             survivor    401      200      401      401
    POST  /choices/apart/form                             survivor    401/403  400      401/403  401/403
    GET   /choices/apart/reading                          survivor    401      200      401      401
    GET   /choices/contact                                survivor    401      200      401      401
    GET   /choices/contact/<int:way>                      survivor    401      200      401      401
    POST  /choices/contact/<int:way>                      survivor    401/403  400      401/403  401/403
    POST  /choices/contact/<int:way>/removal              survivor    401/403  400      401/403  401/403
    GET   /choices/looks                                  survivor    401      200      401      401
    GET   /choices/looks/<int:page>                       survivor    401      200      401      401
    GET   /choices/new                                    survivor    401      200      401      401
    POST  /choices/new                                    survivor    401/403  400      401/403  401/403
    GET   /desk                                           advocate    401      401      200      404
    POST  /desk/here                                      staff       401/403  401/403  400      400
    POST  /desk/hide                                      staff       401/403  401/403  400      400
    GET   /desk/invites                                   staff       401      401      200      200
    POST  /desk/invites                                   staff       401/403  401/403  400      400
    POST  /desk/invites/<ref>/cancel                      staff       401/403  401/403  400      400
    POST  /desk/language                                  public      400      400      400      400
    GET   /desk/me                                        staff       401      401      200      200
    POST  /desk/me/cover                                  staff       401/403  401/403  400      400
    GET   /desk/me/passkeys                               staff       401      401      200      200
    POST  /desk/me/passkeys                               staff       401/403  401/403  400      400
    POST  /desk/me/passkeys/<ref>/removal                 staff       401/403  401/403  400      400
    POST  /desk/me/passkeys/challenge                     staff       401/403  401/403  400      400
    GET   /desk/me/recovery-codes                         staff       401      401      200      200
    POST  /desk/me/recovery-codes                         staff       401/403  401/403  400      400
    POST  /desk/me/seen                                   staff       401/403  401/403  400      400
    GET   /desk/newcomers                                 staff       401      401      200      200
    POST  /desk/newcomers/<ref>/confirmation              staff       401/403  401/403  400      400
    GET   /desk/office                                    supervisor  401      401      404      200
    GET   /desk/office/consents                           supervisor  401      401      404      200
    POST  /desk/office/consents                           supervisor  401/403  401/403  404      400
    GET   /desk/office/consents/<ref>                     supervisor  401      401      404      200
    GET   /desk/office/consents/<ref>/compelled           supervisor  401      401      404      200
    POST  /desk/office/consents/<ref>/compelled           supervisor  401/403  401/403  404      400
    POST  /desk/office/consents/<ref>/compelled/<disclosure>/lifted supervisor 401/403 401/403 404 400
    GET   /desk/office/consents/<ref>/consents/<consent>  supervisor  401      401      404      200
    POST  /desk/office/consents/<ref>/consents/<consent>/invalidation supervisor 401/403 401/403 404 400
    POST  /desk/office/consents/<ref>/looks               supervisor  401/403  401/403  404      400
    POST  /desk/office/consents/<ref>/stops               supervisor  401/403  401/403  404      400
    GET   /desk/office/holds                              supervisor  401      401      404      200
    POST  /desk/office/holds                              supervisor  401/403  401/403  404      400
    POST  /desk/office/holds/<ref>/lifting                supervisor  401/403  401/403  404      400
    GET   /desk/office/holds/people/<ref>                 supervisor  401      401      404      200
    POST  /desk/office/holds/people/<ref>                 supervisor  401/403  401/403  404      400
    GET   /desk/office/people                             supervisor  401      401      404      200
    POST  /desk/office/people                             supervisor  401/403  401/403  404      400
    GET   /desk/office/people/<ref>                       supervisor  401      401      404      200
    POST  /desk/office/people/<ref>/advocate              supervisor  401/403  401/403  404      400
    POST  /desk/office/people/<ref>/freeze                supervisor  401/403  401/403  404      400
    GET   /desk/office/people/<ref>/recovery              supervisor  401      401      404      200
    POST  /desk/office/people/<ref>/recovery              supervisor  401/403  401/403  404      400
    GET   /desk/office/recipients                         supervisor  401      401      404      200
    POST  /desk/office/recipients                         supervisor  401/403  401/403  404      400
    GET   /desk/office/recipients/<int:page>              supervisor  401      401      404      200
    GET   /desk/office/recipients/places/<ref>            supervisor  401      401      404      200
    POST  /desk/office/recipients/places/<ref>/block      supervisor  401/403  401/403  404      400
    POST  /desk/office/recipients/places/<ref>/block/end  supervisor  401/403  401/403  404      400
    GET   /desk/office/staff                              supervisor  401      401      404      200
    POST  /desk/office/staff                              supervisor  401/403  401/403  404      400
    POST  /desk/office/staff/<ref>/offboarding            supervisor  401/403  401/403  404      400
    POST  /desk/office/staff/<ref>/role                   supervisor  401/403  401/403  404      400
    POST  /desk/office/staff/<ref>/set-up                 supervisor  401/403  401/403  404      400
    GET   /desk/office/staff/history                      supervisor  401      401      404      200
    GET   /desk/office/staff/history/<int:page>           supervisor  401      401      404      200
    GET   /desk/office/statements                         supervisor  401      401      404      200
    GET   /desk/office/statements/<ref>                   supervisor  401      401      404      200
    POST  /desk/office/statements/<ref>                   supervisor  401/403  401/403  404      400
    POST  /desk/office/statements/<ref>/<approval>/end    supervisor  401/403  401/403  404      400
    GET   /desk/office/totals                             supervisor  401      401      404      200
    POST  /desk/office/totals                             supervisor  401/403  401/403  404      400
    GET   /desk/office/totals/<int:year>/<int:number>     supervisor  401      401      404      200
    GET   /desk/office/totals/<int:year>/<int:number>/file supervisor 401      401      404      200
    POST  /desk/office/totals/<int:year>/<int:number>/file supervisor 401/403  401/403  404      400
    GET   /desk/people/<ref>                              advocate    401      401      200      404
    GET   /desk/people/<ref>/compelled                    advocate    401      401      200      404
    POST  /desk/people/<ref>/compelled                    advocate    401/403  401/403  400      404
    POST  /desk/people/<ref>/compelled/<disclosure>/lifted advocate   401/403  401/403  400      404
    POST  /desk/people/<ref>/consents/<consent>/acknowledgement advocate 401/403  401/403  400      404
    GET   /desk/people/<ref>/consents/<consent>/sheet     advocate    401      401      200      404
    POST  /desk/people/<ref>/consents/<consent>/sheet     advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/disclosures                  advocate    401      401      200      404
    POST  /desk/people/<ref>/disclosures                  advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/drafts                       advocate    401      401      200      404
    POST  /desk/people/<ref>/drafts                       advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/earlier/<line>               advocate    401      401      200      404
    POST  /desk/people/<ref>/freeze                       advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/latest                       advocate    401      401      303/200  404
    GET   /desk/people/<ref>/latest/<newest>              advocate    401      401      303/204  404
    POST  /desk/people/<ref>/messages                     advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/offers                       advocate    401      401      200      404
    POST  /desk/people/<ref>/offers                       advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/offers/<int:kind>            advocate    401      401      200      404
    GET   /desk/people/<ref>/offers/<int:kind>/<int:page> advocate    401      401      200      404
    GET   /desk/people/<ref>/recovery                     advocate    401      401      200      404
    POST  /desk/people/<ref>/recovery                     advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/referrals/<option>           advocate    401      401      200      404
    POST  /desk/people/<ref>/referrals/<option>           advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/referrals/<option>/<consent> advocate    401      401      200      404
    POST  /desk/people/<ref>/referrals/<option>/<consent> advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/requests                     advocate    401      401      200      404
    POST  /desk/people/<ref>/requests                     advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/stops                        advocate    401      401      200      404
    POST  /desk/people/<ref>/stops                        advocate    401/403  401/403  400      404
    GET   /desk/second                                    staff       401      401      200      200
    POST  /desk/second/<ref>/agreement                    staff       401/403  401/403  400      400
    GET   /desk/set-up                                    public      200      200      200      200
    POST  /desk/set-up                                    public      400      400      400      400
    POST  /desk/set-up/app                                public      400      400      400      400
    GET   /desk/sign-in                                   public      200      200      303      303
    POST  /desk/sign-in                                   public      400      400      400      400
    POST  /desk/sign-in/challenge                         public      400      400      400      400
    POST  /desk/sign-in/passkey                           public      400      400      400      400
    POST  /desk/sign-out                                  staff       303      303      400      400
    GET   /desk/step-up                                   staff       401      401      200      200
    POST  /desk/step-up                                   staff       401/403  401/403  400      400
    POST  /desk/step-up/challenge                         staff       401/403  401/403  400      400
    POST  /desk/unsent                                    staff       401/403  401/403  400      400
    POST  /desk/unsent/removal                            staff       401/403  401/403  400      400
    GET   /gone                                           public      200      200      200      200
    GET   /healthz                                        public      200      200      200      200
    POST  /here                                           survivor    401/403  400      401/403  401/403
    POST  /hide                                           survivor    401/403  400      401/403  401/403
    GET   /home                                           survivor    401      200      401      401
    GET   /inbox                                          survivor    401      200      401      401
    POST  /inbox                                          survivor    401/403  400      401/403  401/403
    GET   /inbox/earlier/<line>                           survivor    401      200      401      401
    GET   /inbox/latest                                   survivor    401      303/200  401      401
    GET   /inbox/latest/<newest>                          survivor    401      303/204  401      401
    GET   /join                                           public      200      303      200      200
    POST  /join                                           public      400      400      400      400
    GET   /join/digits                                          public      303      303      303      303
    POST  /join/digits                                          public      400      400      400      400
    GET   /join/keep                                            public      303      303      303      303
    POST  /join/keep                                            public      400      400      400      400
    GET   /join/language                                        public      303      303      303      303
    POST  /join/language                                        public      400      400      400      400
    GET   /join/name                                            public      303      303      303      303
    POST  /join/name                                            public      400      400      400      400
    GET   /join/own                                             public      303      303      303      303
    POST  /join/own                                             public      400      400      400      400
    GET   /join/passphrase                                      public      303      303      303      303
    GET   /join/words                                           public      303      303      303      303
    POST  /join/words                                           public      400      400      400      400
    POST  /language                                       public      400      400      400      400
    GET   /list                                           survivor    401      200      401      401
    GET   /list/<ref>                                     survivor    401      200      401      401
    POST  /list/<ref>/answer                              survivor    401/403  400      401/403  401/403
    GET   /list/all                                       survivor    401      200      401      401
    GET   /list/directory                                 survivor    401      200      401      401
    GET   /list/directory/<int:kind>                      survivor    401      200      401      401
    GET   /list/directory/<int:kind>/<int:page>           survivor    401      200      401      401
    GET   /list/service/<ref>                             survivor    401      200      401      401
    POST  /list/service/<ref>/pick                        survivor    401/403  400      401/403  401/403
    GET   /manifest.webmanifest                           public      200      200      200      200
    GET   /me                                             survivor    401      200      401      401
    GET   /me/copy                                        survivor    401      200      401      401
    POST  /me/copy/file                                   survivor    401/403  400      401/403  401/403
    GET   /me/delete                                      survivor    401      200      401      401
    POST  /me/delete                                      survivor    401/403  400      401/403  401/403
    POST  /me/delete/now                                  survivor    401/403  400      401/403  401/403
    POST  /me/delete/stop                                 survivor    401/403  400      401/403  401/403
    GET   /me/devices                                     survivor    401      200      401      401
    POST  /me/devices/<ref>/end                           survivor    401/403  400      401/403  401/403
    POST  /me/devices/end-all                             survivor    401/403  400      401/403  401/403
    POST  /me/devices/freeze                              survivor    401/403  400      401/403  401/403
    GET   /me/exit                                        survivor    401      200      401      401
    POST  /me/exit                                        survivor    401/403  400      401/403  401/403
    GET   /me/history                                     survivor    401      200      401      401
    GET   /me/history/<int:page>                          survivor    401      200      401      401
    POST  /me/notices/<ref>                               survivor    401/403  400      401/403  401/403
    GET   /me/passphrase                                  survivor    401      200      401      401
    POST  /me/passphrase                                  survivor    401/403  400      401/403  401/403
    GET   /me/pause                                       survivor    401      200      401      401
    POST  /me/pause                                       survivor    401/403  400      401/403  401/403
    POST  /me/pause/end                                   survivor    401/403  400      401/403  401/403
    GET   /me/recovery                                    survivor    401      200      401      401
    POST  /me/recovery                                    survivor    401/403  400      401/403  401/403
    POST  /me/recovery/stop                               survivor    401/403  400      401/403  401/403
    POST  /me/shared                                      survivor    401/403  400      401/403  401/403
    GET   /numbers                                        public      200      200      200      200
    GET   /numbers/<language>                             public      200      200      200      200
    GET   /plain/<language>                               public      200      200      200      200
    GET   /recover                                        public      200      303      200      200
    POST  /recover                                        public      400      400      400      400
    GET   /recover/passphrase                             public      303      303      303      303
    POST  /recover/passphrase                             public      400      400      400      400
    POST  /recover/stop                                   public      400      400      400      400
    GET   /recover/wait                                   public      303      303      303      303
    POST  /recover/wait                                   public      400      400      400      400
    POST  /sign-out                                       survivor    303      400      303      303
    GET   /static/<digest>/<path:name>                    public      200      200      200      200
    GET   /sw.js                                          public      200      200      200      200
    POST  /unsent                                         survivor    401/403  400      401/403  401/403
    POST  /unsent/removal                                 survivor    401/403  400      401/403  401/403
    POST  /x                                              public      303/303  303/303  303/303  303/303
"""
ROUTES = [tuple(line.split()) for line in TABLE.strip().splitlines()]
VISITORS = ("nobody", "survivor", "advocate", "supervisor")
DIGEST = read_assets(static_folder()).digest
NOBODY = "a" * 26
"""A reference to nothing."""
HERS = (
    "/choices/<ref>",
    "/choices/apart/<ref>",
    "/desk/invites/<ref>",
    "/desk/people/<ref>",
    "/list/<ref>",
    "/me/devices/<ref>",
    "/me/notices/<ref>",
    "<line>",
)
"""Parts of an address that lead to what belongs to one survivor. `<newest>` leads nowhere: it is only compared."""
REFERENCES = (
    *HERS,
    "/desk/me/passkeys/<ref>",
    "/desk/newcomers/<ref>",
    "/desk/office/holds/<ref>",
    "/desk/office/holds/people/<ref>",
    "/desk/office/consents/<ref>",
    "/desk/office/people/<ref>",
    "/desk/office/recipients/places/<ref>",
    "/desk/office/staff/<ref>",
    "/desk/office/statements/<ref>",
    "/desk/second/<ref>",
    "/list/service/<ref>",
    "<approval>",
    "<consent>",
    "<disclosure>",
    "<option>",
)
"""Parts of an address that lead to something which may not be there."""

each_route = pytest.mark.parametrize("route", ROUTES, ids=[f"{route[0]} {route[1]}" for route in ROUTES])
by_htmx_or_not = pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])


def rules(app: "Flask") -> "list[tuple[str, Rule]]":
    """Give every method and address the application knows; HEAD comes with every GET."""
    found = [(method, rule) for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD"}]
    return sorted(found, key=lambda entry: (entry[1].rule, entry[0]))


def address(path: str, standing_in: dict[str, str]) -> str:
    """Put something that exists into the variable parts of an address."""
    for part, value in standing_in.items():
        path = path.replace(part, value)
    assert "<" not in path, f"nothing stands in for a part of {path}"
    return path


def leading_to(path: str, part: str, reference: str) -> str:
    """Give the address with this reference in one of its parts."""
    return path.replace(part, re.sub("<[a-z]+>", lambda _: reference, part))


def status_for(expected: str, *, part: bool) -> tuple[int, bool]:
    """Read an entry of the table: the status, and whether htmx is told by a header to go elsewhere."""
    page, _, own = expected.partition("/")
    # To htmx, whoever is to go elsewhere is told to by a header.
    leaves = part and not own and page in {"303", "401"}
    return 204 if leaves else int(own if part and own else page), leaves


def breaches(answer: "TestResponse", *, part: bool) -> list[str]:
    """Give everything wrong with an answer of whatever kind."""
    found = list(breaches_of_answer(answer))
    if answer.mimetype != "text/html" or not answer.data or 300 <= answer.status_code < 400:
        return found
    page = read_page(answer.text)
    if is_blank_page(page):
        return found + list(breaches_of_blank_page(page, NAMES))
    if part:
        return found + list(read_part(answer.text).errors)
    return found + list(breaches_of_page(page, answer.headers, NAMES))

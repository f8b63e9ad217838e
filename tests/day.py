"""A whole day by HTTP in a portal of its own, with every word and secret of it that nobody else is to read."""

from typing import TYPE_CHECKING, Final

import pyotp

from survivor_portal.actions.cases import assign
from survivor_portal.actions.holds import NewHold, set_hold
from survivor_portal.actions.law_enforcement import about_police
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.statements import approvals, end_approval
from survivor_portal.app import create_app
from survivor_portal.demonstration.folder import add_cast
from survivor_portal.installation import Settings, install
from tests.cast import AMARA, IMANI, NOUR, RUTH, STAFF, SURVIVORS, TOM, browser_for, staff_browser, survivor_browser
from tests.conftest import quick_hasher
from tests.markup import words_of
from tests.staff import at_desk
from tests.stolen import Repeatable
from tests.timepiece import Timepiece
from tests.views.recovery.asking import WORDS, ask, code_on, help_in, set_words
from tests.views.staff.reading import shown_codes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browse import Browser
    from tests.pages import Form

HERS: Final = "Marigold seeds arrive on Wednesday"
RUTHS: Final = "Juniper will ring the doorbell twice"
NOURS: Final = "الياسمين يزهر مساء الخميس"
INTERPRETER: Final = "Solveig"
BASIS: Final = "Docket 4711 of the harbour court"
ASKER: Final = "Chief clerk Wolfram"
POLICE: Final = "Wage unit of Otterburn"
ASKED: Final = "To describe the foreman once"
JUDGE: Final = "Magistrate Quillon"
ORDER: Final = "Order 88 of the lower bench"
STEPS: Final = "The clerk keeps it in the iron drawer"
NAME_ON_LETTERS: Final = "Briony Vale"
UNSENT: Final = "My cousin keeps the spare key under the mint pot"
NEWCOMER: Final = "Persephone"
COLLEAGUE: Final = "Ignatius"
CHANGED: Final = "velvet compass under seven hollow pines"
RECOVERED: Final = "amber ladders behind the winter orchard"
OWN: Final = "crimson teapot over nine gentle hills"
COLLEAGUES: Final = "paper lanterns drift along the canal"
NEW_WORDS: Final = "copper whistle by the third gate"


class Day:
    """What the cast does in a day. `words` is every word of it that nobody else is to read."""

    def __init__(self, home: "Path") -> None:
        """Make the portal, with nothing but the cast in it."""
        home.mkdir()
        config = install(home / "portal.toml", home / "data", home / "portal.key", Settings())
        self.home, self.timepiece = home, Timepiece()
        self.deps = open_deps(config, clock=self.timepiece, chance=Repeatable(), hasher=quick_hasher())
        self.people = add_cast(self.deps)
        self.app = create_app(config, self.deps)
        self.words = {HERS, RUTHS, NOURS, INTERPRETER, BASIS, ASKER, NEWCOMER, COLLEAGUE, "legal_name"}
        self.words |= {POLICE, ASKED, JUDGE, ORDER, STEPS, NAME_ON_LETTERS, UNSENT}
        self.words |= {CHANGED, RECOVERED, OWN, COLLEAGUES, WORDS, NEW_WORDS}
        for person in SURVIVORS:
            self.words |= {person.chosen_name, person.sign_in_name, person.passphrase}
        for member in STAFF:
            self.words |= {member.name, member.sign_in_name, member.passphrase, member.totp_secret}
        # Three letters stand somewhere in so much chance.
        self.words -= {TOM.name, TOM.sign_in_name}

    def ref(self, name: str) -> str:
        """Give someone's reference."""
        return self.people[name]

    def close(self) -> None:
        """Let go of the databases."""
        self.deps.storage.close()
        self.deps.key_ring.storage.close()

    def live(self) -> "Browser":
        """Let everyone do what they came for, and give the phone on which Amara is signed in at the end."""
        assign(self.deps, self.ref(AMARA.chosen_name), self.ref(RUTH.name))
        assign(self.deps, self.ref(NOUR.chosen_name), self.ref(TOM.name))
        # Nobody has approved the words she signs any more, so she names an interpreter.
        for approval in approvals(self.deps):
            end_approval(self.deps, self.ref(IMANI.name), approval.id)
        amara = survivor_browser(self.app, AMARA)
        amara.open("/inbox").form("/inbox").fill(body=HERS).submit()
        consent_form(amara).submit()
        nour = survivor_browser(self.app, NOUR)
        nour.open("/inbox").form("/inbox").fill(body=NOURS).submit()
        ruth = staff_browser(self.app, RUTH, self.timepiece)
        self._advise(ruth)
        self._ask_for_others(ruth)
        self._answer(amara)
        imani = staff_browser(self.app, IMANI, self.timepiece)
        self._look(imani)
        self._join(ruth)
        self._set_a_colleague_up(imani)
        set_words(amara)
        change = amara.open("/me/passphrase").form("/me/passphrase")
        change.fill(present_passphrase=AMARA.passphrase, new_passphrase=CHANGED, new_passphrase_again=CHANGED).submit()
        hold = NewHold(BASIS, ASKER, self.timepiece(), None, forbids_notice=False)
        supervising = at_desk(self.deps, self.ref(IMANI.name))
        assert isinstance(set_hold(self.deps, supervising, self.ref(NOUR.chosen_name), hold), str)
        return self._lose_a_phone(ruth)

    def _advise(self, ruth: "Browser") -> None:
        here = f"/desk/people/{self.ref(AMARA.chosen_name)}"
        ruth.open(here).form(f"{here}/messages").fill(body=RUTHS).submit()
        kinds = ruth.open(f"{here}/offers").markup.all("a")
        page = ruth.open(next(str(link.get("href")) for link in kinds if f"{here}/offers/" in str(link.get("href"))))
        offers = next(found for found in page.markup.all("button") if found.get("name") == "service")
        sent = {"csrf_token": page.form(f"{here}/offers").values["csrf_token"], "service": str(offers.get("value"))}
        assert ruth.client.post(f"{here}/offers", data=sent).status_code == 303
        ruth.open(f"{here}/disclosures").form(f"{here}/disclosures").fill(items="chosen_name", method="phone").submit()

    def _ask_for_others(self, ruth: "Browser") -> None:
        here = f"/desk/people/{self.ref(AMARA.chosen_name)}"
        ruth.open(f"{here}/requests").form(f"{here}/requests").fill(asker=POLICE, asked=ASKED).submit()
        order = ruth.open(f"{here}/compelled").form(f"{here}/compelled").fill(demanded_by=JUDGE, legal_reference=ORDER)
        order.fill(legal_basis="court_order", items="chosen_name", no_notice="no_safe_way", steps=STEPS).submit()

    def _answer(self, amara: "Browser") -> None:
        page = amara.open("/choices/apart")
        page.form("/choices/apart").fill(choice="lawyer_first").submit()
        (question,) = about_police(self.deps, self.ref(AMARA.chosen_name)).requests
        page.form(f"/choices/apart/{question.ref}/answer").press("Not now").submit()
        letters = amara.open("/choices/contact/4").form("/choices/contact/4")
        letters.fill(ask_for=NAME_ON_LETTERS, signature=AMARA.passphrase).submit()
        amara.open("/inbox").form("/inbox").fill(body=UNSENT).press("Save draft").submit()

    def _look(self, imani: "Browser") -> None:
        here = f"/desk/office/consents/{self.ref(AMARA.chosen_name)}"
        imani.open(here).form(f"{here}/looks").press("Somebody told us of a stop").submit()

    def _join(self, ruth: "Browser") -> None:
        page = ruth.open("/desk/invites").form("/desk/invites").fill(chosen_name=NEWCOMER).submit()
        code = words_of(next(page.markup.all("code")))
        self._keep_quiet(code)
        phone = browser_for(self.app)
        page = phone.open("/join").form("/join").fill(invite_code=code).submit()
        page = page.form("/join/language").press("English").submit()
        self.words.add(next(words_of(found) for found in page.markup.all("p") if found.get("class") == "drawn"))
        page = phone.open("/join/own").form("/join/own").fill(own_passphrase=OWN).submit()
        page = page.form("/join/keep").fill(passphrase=OWN, phone_is_hers="yes").submit()
        assert page.browser.open("/home").path == "/home"

    def _set_a_colleague_up(self, imani: "Browser") -> None:
        form = imani.open("/desk/office/staff").form("/desk/office/staff")
        page = form.fill(staff_name=COLLEAGUE, staff_sign_in_name=COLLEAGUE.lower(), role="advocate").submit()
        code, _ = shown_codes(page)
        self._keep_quiet(code)
        computer = browser_for(self.app)
        typed = {"set_up_code": code, "new_passphrase": COLLEAGUES, "new_passphrase_again": COLLEAGUES}
        page = computer.open("/desk/set-up").form("/desk/set-up").fill(**typed).submit()
        secret = shown_codes(page)[0].replace(" ", "")
        self._keep_quiet(secret)
        page = page.form("/desk/set-up/app").fill(code=pyotp.TOTP(secret).at(self.timepiece())).submit()
        recovery_codes = shown_codes(page)
        assert len(recovery_codes) == 10
        self._keep_quiet(*recovery_codes)

    def _lose_a_phone(self, ruth: "Browser") -> "Browser":
        her = self.ref(AMARA.chosen_name)
        ruth.open(f"/desk/people/{her}").form(f"/desk/people/{her}/freeze").submit()
        other = browser_for(self.app)
        number = ask(other)
        code = code_on(help_in(ruth, her, number, WORDS))
        self._keep_quiet(code)
        page = other.open("/recover/wait").form("/recover/wait").fill(get_in_code=code).submit()
        form = page.form("/recover/passphrase").fill(new_passphrase=RECOVERED, new_passphrase_again=RECOVERED)
        assert form.fill(phone_is_hers="yes").submit().path == "/home"
        form = other.open("/me/recovery").form("/me/recovery")
        form.fill(agreed_words=NEW_WORDS, present_passphrase=RECOVERED).submit()
        return other

    def _keep_quiet(self, *codes: str) -> None:
        for code in codes:
            self.words |= {code, code.replace("-", ""), code.replace(" ", "")}


def consent_form(browser: "Browser") -> "Form":
    """Fill in a choice for the first place there is."""
    page = browser.open("/choices/new")
    select_ = next(box for box in page.markup.all("select") if box.get("name") == "recipient")
    places = [option.get("value", "") for option in select_.iter("option") if option.get("value")]
    return page.form("/choices/new").fill(
        recipient=places[0],
        purpose="legal_help",
        items="chosen_name",
        never="legal_name",
        methods="phone",
        length="14",
        risk="y",
        ways="y",
        interpreter=INTERPRETER,
        signature=AMARA.passphrase,
    )

"""A whole day by HTTP, then the folder is stolen: nobody's name, words, reasons or secrets can be read in any byte."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from survivor_portal.actions.cases import assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.holds import NewHold, set_hold
from survivor_portal.actions.opening import open_deps
from survivor_portal.app import create_app
from survivor_portal.demonstration.folder import add_cast
from survivor_portal.installation import Settings, install
from survivor_portal.models import Base, Message, Survivor
from survivor_portal.models.base import Sealed
from tests.browse import Browser
from tests.cast import AMARA, IMANI, NOUR, RUTH, STAFF, SURVIVORS, TOM, browser_for, staff_browser, survivor_browser
from tests.conftest import quick_hasher
from tests.markup import words_of
from tests.pages import Form
from tests.stolen import Repeatable, found
from tests.timepiece import Timepiece

HERS = "Marigold seeds arrive on Wednesday"
RUTHS = "Juniper will ring the doorbell twice"
NOURS = "الياسمين يزهر مساء الخميس"
INTERPRETER = "Solveig"
BASIS = "Docket 4711 of the harbour court"
NEWCOMER = "Persephone"
NEW_PASSPHRASE = "velvet compass under seven hollow pines"
OWN = "crimson teapot over nine gentle hills"


class Day:
    """What the cast does in a day, and every word of it that nobody else is to read."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        config = install(home / "portal.toml", home / "data", home / "portal.key", Settings())
        self.home, self.timepiece = home, Timepiece()
        self.deps = open_deps(config, clock=self.timepiece, chance=Repeatable(), hasher=quick_hasher())
        self.people = add_cast(self.deps)
        self.app = create_app(config, self.deps)
        self.words = {HERS, RUTHS, NOURS, INTERPRETER, BASIS, NEWCOMER, NEW_PASSPHRASE, OWN, "legal_name"}
        for person in SURVIVORS:
            self.words |= {person.chosen_name, person.sign_in_name, person.passphrase}
        for member in STAFF:
            self.words |= {member.name, member.sign_in_name, member.passphrase, member.totp_secret}
        # Three letters stand somewhere in so much chance.
        self.words -= {TOM.name, TOM.sign_in_name}

    def ref(self, name: str) -> str:
        """Give someone's reference."""
        return self.people[name]

    def live(self) -> Browser:
        """Let everyone do what they came for, and give Amara's phone."""
        assign(self.deps, self.ref(AMARA.chosen_name), self.ref(RUTH.name))
        assign(self.deps, self.ref(NOUR.chosen_name), self.ref(TOM.name))
        amara = survivor_browser(self.app, AMARA)
        amara.open("/inbox").form("/inbox").fill(body=HERS).submit()
        _consent(amara).submit()
        nour = survivor_browser(self.app, NOUR)
        nour.open("/inbox").form("/inbox").fill(body=NOURS).submit()
        ruth = staff_browser(self.app, RUTH, self.timepiece)
        self._advise(ruth)
        self._join(ruth)
        change = amara.open("/me/passphrase").form("/me/passphrase")
        change.fill(
            present_passphrase=AMARA.passphrase, new_passphrase=NEW_PASSPHRASE, new_passphrase_again=NEW_PASSPHRASE
        ).submit()
        hold = NewHold(BASIS, self.timepiece(), None, forbids_notice=False)
        assert isinstance(set_hold(self.deps, self.ref(IMANI.name), self.ref(NOUR.chosen_name), hold), str)
        return amara

    def _advise(self, ruth: Browser) -> None:
        here = f"/desk/people/{self.ref(AMARA.chosen_name)}"
        ruth.open(here).form(f"{here}/messages").fill(body=RUTHS).submit()
        kinds = ruth.open(f"{here}/offers").markup.all("a")
        page = ruth.open(next(str(link.get("href")) for link in kinds if f"{here}/offers/" in str(link.get("href"))))
        offers = next(found for found in page.markup.all("button") if found.get("name") == "service")
        sent = {"csrf_token": page.form(f"{here}/offers").values["csrf_token"], "service": str(offers.get("value"))}
        assert ruth.client.post(f"{here}/offers", data=sent).status_code == 303
        ruth.open(f"{here}/disclosures").form(f"{here}/disclosures").fill(items="chosen_name", method="phone").submit()

    def _join(self, ruth: Browser) -> None:
        page = ruth.open("/desk/invites").form("/desk/invites").fill(chosen_name=NEWCOMER).submit()
        code = words_of(next(page.markup.all("code")))
        self.words |= {code, code.replace("-", ""), code.replace(" ", "")}
        phone = browser_for(self.app)
        page = phone.open("/join").form("/join").fill(invite_code=code).submit()
        page = page.form("/join/language").press("English").submit()
        self.words.add(next(words_of(found) for found in page.markup.all("p") if found.get("class") == "drawn"))
        page = phone.open("/join/own").form("/join/own").fill(own_passphrase=OWN).submit()
        page = page.form("/join/keep").fill(passphrase=OWN, phone_is_hers="yes").submit()
        assert page.browser.open("/home").path == "/home"


def _consent(browser: Browser) -> Form:
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


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """A portal of its own."""
    day = Day(tmp_path / "home")
    yield day
    day.deps.storage.close()
    day.deps.key_ring.storage.close()


def copied(deps: Deps, home: Path) -> Path:
    """Copy the folder in both ways there are: file by file, and as the database itself does."""
    copy = home.with_name("copy")
    shutil.copytree(home / "data", copy / "data")
    for storage, name in ((deps.storage, "portal"), (deps.key_ring.storage, "keys")):
        with closing(storage.writer.raw_connection()) as connection:
            connection.cursor().execute(f"VACUUM INTO '{copy / 'data' / name}-vacuumed.db'")
    return copy


def sealed_cells(deps: Deps, her: str) -> set[bytes]:
    """Give every sealed cell of someone's, and her wrapped key: none of it means anything, and all of it is to go."""
    cells: set[bytes] = set()
    with deps.storage.read() as connection:
        hers = connection.execute(select(Survivor.chosen_name).where(Survivor.id == her)).scalars().all()
        bodies = connection.execute(select(Message.body).where(Message.survivor_id == her)).scalars().all()
        words = connection.execute(text("SELECT words FROM consents WHERE principal = :her"), {"her": her}).scalars()
        cells |= {bytes(cell) for cell in (*hers, *bodies, *words)}
    with deps.key_ring.storage.read() as connection:
        statement = text("SELECT wrapped FROM data_keys WHERE owner_id = :her")
        cells |= set(connection.execute(statement, {"her": her}).scalars())
    return cells


def test_after_a_whole_day_the_folder_and_every_copy_of_it_tell_nobody_s_words(day: Day) -> None:
    day.live()

    assert found(day.home, day.words) == []
    assert found(copied(day.deps, day.home), day.words) == []


def test_the_day_did_fill_what_is_sealed(day: Day) -> None:
    day.live()

    filled = set()
    with day.deps.storage.read() as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if (
                    isinstance(column.type, Sealed)
                    and connection.execute(select(column).where(column.is_not(None))).first()
                ):
                    filled.add(f"{table.name}.{column.name}")
    assert filled >= {
        "consents.interpreter",
        "consents.scope",
        "consents.words",
        "disclosures.details",
        "legal_holds.basis",
        "messages.body",
        "staff.name",
        "staff.totp_secret",
        "survivors.chosen_name",
    }


def test_after_she_deleted_everything_not_even_sealed_bytes_of_hers_are_left_anywhere(day: Day) -> None:
    amara = day.live()
    her = day.ref(AMARA.chosen_name)
    cells = sealed_cells(day.deps, her)
    assert len(cells) == 5
    lying = b"".join(path.read_bytes() for path in (day.home / "data").rglob("*") if path.is_file())
    assert all(cell in lying for cell in cells)

    amara.open("/me/delete").form("/me/delete").fill(passphrase=NEW_PASSPHRASE).submit()
    page = amara.open("/me/delete").form("/me/delete/now").fill(passphrase=NEW_PASSPHRASE).submit()

    assert page.is_blank
    copy = copied(day.deps, day.home)
    for folder in (day.home, copy):
        assert found(folder, day.words) == []
        lying = b"".join(path.read_bytes() for path in (folder / "data").rglob("*") if path.is_file())
        assert [cell for cell in cells if cell in lying] == []
    data = [path for path in (day.home / "data").iterdir() if path.name.startswith("portal.db")]
    assert not any(her.encode() in path.read_bytes() for path in data)


def test_what_was_not_sealed_would_be_found_in_each_of_them(day: Day) -> None:
    day.live()
    with day.deps.storage.write() as session:
        session.execute(text("UPDATE survivors SET language = :words"), {"words": INTERPRETER})
        session.commit()

    assert found(day.home, {INTERPRETER}) == [INTERPRETER]
    assert found(copied(day.deps, day.home), {INTERPRETER}) == [INTERPRETER]

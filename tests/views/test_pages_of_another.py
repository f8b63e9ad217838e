"""A page opened for one person stays on the screen while another signs in: nothing of it goes out as theirs."""

from typing import TYPE_CHECKING

from tests.cast import AMARA, LUCIA
from tests.stored import all_rows
from tests.views.test_hiding import sign_in

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser


def test_what_one_person_typed_is_never_sent_in_the_name_of_another(amara: "Browser", deps: "Deps") -> None:
    amaras = amara.open("/inbox").form("/inbox").fill(body="I am Amara.")
    amara.open("/me").form("/sign-out").submit()
    assert sign_in(amara, LUCIA) == "/home"
    # As a page does whose session has ended: it takes the token of the one that stands.
    amaras.forge(csrf_token=amara.open("/inbox").form("/inbox").values["csrf_token"])
    before = all_rows(deps)

    page = amaras.submit(status=400)

    assert "I am Amara." not in page.text
    assert all_rows(deps)["messages"] == before["messages"]


def test_what_she_typed_herself_is_sent_after_she_has_signed_in_again(amara: "Browser", deps: "Deps") -> None:
    hers = amara.open("/inbox").form("/inbox").fill(body="I am Amara.")
    amara.open("/me").form("/sign-out").submit()
    assert sign_in(amara, AMARA) == "/home"
    hers.forge(csrf_token=amara.open("/inbox").form("/inbox").values["csrf_token"])
    before = all_rows(deps)

    assert "I am Amara." in hers.submit().text

    assert len(all_rows(deps)["messages"]) == len(before["messages"]) + 1

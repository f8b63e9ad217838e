"""Whatever is typed into a sign-in form, it is answered with a page, and the name stays there to be corrected."""

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.markup import read_page
from tests.page_rules import breaches_of_page

if TYPE_CHECKING:
    from tests.browse import Browser

anything = st.text(max_size=200)
# Control characters and unassigned ones make a page that repeats them break the standard; keyboards have none.
_typed = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffd")
writing = st.text(_typed, max_size=80)
FORMS = {"/": ("sign_in_name", "passphrase"), "/desk/sign-in": ("sign_in_name", "passphrase", "code")}
ADDRESSES = sorted(FORMS)

# One application serves every example: no example changes what the next one finds.
patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@patient
@given(data=st.data())
@pytest.mark.parametrize("path", ADDRESSES)
def test_anything_typed_or_forged_is_answered(browser: "Browser", path: str, data: st.DataObject) -> None:
    form = browser.open(path).form(path)
    names = [*FORMS[path], "place", "phone_is_hers", "csrf_token", "language"]
    for name in data.draw(st.lists(st.sampled_from(names), unique=True)):
        form.forge(**{name: data.draw(anything)})
    answer = browser.client.post(path, data=form.values)

    assert answer.status_code in {400, 422}


@patient
@given(name=writing, passphrase=writing)
@example(name='"><script>alert(1)</script>', passphrase="'--")
@example(name="{{ 7 * 7 }}{% raw %}%(name)s %s", passphrase="%s")
@example(name="&amp;&lt;b&gt;&#60;", passphrase="&")
@example(name="\u202eabc\u2066", passphrase="\u200d")
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_refused_form_gives_the_name_back_exactly_as_typed(
    browser: "Browser", path: str, name: str, passphrase: str
) -> None:
    form = browser.open(path).form(path).fill(sign_in_name=name, passphrase=passphrase)
    page = form.submit(status=422)

    assert (page.value_of("sign_in_name") or "") == name


@patient
@given(name=writing)
@example(name='"><script>alert(1)</script>')
@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_form_with_a_stale_token_gives_the_name_back_exactly_as_typed(
    browser: "Browser", path: str, name: str, *, htmx: bool
) -> None:
    form = browser.open(path).form(path).fill(sign_in_name=name).forge(csrf_token=None)

    assert (form.submit(htmx=htmx, status=400).value_of("sign_in_name") or "") == name


@patient
@given(name=st.text(min_size=81, max_size=300, alphabet="abc é"))
def test_a_name_that_is_too_long_is_given_back_whole(browser: "Browser", name: str) -> None:
    page = browser.open("/").form("/").fill(sign_in_name=name, passphrase="x").submit(status=422)

    assert page.value_of("sign_in_name") == name


@patient
@given(path=st.text(max_size=60), query=st.text(max_size=60))
def test_any_address_is_answered(browser: "Browser", path: str, query: str) -> None:
    answer = browser.client.get("/" + quote(path.lstrip("/")), query_string={query: path})

    assert answer.status_code < 500
    if answer.mimetype == "text/html" and answer.status_code != 200:
        assert list(breaches_of_page(read_page(answer.text), answer.headers, frozenset())) == []

"""Every page in every language, light and dark, as axe-core sees it (WCAG 2.2 AA and good practice)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, IMANI, LUCIA, NOUR, TOM
from tests.journeys.phones import HER_PAGES, PAGES_BELOW_CHOICES, PUBLIC_PAGES, Handset

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

AXE: Final = (Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
STRONGER_CONTRAST: Final = "color-contrast-enhanced"
"""Text at 7:1 (WCAG 1.4.6), promised on the survivor's side."""

READERS: Final = {"en": AMARA, "es": LUCIA, "ar": NOUR}
LANGUAGES: Final = tuple(READERS)

ASK_AXE: Final = """async ([tags, stronger]) => {
  const rules = Object.fromEntries(stronger.map((rule) => [rule, { enabled: true }]));
  const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, rules });
  const told = (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)} (${node.failureSummary})`);
  const undecided = found.incomplete.filter((rule) => rule.id.startsWith('color-contrast'));
  return {
    violations: found.violations.flatMap(told),
    undecided: undecided.flatMap(told),
    passes: found.passes.map((result) => result.id),
  };
}"""


def violations(theirs: "Phone", *, of_survivors: bool) -> list[str]:
    """Ask axe about the page as it stands, in both colour schemes."""
    stronger = [STRONGER_CONTRAST] if of_survivors else []
    found: list[str] = []
    theirs.page.evaluate(AXE)
    for scheme in ("light", "dark"):
        theirs.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        result: dict[str, Any] = theirs.page.evaluate(ASK_AXE, [TAGS, stronger])
        assert {"color-contrast", *stronger} <= set(result["passes"]), "axe did not look at the contrast"
        found += [f"{scheme}: {problem}" for problem in (*result["violations"], *result["undecided"])]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_before_sign_in(portal: "Portal", phone: "MakePhone", language: str) -> None:
    theirs = phone(portal, Handset(language=language, for_axe=True))
    found = {}
    for path in PUBLIC_PAGES:
        theirs.open(path)
        found[path] = violations(theirs, of_survivors=True)
    theirs.open("/")
    theirs.page.locator(".languages summary").click()
    found["/ with the language menu open"] = violations(theirs, of_survivors=True)
    theirs.page.locator(".languages summary").click()
    theirs.send()
    theirs.page.get_by_role("alert").wait_for()
    found["/ with lines left out"] = violations(theirs, of_survivors=True)
    theirs.type_sign_in("nobody at all", "nothing at all")
    theirs.send()
    expect(theirs.page.locator(".wrong")).to_have_count(0)
    found["/ refused"] = violations(theirs, of_survivors=True)
    assert {state: problems for state, problems in found.items() if problems} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_was_open_too_long(portal: "Portal", phone: "MakePhone", language: str) -> None:
    theirs = phone(portal, Handset(language=language, for_axe=True))
    theirs.open("/")
    theirs.type_sign_in("maple river 41", "anything")
    # Sent by the browser itself, so that the whole page is what axe sees.
    with theirs.page.expect_navigation() as whole_page:
        theirs.page.locator('main input[name="csrf_token"]').evaluate(
            "(field) => { field.value = 'stale'; field.form.submit(); }"
        )
    assert whole_page.value.status == 400
    theirs.settle()
    assert violations(theirs, of_survivors=True) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_her_pages(portal: "Portal", phone: "MakePhone", language: str) -> None:
    theirs = phone(portal, Handset(language=language, for_axe=True))
    theirs.sign_in(READERS[language])
    found = {}
    for path in (*HER_PAGES, *PAGES_BELOW_CHOICES):
        theirs.open(path)
        found[path] = violations(theirs, of_survivors=True)
    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)], ids=["a phone", "a desk"])
def test_the_staff_s_pages(portal_https: "Portal", phone: "MakePhone", size: tuple[int, int]) -> None:
    member, path = {360: (TOM, "/desk"), 1280: (IMANI, "/desk/office")}[size[0]]
    found = {}
    theirs = phone(portal_https, Handset(for_axe=True, size=size))
    for language in LANGUAGES:
        theirs.open("/desk/sign-in")
        pick(theirs, language)
        found[f"/desk/sign-in in {language}"] = violations(theirs, of_survivors=False)
        theirs.send()
        theirs.page.get_by_role("alert").wait_for()
        found[f"/desk/sign-in in {language}, with lines left out"] = violations(theirs, of_survivors=False)
    theirs.sign_in_staff(member)
    for language in LANGUAGES:
        pick(theirs, language)
        for place in (path, "/desk/nothing-is-here"):
            theirs.open(place)
            found[f"{place} in {language}"] = violations(theirs, of_survivors=False)
    assert {state: problems for state, problems in found.items() if problems} == {}


def pick(theirs: "Phone", language: str) -> None:
    """Press the name of a language, be it the one spoken already."""
    theirs.page.locator(".languages summary").click()
    with theirs.page.expect_navigation():
        theirs.page.locator(f'.languages button[value="{language}"]').click()
    expect(theirs.page.locator("html")).to_have_attribute("lang", language)
    theirs.settle()

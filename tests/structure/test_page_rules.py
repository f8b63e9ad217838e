"""The page checker must refuse each page that breaks a rule, or it would prove nothing."""

from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.test import Client

from tests.answer_rules import breaches_of_answer
from tests.cast import NAMES, browser_for
from tests.markup import read_page, read_part, words_of
from tests.page_rules import breaches_of_blank_page, breaches_of_page

if TYPE_CHECKING:
    from werkzeug.test import TestResponse


@pytest.fixture
def answer(app: Flask) -> "TestResponse":
    """The first page, which keeps every rule."""
    return browser_for(app).open("/").answer


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("<h1>", "<h1></p>", "HTML: line"),
        ("<!doctype html>", "", "HTML: line"),
        ("</h1>", "</h1><h1>Again</h1>", "exactly one h1"),
        ("</h1>", "</h1><h3>Deep</h3>", "an h3 follows an h1"),
        ("</h1>", "</h1><h2> </h2>", "an empty h2"),
        ("</h1>", '</h1><p id="part">x</p>', "the id 'part' stands 2 times"),
        ('for="passphrase"', 'for="nothing"', "'nothing', which is not on the page"),
        ('for="passphrase"', 'for="sign_in_name"', "the field 'passphrase' has no label"),
        ('autocomplete="off"', "", "may put back what was typed into 'sign_in_name'"),
        ("</h1>", '</h1><label>x<textarea name="body"></textarea></label>', "may put back what was typed into 'body'"),
        ("<legend>", "<legend hidden></legend><p>", "do not say what is asked"),
        ("</h1>", '</h1><a href="/me"> </a>', "a <a> says nothing"),
        ('lang="en" dir="ltr"', 'dir="ltr"', "names no language"),
        ('lang="en" dir="ltr"', 'lang="en" dir="rtl"', "dir='rtl' is wrong for 'en'"),
        ('lang="en" dir="ltr"', 'lang="ar" dir="rtl"', "the page speaks 'ar', its language switch says ['en']"),
        ('lang="en" dir="ltr"', 'lang="es" dir="ltr"', "a page in 'es' says Exit now in English"),
        ('<form id="exit"', '<form id="exits"', "the form of Exit now is missing"),
        ('action="/x"', 'action="/y"', "the form of Exit now is missing"),
        ("<header", '<a href="/me">First</a><header', "Exit now is not the first"),
        ("<header", '<p tabindex="0">First</p><header', "Exit now is not the first"),
        ("</h1>", '</h1><p tabindex="3">x</p>', "tabindex jumps the queue"),
        ("</h1>", "</h1><dialog>x</dialog>", "a dialog would lie over Exit now"),
        ("<h1>", '<h1 onclick="x">', "an event handler: onclick"),
        ("<h1>", '<h1 style="color:red">', "a style attribute"),
        ("<h1>", '<h1 hx-on:click="x">', "hx-on:click is not used here"),
        ("<h1>", '<h1 data-hx-boost="true">', "data-hx-boost is not used here"),
        ("<h1>", '<h1 hx-push-url="true">', "hx-push-url is not used here"),
        ("<h1>", '<h1 hx-vals="js:{a:1}">', "hx-vals holds code"),
        ("<h1>", '<h1 hx-trigger="click[ctrlKey]">', "a trigger filter needs eval"),
        ("</h1>", '</h1><img src="https://evil.example/a.png" alt="">', "is not a plain address of ours"),
        ("</h1>", '</h1><img src="//evil.example/a.png" alt="">', "is not a plain address of ours"),
        ("</h1>", '</h1><a href="/home?name=x">x</a>', "is not a plain address of ours"),
        ("</h1>", '</h1><a href="home">x</a>', "is not a plain address of ours"),
        ("</h1>", '</h1><img srcset="/a.png 2x" alt="">', "srcset loads"),
        ("</h1>", '</h1><a href="/home" target="_blank">x</a>', "in another tab"),
        ("</h1>", '</h1><iframe src="/home"></iframe>', "<iframe> has no place here"),
        ('name="csrf_token"', 'name="token"', "has no form token"),
        ('hx-post="/language"', 'hx-post="/x"', "goes elsewhere with htmx"),
        ('method="post" action="/language"', 'method="get" action="/language"', "into the address"),
        ("<title>Sign in", "<title>", "exactly one title"),
        ("<title>Sign in", "<title>Hotline", "the title tells what the portal is for"),
        ("<title>Sign in", "<title>Lugar para sobrevivientes", "the title tells what the portal is for"),
        ("<title>Sign in", "<title>Hello, Amara", "the title names a person"),
        ("<title>Sign in", "<title>Maple river 41", "the title names a person"),
        ("<style>", "<style>b{}", "an inline <style> that the policy does not know"),
        ("<script>", "<script>1;", "an inline <script> that the policy does not know"),
        ("</h1>", "</h1><style>b{}</style>", "an inline <style> that the policy does not know"),
    ],
)
def test_a_page_that_breaks_a_rule_is_refused(answer: "TestResponse", good: str, bad: str, complaint: str) -> None:
    assert good in answer.text
    broken = read_page(answer.text.replace(good, bad))

    found = list(breaches_of_page(broken, answer.headers, NAMES))
    assert [breach for breach in found if complaint in breach] != [], found


def test_the_first_page_breaks_no_rule(answer: "TestResponse") -> None:
    assert list(breaches_of_page(read_page(answer.text), answer.headers, NAMES)) == []
    assert list(breaches_of_answer(answer)) == []


def test_a_policy_that_allows_unsafe_code_is_refused(answer: "TestResponse") -> None:
    answer.headers["Content-Security-Policy"] += "; script-src 'unsafe-inline'"

    assert "the policy allows unsafe code" in breaches_of_page(read_page(answer.text), answer.headers, NAMES)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("</body>", "words</body>"),
        ("</body>", "<p></p></body>"),
        ("<title>", "<script>1</script><title>"),
        ("0;url", "5;url"),
        ('http-equiv="refresh"', 'name="refresh"'),
        ("<title>", "<title>Survivor "),
    ],
)
def test_a_page_after_leaving_that_shows_anything_is_refused(app: Flask, good: str, bad: str) -> None:
    html = browser_for(app).open("/gone").answer.text
    assert list(breaches_of_blank_page(read_page(html), NAMES)) == []

    assert good in html
    assert list(breaches_of_blank_page(read_page(html.replace(good, bad)), NAMES)) != []


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("X-Frame-Options", "SAMEORIGIN", "X-Frame-Options is"),
        ("Cache-Control", "max-age=60", "a copy may be kept"),
        ("Cache-Control", "immutable", "kept for ever"),
        ("Server", "gunicorn", "the header Server is set"),
        ("Permissions-Policy", "camera=(self)", "camera is not switched off"),
        ("Content-Type", "application/xml", "a kind nobody announced"),
        ("Content-Type", "text/html", "does not say how it is written"),
        ("Content-Type", "text/html; charset=utf-7", "does not say how it is written"),
        ("Location", "//evil.example", "leads to"),
        ("Location", "https://localhost/home", "leads to"),
        ("Location", "/home?name=words", "leads to"),
        ("Location", "/home#<b>", "leads to"),
        ("Location", "/home/../x", "leads to"),
        ("Portal-Leave", "/\\evil.example", "has the page replaced"),
        ("Portal-Leave", "/home#x", "has the page replaced"),
        ("Content-Security-Policy", "default-src https:", "the policy allows https:"),
        ("Set-Cookie", "a=1; Secure; HttpOnly; Path=/; SameSite=Strict", "not bound to this host"),
        ("Set-Cookie", "__Host-sid=1; HttpOnly; Path=/; SameSite=Strict", "not bound to this host"),
        ("Set-Cookie", "__Host-sid=1; Secure; HttpOnly; Path=/; Domain=a.b; SameSite=Strict", "for other hosts too"),
        ("Set-Cookie", "__Host-sid=1; Secure; Path=/; SameSite=Strict", "open to scripts"),
        ("Set-Cookie", "__Host-k=1; Secure; HttpOnly; Path=/; SameSite=Strict", "open to scripts"),
        ("Set-Cookie", "__Host-sid=1; Secure; HttpOnly; Path=/; SameSite=Lax", "come along from other sites"),
        ("Set-Cookie", "__Host-sid=1; Secure; HttpOnly; Path=/; SameSite=Strict", "a visit sets the cookie"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_refused(answer: "TestResponse", name: str, value: str, complaint: str) -> None:
    answer.headers[name] = value

    found = list(breaches_of_answer(answer))
    assert [breach for breach in found if complaint in breach] != [], found


def test_a_part_that_is_a_whole_page_is_refused() -> None:
    assert read_part("<h1>Home</h1><p>Words</p>").errors == ()
    assert read_part("<!doctype html><html lang=en><h1>Home</h1></html>").errors != ()
    assert read_part("<h1>Home").errors != ()


def test_a_status_nobody_announced_is_refused(app: Flask) -> None:
    with pytest.raises(AssertionError, match="answers 404"):
        browser_for(app).open("/nowhere")


def test_only_what_a_page_offers_can_be_filled_in(app: Flask) -> None:
    form = browser_for(app).open("/").form("/")

    with pytest.raises(AssertionError, match="there is no field"):
        form.fill(story="words")
    with pytest.raises(AssertionError, match="cannot be seen"):
        form.fill(csrf_token="words")
    with pytest.raises(AssertionError, match="does not offer"):
        form.fill(phone_is_hers="perhaps")


def test_words_are_read_as_they_show() -> None:
    html = "<h1>Hello,  <b>Amara</b></h1><p>One</p><p>two<script>x</script></p><style>y</style>"

    assert words_of(read_part(html).root) == "Hello, Amara One two"


def test_the_browser_under_test_keeps_and_drops_cookies(app: Flask) -> None:
    browser = browser_for(app).hold(**{"__Host-gone": "1"})
    assert isinstance(browser.client, Client)

    assert browser.cookies() == {"__Host-gone": "1"}
    assert browser.open("/home").is_blank

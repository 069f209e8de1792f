"""The workbench in a real browser, as a person works with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import ARGUMENTS, AXE, CHROMIUM, MISSING, Server, serving
from fastapi import FastAPI
from signing import PASSWORD

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=MISSING or "never"),
    pytest.mark.xdist_group("browser"),
    # Playwright and the server's thread leave sockets to the end of the process.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
WAIT = 30_000
READY = "#judge[data-ready]"
"""The page of an event, once its script listens."""
PAGES = ["/see", "/articles/wire", "/articles/hostile/%3Cx%3E", "/incidents/wire:e1", "/actors/desert-front", "/network",
         "/facilities", "/queue", "/judge/wire:e1", "/add", "/audit", "/rounds", "/accounts", "/api"]  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def server(app: FastAPI) -> Iterator[Server]:
    with serving(app) as found:
        yield found


@pytest.fixture
def open_page(chromium: Any, server: Server) -> Iterator[Callable[..., Any]]:
    """Open a page in a window of its own; it may ask nobody but its server, and no script may fail."""
    contexts, asked, failed = [], [], []

    def opened(path: str, **settings: Any) -> Any:
        context = chromium.new_context(base_url=server.address, **settings)
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((server.address, "blob:", "data:"))] == []
    assert failed == []


def test_the_map_and_the_list_follow_the_filters_and_the_address_holds_them(open_page: Callable[..., Any]) -> None:
    page = open_page("/see")
    page.wait_for_selector("html[data-painted]", state="attached")
    assert "2 in view, 1 without a place" in page.inner_text("#map-note")
    page.get_by_label("Battles").check()
    page.locator("#matches:text-is('1')").wait_for()
    assert "type=Battles" in page.url
    again = open_page(page.url)
    assert again.inner_text("#matches") == "1"
    again.click(".incident-link")
    assert "side by side" in again.inner_text("h2")
    assert again.locator("tr.differs").count() > 0


def test_a_row_lights_its_words_and_words_lead_to_their_row(open_page: Callable[..., Any]) -> None:
    page = open_page("/articles/wire")
    page.hover("tr[data-key='e1.fatalities']")
    assert page.inner_text("mark.lit") == "12 people"
    page.click("mark[data-keys*='r1.object']")
    assert page.locator("#e-r1[open]").count() == 1
    page.wait_for_url("**event=r1")


def test_judging_by_keyboard_alone(open_page: Callable[..., Any], app: FastAPI) -> None:
    page = open_page("/judge/wire:e1")
    page.wait_for_selector(READY)
    page.keyboard.press("j")
    for _ in range(5):
        page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.field") == "fatalities"
    page.keyboard.press("Enter")
    page.keyboard.type("4")
    page.get_by_label("Reason").focus()
    page.keyboard.type("the doctor counts four")
    page.keyboard.press("Enter")
    page.wait_for_selector("#decided li[data-id]")
    page.wait_for_selector(READY)
    made = app.state.workbench.judging.on("wire:e1")[0]
    assert (made.field, made.new["low"], made.reason) == ("fatalities", 4, "the doctor counts four")
    page.locator("body").press("u")
    page.wait_for_selector("#decided li.undone")
    page.wait_for_selector(READY)
    page.locator("body").press("a")
    page.wait_for_url(lambda url: "wire" not in url)
    assert [d.kind for d in app.state.workbench.judging.on("wire:e1") if d.stands] == ["accept"]


def test_a_draft_survives_a_closed_tab(open_page: Callable[..., Any]) -> None:
    page = open_page("/judge/radio:e1")
    page.wait_for_selector(READY)
    page.locator("#f-assertion .edit").click()
    page.locator("#f-assertion select").select_option("hedged")
    page.get_by_label("Reason").fill("the doctor was not there")
    page.wait_for_timeout(900)
    page.close()
    again = open_page("/judge/radio:e1")
    again.wait_for_selector("#f-assertion.open")
    assert again.get_by_label("Reason").input_value() == "the doctor was not there"
    assert again.locator("#f-assertion select").input_value() == "hedged"


def test_two_coders_at_once_see_each_other_and_lose_nothing(open_page: Callable[..., Any], app: FastAPI) -> None:
    for name in ("amina", "jonas"):
        app.state.workbench.accounts.add(name, PASSWORD, "adjudicator")
    pages = []
    for name in ("amina", "jonas"):
        page = open_page("/judge/wire:e1")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_selector(READY)
        pages.append(page)
    amina, jonas = pages
    jonas.wait_for_selector("#company:has-text('amina is here too')")
    for page, value in ((amina, "hedged"), (jonas, "attributed")):
        page.locator("#f-assertion .edit").click()
        page.locator("#f-assertion select").select_option(value)
        page.get_by_label("Reason").fill(f"as {value}")
    amina.get_by_role("button", name="Correct", exact=True).click()
    amina.wait_for_selector("#decided li[data-id]")
    jonas.get_by_role("button", name="Correct", exact=True).click()
    jonas.wait_for_selector("#clash:has-text('amina')")
    jonas.get_by_role("button", name="Decide all the same").click()
    jonas.wait_for_selector("#decided li:has-text('jonas')")
    assert [d.coder for d in app.state.workbench.judging.on("wire:e1")] == ["amina", "jonas"]


def test_a_decision_outlives_a_lost_connection(open_page: Callable[..., Any], app: FastAPI, server: Server) -> None:
    page = open_page("/judge/province:e1")
    page.wait_for_selector(READY)
    server.stop()
    page.keyboard.press("a")
    page.wait_for_selector("#lost:not([hidden])")
    assert "waits in this browser" in page.inner_text("#said")
    server.start()
    for _ in range(100):
        if app.state.workbench.judging.on("province:e1"):
            break
        page.wait_for_timeout(200)
    assert [d.kind for d in app.state.workbench.judging.on("province:e1")] == ["accept"]


def test_an_article_full_of_script_runs_none(open_page: Callable[..., Any]) -> None:
    for path in (
        "/articles/hostile/%3Cx%3E",
        "/judge/hostile/%3Cx%3E:e1",
        "/incidents/hostile/%3Cx%3E:e1",
        "/see?text=rafid",
    ):
        page = open_page(path)
        page.wait_for_timeout(300)
        assert page.evaluate("window.hacked") is None
        page.close()


def test_a_phone_shows_every_page_without_scrolling_sideways(open_page: Callable[..., Any]) -> None:
    page = open_page("/see", viewport={"width": 390, "height": 844})
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 391, path


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make web")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: Callable[..., Any], scheme: str) -> None:
    page = open_page("/see", color_scheme=scheme)
    source = AXE.read_text(encoding="utf-8")
    found: list[str] = []
    for path in PAGES:
        page.goto(path)
        # As an evaluation, not as a script element: the pages' policy lets none in.
        page.evaluate(source + "; undefined")
        for violation in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]:
            if violation["impact"] in ("serious", "critical"):
                found += [
                    f"{path} {violation['id']}: {node['target']} {node['failureSummary'][:160]}"
                    for node in violation["nodes"][:3]
                ]
    assert found == []


def test_no_thread_is_left_behind() -> None:
    assert not [thread for thread in threading.enumerate() if thread.name == "tacitus-watch"]

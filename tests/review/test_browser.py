"""The application in Chromium: the whole way of a change by keyboard, every action, two reviewers, double checks."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from pipeline.decisions import Action
from pipeline.review.desk import Desk
from tests.review.workplace import Workplace

Serve = Callable[..., Any]
CURRENT = ".stop.current"


def records(place: Workplace) -> dict[str, Any]:
    lines = (place.out / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["source"]["path"]: record for record in map(json.loads, lines)}


def numbers(place: Workplace, name: str) -> list[str]:
    return [phone["value"] for phone in records(place)[name]["phones"]]


def people(place: Workplace, name: str) -> list[str]:
    return [person["name"] for person in records(place)[name]["people"]]


def document(page: Page, url: str, title: str, query: str = "state=all") -> None:
    """Opens a document by its path."""
    page.goto(f"{url}/?{query}&text={title}")
    page.locator("a.title").first.click()
    expect(page.locator(CURRENT)).to_be_visible()  # the scripts are at work


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def said(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator("#status")).to_have_text(text)


def change(page: Page, text: str) -> Locator:
    return page.locator("#changes .stop", has_text=text)


def go_to(page: Page, stop: Locator) -> None:
    """Steps to a change or value with the keys."""
    target = stop.get_attribute("data-target")
    for _ in range(60):
        if page.locator(CURRENT).get_attribute("data-target") == target:
            return
        keys(page, "j")
    raise AssertionError(f"{target} cannot be reached with j")


def test_the_whole_way_of_a_change_by_keyboard(place: Workplace, serve: Serve, page: Page) -> None:
    desk = Desk(place.out, place.settings.max_bytes)
    desk.load()
    served = serve(desk)
    page.goto(served.url)
    expect(page.locator(".queue tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Accept run").click()
    page.get_by_role("dialog").get_by_role("button", name="Accept run").click()
    expect(page.get_by_text("Nothing is open.")).to_be_visible()

    place.edit("two.txt", "718-3300", "718-3399")
    place.edit("two.txt", "718-3301", "718-3302")
    place.run()
    page.goto(served.url)
    with page.expect_navigation():
        page.get_by_role("button", name="Load run").click()
    expect(page.locator(".queue tbody tr .current")).to_have_count(1)
    keys(page, "Enter")

    go_to(page, change(page, "+496517183399").filter(has_text="added"))
    expect(page.locator("#source .mark.lit")).to_have_text(re.compile("718-3399"))
    keys(page, "e")
    page.keyboard.press("Tab")
    page.get_by_role("dialog").get_by_role("textbox", name="value").fill("+496517183398")
    keys(page, "Enter")
    said(page, "corrected")
    go_to(page, change(page, "+496517183302").filter(has_text="added"))
    keys(page, "r")
    said(page, "rejected")
    while page.locator("#changes .stop.open").count():
        go_to(page, page.locator("#changes .stop.open").first)
        before = page.locator("#changes .stop.open").count()
        keys(page, "a")
        expect(page.locator("#changes .stop.open")).to_have_count(before - 1)
    keys(page, ".")
    expect(page.get_by_text("Nothing is open.")).to_be_visible()

    place.run()
    assert numbers(place, "two.txt") == ["+496517183398"]
    page.goto(served.url)
    with page.expect_navigation():
        page.get_by_role("button", name="Load run").click()
    document(page, served.url, "two.txt")
    expect(change(page, "+496517183398").first).to_contain_text(re.compile("by a decision|corrected"))
    expect(page.locator("#changes .stop.open")).to_have_count(0)

    place.edit(
        "two.txt", "Erika Berger ist unter Telefon 0651 718-3399 erreichbar.", "Erika Berger ist nicht erreichbar."
    )
    place.run()
    page.goto(served.url)
    with page.expect_navigation():
        page.get_by_role("button", name="Load run").click()
    document(page, served.url, "two.txt", "state=stale")
    stale = page.locator(".stop.stale", has_text="+496517183399")
    expect(stale.locator(".side del", has_text="0651")).to_have_count(1)
    expect(stale.locator(".side ins", has_text="nicht")).to_have_count(1)
    assert "+496517183398" not in numbers(place, "two.txt")
    go_to(page, stale)
    keys(page, "u")
    expect(stale).to_have_count(0)


def test_undo_brings_a_change_back(changed: Workplace, serve: Serve, page: Page) -> None:
    desk = changed.desk(since="1")
    served = serve(desk)
    document(page, served.url, "three.txt")
    opened = page.locator("#changes .stop.open")
    count = opened.count()
    go_to(page, change(page, "Veronik Langer").filter(has_text="people"))
    keys(page, "t")
    page.keyboard.type("nachgesehen")
    keys(page, "Escape", "a")
    expect(opened).to_have_count(count - 1)
    assert [entry.note for entry in desk.log.history(desk_id(page))] == ["nachgesehen"]
    go_to(page, change(page, "Veronik Langer").filter(has_text="people"))
    keys(page, "u")
    expect(opened).to_have_count(count)
    said(page, "taken back")
    assert [entry.action for entry in desk.log.history(desk_id(page))] == [Action.ACCEPT, Action.UNDO]


def desk_id(page: Page) -> str:
    return page.locator("#work").get_attribute("data-document") or ""


def test_all_open_changes_of_a_document_at_once(changed: Workplace, serve: Serve, page: Page) -> None:
    served = serve(changed.desk(since="1"))
    document(page, served.url, "two.txt")
    keys(page, "A")
    expect(page.locator("#changes .stop.open")).to_have_count(0)
    expect(page.locator("#left")).to_have_text("0 open")


def test_identical_changes_are_accepted_at_once(place: Workplace, serve: Serve, page: Page) -> None:
    for number in range(6):
        place.write(
            f"same-{number}.txt",
            f"Die Stadt Worms berät Sie gern.\n\nTelefon 06241 853-10{number}0, montags bis freitags.\n",
        )
    place.run()
    for number in range(6):
        place.edit(f"same-{number}.txt", "06241 853", "06241/853")
    place.edit("two.txt", "718-3300", "718-3399")
    place.run()
    desk = place.desk(since="2")
    served = serve(desk)
    page.goto(f"{served.url}/groups")
    group = page.locator(".group", has_text="spelling only")
    expect(group).to_contain_text("6 changes in 6 documents")
    expect(page.locator(".group.current")).to_have_count(1)
    keys(page, "a")
    expect(page.get_by_text("6 changes accepted.")).to_be_visible()
    expect(group).to_have_count(0)
    assert len(desk.log.documents()) == 6
    page.goto(served.url)
    expect(page.locator(".queue tbody tr")).to_have_count(1)


def test_merge_and_split(place: Workplace, serve: Serve, page: Page) -> None:
    served = serve(place.desk())
    document(page, served.url, "two.txt")
    go_to(page, page.locator(".stop.item[data-field=people]", has_text="Erika Berger"))
    keys(page, "m")
    page.get_by_role("dialog").get_by_label("Max Kramer").check()
    page.get_by_role("dialog").get_by_role("button", name="Merge").click()
    said(page, "merged")
    place.run()
    assert people(place, "two.txt") == ["Erika Berger"]

    page.goto(served.url)
    with page.expect_navigation():
        page.get_by_role("button", name="Load run").click()
    document(page, served.url, "two.txt")
    page.locator(".history summary").click()
    page.locator(".history button").first.click()
    said(page, "taken back")
    go_to(page, page.locator(".stop.item[data-field=people]", has_text="Erika Berger"))
    keys(page, "s")
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=mention]").nth(1).check()
    dialog.get_by_role("textbox", name="given name").fill("Erika")
    dialog.get_by_role("textbox", name="family name").fill("Bergmann")
    dialog.get_by_role("button", name="Split").click()
    said(page, "split")
    place.run()
    assert sorted(people(place, "two.txt")) == ["Erika Berger", "Erika Bergmann", "Max Kramer"]


def test_another_owner(place: Workplace, serve: Serve, page: Page) -> None:
    served = serve(place.desk())
    document(page, served.url, "two.txt")
    go_to(page, page.locator(".stop.item[data-field=phones]", has_text="+496517183301"))
    keys(page, "o")
    page.get_by_role("dialog").get_by_label("Erika Berger").check()
    page.get_by_role("dialog").get_by_role("button", name="Owner").click()
    said(page, "reassigned")
    place.run()
    owners = {person["name"]: person["phones"] for person in records(place)["two.txt"]["people"]}
    assert "+496517183301" in owners["Erika Berger"]
    assert owners["Max Kramer"] == []


def test_a_missed_value_is_added_from_a_selection(place: Workplace, serve: Serve, page: Page) -> None:
    served = serve(place.desk())
    document(page, served.url, "two.txt")
    select(page, "Kanzlei")
    keys(page, "n")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Words of the text")).to_have_value("Kanzlei")
    dialog.get_by_label("Field").select_option("organisations")
    dialog.get_by_role("textbox", name="name", exact=True).fill("Kanzlei der Stadt Trier")
    dialog.get_by_role("button", name="Add").click()
    said(page, "added")
    place.run()
    bodies = {body["name"]: body for body in records(place)["two.txt"]["organisations"]}
    assert [mention["text"] for mention in bodies["Kanzlei der Stadt Trier"]["mentions"]] == ["Kanzlei"]


def test_a_missed_value_is_added_by_typing_its_words(place: Workplace, serve: Serve, page: Page) -> None:
    served = serve(place.desk())
    document(page, served.url, "three.txt")
    keys(page, "n")
    dialog = page.get_by_role("dialog")
    page.keyboard.type("nirgends")
    dialog.get_by_role("textbox", name="family name").fill("Nirgends")
    keys(page, "Enter")
    expect(page.locator("#notices")).to_contain_text("these words are not in the cleaned text")
    keys(page, "n")
    dialog.get_by_label("Words of the text").fill("Bibliothek")
    keys(page, "Tab")
    dialog.get_by_label("Field").select_option("organisations")
    keys(page, "Enter")
    dialog.get_by_role("button", name="Add").click()
    said(page, "added")
    place.run()
    assert "Bibliothek" in [body["name"] for body in records(place)["three.txt"]["organisations"]]


def select(page: Page, words: str) -> None:
    """Selects words in the source, as a mouse does."""
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.querySelector("#source .text"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.textContent.indexOf(words);
                if (at >= 0) {
                    const range = document.createRange();
                    range.setStart(walker.currentNode, at);
                    range.setEnd(walker.currentNode, at + words.length);
                    document.getSelection().addRange(range);
                    return;
                }
            }
            throw new Error(`${words} is not there`);
        }""",
        words,
    )


def test_a_person_is_suppressed(place: Workplace, serve: Serve, page: Page) -> None:
    served = serve(place.desk())
    document(page, served.url, "three.txt")
    go_to(page, page.locator(".stop.item[data-field=people]", has_text="Veronik Lange"))
    keys(page, "x")
    page.get_by_role("dialog").get_by_role("button", name="Suppress").click()
    said(page, "suppressed")
    place.run()
    assert people(place, "three.txt") == []


def test_two_reviewers_lose_nothing(changed: Workplace, serve: Serve, page: Page, browser: Browser) -> None:
    desk = changed.desk(since="1")
    served = serve(desk)
    other_context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    other = other_context.new_page()
    other.goto(f"{served.url}/sign-in")
    other.get_by_label("Your name").fill("Kim")
    keys(other, "Enter")
    for tab in (page, other):
        document(tab, served.url, "three.txt")
        go_to(tab, change(tab, "Veronik Langer").filter(has_text="people"))
    keys(other, "a")
    said(other, "accepted")
    keys(page, "r")
    expect(page.locator("#notices")).to_contain_text("Not saved: Kim decided about this document meanwhile")
    expect(change(page, "Veronik Langer").filter(has_text="people").first).to_contain_text("accepted · Kim")
    assert [entry.author for entry in desk.log.history(desk_id(page))] == ["Kim"]

    keys(page, "r")
    said(page, "rejected")
    expect(page.locator("#record .notice")).to_contain_text("Kim accepted, then Mia rejected")
    other.goto(f"{served.url}/?state=conflict")
    expect(other.locator(".queue tbody tr")).to_have_count(1)
    other_context.close()


def test_values_and_their_evidence_light_up_each_other(changed: Workplace, serve: Serve, page: Page) -> None:
    served = serve(changed.desk(since="1"))
    document(page, served.url, "two.txt")
    page.locator(".stop.item[data-field=people]", has_text="Max Kramer").hover()
    expect(page.locator("#source .mark.lit.people")).to_have_text(["Max Kramer"])
    page.locator("#source .mark.phones", has_text="718-3301").hover()
    expect(page.locator(".stop.item.lit")).to_contain_text(["+496517183301"])
    page.locator("#source .mark.phones", has_text="718-3399").click()
    expect(page.locator(CURRENT)).to_contain_text("+496517183399")


def test_removed_pieces_and_the_raw_source(place: Workplace, serve: Serve, page: Page) -> None:
    place.write("page.html", PAGE)
    place.run()
    served = serve(place.desk())
    document(page, served.url, "page.html")
    removed = page.locator("#source details.removed", has_text="Cookies")
    expect(removed.locator("p").first).to_be_hidden()
    keys(page, "h")
    expect(removed.locator("p").first).to_be_visible()
    keys(page, "v")
    expect(page.locator("#source pre")).to_contain_text("<article><h1>Neue Leitung</h1>")
    expect(page.locator(CURRENT)).to_be_visible()  # another page, whose scripts are to be at work as well
    expect(page.locator("#source .mark.phones")).to_have_text(["06241 853-1060"])
    select(page, "Ehrenamt")
    keys(page, "n")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Field").select_option("organisations")
    dialog.get_by_role("button", name="Add").click()
    said(page, "added")


PAGE = """<html><body><nav><a href="/">Start</a> <a href="/a">Amt</a> <a href="/b">Kontakt</a></nav>
<div id="cookie-consent" class="cookie-banner"><p>Wir verwenden Cookies, um unsere Seite zu verbessern.</p>
<button>Akzeptieren</button></div>
<article><h1>Neue Leitung</h1><p>Claus Scheller leitet seit heute das Ehrenamt der Stadt Worms.</p>
<p>F&uuml;r Fragen steht er unter Telefon 06241 853-1060 zur Verf&uuml;gung, teilte die Stadt Worms mit.</p></article>
</body></html>"""


def test_a_missing_or_changed_original_is_said(changed: Workplace, serve: Serve, page: Page) -> None:
    served = serve(changed.desk(since="1"))
    changed.edit("two.txt", "Kanzlei", "Kanzler")
    document(page, served.url, "two.txt")
    expect(page.locator("#source")).to_contain_text("The original has changed since the run.")
    expect(page.locator("#source .mark.phones")).to_have_text(["0651 718-3399", "0651 718-3301"])
    (changed.pages / "three.txt").unlink()
    document(page, served.url, "three.txt")
    expect(page.locator("#source")).to_contain_text("The original is not where the run read it.")


def verdicts(desk: Desk) -> int:
    return int(desk.index.connection().execute("SELECT count(*) FROM checks").fetchone()[0])


def until(condition: Callable[[], bool]) -> None:
    """Waits for what the server does."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_blind_double_check_gives_agreement(changed: Workplace, serve: Serve, page: Page) -> None:
    desk = changed.desk(since="1")
    served = serve(desk)
    for name in ("two.txt", "three.txt"):
        document(page, served.url, name)
        keys(page, "A")
        expect(page.locator("#changes .stop.open")).to_have_count(0)
    page.goto(f"{served.url}/sign-in")
    page.get_by_label("Your name").fill("Kim")
    with page.expect_navigation():
        keys(page, "Enter")
    page.goto(f"{served.url}/check")
    page.locator("a[rel=next]").click()
    expect(page.locator(CURRENT)).to_be_visible()
    assert "Mia" not in page.content()
    assert "accepted" not in page.locator("#record").inner_text()
    for number in range(1, 30):
        keys(page, "r" if number == 2 else "a")
        until(lambda number=number: verdicts(desk) == number)
        page.wait_for_load_state("networkidle")
        page.goto(f"{served.url}/check")
        if page.locator("a[rel=next]").count() == 0:
            break
        page.locator("a[rel=next]").click()
        expect(page.locator(CURRENT)).to_be_visible()
    page.goto(f"{served.url}/agreement")
    row = page.locator("tbody tr").first
    expect(row).to_contain_text("Kim / Mia")
    expect(row).to_contain_text(re.compile(r"\d+ %"))
    assert {entry.author for name in desk.log.documents() for entry in desk.log.history(name)} == {"Mia"}


def test_keys_can_be_switched_off_and_the_language_changed(changed: Workplace, serve: Serve, page: Page) -> None:
    served = serve(changed.desk(since="1"))
    document(page, served.url, "two.txt")
    keys(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys(page, "Escape")
    before = page.locator("#changes .stop.open").count()
    page.locator(".menu summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Keys: on").click()
    expect(page.locator(CURRENT)).to_be_visible()
    keys(page, "a", "r", "A")
    page.wait_for_timeout(200)
    expect(page.locator("#changes .stop.open")).to_have_count(before)
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("heading", name="Quelle")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_pages_work_without_scripts(changed: Workplace, serve: Serve, browser: Browser) -> None:
    served = serve(changed.desk(since="1"))
    context: BrowserContext = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{served.url}/?text=three.txt")
    page.locator("a.title").first.click()
    first = page.locator("#changes .stop.open").first
    label = first.locator(".label").inner_text()
    first.get_by_role("button", name="Accept").click()
    expect(page.locator("#changes .stop.accept", has_text=label).first).to_contain_text("accepted · Mia")
    context.close()

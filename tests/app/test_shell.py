"""What all pages share: language, address, keyboard, browsers that lack something, runs that break."""

import pytest
from serve_pages import until

SHORT = "office=theme_park&years=0.25&worlds=3"


@pytest.mark.parametrize("form", ["served", "exported"])
def test_a_browser_without_webassembly_is_told(form, request, chromium):
    page = chromium.new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(request.getfixturevalue(form))
    page.wait_for_selector(".problem")
    assert "WebAssembly" in page.inner_text(".problem")
    page.close()


@pytest.mark.parametrize("name", ["nowhere", "constructor", "__proto__"])
def test_a_page_that_is_not_there_is_told_and_another_shown(served, open_page, name):
    page = open_page(served, f"#{name}?{SHORT}")
    assert "There is no such page" in page.inner_text(".problem") and page.evaluate("app.state.page") == "what-if"


def test_switching_the_language_keeps_the_settings_and_says_all_anew(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&b.breaks.overlap=1")
    until(page, "app.shown.results?.dataset.worlds === '3'")
    page.click("[data-tool=language]")
    until(page, "document.documentElement.lang === 'fr' && app.shown.results?.dataset.worlds === '3'")
    assert page.inner_text("h1") == "Et si vous dirigiez autrement\u00a0?" and page.evaluate("app.state.b.set['breaks.overlap']") == 1
    assert page.title().startswith("Et si") and "écarts-types" in page.inner_text(".chart")
    page.go_back()
    until(page, "document.documentElement.lang === 'en'")


def test_two_visitors_do_not_see_each_other(served, open_page):
    one, other = open_page(served, f"#what-if?{SHORT}"), open_page(served, f"#what-if?{SHORT}&lang=fr")
    one.evaluate("app.go({...app.state, b: {...app.state.b, set: {'breaks.overlap': 0.9}}})")
    assert other.evaluate("JSON.stringify(app.state.b.set)") == "{}"
    again = open_page(served)
    assert again.evaluate("JSON.stringify(app.state.b.set)") == "{}" and not one.context.cookies() and one.evaluate("localStorage.length") == 0


def test_a_run_that_breaks_is_told_and_the_others_go_on(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}")
    until(page, "app.shown.results?.dataset.worlds === '3'")
    page.evaluate("""() => { const {office} = app.pool.places[0], run = office.run.bind(office); office.run = async () => { office.run = run; throw new Error('a <b>broken</b> run'); };
        app.go({...app.state, seed: 77}); }""")
    until(page, "document.querySelector('.said .problem')?.innerText.includes('a <b>broken</b> run') ?? false")
    until(page, "app.shown.results.dataset.worlds === '2'")
    page.evaluate("app.go({...app.state, seed: 78})")
    until(page, "app.shown.results.dataset.worlds === '3'")


def test_keyboard_reaches_content_and_levers(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.focus("#b-breaks\\.overlap")
    before = page.evaluate("app.state.b.set['breaks.overlap'] ?? null")
    page.keyboard.press("ArrowRight")
    assert before is None and page.evaluate("app.state.b.set['breaks.overlap']") == 0.71
    assert page.evaluate("document.activeElement.id") == "b-breaks.overlap"


def test_presenter_mode_is_larger(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}")
    small = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.lever-name')).fontSize)")
    page.click("text=Large")
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.lever-name')).fontSize)") > 1.2 * small


def test_a_french_browser_can_be_switched_to_english(exported, open_page):
    page = open_page(exported, locale="fr-FR")
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.click("[data-tool=language]")
    until(page, "document.documentElement.lang === 'en'")
    assert page.inner_text("h1") == "What if you managed otherwise?"

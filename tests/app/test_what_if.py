"""The page What if?: the figures are those of the command line, a lever gives bands, what is absurd is told, and nothing leaves the page."""

import json
import math
import re
import time
import urllib.parse
from contextlib import contextmanager
from pathlib import Path

import pytest
from one_language import english_in
from serve_pages import until
from terminal import guichet

from simulation.experiments.compare import compare
from simulation.rules.order import MECHANISMS
from simulation.scenario import load

SHORT = "office=theme_park&years=0.25&worlds=12&seed=5"

def settled(page, worlds, seconds=60.0):
    """Wait until all twin worlds are there and shown."""
    until(page, f"app.shown.results?.dataset.worlds === '{worlds}' && app.shown.results.getAttribute('aria-busy') === 'false'", seconds)


ROWS = "JSON.stringify(app.shown.rows, (key, value) => typeof value === 'number' && !Number.isFinite(value) ? null : value)"


def same(found, table, keys):
    """All figures of all outcomes, to the bit."""
    for row in table.to_dict("records"):
        told = found[row["outcome"]]
        for key in keys:
            value = None if isinstance(row[key], float) and math.isnan(row[key]) else row[key]
            assert told[key] == value, (row["outcome"], key, told[key], row[key])


KEYS = ("twin_worlds", "mean_against", "mean", "difference", "low", "high", "p10", "p90", "better", "ties", "verdict", "variance_ratio")


def test_figures_are_those_of_the_command_line_to_the_bit(address, open_page):
    page = open_page(address, f"#what-if?{SHORT}&a=laissez_faire&b=present&b.breaks.overlap=1&b.staff.extra_posts=1&b@20.rest_room.exists=false")
    settled(page, 12)
    found = json.loads(page.evaluate(ROWS))
    table = compare("theme_park", ["laissez_faire", _policy_file(page)], 0.25, 12, 5, workers=1).against("laissez_faire")
    same(found, table, KEYS)


def _policy_file(page):
    """The file that the page offers for side B, as the command line would read it."""
    with page.expect_download() as given:
        page.click("#take-scenario")
    path = given.value.path()
    named = path.parent / given.value.suggested_filename
    named.write_bytes(path.read_bytes())
    assert page.inner_text(".command").startswith("guichet compare theme_park --policies laissez_faire,./side_b.toml --years 0.25 --replicates 12 --seed 5")
    return str(named)


def test_pairs_of_many_worlds_are_summed_as_numpy_does(served, open_page):
    """From eight numbers on NumPy adds in another order than one after the other, from 129 on in halves."""
    import numpy as np

    from simulation.experiments.paired import paired
    page = open_page(served)
    for n in (1, 2, 7, 8, 9, 50, 128, 129, 200):
        draws = np.random.default_rng(n)
        values, others = draws.normal(5, 2, n), draws.normal(5, 2, n)
        told = page.evaluate("""async ([a, b]) => { const {paired} = await import('./core/paired.js'); const row = paired(a, b, 'lower', app.declared.t);
            return JSON.parse(JSON.stringify(row, (k, v) => typeof v === 'number' && !Number.isFinite(v) ? null : v)); }""", [values.tolist(), others.tolist()])
        for key, value in paired(values, others, "lower").items():
            assert told[key] == (None if isinstance(value, float) and math.isnan(value) else value), (n, key)


def test_a_lever_moved_gives_new_bands_and_keeps_its_place_in_the_address(address, open_page):
    page = open_page(address, f"#what-if?{SHORT}")
    settled(page, 12)
    before = page.inner_text(".answer")
    stale = page.evaluate("""() => { const field = document.getElementById('b-breaks.overlap'); field.value = 1; field.dispatchEvent(new Event('input', {bubbles: true}));
        return app.shown.live.classList.contains('stale'); }""")
    assert stale
    settled(page, 12)
    assert "b.breaks.overlap=1" in page.evaluate("location.hash") and page.inner_text(".answer") != before
    again = open_page(address, page.evaluate("location.hash"))
    settled(again, 12)
    assert again.evaluate(ROWS) == page.evaluate(ROWS) and again.inner_text(".answer") == page.inner_text(".answer")


def test_fifteen_fast_moves_run_the_last_and_drop_the_rest(served, open_page):
    page = open_page(served, "#what-if?years=2&worlds=4")
    settled(page, 4)
    known = page.evaluate("app.shown.twins.known.size")
    page.evaluate("""async () => { const field = document.getElementById('b-breaks.overlap');
        for (let i = 1; i <= 15; i++) { field.value = i * 0.05; field.dispatchEvent(new Event('input', {bubbles: true})); await new Promise((done) => setTimeout(done, 15)); } }""")
    settled(page, 4)
    assert page.evaluate("app.shown.state.b.set['breaks.overlap']") == 0.75
    more = page.evaluate("app.shown.twins.known.size") - known
    assert 4 <= more <= 4 + 6, f"{more} runs for the four that were asked for at last"


def test_absurd_addresses_are_told_and_leave_a_working_page(address, open_page):
    bad = "#what-if?b.constructor=1&a.__proto__=1&toString=1&office=nowhere&a=<img src=x onerror=alert(1)>&b.breaks.overlap=7&b.nothing.here=1&worlds=100000&years=-1&seed=nan&b@99999999.breaks.overlap=1&own={"
    page = open_page(address, bad + f"&{SHORT}")
    settled(page, 12)
    said = page.inner_text(".problem")
    for word in ("constructor", "__proto__", "nowhere", "<img", "breaks.overlap", "nothing.here", "worlds", "years", "seed", "99999999", "own"):
        assert word in said, word
    assert page.locator(".problem img").count() == 0


def test_settings_that_do_not_go_together_are_told_and_what_was_there_stays(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}")
    settled(page, 12)
    before = page.inner_text(".answer")
    page.evaluate("app.go({...app.state, b: {...app.state.b, set: {'manager.floor': 1, 'manager.listening': 1}}})")
    until(page, "document.querySelector('.what-if .problem')?.innerText.includes('only one manager')")
    assert page.inner_text(".answer") == before
    page.evaluate("app.go({...app.state, b: {...app.state.b, set: {}}})")
    settled(page, 12)
    assert page.inner_text(".answer") == before


def test_settings_that_do_not_go_together_are_never_shown_over_figures_of_before(served, open_page):
    """A picture that is due when they come is of settings that are over: it would stand under their names."""
    page = open_page(served, f"#what-if?{SHORT}&worlds=40")
    until(page, "app.shown.shown > 0 && !app.shown.fresh && app.shown.twins.pairs().length > 3", 30)
    page.evaluate("""() => {
        const {shown} = app, drawn = shown.show.bind(shown);
        shown.drawn = [];
        shown.show = (...given) => { shown.drawn.push(shown.state.b.set); return drawn(...given); };
        shown.shown = performance.now();  // so that what comes now waits
        shown.pictured = 0;
        shown.arrived();
        shown.drawn = [];
        app.go({...app.state, b: {...app.state.b, set: {'manager.floor': 1, 'manager.listening': 1}}});
    }""")
    until(page, "document.querySelector('.what-if .problem')?.innerText.includes('only one manager')")
    page.wait_for_timeout(700)
    assert page.evaluate("app.shown.drawn.length") == 0 and page.evaluate("app.shown.live.classList.contains('stale')")


def test_the_same_on_both_sides_is_said(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&b=laissez_faire")
    settled(page, 12)
    assert "Both sides are the same" in page.inner_text(".answer")


def test_everything_in_french(address, open_page):
    page = open_page(address, f"#what-if?{SHORT}&lang=fr")
    settled(page, 12)
    assert page.evaluate("document.documentElement.lang") == "fr" and "Au lieu de" not in page.title()
    text = page.inner_text("body")
    for english in ("twin worlds", "Working", "Outcome", "better in", "With “", "Levers"):
        assert english not in text, english
    assert "mondes jumeaux" in text and "jour ouvré" in page.inner_text(".chart")


def test_through_what_adds_up(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    settled(page, 3)
    page.click("#through-go")
    until(page, "!!app.shown.through.held", 60)
    parts = page.evaluate("app.shown.through.parts('live_wait')")
    assert [row["mechanism"] for row in parts["rows"]] == list(MECHANISMS) and all(row["twin_worlds"] == 3 for row in parts["rows"])
    whole = page.evaluate("app.shown.rows.live_wait.difference")
    assert math.isclose(sum(parts["whole"]) / 3, whole, rel_tol=1e-12)
    from simulation.experiments.compare import lay_out
    from simulation.experiments.drivers import run_once
    from simulation.measures.outcomes import outcomes_of
    arms = [arm.scenario.with_values({"mechanisms.irritation": False}) for arm in lay_out("theme_park", ["laissez_faire", "discreet"])[1]]
    days = page.evaluate("app.shown.twins.days")
    off = [[outcomes_of(run_once(arm, 5 + world, days).run)["live_wait"] for world in range(3)] for arm in arms]
    told = next(row for row in parts["rows"] if row["mechanism"] == "irritation")
    assert math.isclose(told["mean_against"], sum(b - a for a, b in zip(*off)) / 3, rel_tol=1e-12)


def test_through_what_is_asked_again_in_other_worlds(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&worlds=2")
    settled(page, 2)
    page.click("#through-go")
    until(page, "!!app.shown.through.held", 60)
    page.evaluate("app.go({...app.state, seed: app.state.seed + 1})")
    settled(page, 2)
    assert page.evaluate("app.shown.through.held") is None and f"{2 * 15 * 2} runs" in page.inner_text(".what-if")
    page.evaluate("app.go({...app.state, worlds: 3})")
    settled(page, 3)
    assert f"{2 * 15 * 3} runs" in page.inner_text(".what-if")


def test_an_office_of_ones_own(served, open_page, tmp_path):
    office = tmp_path / "mine.toml"
    office.write_text('[office]\nname = "mine"\ntitle_en = "<b>Mine</b>"\ntitle_fr = "Le mien"\n\n[phone]\nposts = 9\n', encoding="utf-8")
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    page.click("text=Your own office")
    page.set_input_files("#own-file", str(office))
    until(page, "app.state.own !== null")
    settled(page, 3)
    assert page.evaluate("app.state.own.values") == {"phone.posts": 9} and page.locator("#office b").count() == 0
    assert "<b>Mine</b>" in urllib.parse.unquote_plus(page.evaluate("location.hash"))


def test_the_menu_takes_along_all_that_is_set(served, open_page, tmp_path):
    """An office of one's own and a lever that was moved, to The office and back; each is named once."""
    office = tmp_path / "mine.toml"
    office.write_text('[office]\nname = "mine"\ntitle_en = "Mine"\ntitle_fr = "Le mien"\n\n[phone]\nposts = 9\n', encoding="utf-8")
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    page.click("text=Your own office")
    page.set_input_files("#own-file", str(office))
    until(page, "app.state.own !== null")
    page.evaluate("(field => { field.value = 0.9; field.dispatchEvent(new Event('input', {bubbles: true})); })(document.getElementById('b-breaks.overlap'))")
    page.click("nav [data-page=office]")
    until(page, "app.page === 'office' && !!document.querySelector('[data-set=office]')")
    assert page.evaluate("(field => field.selectedOptions[0].innerText)(document.querySelector('[data-set=office]'))") == "Mine"
    page.click("nav [data-page=what-if]")
    settled(page, 3)
    assert page.evaluate("[app.state.own.values, app.state.b.set]") == [{"phone.posts": 9}, {"breaks.overlap": 0.9}]


@pytest.mark.parametrize("field, given, said", [("years", "99", "a number from 0.25 to 10"), ("years", "", "a number from"), ("worlds", "9999", "a whole number from 2 to"), ("seed", "-3", "a whole number from 0")])
def test_a_number_that_cannot_be_is_told(served, open_page, field, given, said):
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    before = page.input_value(f"#{field}")
    page.fill(f"#{field}", given)
    page.press(f"#{field}", "Tab")
    assert said in page.inner_text(".said") and page.input_value(f"#{field}") == before


LOG = Path(__file__).parents[1] / "data" / "bank_calls_sample.csv"


def imported(page, file, said):
    """Send a file from the open form, and wait until so much is said of it."""
    page.set_input_files("#own-file", str(file))
    until(page, f"document.querySelector('.own-said').innerText.includes({json.dumps(said)})", 60)


def said_of_it(page):
    """What is said of the file, with all that is folded."""
    page.evaluate("document.querySelectorAll('.own-said details').forEach((one) => { one.open = true; })")
    return page.inner_text(".own-said")


def test_a_log_of_ones_own_in_french_and_the_language_switched_after_it(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&worlds=3&lang=fr")
    page.click("text=Votre propre service")
    imported(page, LOG, "bank_calls_sample\u00a0: lu.")
    settled(page, 3)
    french = said_of_it(page)
    assert "4\u202f252 contacts, du 8 février 1999 au 10 février 1999" in french and "Les durées sont presque exactement lognormales" in french
    assert not english_in(french.replace("Brown et al.", "")) and page.locator(".own-said [lang]").count() == 0
    values = page.evaluate("JSON.stringify(app.state.own.values)")
    page.click("[data-tool=language]")
    until(page, "document.documentElement.lang === 'en' && !!document.querySelector('.own-said').innerText")
    settled(page, 3)
    english = said_of_it(page)
    assert "bank_calls_sample: read." in english and "Service times are very nearly lognormal" in english and "durées" not in english
    assert page.is_visible("#own-file") and page.evaluate("JSON.stringify(app.state.own.values)") == values


def test_a_refused_log_is_read_again_when_its_columns_are_told(served, open_page, tmp_path):
    """And the same file, chosen again, is read again: browsers say nothing of a choice that changes nothing."""
    log = tmp_path / "calls.csv"
    log.write_text(LOG.read_text(encoding="utf-8").replace("queue_seconds", "waited", 1), encoding="utf-8")
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    page.click("text=Your own office")
    with _refusals_expected(open_page):
        imported(page, log, "calls.csv calls some things otherwise")
    assert "there is no column queue_seconds" in said_of_it(page)
    page.fill("#own-map", "queue_seconds=waited")
    page.press("#own-map", "Tab")
    until(page, "app.state.own !== null", 60)
    with page.expect_file_chooser() as chosen:
        page.click("#own-file")
    assert page.evaluate("document.getElementById('own-file').files.length") == 0
    with page.expect_request("**/import?*"):
        chosen.value.set_files(str(log))


def asked_about(served, open_page, tmp_path, text):
    """A page that was sent a log in which something is called otherwise, and asks."""
    log = tmp_path / "journal.csv"
    log.write_text(text, encoding="utf-8")
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    page.click("text=Your own office")
    with _refusals_expected(open_page):
        page.set_input_files("#own-file", str(log))
        until(page, "!!document.querySelector('.own-ask')")
    return page


def test_columns_and_outcomes_that_are_called_otherwise_are_chosen_on_the_page(served, open_page, tmp_path):
    page = asked_about(served, open_page, tmp_path, LOG.read_text(encoding="utf-8").replace("queue_seconds", "Attente (s)", 1).replace("outcome", "Issue de l'appel", 1).replace(",agent,", ",answered,").replace(",hang,", ",went off,"))
    with _refusals_expected(open_page):
        chosen = page.locator(".own-ask select").evaluate_all("all => all.map((one) => [one.dataset.key, one.value])")
        assert dict(chosen) == {"arrival": "arrival", "outcome": "Issue de l'appel", "queue_seconds": "Attente (s)", "service_seconds": "service_seconds", "date": "date"}
        page.click(".own-ask button")
        until(page, "document.querySelector('.own-ask legend')?.innerText.includes('end')")
        ends = page.locator(".own-ask select")
        assert sorted(ends.evaluate_all("all => all.map((one) => [one.dataset.key, one.value])")) == [["answered", "outcome.agent"], ["went off", ""]]
        page.click(".own-ask button")  # nothing is taken for granted of an outcome that nobody knows
        assert page.evaluate("document.activeElement.dataset.key") == "went off"
        page.click("[data-tool=language]")
        until(page, "document.querySelector('.own-ask legend')?.innerText === 'Comment ces contacts ont-ils fini\u00a0?'")
        page.select_option(".own-ask select[data-key='went off']", "outcome.hang")
        page.click(".own-ask button")
        until(page, "app.state.own !== null", 60)
    assert page.input_value("#own-map").count("=") == 7 and not page.locator(".own-ask").count()


def test_a_wrong_answer_is_asked_for_again_with_what_was_chosen(served, open_page, tmp_path):
    page = asked_about(served, open_page, tmp_path, LOG.read_text(encoding="utf-8").replace("queue_seconds", "Attente", 1))
    with _refusals_expected(open_page):
        for wrong, said in (("service_seconds", "two of our columns"), ("outcome", "cannot be read as seconds")):
            page.select_option(".own-ask select[data-key=queue_seconds]", wrong)
            if wrong == "outcome":
                page.select_option(".own-ask select[data-key=outcome]", "service_seconds")
            page.click("[data-tool=language]")
            page.click("[data-tool=language]")
            assert page.input_value(".own-ask select[data-key=queue_seconds]") == wrong  # a change of language keeps what was chosen
            page.click(".own-ask button")
            until(page, f"document.querySelector('.own-said').innerText.includes('{said}')") if wrong == "service_seconds" else until(page, "document.querySelector('.own-said').innerText.includes('outcome')")
            until(page, "!!document.querySelector('.own-ask')")
        page.select_option(".own-ask select[data-key=queue_seconds]", "Attente")
        page.select_option(".own-ask select[data-key=outcome]", "outcome")
        page.click(".own-ask button")
        until(page, "app.state.own !== null", 60)
    page.evaluate("history.back()")
    until(page, "app.state.own === null")
    assert page.inner_text(".own-said") == ""  # nothing is said of an office that is not there


def test_an_office_with_dated_changes_is_opened_by_dropping_it(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    page.evaluate("""() => {
        const text = '[office]\\nname = "m"\\ntitle_en = "Mine"\\ntitle_fr = "Le mien"\\n[[changes]]\\nday = 9\\nset = { "rest_room.exists" = false }\\n[[changes]]\\nday = 12\\naction = "crisis"\\namount = 3\\n';
        const given = new DataTransfer();
        given.items.add(new File([text], "mine.toml"));
        document.getElementById("own-file").closest("details").dispatchEvent(new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true}));
    }""")
    until(page, "app.state.own !== null")
    settled(page, 3)
    assert [change["day"] for change in page.evaluate("app.state.own.changes")] == [9, 12] and "Side A/B, day 9: Rest room becomes no" in page.inner_text("ul.changes")
    page.reload()
    until(page, "!!globalThis.app?.shown")
    settled(page, 3)
    assert page.evaluate("app.state.own.changes[1].amount") == 3 and page.evaluate("app.shown.twins.scenarios[0].segments.map((one) => one.first)") == [0, 9]
    with page.expect_download() as given:
        page.click("#take-scenario")
    assert "day = 9" in Path(given.value.path()).read_text(encoding="utf-8")


def test_a_setting_that_policy_and_side_change_on_one_day_is_written_once(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&worlds=3&b=rest_room_closed&b@120.rest_room.exists=true&b@120.breaks.overlap=0.5")
    settled(page, 3)
    with page.expect_download() as given:
        page.click("#take-scenario")
    path = given.value.path().rename(given.value.path().with_suffix(".toml"))
    changes = [dict(change.set) for change in load("theme_park", path).changes]
    assert changes == [{"rest_room.exists": True, "breaks.overlap": 0.5}], changes


def test_an_address_is_told_to_be_wrong_in_the_language_that_it_asks_for(served, open_page):
    page = open_page(served, f"#what-if?office=nowhere&{SHORT}&worlds=3&lang=fr")
    settled(page, 3)
    french = page.inner_text(".problem")
    page.evaluate(f"location.hash = '#what-if?office=nowhere&{SHORT}&worlds=3&lang=en'")
    until(page, "document.documentElement.lang === 'en'")
    english = page.inner_text(".problem")
    assert "nowhere" in french and "nowhere" in english and english_in(english) and not english_in(french.replace("office", ""))


def test_a_column_that_must_be_there_is_asked_for_until_it_is_chosen(served, open_page, tmp_path):
    page = asked_about(served, open_page, tmp_path, LOG.read_text(encoding="utf-8").replace("arrival", "Quand", 1))
    arrival = page.locator(".own-ask select[data-key=arrival]")
    page.select_option(".own-ask select[data-key=date]", "")
    arrival.select_option("")
    assert arrival.evaluate("one => one.selectedOptions[0].textContent") == "choose it"
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.click(".own-ask button")
    assert page.evaluate("document.activeElement.dataset.key") == "arrival" and not sent
    arrival.select_option("Quand")
    page.select_option(".own-ask select[data-key=date]", "date")
    page.click(".own-ask button")
    until(page, "app.state.own !== null", 60)


def test_a_file_that_cannot_be_used_is_told_in_french_and_again_in_english(served, open_page, tmp_path):
    office, changed = tmp_path / "mien.toml", tmp_path / "dates.csv"
    office.write_text('[office]\nname = "mine"\ntitle_en = "Mine"\ntitle_fr = "Le mien"\n\n[phone]\npost = 9\n', encoding="utf-8")
    changed.write_text("a,b\n1,2\n", encoding="utf-8")
    page = open_page(served, f"#what-if?{SHORT}&worlds=3&lang=fr")
    page.click("text=Votre propre service")
    with _refusals_expected(open_page):
        imported(page, office, "n'a pas pu servir")
        assert "mien.toml n'a pas pu servir\u00a0: ligne 7\u00a0: phone.post\u00a0: n'est pas un réglage connu" in said_of_it(page) and not english_in(said_of_it(page))
        imported(page, changed, "dates.csv nomme certaines choses autrement")
    assert page.locator(".own-said li").count() == 4 and "il n'y a pas de colonne arrival" in said_of_it(page) and not english_in(said_of_it(page))
    page.click("[data-tool=language]")
    until(page, "document.documentElement.lang === 'en'")
    assert re.search(r"dates.csv could not be used:\s+line 1: arrival: there is no column arrival", said_of_it(page)) and page.evaluate("app.state.own") is None
    page.route("**/import?*", lambda route: route.fulfill(status=500, body="broken", content_type="text/plain"))
    with _refusals_expected(open_page):
        imported(page, changed, "the server does not answer as it should")


def test_the_title_of_an_office_follows_the_language(served, open_page, tmp_path):
    office = tmp_path / "mien.toml"
    office.write_text('[office]\nname = "mine"\ntitle_en = "The mill"\ntitle_fr = "Le moulin"\ntext_fr = "Au bord de l\'eau."\n[phone]\nposts = 9\n', encoding="utf-8")
    page = open_page(served, f"#what-if?{SHORT}&worlds=3&lang=fr")
    page.click("text=Votre propre service")
    imported(page, office, "Le moulin\u00a0: lu.")
    assert "Au bord de l'eau." in said_of_it(page) and page.inner_text("#office option:checked").startswith("Le moulin (")
    page.click("[data-tool=language]")
    until(page, "document.querySelector('.own-said').innerText.includes('The mill: read.')")
    assert page.inner_text("#office option:checked").startswith("The mill (") and "eau" not in said_of_it(page)


@contextmanager
def _refusals_expected(open_page):
    """A browser logs an answer that refuses as an error; here it is what is wanted."""
    yield
    open_page.failed[:] = [one for one in open_page.failed if "Failed to load resource" not in one]


@pytest.mark.parametrize("name, body, said", [
    ("x.csv", b"no,log\n1,2\n", "arrival"), ("x.toml", b"[office]\nname = 3\n", "name"), ("x.csv.gz", b"not packed", "unpacked"), ("x.toml", b"\x00\xff", "text"),
    ("../../etc/passwd", b"", "empty"),
])
def test_what_cannot_be_imported_is_told_in_one_sentence(served, name, body, said):
    import httpx2
    answer = httpx2.post(f"{served}import", params={"name": name}, content=body)
    assert answer.status_code == 422 and any(said in one for one in answer.json()["problems"][0]) and "/tmp" not in answer.text, answer.text


def test_too_much_is_refused(served, monkeypatch):
    import gzip

    import httpx2

    from simulation.app import imports
    monkeypatch.setattr(imports, "MOST_UNPACKED", 1_000_000)
    answer = httpx2.post(f"{served}import", params={"name": "bomb.csv.gz"}, content=gzip.compress(b"0" * 50_000_000))
    assert answer.status_code == 413 and "unpacked" in answer.json()["problems"][0][0]


def test_no_address_is_looked_up_on_disk(served):
    import httpx2
    for path in ("../pyproject.toml", "%2e%2e/server.py", "core/../../server.py", "engine/../run.py", "web/main.js", "vendor/"):
        assert httpx2.get(served + path).status_code == 404


def test_downloads_hold_the_figures(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    settled(page, 3)
    with page.expect_download() as given:
        page.click("#take-csv")
    rows = given.value.path().read_text(encoding="utf-8").splitlines()
    assert rows[0] == "side,twin_world,seed,outcome,value" and len(rows) == 1 + 3 * 2 * page.evaluate("app.declared.outcomes.length")
    with page.expect_download() as given:
        page.click("#take-html")
    text = given.value.path().read_text(encoding="utf-8")
    assert "<script" not in text and re.sub(r"\s+", " ", page.inner_text(".answer .lead")) in re.sub(r"\s+|&nbsp;", " ", text) and "data:image/svg+xml" in text


def test_axe_finds_nothing(address, open_page, axe):
    page = open_page(address, f"#what-if?{SHORT}&worlds=3")
    settled(page, 3)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    time.sleep(0.2)
    axe(page)


def test_a_change_on_a_date_takes_nothing_back_that_was_set(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    settled(page, 3)
    page.click("text=Changes on a date")
    page.evaluate("app.go({...app.state, worlds: 2, seed: 9, b: {...app.state.b, set: {'breaks.protection': 0.25}}})")
    settled(page, 2)
    assert [page.input_value(f"#{key}") for key in ("worlds", "seed", "years")] == ["2", "9", "0.25"]
    page.fill("#change-day", "20")
    page.click("#change-add")
    until(page, "app.state.b.changes.length === 1")
    assert page.evaluate("[app.state.worlds, app.state.seed, app.state.b.set['breaks.protection']]") == [2, 9, 0.25]
    page.click(".changes button")
    until(page, "app.state.b.changes.length === 0")
    assert page.evaluate("[app.state.worlds, app.state.seed, app.state.b.set['breaks.protection']]") == [2, 9, 0.25]
    most = int(page.get_attribute("#change-day", "max"))
    page.fill("#years", "0.5")
    page.press("#years", "Tab")
    until(page, f"Number(document.querySelector('#change-day').max) > {most}")
    page.fill("#change-day", "")
    page.click("#change-add")
    until(page, "!!document.querySelector('.problem')")
    assert page.evaluate("app.state.b.changes.length") == 0


def test_a_change_on_a_date_is_added_drawn_and_taken_out(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    settled(page, 3)
    page.click("text=Changes on a date")
    page.fill("#change-day", "20")
    page.click("#change-add")
    until(page, "app.state.b.changes.length === 1")
    settled(page, 3)
    assert "b@20.rest_room.exists=false" in urllib.parse.unquote(page.evaluate("location.hash")) and "Side B, day 20: Rest room becomes no" in page.inner_text(".changes")
    assert page.evaluate("app.shown.twins.scenarios[1].segments.map(({first}) => first)") == [0, 20]
    page.select_option("#change-key", "breaks.overlap")
    page.fill("#change-value", "9")
    page.click("#change-add")
    assert "from 0 to 1" in page.inner_text(".problem")
    page.fill("#change-day", "20")
    page.select_option("#change-key", "train")
    page.select_option("#change-situation", "threat")
    page.fill("#change-value", "0.5")
    page.click("#change-add")
    until(page, "app.state.b.changes.length === 2")
    assert "b@20!train=0.5:threat" in urllib.parse.unquote(page.evaluate("location.hash")) and "day 20: 50 % of the staff are trained (situation: threat)" in page.inner_text(".changes")
    page.select_option("#change-key", "crisis")
    assert not page.is_visible("#change-situation")
    page.fill("#change-value", "0.5")
    page.click("#change-add")
    assert "from 1 to 10" in page.inner_text(".problem")
    for left in (1, 0):
        page.click(".changes button")
        until(page, f"app.state.b.changes.length === {left}")


def test_the_command_that_the_page_tells_gives_its_figures(served, open_page, tmp_path):
    """With an office of one's own and levers on both sides: the files as they are downloaded, the command as it is written."""
    import os
    import shlex

    own = urllib.parse.quote(json.dumps({"title": "Ours", "values": {"phone.posts": 9, "staff.weekday_share": [1.0, 0.9, 0.9, 1.0, 0.8]}}))
    page = open_page(served, f"#what-if?years=0.25&worlds=4&seed=9&own={own}&a=none&a.breaks.overlap=0.5&b=discreet&b.staff.extra_posts=1&b@10.demand.load=1.3&b@20!train=0.5:insult&b@20!rule_changes=4")
    settled(page, 4)
    names = []
    given = []
    page.on("download", lambda one: given.append(one))
    page.click("#take-scenario")
    page.wait_for_timeout(2000)
    for one in given:
        one.save_as(tmp_path / one.suggested_filename)
        names.append(one.suggested_filename)
    assert sorted(names) == ["my_office.toml", "side_a.toml", "side_b.toml"]
    command = shlex.split(page.inner_text(".command"))
    assert command[0] == "guichet"
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        result = guichet(*command[1:], "--json", "--no-report", "--workers", "1")
    finally:
        os.chdir(before)
    assert result.exit_code == 0, result.output
    found, told = json.loads(page.evaluate(ROWS)), json.loads(result.stdout)
    rows = [row for row in told["differences"] if row["policy"] == "side_b" and row["against"] == "side_a"]
    assert len(rows) > 50
    for row in rows:
        for key in KEYS:
            assert found[row["outcome"]][key] == row[key], (row["outcome"], key)


def test_what_was_run_long_ago_is_forgotten_and_what_is_shown_is_not(served, open_page):
    page = open_page(served, f"#what-if?{SHORT}&worlds=3")
    settled(page, 3)
    kept = page.evaluate("""() => { const {twins} = app.shown, mine = [...twins.known.keys()];
        for (let i = 0; i < 3000; i++) twins.keep(`${i} other`, {});
        return [twins.known.size, mine.every((key) => twins.known.has(key))]; }""")
    assert kept[0] <= 1206 and kept[1]

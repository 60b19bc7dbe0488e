"""The page Lab in Chromium: folders, charts, runs that open, the keyboard, harm; served and as a file."""

import json
from pathlib import Path

import pandas as pd
import pytest
from little_results import MARKUP, STUDIES, hostile
from serve_pages import serving, until
from terminal import guichet, printed

from simulation.app.results import listing, opened
from simulation.app.results.routes import routes
from simulation.app.server import application

MEMBERS = len(pd.read_parquet(Path(__file__).parents[2] / "results/reference/social_agency/ensemble.parquet"))
DRAWN = "!!document.querySelector('.lab-body svg [data-mark], .lab-body canvas')"


@pytest.fixture(scope="module")
def lab(results):
    """The address of the pages with good results."""
    with serving(application(routes(results))) as address:
        yield address


@pytest.fixture(scope="module")
def harmful(tmp_path_factory, results):
    """The address of the pages with folders that mean harm, and one that is good."""
    root = hostile(tmp_path_factory.mktemp("harm") / "results", results / "grid")
    with serving(application(routes(root))) as address:
        yield address, root


def data_of(root, name):
    return opened({folder.name: folder for folder in listing(root)}[name])


def hash_of(page):
    return page.evaluate("decodeURIComponent(location.hash)")


# --- charts and runs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name, views", [("grid", ["map", "shares", "parallel", "strips", "enough"]), ("saltelli", ["sobol", "parallel", "strips", "enough"]), ("morris", ["morris", "parallel", "strips", "enough"]),
                                         ("swings", ["swings", "parallel", "strips", "enough"]), ("latin", ["shares", "parallel", "strips", "enough"])])
def test_each_design_has_its_charts_with_a_table_beside_each(lab, open_page, axe, name, views):
    page = open_page(lab, f"#lab?study={name}")
    until(page, DRAWN)
    assert page.eval_on_selector_all("[role=tab]", "all => all.map(({id}) => id.replace('lab-tab-', ''))") == views
    for view in views:
        page.click(f"#lab-tab-{view}")
        until(page, f"document.querySelector('#lab-tab-{view}').getAttribute('aria-selected') === 'true'")
        assert page.evaluate("document.querySelectorAll('#lab-panel table tbody tr').length") > 0
        if view != "enough":
            until(page, "!!document.querySelector('#lab-panel svg, #lab-panel canvas')")
    axe(page)
    page.click(f"#lab-tab-{views[0]}")
    until(page, DRAWN)
    axe(page)


def test_a_map_shows_the_figures_of_analyse_hatched_where_nothing_can_be_told(lab, results, open_page):
    table = pd.DataFrame(data_of(results, "grid")["tables"]["regimes"])
    shown = table[table.outcome == "exhaustion"]
    page = open_page(lab, "#lab?study=grid&view=map&outcome=exhaustion")
    until(page, DRAWN)
    page.click("text=As a table")
    told = page.eval_on_selector_all("#lab-panel tbody tr", "rows => rows.map((row) => [...row.children].map(({innerText}) => innerText))")
    assert len(told) == len(shown) == 6
    decimals = len(told[0][2].partition(".")[2])
    assert sorted(float(row[2].replace("−", "-")) for row in told) == sorted(round(value, decimals) for value in shown.difference)
    hatched = shown.verdict.isin(("cannot tell", "same")).sum()
    assert page.eval_on_selector_all("#lab-panel svg [data-mark]", "marks => marks.filter((mark) => [...mark.querySelectorAll('rect')].some((one) => one.getAttribute('fill').startsWith('url('))).length") == hatched


SIMULATE = """async (hash) => {
    const [{read, documents}, {scenario}, {measuring}] = await Promise.all(["core/state.js", "core/scenario.js", "core/outcomes.js"].map((name) => import(new URL(name, location).href)));
    const {state, problems} = read(app.declared, hash), made = {};
    for (const side of ["a", "b"]) {
      const laid = scenario(app.declared, documents(app.declared, state, side));
      made[side] = await new Promise((done, failed) => app.pool.ask(`test ${side}`, [{key: side, scenario: laid, seed: state.seed, days: %d, done: (result) => done(measuring(app.declared, laid, %d)(result)), failed}]));
    }
    return {problems, page: state.page, ...made};
}"""


@pytest.mark.parametrize("name", [*STUDIES, "compare"])
def test_the_run_that_opens_is_the_very_run_to_the_bit(lab, results, open_page, name):
    """What the address of a link says, simulated on the page, against the row in the folder: shipped offices and values of every kind, seeds of their own."""
    page = open_page(lab, f"#lab?study={name}&view=strips")
    until(page, DRAWN)
    data = data_of(results, name)
    outcome = data["outcomes"][0]["key"]
    known = {row["key"] for row in json.loads(page.evaluate("JSON.stringify(app.declared.outcomes)"))}
    marks = page.evaluate("document.querySelectorAll('#lab-panel svg [data-mark]').length")
    assert marks == sum(value is not None for value in data["runs"]["values"][outcome])
    held = {(point, seed): run for run, (point, seed) in enumerate(zip(data["runs"]["point"], map(str, data["runs"]["seed"])))}
    policies = [policy["name"] for policy in data["policies"]]
    order = sorted(held.values(), key=lambda run: policies.index(data["points"]["policy"][data["points"]["point"].index(data["runs"]["point"][run])]))  # as strips stand one below the other
    order = [run for run in order if data["runs"]["values"][outcome][run] is not None]
    days = (data.get("facts") or {}).get("days") or data["days"]
    for mark in {0, marks // 2, marks - 1}:
        page.evaluate(f"document.querySelectorAll('#lab-panel svg [data-mark]')[{mark}].focus()")
        page.keyboard.press("Enter")
        until(page, "location.hash.startsWith('#office?')")
        told = page.evaluate(SIMULATE % (days, days), page.evaluate("location.hash"))
        assert told["page"] == "office" and not told["problems"]
        for one in data["outcomes"]:
            value = data["runs"]["values"][one["key"]][order[mark]]
            if one["key"] in known and value is not None:
                assert told["a"][one["key"]] == value, (name, mark, one["key"])
        page.go_back()
        until(page, "location.hash.startsWith('#lab?') && " + DRAWN)


def test_what_cannot_be_drawn_is_said_in_words(lab, results, open_page):
    data = data_of(results, "saltelli")
    without = [one["key"] for one in data["outcomes"] if one["key"] not in data["tables"]["sobol"]["outcome"]]
    assert without
    page = open_page(lab, f"#lab?study=saltelli&view=sobol&outcome={without[0]}")
    until(page, "document.querySelector('#lab-panel')?.innerText.includes('nothing can be drawn') ?? false")
    assert len(page.inner_text("#lab-panel")) > 80


def test_a_cell_of_a_map_opens_both_policies_in_one_world(lab, results, open_page):
    page = open_page(lab, "#lab?study=grid&view=map&outcome=exhaustion")
    until(page, DRAWN)
    page.evaluate("scrollTo(0, 400)")
    page.click("#lab-panel svg [data-mark='4']")
    until(page, "location.hash.startsWith('#office?') && app.state.page === 'office' && scrollY === 0")
    where = hash_of(page)
    told = page.evaluate(SIMULATE % (4, 4), page.evaluate("location.hash"))
    rows = pd.read_parquet(results / "grid")
    found = [rows[(rows.policy == policy) & (rows.exhaustion == told[side]["exhaustion"])] for side, policy in (("a", "present"), ("b", "discreet"))]
    assert all(len(one) == 1 for one in found), where
    assert len({(one.seed.item(), one["sample"].item()) for one in found}) == 1


def test_a_point_of_a_when_map_opens_both_managers(lab, open_page, axe):
    page = open_page(lab, "#lab?study=reference/when")
    until(page, DRAWN)
    axe(page)
    page.focus("[data-mark='0']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(page, "location.hash.startsWith('#office?')")
    told = page.evaluate("import(new URL('core/state.js', location).href).then(({read}) => { const {state, problems} = read(app.declared, location.hash); return {...state, problems}; })")
    assert not told["problems"] and (told["a"]["policy"], told["b"]["policy"]) == ("present", "discreet") and told["a"]["set"]["rest_room.comfort"] == 0.8
    assert told["a"]["set"]["demand.load"] == told["b"]["set"]["demand.load"] and told["seed"] == 1


# --- keyboard -----------------------------------------------------------------------------------------------------------------


def test_all_is_reached_by_the_keyboard(lab, open_page):
    page = open_page(lab, "#lab?study=grid")
    until(page, DRAWN)
    page.focus("[role=tab][aria-selected=true]")
    page.keyboard.press("End")
    until(page, "app.state.more.view === 'enough' && document.activeElement.id === 'lab-tab-enough'")
    page.keyboard.press("Home")
    until(page, "app.state.more.view === 'map' && document.activeElement.id === 'lab-tab-map' && " + DRAWN)
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.mark") == "0":
            break
    words = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert words and page.inner_text(".lab-readout") == words
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") != words and page.evaluate("document.querySelectorAll('#lab-panel svg [tabindex=\"0\"]').length") == 1


def test_brushes_keep_lines_by_the_keyboard_and_stay_in_the_address(lab, results, open_page):
    data = data_of(results, "latin")
    page = open_page(lab, "#lab?study=latin&view=parallel")
    until(page, DRAWN + " && !!document.querySelector('.lab-handle')")
    page.focus(".lab-handle >> nth=0")
    for _ in range(5):
        page.keyboard.press("PageUp")
    low, high = min(data["points"]["values"]["demand.load"]), max(data["points"]["values"]["demand.load"])
    kept = sum(value >= low + 0.5 * (high - low) - 1e-9 for value in data["points"]["values"]["demand.load"])
    said = f"{kept} of 24 points kept"
    assert 0 < kept < 24 and page.inner_text(".lab-count") == said and page.evaluate("app.state.more.keep") == "0:50:100"
    again = open_page(lab, page.evaluate("location.hash"))
    until(again, "document.querySelector('.lab-count')?.innerText.length > 0")
    assert again.inner_text(".lab-count") == said
    again.focus(".lab-walk input")
    again.keyboard.press("ArrowRight")
    assert "click or Enter" in again.inner_text(".lab-readout")
    again.keyboard.press("Enter")
    until(again, "location.hash.startsWith('#office?')")


# --- a file --------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file(results, tmp_path_factory):
    out = tmp_path_factory.mktemp("file") / "study.html"
    printed("export", "--study", results / "grid", "--out", out)
    print(f"a file of a study: {out.stat().st_size / 1e6:.2f} MB")
    assert out.stat().st_size <= 3_000_000
    return out.as_uri()


def test_a_file_holds_a_study_and_its_model(file, results, open_page, axe):
    page = open_page(file)
    until(page, DRAWN)
    assert page.inner_text(".lab-name").startswith("Little grid") and page.evaluate("app.alone") and not page.query_selector("[data-choice=study]")
    for view in ("shares", "parallel", "strips", "enough", "map"):
        page.click(f"#lab-tab-{view}")
        until(page, f"document.querySelector('#lab-tab-{view}').getAttribute('aria-selected') === 'true' && document.querySelector('#lab-panel').children.length > 0")
    axe(page)
    page.click("nav [data-page=what-if]")
    until(page, "app.state.page === 'what-if'")
    told = page.evaluate("[app.state.office, app.state.a, app.state.b]")
    assert told[0] == "social_agency" and (told[1]["policy"], told[2]["policy"]) == ("present", "discreet") and told[1]["set"]["phone.per_day"] == 60
    page.go_back()
    until(page, DRAWN)
    page.focus("[data-mark='0']")
    page.keyboard.press("Enter")
    until(page, "location.hash.startsWith('#office?')")


def test_a_file_without_a_study_says_how_to_make_one(exported, open_page):
    page = open_page(exported, "#lab")
    until(page, "document.querySelector('.lab-body').innerText.includes('guichet export --study')")


def test_export_of_other_folders_and_of_none(results, tmp_path, open_page):
    printed("export", "--study", results / "reference" / "when", "--out", tmp_path / "when.html", "--lang", "fr")
    page = open_page((tmp_path / "when.html").as_uri())
    until(page, DRAWN)
    assert "Quand la discrétion paie-t-elle" in page.inner_text(".lab-name") and (tmp_path / "when.html").stat().st_size <= 3_000_000
    for given in (["--study", str(tmp_path / "no")], ["--study", str(tmp_path)], ["--outcomes", "exhaustion"], ["--study", str(results / "grid"), "--outcomes", "nonsense"]):
        told = guichet("export", "--out", str(tmp_path / "x.html"), *given)
        assert told.exit_code == 2 and "Traceback" not in told.output and not (tmp_path / "x.html").exists(), told.output


# --- harm ----------------------------------------------------------------------------------------------------------------------


def unharmed(page):
    assert page.evaluate("globalThis.harm === undefined && !document.querySelector('main img, main script, main iframe, main b > *')")


def test_names_are_text_everywhere(harmful, open_page, tmp_path):
    address, root = harmful
    page = open_page(address, "#lab")
    until(page, "document.querySelectorAll('[data-folder]').length > 3")
    assert MARKUP in page.inner_text(".lab-folders")
    unharmed(page)
    page.evaluate("name => [...document.querySelectorAll('[data-folder]')].find((one) => one.dataset.folder === name).click()", MARKUP)
    until(page, "!!document.querySelector('[role=tab]')")
    assert f"{MARKUP}</script>" in page.inner_text(".lab-name")
    for view in page.eval_on_selector_all("[role=tab]", "all => all.map(({id}) => id)"):
        page.click(f"#{view}")
        page.wait_for_timeout(60)
        unharmed(page)
    page.click("text=Runs that broke")
    assert f"it broke: {MARKUP}" in page.inner_text(".lab-body")
    page.evaluate("location.hash = '#lab?study=markup'")
    until(page, "document.querySelector('.lab-body')?.innerText.includes('onerror')")
    unharmed(page)
    printed("export", "--study", root / MARKUP, "--out", tmp_path / "evil.html")
    page = open_page((tmp_path / "evil.html").as_uri())
    until(page, "!!document.querySelector('[role=tab]')")
    assert MARKUP in page.inner_text(".lab-name")
    unharmed(page)


@pytest.mark.parametrize("lang, said", [("en", "cannot be read"), ("fr", "ne peut être lu")])
def test_a_broken_folder_is_a_sentence_and_the_page_goes_on(harmful, open_page, lang, said):
    page = open_page(harmful[0], f"#lab?study=truncated&lang={lang}")
    until(page, "!!document.querySelector('.lab-body .problem')")
    assert said in page.inner_text(".lab-body .problem")
    page.evaluate("location.hash = '#lab?study=linked_part'")
    until(page, "document.querySelector('.lab-body .problem')?.innerText.includes('linked_part') || document.querySelector('.lab-body .problem')?.innerText.includes('part-')")
    page.evaluate(f"location.hash = '#lab?lang={lang}&study=' + {json.dumps('..%2Foutside')}")
    until(page, "document.querySelector('.lab-body .problem')?.innerText.includes('../outside')")
    page.select_option("[data-choice=study]", "markup")
    until(page, "document.querySelector('.lab-body')?.innerText.includes('onerror')")


def test_no_folder_of_results_is_a_sentence(served, tmp_path, open_page):
    with serving(application(routes(tmp_path / "<b>none"))) as address:
        page = open_page(address, "#lab")
        until(page, "!!document.querySelector('.lab-body .problem')")
        assert "<b>none" in page.inner_text(".lab-body .problem") and "--results" in page.inner_text(".lab-body .problem")
        (tmp_path / "<b>none").mkdir()
        page.click("text=Look again")
        until(page, "document.querySelector('.lab-body').innerText.includes('guichet sweep')")
        page.click("nav [data-page=what-if]")
        until(page, "app.state.page === 'what-if' && !!document.querySelector('h1')")


def test_an_absurd_address_does_no_harm(lab, open_page):
    page = open_page(lab, f"#lab?study=latin&view=nonsense&outcome={MARKUP}&side=x&keep=99:1:2,0:80:20,a,1:-5:999&from=1e308")
    until(page, DRAWN)
    page.evaluate("location.hash = '#lab?study=latin&view=parallel&keep=0:1e9:2,,;&from=-7&asked=%00&outcome=constructor'")
    until(page, "document.querySelector('.lab-count')?.innerText === '24 of 24 points kept'  || !!document.querySelector('.lab-body .problem')")
    unharmed(page)


def test_another_outcome_is_asked_for_and_language_and_size_redraw(lab, open_page):
    page = open_page(lab, "#lab?study=latin&view=strips")
    until(page, DRAWN)
    page.select_option("[data-choice=outcome]", "occupancy")
    until(page, "app.state.more.outcome === 'occupancy' && document.querySelector('[data-choice=outcome]')?.value === 'occupancy' && " + DRAWN)
    page.click("[data-tool=language]")
    until(page, "document.documentElement.lang === 'fr' && document.querySelector('[role=tab]')?.innerText === 'Effets principaux' && " + DRAWN)
    page.set_viewport_size({"width": 390, "height": 800})
    until(page, "document.querySelector('#lab-panel svg').getBoundingClientRect().width < 460")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("study, words", [("reference", "Kept aside: 3 of 11"), ("reference/social_agency", f"{MEMBERS} sets of parameters"), ("compare", "compare"), ("", "fitted ensemble")])
def test_axe_finds_nothing_on_the_other_folders(lab, open_page, axe, study, words):
    page = open_page(lab, f"#lab?study={study}")
    until(page, f"document.querySelector('main').innerText.includes({json.dumps(words)})")
    axe(page)

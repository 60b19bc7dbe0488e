"""Every state of every page (`states.py`): axe finds nothing, nothing hangs over, one language, and all is reached by the tab key with a ring around it."""

import pytest
from states import LANGS, STATES, sites

SHORT = "office=theme_park&years=0.25&worlds=2"
GROUPS = ("what-if", "office", "lessons", "lab", "class", "join", "file", "study-file")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """Where all of them are."""
    with sites(tmp_path_factory.getbasetemp() / "little_results", tmp_path_factory.mktemp("files")) as found:
        yield found


@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_nothing_in_any_state(group, addresses, chromium, axe):
    """In English."""
    import time
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale=LANGS["en"], reduced_motion="reduce").new_page()
    found = []
    for state in (state for state in STATES if state.name.partition("/")[0] == group):
        t=time.time()
        state.arrive(page, addresses, SHORT)
        t2=time.time()
        try:
            axe(page)
        except AssertionError as wrong:
            found.append(f"{state.name}: {wrong}")
        print(state.name, round(t2-t,2), round(time.time()-t2,2))
    page.context.close()
    assert not found, "\n".join(found)

"""Stories: every line rests on rows of the log, scripted logs are told as they were, in both languages."""

import json
import re

import pytest
from little_runs import log_of
from test_lineage import BORN, START

from simulation.measures.story import Log, Node, plain, pruned, text
from simulation.measures.story_person import person_story
from simulation.measures.story_practice import practice_story
from simulation.measures.story_words import KINDS, LANGUAGES, SENTENCES, listed, of, say, when


def told(story, log):
    """The text of a story as one line, with plain spaces."""
    return " ".join(text(story, log).split())


def all_stories(log):
    yield from (practice_story(log, q.practice) for q in log.practices)
    yield from (person_story(log, number) for number in log.people)


def nodes(roots):
    """How many nodes some trees have."""
    return sum(1 + nodes(node.children) for node in roots)


# --- stories of runs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_of_every_story_rests_on_rows_of_the_log(ran, lang):
    log = Log(ran.tables, ran.manifest, lang, full=True)
    for story in all_stories(log):
        for section in story.sections:
            assert section.left_out == 0
            for line in section.lines:
                assert line.rows or section.key == "use", line
                assert all(0 <= row < len(log.events) for row in line.rows)
                assert line.day < 0 or (line.day, line.minute) in [(log.events[row].day, log.events[row].minute) for row in line.rows]
        assert json.loads(json.dumps(plain(story), allow_nan=False))["title"] == story.title


def test_the_story_of_a_practice_names_its_inventor_and_all_its_learners(ran):
    log = Log(ran.tables, ran.manifest, full=True)
    for q in log.practices:
        said = told(practice_story(log, q.practice), log)
        people = [log.person(who) for who in log.lives[q.practice].learners]
        assert people[0] == log.person(q.inventor)
        assert all(name in said for name in people)
        assert all(f"{name} learned it" in said or ", whose story it answered, learned it" in said for name in people[1:])


def test_the_story_of_a_person_names_whom_they_learned_from(ran):
    log = Log(ran.tables, ran.manifest, full=True)
    assert any(one.source >= 0 for life in log.lives for one in life.learnings)
    for number in log.people:
        said = told(person_story(log, number), log)
        for life in log.lives:
            for one in life.learnings:
                if one.who == number and one.source >= 0:
                    assert log.person(one.source) in said and log.practice(log.events[one.row].practice) in said


def test_what_is_left_out_is_counted(ran):
    short, full = Log(ran.tables, ran.manifest), Log(ran.tables, ran.manifest, full=True)
    cut = 0
    for few, all_of_it in zip(all_stories(short), all_stories(full), strict=True):
        for a, b in zip(few.sections, all_of_it.sections, strict=True):
            assert len(a.lines) + nodes(a.roots) + a.left_out == len(b.lines) + nodes(b.roots) and b.left_out == 0
            assert len(a.lines) <= 16 and nodes(a.roots) <= 16
            cut += a.left_out
    assert cut


def test_the_events_told_happened(eventful):
    log = Log(eventful.tables, eventful.manifest, full=True)
    lines = [line for story in all_stories(log) for section in story.sections for line in section.lines]
    kinds = {log.events[row].event for line in lines for row in line.rows}
    happened = {e.event for e in log.events}
    assert kinds >= happened & {"exit", "forgotten", "death", "naming", "refinement", "call", "join", "story", "invention", "telling",
                                "absence"}


def test_the_learning_tree_has_every_learning_once(ran):
    log = Log(ran.tables, ran.manifest, full=True)

    def rows(node):
        return [node.row] + [row for child in node.children for row in rows(child)]

    for q in log.practices:
        tree = next(s for s in practice_story(log, q.practice).sections if s.key == "tree")
        expected = [one.row for one in log.lives[q.practice].learnings]
        assert sorted(row for root in tree.roots for row in rows(root)) == (expected if len(expected) > 1 else [])


def test_a_year_tells_that_year_only(busy):
    log = Log(busy.tables, busy.manifest | {"days_per_year": 10}, full=True)
    for year, days in [(1, range(10)), (2, range(10, 20))]:
        lines = [line for s in person_story(log, 0, year).sections for line in s.lines if line.day >= 0]
        assert lines and all(line.day in days for line in lines)


# --- stories written by hand ----------------------------------------------------------------------------------------------------

HULK = [*BORN, (3, 1.0, "telling", 0, 1, 0, "", 6, 0.3), (3, 1.0, "learned", 1, 0, 0, "", 7, 0.3),
        (3, 642.9, "naming", 0, -1, 0, "", 5, 4.0), (36, 642.0, "episode", 1, 9, 0, "outburst", -1, 1.0),
        (36, 642.0, "call", 1, -1, 0, "outburst", 10, 0.5),
        (36, 643.0, "join", 0, 1, 0, "", 11, 0.0), (36, 643.0, "join", 2, 1, 0, "", 11, 1.0),
        (37, 999.0, "forgotten", 0, -1, 0, "", -1, 0.0),
        (38, 999.0, "exit", 1, -1, -1, "", -1, 338.0), (38, 999.0, "death", -1, -1, 0, "", 5, 0.0)]


def test_learners_who_are_not_drawn_are_counted():
    rows = [*BORN]
    for who in range(1, 21):
        rows += [(3, 1.0, "telling", 0, who, 0, "", 6, 0.3), (3, 1.0, "learned", who, 0, 0, "", len(rows), 0.3)]
    short, full = (next(one for one in practice_story(log_of(rows, full=full), 0).sections if one.key == "tree") for full in (False, True))
    assert (nodes(full.roots), full.left_out) == (21, 0) and (nodes(short.roots), short.left_out) == (16, 5)


def test_hulk_is_told_from_birth_to_death():
    log = log_of(HULK)
    said = told(practice_story(log, 0), log)
    for sentence in (
            "Hulk (outburst-0)", "An answer to outbursts, by which colleagues are called for help.", "It was lost on day 39.",
            "day 3 (week 1, Wednesday), 10:00: Nadia faced an outburst by user 77; it ended well.",
            "From this Nadia made a trick of their own: Hulk.", "day 4 (week 1, Thursday), 00:01: Paul learned it from Nadia, who told it.",
            "Nadia told it among 4 people, and it got its name: “Hulk”.",
            "day 37 (week 8, Tuesday), 10:42: Paul called for help by its name, facing an outburst by user 9: Nadia ran to contain, "
            "Inès stayed to comfort; it ended well.", "Used once, by Paul; 1 of 1 ended well.",
            "day 38 (week 8, Wednesday), evening: Nadia forgot it.",
            "Paul left for good and took it along.", "It was lost with its last holder, Paul.",
            "Nadia (day 3, invented it; forgot it) └─ Paul (day 4, told; left)"):
        assert sentence in said, sentence


def test_hulk_is_told_in_french():
    log = log_of(HULK, lang="fr")
    said = told(practice_story(log, 0), log)
    for sentence in ("Hulk (éclat-0)", "jour 37 (semaine 8, mardi), 10 h 42 : Paul appelle à l'aide",
                     "Nadia accourt pour contenir, Inès reste pour réconforter", "Paul l'apprend de Nadia, qui la raconte.",
                     "Elle se perd avec Paul"):
        assert sentence in said, sentence


def test_the_leaver_takes_along_what_nobody_else_knew():
    log = log_of(HULK)
    said = told(person_story(log, 1), log)
    assert "Left for good, after 338 days of tenure." in said and "With them was lost Hulk, which nobody else knew." in said
    assert "Called for help by “Hulk”" in said
    assert "Ran to contain when Paul called “Hulk”." in told(person_story(log, 0), log)
    assert "Stayed to comfort Paul" in told(person_story(log, 2), log)


def test_relearning_is_told_as_again():
    log = log_of([*BORN, (3, 1.0, "telling", 0, 1, 0, "", 6, 0.3), (3, 1.0, "learned", 1, 0, 0, "", 7, 0.3),
                  (5, 9.0, "forgotten", 1, -1, 0, "", -1, 0.0), (6, 1.0, "telling", 0, 1, 0, "", 6, 0.1),
                  (6, 2.0, "telling", 0, 1, 0, "", 6, 0.1), (6, 2.0, "learned", 1, 0, 0, "", 11, 0.3)])
    assert "Paul learned it again from Nadia, after hearing it told twice." in told(practice_story(log, 0), log)


def test_a_practice_of_the_organisation_has_no_inventor():
    log = log_of([*START, (1, 1.0, "training", -1, -1, -1, "threat", -1, 0.0), (1, 1.0, "training", 2, -1, 0, "threat", 4, 0.0),
                  (1, 1.0, "learned", 2, -1, 0, "", 5, 0.5)], kinds=("threat",))
    log.practices = [q._replace(origin=4, inventor=-3) for q in log.practices]
    said = told(practice_story(log, 0), log)
    assert "The organisation brought it by a training session." in said and "Inès learned it in a training session." in said


def test_a_long_section_is_cut_unless_all_is_asked_for():
    many = [*BORN, *(e for n in range(30) for e in [(3, float(n), "call", 0, -1, 0, "outburst", 4, 0.0)])]
    assert "… and 22 more (--full shows all)" in told(practice_story(log_of(many), 0), log_of(many))
    full = log_of(many, full=True)
    assert "more (--full" not in told(practice_story(full, 0), full)


def test_names_with_markup_and_braces_stay_as_they_are():
    log = log_of(HULK)
    for name in ("{0}", "<script>alert(1)</script>", "[red]%s", "\\n"):
        log.people[0] = log.people[0]._replace(name=name)
        assert f"{name} forgot it." in told(practice_story(log, 0), log)


# --- words ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", SENTENCES)
def test_a_sentence_has_the_same_slots_in_both_languages(key):
    slots = [{name.replace("of_", "") for name in re.findall(r"{(\w+)", sentence)} for sentence in SENTENCES[key]]
    assert slots[0] == slots[1]


def test_french_elides_and_lists():
    assert [of(name) for name in ("Inès", "Hugo", "Élodie", "Yvette")] == ["d'Inès", "d'Hugo", "d'Élodie", "d'Yvette"]
    assert [of(name) for name in ("Yasmine", "Paul", "Ursule")] == ["de Yasmine", "de Paul", "d'Ursule"]
    assert [listed("fr", names) for names in ([], ["a"], ["a", "b", "c"])] == ["personne", "a", "a, b et c"]
    assert set(KINDS["en"]) == set(KINDS["fr"])
    assert say("fr", "well") == "tout finit bien"


def test_days_beyond_a_week_of_seven_have_numbers():
    event = log_of(HULK).events[10]
    assert when("en", event, 5) == "day 37 (week 8, Tuesday), 10:42"
    assert when("en", event._replace(day=8), 10) == "day 9 (week 1, 9), 10:42"


def test_trees_are_cut_level_by_level():
    leaf = [Node(str(n), n, ()) for n in range(3)]
    tree = Node("root", 9, (Node("a", 10, tuple(leaf)), Node("b", 11, ())))
    kept, cut = pruned([tree], 3)
    assert cut == 3 and [child.text for child in kept[0].children] == ["a", "b"] and kept[0].children[0].children == ()
    assert pruned([tree], 6) == ((tree,), 0) and pruned([], 3) == ((), 0)

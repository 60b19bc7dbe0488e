"""``guichet story``: what it prints for a run, and one message with exit code 2 for a folder or a name that is of no use."""

import hashlib
import json
import shutil

import pandas as pd
import pytest
from terminal import guichet

from simulation.experiments import run as runs

BUSY = ("counter.posts=4", "phone.posts=2", "mail.posts=0", "mail.per_day=0", "counter.per_day=80", "phone.per_day=60", "episode.base=-2",
        "invention.trick=0.2", "talk.naming=0.5", "episode.kind_shares=[0.2,0.2,0.2,0.1,0.1,0.19,0.01,0]")


def tell(folder, *args):
    return guichet("story", folder, *args)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "a run"
    result = guichet("run", "social_agency", "--years", 12 / 220, "--out", out, *(part for text in BUSY for part in ("--set", text)))
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def copy(folder, tmp_path):
    """A copy of the run, to be spoilt."""
    return shutil.copytree(folder, tmp_path / "copy")


@pytest.fixture(scope="module")
def practices(folder):
    return pd.read_parquet(folder / "practices.parquet")


# --- what is told -----------------------------------------------------------------------------------------------------------------


def test_without_a_name_all_stories_are_listed(folder, practices):
    result = tell(folder)
    assert result.exit_code == 0
    assert f"The 10 richest practices of {len(practices)}" in result.stdout
    assert all(name in result.stdout for name in ("Nadia", "Paul", "Inès", "Marc", "Fatou", "Julien"))
    assert f"guichet story '{folder}' --practice" in result.stdout and f"guichet story '{folder}' --employee Nadia" in result.stdout
    assert all(name in tell(folder, "--full").stdout for name in practices["name"])


def test_the_commands_that_the_list_proposes_work(folder):
    import shlex
    proposed = [shlex.split(line.partition("guichet ")[2]) for line in tell(folder).stdout.splitlines() if "Tell one:" in line]
    assert len(proposed) == 2 and all(guichet(*args).exit_code == 0 for args in proposed)


def test_a_practice_is_told_with_its_inventor_and_learners(folder, practices):
    people = pd.read_parquet(folder / "people.parquet").set_index("person")["name"]
    log = pd.read_parquet(folder / "events.parquet")
    for q in practices.itertuples():
        said = tell(folder, "--practice", q.name, "--full").stdout
        learned = log[(log["event"] == "learned") & (log["practice"] == q.practice)]["who"]
        assert people[q.inventor] in said and all(people[who] in said for who in learned)


def test_a_practice_is_found_by_any_of_its_names(folder, practices):
    q = practices[practices["named"] >= 0].iloc[0]
    plain = f"{q['kind']}-{q['practice']}"
    told = {tell(folder, "--practice", name).stdout for name in (q["name"], q["name"].upper(), str(q["practice"]), plain)}
    assert len(told) == 1 and told.pop().startswith(f"{q['name']} ({plain})\n")


def test_a_person_is_told_in_both_languages(folder):
    assert "Who taught whom" not in tell(folder, "--employee", "nadia").stdout
    assert "\nEpisodes\n" in tell(folder, "--employee", "0").stdout
    assert "\nÉpisodes\n" in tell(folder, "--employee", "NAD", "--lang", "fr").stdout


def test_json_is_one_object_with_the_rows_that_each_line_rests_on(folder, practices):
    listed = json.loads(tell(folder, "--json").stdout)
    assert len(listed["practices"]) == 10 and listed["all_practices"] == len(practices) and len(listed["people"]) == 6
    story = json.loads(tell(folder, "--practice", listed["practices"][0]["name"], "--json").stdout)
    log = pd.read_parquet(folder / "events.parquet")
    began = next(section for section in story["sections"] if section["key"] == "began")
    assert practices["origin"][story["practice"]] in began["lines"][-1]["rows"]
    assert all(0 <= row < len(log) for section in story["sections"] for line in section["lines"] for row in line["rows"])
    assert json.loads(tell(folder, "--employee", "3", "--json").stdout)["name"] == "Marc"


# --- what is refused --------------------------------------------------------------------------------------------------------------


def refused(result, *said):
    """One message on standard error, exit code 2, nothing else."""
    assert result.exit_code == 2 and result.stdout == "", result.output
    assert all(part in result.stderr for part in said), result.stderr
    assert "Traceback" not in result.stderr and len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("args, said", [
    (("--practice", "hulky"), "no practice of this run"), (("--practice", ""), "no practice of this run"),
    (("--practice", "99999"), "no practice of this run; it has"), (("--practice", "outburst"), "is short for"),
    (("--practice", "²"), "no practice of this run"), (("--employee", "Nadja"), "did you mean Nadia?"),
    (("--employee", "77"), "no person of this run"),
    (("--employee", "<b>{0}%s[red]"), '"<b>{0}%s[red]" is no person'), (("--employee", "\x1b[31m"), "\\x1b[31m"),
    (("--employee", "Nadia", "--practice", "0"), "one story at a time"), (("--year", "1"), "belongs to --employee"),
    (("--employee", "Nadia", "--year", "2"), "this run has 1 year"),
])
def test_a_name_that_is_of_no_use_gets_one_message(folder, args, said):
    refused(tell(folder, *args), said)


def test_a_folder_that_is_none_gets_one_message(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    refused(tell(tmp_path / "none"), "does not exist")
    refused(tell(tmp_path / "file"), "is not a folder")
    refused(tell(tmp_path / "empty"), "is not a run folder: it has no manifest.json")


@pytest.mark.parametrize("name", runs.PARQUET)
def test_a_missing_table_gets_one_message(copy, name):
    (copy / name).unlink()
    refused(tell(copy), f"lacks {name}")


@pytest.mark.parametrize("spoil", [lambda b: b"", lambda b: b"not parquet", lambda b: b[:len(b) // 2], lambda b: bytes(len(b)),
                                   lambda b: b[:-8] + b"PAR1PAR1"])
def test_a_damaged_table_gets_one_message(copy, spoil):
    path = copy / "events.parquet"
    path.write_bytes(spoil(path.read_bytes()))
    refused(tell(copy), "events.parquet cannot be read as Parquet", "damaged")


def test_a_table_of_another_run_gets_one_message(copy):
    path = copy / "people.parquet"
    pd.read_parquet(path).iloc[:-1].to_parquet(path)
    refused(tell(copy), "people.parquet is not as the run wrote it")


def replaced(copy, name, change):
    """Change a table and its checksum too, so that only its content is wrong."""
    path, manifest = copy / f"{name}.parquet", copy / "manifest.json"
    change(pd.read_parquet(path)).to_parquet(path)
    found = json.loads(manifest.read_text())
    found["files"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(found))


@pytest.mark.parametrize("change", [lambda t: t.assign(parent=t["row"]), lambda t: t.assign(practice=999), lambda t: t.iloc[1:],
                                    lambda t: t.assign(who=12345), lambda t: t.assign(parent=-5)])
def test_a_log_that_does_not_hang_together_gets_one_message(copy, change):
    replaced(copy, "events", change)
    refused(tell(copy), "does not hang together")


def test_a_column_that_is_missing_gets_one_message(copy):
    replaced(copy, "practices", lambda t: t.drop(columns="origin"))
    refused(tell(copy), "practices.parquet lacks the column origin")


@pytest.mark.parametrize("text, said", [
    ("{", "cannot be read as JSON"), ("[]", "is not the manifest of a run"), ("{}", "is not the manifest of a run"),
    ('{"format": "guichet run"}', "is not the manifest of a run"), ("\xff", "cannot be read as JSON"),
    ("[" * 100_000, "cannot be read as JSON")])
def test_a_bad_manifest_gets_one_message(copy, text, said):
    (copy / "manifest.json").write_bytes(text.encode("latin-1"))
    refused(tell(copy), "manifest.json", said)


@pytest.mark.parametrize("change, said", [({"format_version": 99}, "of format 99; this program reads 1"),
                                          ({"days_per_week": 0}, "calendar without days")])
def test_a_manifest_of_another_time_gets_one_message(copy, change, said):
    path = copy / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    refused(tell(copy), said)

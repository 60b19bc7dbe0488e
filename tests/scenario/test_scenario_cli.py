"""The command line around scenario files: what it prints, where, with which exit code, and what it imports."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from jsonschema import Draft4Validator
from terminal import guichet

import simulation
from simulation import cli
from simulation.scenario import GROUPS, PARAMETERS

HEAVY = ("mesa", "numba", "numpy", "pandas", "scipy", "plotly", "pydantic", "simulation.scenario")


@pytest.fixture
def command(monkeypatch):
    """Put a function in the place of a command."""
    def put(function):
        monkeypatch.setattr(cli.LazyGroup, "get_command", lambda self, ctx, name: click.command("run")(function))
    return put


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["chek"]])
def test_the_help_imports_nothing_heavy(args):
    code = f"import sys\nfrom simulation.cli import main\ntry: main({args}, 'guichet')\nexcept SystemExit: print('HAS', *sys.modules)"
    folder = Path(simulation.__file__).parents[1]
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    loaded = told.stdout.partition("HAS")[2].split()
    assert "click" in loaded and not set(HEAVY) & set(loaded)


def test_the_help_lists_all_commands():
    told = guichet("--help")
    assert told.exit_code == 0 and all(f"  {name} " in told.stdout for name in cli.COMMANDS)
    assert simulation.__version__ in guichet("--version").stdout


def test_each_command_is_where_it_is_said_to_be():
    for name, (target, said) in cli.COMMANDS.items():
        if target.startswith("simulation.cli.scenarios:"):
            assert cli.main.get_command(None, name).name == name
            assert said


@pytest.mark.parametrize("args, said", [
    (["chek"], "there is no command 'chek'; did you mean check?"),
    (["zzz"], "there is no command 'zzz'; commands are compare, run"),
    (["check"], "Missing argument 'FILE...'"),
    (["--wrong"], "No such option"),
    (["explain", "breaks.overlpa"], 'there is no such setting (given "breaks.overlpa"); did you mean breaks.overlap?'),
    (["explain", "breaks.overlpa", "--json"], "did you mean breaks.overlap?"),
    (["schema", "--out", "/dev/null/x"], "cannot write into /dev/null/x: Not a directory; choose another folder"),
])
def test_bad_input_ends_with_2_and_a_message_on_standard_error(args, said):
    told = guichet(*args)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr and "Traceback" not in told.stderr


def test_check_lists_all_problems_of_all_files(office, policy):
    good, bad = office("[breaks]\noverlap = 0.5\n"), policy("[breaks]\noverlap = 2\noverlpa = 2\n")
    told = guichet("check", good, bad)
    assert told.exit_code == 2
    assert told.stdout == f"{good}: good; office my_office, 1 setting, 0 dated changes\n"
    assert [line.split(": ")[0] for line in told.stderr.splitlines()] == [f"{bad}:6", f"{bad}:7"]
    assert guichet("check", good).exit_code == 0


def test_check_prints_one_object(office, policy):
    told = guichet("check", "--json", office(), policy("[breaks]\noverlap = 2\n"))
    good, bad = json.loads(told.stdout)["files"]
    assert (told.exit_code, told.stderr, good["ok"], good["problems"], bad["ok"]) == (2, "", True, [], False)
    assert bad["problems"][0]["key"] == "breaks.overlap" and bad["problems"][0]["line"] == 6


def test_explain_one_a_group_and_all():
    assert PARAMETERS["breaks.overlap"].fr in guichet("explain", "breaks.overlap").stdout
    assert json.loads(guichet("explain", "breaks.overlap", "--json").stdout)["default"] == PARAMETERS["breaks.overlap"].default
    group = guichet("explain", "breaks").stdout
    assert "breaks.overlap" in group and "manager.floor" not in group
    everything = guichet("explain").stdout
    assert all(f"  {key} " in everything for key in PARAMETERS)
    assert list(json.loads(guichet("explain", "--json").stdout)["groups"]) == list(GROUPS)


def test_an_outcome_and_what_was_published_are_explained():
    told = guichet("explain", "live_wait").stdout
    assert "Attente" in told and "min" in told and json.loads(guichet("explain", "live_wait", "--json").stdout)["better"] == "lower"
    assert "D5       P(incivility felt per contact): .02-.20 (.08)" in guichet("explain", "episode.base").stdout
    assert "it is a shipped scenario" in guichet("explain", "present").stderr


def test_a_study_in_the_place_of_an_office_is_told_to_be_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my study.toml").write_text('[study]\nname = "x"\n[[axes]]\nkey = "demand.load"\n')
    told = guichet("compare", "my study.toml")
    assert told.exit_code == 2 and told.stderr == "my study.toml: is a study, not an office or a policy; run it with `guichet sweep 'my study.toml'`\n"


def test_a_shipped_name_of_another_kind_is_told_to_be_one():
    assert guichet("compare", "discreet").stderr == "discreet: is a shipped policy; lay it over an office, with --policy discreet or among --policies\n"
    assert "screening: is a shipped study; run it with `guichet sweep screening`" in guichet("run", "screening").stderr
    assert "theme_park: is a shipped office" in guichet("run", "social_agency", "--policy", "theme_park").stderr


def test_bad_input_is_told_in_french_where_it_can_be():
    told = guichet("compare", "--set", "breaks.overlap=7", "--lang", "fr").stderr
    assert told.startswith("--set : breaks.overlap\u00a0: doit être au plus 1") and "Simultanéité des pauses" in told
    assert "ce fichier de service n'existe pas" in guichet("compare", "nowhere", "--lang=fr").stderr
    assert "there is no such office file" in guichet("compare", "nowhere").stderr


def test_files_are_checked_in_french_too(tmp_path, office):
    good, bad = office(), tmp_path / "bad.toml"
    bad.write_text('[policy]\nname = "p"\ntitle_en = "P"\ntitle_fr = "P"\n[phone]\nposts = 10.5\nper_dya = 3\n', encoding="utf-8")
    told = guichet("check", good, bad, "--lang", "fr")
    assert told.exit_code == 2 and told.stdout == f"{good} : bon ; service my_office, 0 réglage, 0 changement daté\n"
    assert "doit être un nombre entier" in told.stderr and "Postes" in told.stderr and "vouliez-vous dire phone.per_day" in told.stderr and "must be" not in told.stderr
    assert guichet("check", "screening", "--lang", "fr").stdout.startswith("screening : bon ; étude screening, ")


def test_an_option_that_takes_one_value_is_not_dropped_without_a_word_when_it_comes_twice():
    told = guichet("compare", "nowhere", "--policies", "present,discreet", "--set", "demand.load=1", "--policies", "care,decreed", "--set", "breaks.overlap=1", "--no-report")
    assert told.stderr.startswith("--policies is given 2 times; it takes one value: the last counts\n") and told.stderr.count("times") == 1
    assert guichet("run", "nowhere", "--policy", "a", "--policy", "b", "--policy=c").stderr.startswith("--policy is given 3 times;")


def test_a_value_that_is_set_twice_by_hand_is_refused():
    assert guichet("run", "social_agency", "--set", "demand.load=1", "--set", "demand.load=0").stderr == "--set: demand.load: is set twice (given 1, 0); keep one\n"


def test_what_is_probably_not_meant_is_told_and_not_refused(tmp_path, monkeypatch, office):
    monkeypatch.chdir(tmp_path)
    path = office("[[changes]]\nday = 5\nset = { 'breaks.overlap' = 0.5 }\n[[changes]]\nday = 500\naction = 'crisis'\namount = 1\n")
    assert guichet("check", path).stderr == ""
    nobody = guichet("check", path, office("[demand]\nload = 0\n"), "--lang", "fr")
    assert nobody.exit_code == 0 and "personne ne vient jamais" in nobody.stderr
    path = office("[[changes]]\nday = 5\nset = { 'breaks.overlap' = 0.5 }\n[[changes]]\nday = 500\naction = 'crisis'\namount = 1\n")
    told = guichet("run", path, "--years", "0.03", "--set", "breaks.overlap=0.1", "--out", "out", "--engine", "mesa")
    assert told.exit_code == 0 and "my_office: what is to change on day 500 comes after the last day of the run (6)" in told.stderr
    assert "my_office: breaks.overlap is set again on day 5 by a dated change" in told.stderr
    Path("s.toml").write_text('[study]\nname = "s"\ntitle_en = "S"\ntitle_fr = "S"\noffice = "office.toml"\nreplicates = 2\nyears = 0.03\n[design]\nkind = "grid"\n'
                              '[[axes]]\nkey = "breaks.overlap"\nvalues = [0.1, 0.2]\n')
    assert [remark.split(" ")[0] for remark in json.loads(guichet("check", "s.toml", "--json").stdout)["files"][0]["remarks"]] == ["what", "breaks.overlap"]
    office("[demand]\nload = 0\n")
    assert "nobody" in guichet("check", "s.toml").stderr
    Path("s.toml").write_text(Path("s.toml").read_text().replace("breaks.overlap", "demand.load"))
    assert guichet("check", "s.toml").stderr == ""  # at every point somebody comes


@pytest.mark.parametrize("asked", [("run", "social_agency"), ("compare", "--policies", "present,discreet", "--replicates", "2", "--no-report"),
                                   ("ablate", "--no-pairs", "--replicates", "2", "--no-report"), ("views", "social_agency", "--replicates", "2", "--no-report"),
                                   ("when", "regret", "--ensemble", "defaults", "--replicates", "2", "--no-report")])
def test_every_command_that_runs_tells_what_is_probably_not_meant(here, asked):
    told = guichet(*asked, "--years", "0.01", "--set", "demand.load=0", "--out", "out")
    assert told.exit_code == 0 and told.stderr.startswith("social_agency: nobody ever comes: ") and told.stderr.count("nobody ever comes") == 1


def test_an_instrument_that_is_set_twice_is_refused():
    assert "recognised is given twice; keep one" in guichet("views", "social_agency", "--assume", "recognised=0.3", "--assume", "recognised=0.5").stderr


def test_a_shell_that_asks_how_a_line_goes_on_is_answered():
    """Completion of a line with a misspelt command, or with an option given twice."""
    from click.shell_completion import BashComplete
    done = BashComplete(cli.main, {}, "guichet", "_GUICHET_COMPLETE")
    assert done.get_completions(["comparr"], "--") is not None
    assert "--policies" in [one.value for one in done.get_completions(["compare", "--years", "1", "--years", "2"], "--p")]


def test_several_keys_are_explained_at_once():
    told = guichet("explain", "breaks.overlap", "live_wait").stdout
    assert PARAMETERS["breaks.overlap"].fr in told and "Attente" in told
    assert [one["key"] if "key" in one else one["name"] for one in json.loads(guichet("explain", "breaks.overlap", "live_wait", "--json").stdout)] == ["breaks.overlap", "live_wait"]


def test_schema_is_printed_or_written(tmp_path):
    Draft4Validator.check_schema(json.loads(guichet("schema").stdout))
    told = guichet("schema", "--out", tmp_path / "new", "--json")
    assert set(json.loads(told.stdout)) == {"office", "policy", "study"}
    for kind in ("office", "policy", "study"):
        Draft4Validator.check_schema(json.loads((tmp_path / "new" / f"{kind}.schema.json").read_text(encoding="utf-8")))
        assert json.loads(guichet("schema", "--kind", kind).stdout)["required"][0] == kind
    assert "office: " in guichet("schema", "--out", tmp_path / "new").stdout


def test_scenarios_are_listed():
    listed = json.loads(guichet("scenarios", "--json").stdout)
    text = guichet("scenarios").stdout
    assert set(listed) == {"offices", "policies", "studies"}
    assert all(f"  {one['name']} " in text and one["title_fr"] in text for named in listed.values() for one in named)


def test_an_interrupted_command_says_so(command):
    def interrupted():
        raise KeyboardInterrupt
    command(interrupted)
    told = guichet("run")
    assert told.exit_code == 130 and "Interrupted" in told.stderr and "Traceback" not in told.stderr


def test_a_failed_run_ends_with_1(command):
    def failed():
        raise cli.RunFailed("run 3 broke at day 12")
    command(failed)
    told = guichet("run")
    assert (told.exit_code, told.stderr) == (1, "Error: run 3 broke at day 12\n")


def test_a_fault_of_the_program_is_not_hidden(command):
    def broken():
        raise ZeroDivisionError
    command(broken)
    assert isinstance(guichet("run").exception, ZeroDivisionError)

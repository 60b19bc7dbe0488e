"""Machines that are not as one would like: full and read-only disks, no home, no terminal, other encodings and locales, one core, other hash seeds. Each in a process of its own."""

import errno
import hashlib
import json
import os
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from little_results import TINY

import simulation
from simulation.cli import streams

ROOT = str(Path(simulation.__file__).parents[1])
MAIN = "from simulation.cli import main; main(prog_name='guichet')"
NO_USER = "import pwd\ndef nobody(*_):\n    raise KeyError('no entry')\npwd.getpwuid = pwd.getpwnam = nobody\n"
"""Said before: nobody is known here, as in a container that runs under a number."""

LITTLE = ("--set", "counter.posts=2", "--set", "phone.posts=2", "--set", "mail.posts=1", "--set", "counter.per_day=25", "--set", "phone.per_day=60", "--set", "mail.per_day=10", "--set", "demand.population=400")
COMPARE = ("compare", "--policies", "laissez_faire,discreet", "--years", "0.02", "--replicates", "2", *LITTLE)
STUDY = '[study]\nname = "s"\ntitle_en = "s"\ntitle_fr = "s"\nyears = 0.02\nreplicates = {}\n' + TINY.replace("{", "{{").replace("}", "}}") + '[design]\nkind = "grid"\n[[axes]]\nkey = "demand.load"\nvalues = [0.8, 1.2]\n'


def guichet(cwd, *args, before="", env=None, **how):
    """Run a command in a process of its own. env: beside PATH, and nothing else; before: said before it begins."""
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | how
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": ROOT} | ({"HOME": os.environ["HOME"]} if "HOME" in os.environ else {})
    done = subprocess.run([sys.executable, "-c", before + MAIN, *map(str, args)], cwd=cwd, env={name: text for name, text in (known | (env or {})).items() if text is not None}, timeout=300, **settings)
    said = (done.stdout or b"") + (done.stderr or b"")
    assert b"Traceback" not in said and done.returncode in (0, 1, 2), said.decode("utf-8", "replace")[-2000:]
    return done


def figures(folder):
    """The figures of a folder of results: the bytes of its tables by name. Pages and manifests tell when and where, too."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".parquet")}


# --- what is printed --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("encoding, lang", [("cp1252", "fr"), ("latin-1", "en"), ("cp437", "fr"), ("ascii", "fr"), ("utf-8:strict", "fr"), ("utf-16", "en")])
def test_a_terminal_that_lacks_our_signs_gets_the_nearest(encoding, lang, tmp_path):
    done = guichet(tmp_path, *COMPARE, "--lang", lang, "--out", "out", env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 0 and (tmp_path / "out" / "report.html").exists()
    text = done.stdout.decode("utf-8" if encoding in ("ascii", "utf-8:strict") else encoding)  # click writes UTF-8 where only ASCII is said to be known
    assert ("Written to out" if lang == "en" else "crit dans out") in text and "\\u" not in text


@pytest.mark.slow
def test_json_is_json_in_any_encoding(tmp_path):
    told = [json.loads(guichet(tmp_path, *COMPARE, "--lang", "fr", "--json", "--out", encoding, env={"PYTHONIOENCODING": encoding}).stdout.decode(encoding)) for encoding in ("cp437", "utf-8")]
    assert told[0]["answer"] == told[1]["answer"] and not "".join(told[0]["answer"]).isascii()


def test_signs_are_written_as_the_nearest_that_there_is():
    for sign in "–—−“”«»’…→≥≤≈×œ€\u00a0\u202f":
        error = UnicodeEncodeError("ascii", f"a{sign}b", 1, 2, "no")
        assert streams._nearest(error)[0].isascii() and streams._nearest(error) != ("?", 2)
    assert streams._nearest(UnicodeEncodeError("ascii", "\udce9漢", 0, 2, "no")) == ("\\udce9?", 2)


LOCALES = ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, {"LC_ALL": "ar_EG.UTF-8"},
           {"LC_ALL": "de_DE.ISO-8859-1", "LC_NUMERIC": "de_DE.ISO-8859-1"}, {"LC_ALL": "nowhere"})


@pytest.mark.slow
def test_locales_change_nothing(tmp_path):
    """Decimal commas, capital dotless i, digits of other scripts, an ASCII that knows no accents; installed or not."""
    found = []
    for number, locale in enumerate(LOCALES):
        assert guichet(tmp_path, *COMPARE, "--lang", "fr", "--out", f"out{number}", env=locale).returncode == 0
        found.append(figures(tmp_path / f"out{number}"))
    assert all(one == found[0] for one in found)


@pytest.mark.slow
@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1, 2)])
def test_closed_streams_end_nothing_and_nothing_is_written_into_files(closed, tmp_path):
    """A process without standard streams, as some schedulers start it: a file opened later must not become one of them."""
    command = " ".join(f"{number}>&-" if number else "<&-" for number in closed)
    done = subprocess.run(["sh", "-c", f'exec "$0" "$@" {command}', sys.executable, "-c", MAIN, *COMPARE, "--out", "out"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": ROOT}, timeout=300,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert done.returncode == 0
    for name, digest in json.loads((tmp_path / "out" / "manifest.json").read_text())["sha256"].items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
@pytest.mark.parametrize("args", [("scenarios",), pytest.param((*COMPARE, "--json", "--out", "out"), marks=pytest.mark.slow)])
def test_a_standard_output_that_is_full_is_told(args, tmp_path):
    with open("/dev/full", "wb") as full:
        done = guichet(tmp_path, *args, stdout=full)
    assert done.returncode == 1 and b"No space left on device" in done.stderr


@pytest.mark.slow
def test_nobody_reads_to_the_end(tmp_path):
    """`guichet explain | head -1`."""
    reading = subprocess.Popen([sys.executable, "-c", MAIN, "explain"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": ROOT}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    reading.stdout.read(10)
    reading.stdout.close()
    assert b"Traceback" not in reading.stderr.read() and reading.wait(60) in (0, 1)


# --- places that cannot be written to ---------------------------------------------------------------------------------------


def obeys():
    """In a child: as the owner of a folder, too, obey what its permissions say (the superuser of Linux need not)."""
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.fixture
def locked(tmp_path):
    """A folder that cannot be written to."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


COMMANDS = {
    "compare": (*COMPARE, "--no-report"), "run": ("run", "social_agency", "--years", "0.01", *LITTLE), "sweep": ("sweep", "{there}/s.toml", "--workers", "1"), "export": ("export",),
    "analyse": ("analyse", "{there}/r"), "import-log": ("import-log", "{there}/log.csv", "--replicates", "0", "--out", "o.toml"),
    "import-staff": ("import-staff", "{there}/days.csv", "--out", "p.csv"), "schema": ("schema", "--out", "schemas"),
}


@pytest.fixture(scope="session")
def there(tmp_path_factory):
    """What commands read: a study, its results, a log, a table of staff."""
    from test_logs_and_staff import log_table, staff_table
    folder = tmp_path_factory.mktemp("there")
    (folder / "s.toml").write_text(STUDY.format(2))
    assert guichet(folder, "sweep", "s.toml", "--out", "r", "--workers", "1").returncode == 0
    log_table().to_csv(folder / "log.csv", index=False)
    staff_table().to_csv(folder / "days.csv", index=False)
    return folder


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_cannot_be_written_to_is_told(name, there, locked):
    """The place where one stands, and the home: read-only, both. No folder of a cache can be made either."""
    done = guichet(locked, *(part.format(there=there) for part in COMMANDS[name]), env={"HOME": str(locked)}, preexec_fn=obeys)
    assert done.returncode in (1, 2) and b"compiling" not in done.stderr.splitlines()[-1] and not list(locked.iterdir()), done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a limit of POSIX")
@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_disk_without_room_is_told_and_nothing_half_is_left(name, there, tmp_path):
    """A small file system where one can be mounted, else a limit for files: whatever a command writes does not fit."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = not subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(disk)], capture_output=True, check=False).returncode
    limit = None if mounted else partial(resource.setrlimit, resource.RLIMIT_FSIZE, (4000, 4000))
    try:
        done = guichet(disk, *(part.format(there=there) for part in COMMANDS[name]), preexec_fn=limit)
        left = [path for path in disk.rglob("*") if path.is_file() and path.name != "_lock"]
        assert done.returncode in (1, 2) and not left, (done.stderr[-500:], left)
        assert any(os.strerror(code).encode() in done.stderr for code in (errno.ENOSPC, errno.EFBIG)) or b"room" in done.stderr, done.stderr[-500:]
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.slow
def test_without_a_home_and_without_a_name_it_runs_and_leaves_no_folder_named_tilde(tmp_path):
    """A container that runs under a number: no HOME, no entry among the users. numba would make a folder "~" where one stands; the sources cannot be written to either."""
    copy = tmp_path / "program"
    subprocess.run(["cp", "-r", f"{ROOT}/simulation", f"{ROOT}/scenarios", str(copy.mkdir() or copy)], check=True)
    subprocess.run(["sh", "-c", "find simulation -name __pycache__ -prune -exec rm -r {} +; chmod -R a-w ."], cwd=copy, check=True)
    here = tmp_path / "here"
    here.mkdir()
    try:
        done = guichet(here, "compare", "--policies", "laissez_faire,discreet", "--years", "0.01", "--replicates", "1", "--no-report", "--out", "out", before=NO_USER, preexec_fn=obeys,
                       env={"HOME": None, "PYTHONPATH": str(copy)})
        assert done.returncode == 0 and b"for this process alone" in done.stderr and [path.name for path in here.iterdir()] == ["out"], done.stderr
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(copy)], check=True)


def test_where_there_is_no_home_no_cache_is_kept_in_it(tmp_path):
    """The same without compiling: where numba would keep what it makes."""
    program = NO_USER + "import simulation, os; from numba.misc.appdirs import AppDirs; print(AppDirs(appname='numba', appauthor=False).user_cache_dir)"
    for home, told in ((None, os.devnull), (str(tmp_path), str(tmp_path / ".cache" / "numba"))):
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": ROOT} | ({"HOME": home} if home else {})
        assert subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout.strip().startswith(told)


@pytest.mark.slow
@pytest.mark.parametrize("out", ["x" * 250, "x" * 256, "é" * 125, "", ".", "..", "a/" * 2000 + "b", "it's \"é\" $HOME `id` <b>", os.fsdecode(b"caf\xe9"), "-x", "~"])
def test_names_of_folders(out, tmp_path):
    """A name that can be is taken; one that cannot is refused before anything is run."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "other").touch()
    done = guichet(here, *COMPARE, f"--out={out}", "--no-report")
    fits = out not in ("", ".", "..") and len(os.fsencode(out)) < 256
    assert done.returncode == (0 if fits else 2) and (fits or b"twin worlds" not in done.stderr), done.stderr
    assert {path.name for path in here.iterdir()} == {"other", *[out] * fits} and [path.name for path in tmp_path.iterdir()] == ["here"]
    if fits:
        again = here / "again"
        assert guichet(here, "run", "social_agency", "--years", "0.01", "--out", again / out).returncode == 0 and guichet(here, "story", again / out).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.slow
@pytest.mark.parametrize("mask", [0o077, 0o022])
def test_results_are_for_those_for_whom_new_files_are(mask, there, tmp_path):
    def masked():
        os.umask(mask)
    commands = [(*COMPARE, "--out", "c"), ("run", "social_agency", "--years", "0.01", "--out", "r"), ("sweep", there / "s.toml", "--out", "s", "--workers", "1"),
                ("import-staff", there / "days.csv", "--out", "p.csv"), ("export", "--out", "e.html")]
    for args in commands:
        assert guichet(tmp_path, *args, preexec_fn=masked).returncode == 0
    modes = {str(path.relative_to(tmp_path)): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes and all(mode == (0o777 if (tmp_path / name).is_dir() else 0o666) & ~mask for name, mode in modes.items()), {name: oct(mode) for name, mode in modes.items()}


# --- the same figures -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_hash_seeds_and_cores_change_no_figure(there, tmp_path):
    """Another order of sets, one core in place of all: the same bytes. Of a sweep the parts are cut by time, so that its rows are compared."""
    import pandas as pd
    one = partial(os.sched_setaffinity, 0, {min(os.sched_getaffinity(0))}) if hasattr(os, "sched_setaffinity") else None
    found = []
    for number, (seed, how) in enumerate((("0", {}), ("1", {}), ("random", {"preexec_fn": one}))):
        env, (c, r, s, a) = {"PYTHONHASHSEED": seed}, (f"{name}{number}" for name in "crsa")
        for args in ((*COMPARE, "--out", c), ("run", "social_agency", "discreet", "--years", "0.05", "--out", r)[:2] + ("--policy", "discreet", "--years", "0.05", "--out", r),
                     ("sweep", there / "s.toml", "--out", s), ("analyse", s, "--out", a, "--no-report")):
            assert guichet(tmp_path, *args, env=env, **how).returncode == 0
        rows = pd.read_parquet(tmp_path / s).sort_values(["point", "replicate"], ignore_index=True)
        found.append((figures(tmp_path / c), figures(tmp_path / r), rows.to_csv(), figures(tmp_path / a)))
    assert all(each == found[0] for each in found) and len(found[0][1]) == 6

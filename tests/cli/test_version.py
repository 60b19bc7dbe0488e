"""``guichet --version``: the program, its commit where that is known, and what it computes with."""

import shutil
import subprocess
from importlib.metadata import version

import pytest
from terminal import guichet

import simulation
from simulation.cli import version as job
from simulation.experiments.sources import PACKAGES


def said():
    told = guichet("--version")
    assert told.exit_code == 0
    return dict(line.split(None, 1) for line in told.output.splitlines())


def test_it_names_the_program_and_all_that_manifests_name():
    found = said()
    assert list(found) == ["guichet", "python", *PACKAGES] and found["guichet"].startswith(simulation.__version__)
    assert {name: found[name] for name in PACKAGES} == {name: version(name) for name in PACKAGES}


def test_what_is_not_installed_is_told(monkeypatch):
    monkeypatch.setattr(job, "PACKAGES", ("numpy", "no-such-package"))
    assert job.told().splitlines()[-1].split(None, 1) == ["no-such-package", "not installed"]


@pytest.mark.skipif(not shutil.which("git"), reason="no git on this machine")
def test_the_commit_is_that_of_the_checkout_and_of_no_other(tmp_path, monkeypatch):
    """Changed files are told; a folder within a checkout is none, and a repository that the environment names is not asked."""
    def git(*args):
        return subprocess.run(["git", "-C", tmp_path, "-c", "user.name=a", "-c", "user.email=a@b", *args], check=True, capture_output=True, text=True).stdout.strip()

    git("init")
    (tmp_path / "file").write_text("one")
    (tmp_path / "within").mkdir()
    git("add", "file")
    git("commit", "-m", "one")
    git("tag", "-a", "v9.9-wrong", "-m", "a tag is no commit")
    short = git("rev-parse", "HEAD")[:12]
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert job.commit(tmp_path) == f" (commit {short})" and job.commit(tmp_path / "within") == ""
    (tmp_path / "file").write_text("two")
    assert job.commit(tmp_path) == f" (commit {short}, with changes)"


def test_where_git_cannot_tell_nothing_is_said(tmp_path, monkeypatch):
    (tmp_path / ".git").write_text("no repository")
    assert job.commit(tmp_path) == ""
    monkeypatch.setenv("PATH", "")
    assert job.commit(tmp_path) == ""

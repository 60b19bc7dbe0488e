"""What the project says of itself in several files is the same in all of them: version, names, licence, words, requirements, extras."""

import re
import tomllib

import documents
import pytest
import yaml
from documents import ROOT
from jsonschema import Draft202012Validator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from simulation import __version__

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
CHANGES = documents.text(ROOT / "CHANGELOG.md")

PERSON = {"type": "object", "required": ["family-names"], "additionalProperties": False,
          "properties": {name: {"type": "string"} for name in ("family-names", "given-names", "name-particle", "name-suffix", "alias", "affiliation", "orcid", "email", "website")}}
ENTITY = {"type": "object", "required": ["name"], "additionalProperties": False,
          "properties": {name: {"type": "string"} for name in ("name", "alias", "address", "city", "country", "email", "website", "orcid", "location")}}
TEXT = {"type": "string", "minLength": 1}
CFF = {"type": "object", "required": ["authors", "cff-version", "message", "title"], "additionalProperties": False, "properties": {
    "cff-version": {"const": "1.2.0"}, "message": TEXT, "title": TEXT, "abstract": TEXT, "version": TEXT, "license": {"const": "Apache-2.0"}, "commit": TEXT,
    "type": {"enum": ["software", "dataset"]}, "authors": {"type": "array", "minItems": 1, "items": {"anyOf": [PERSON, ENTITY]}},
    "keywords": {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT},
    "date-released": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}, "doi": {"pattern": r"^10\.\d{4,9}(\.\d+)?/"},
    **{name: {"type": "string", "pattern": "^https?://"} for name in ("url", "repository", "repository-code", "repository-artifact")}}}
"""What a citation file of version 1.2.0 may hold, as far as ours could."""


def test_the_citation_is_valid():
    given = CITATION | ({"date-released": CITATION["date-released"].isoformat()} if "date-released" in CITATION else {})
    assert [error.message for error in Draft202012Validator(CFF).iter_errors(given)] == []


@pytest.mark.parametrize("change", [{"cff-version": "1.1.0"}, {"authors": []}, {"authors": [{"first": "A"}]}, {"autors": []}, {"url": "nowhere"}])
def test_a_wrong_citation_is_noticed(change):
    assert list(Draft202012Validator(CFF).iter_errors(CITATION | change))


def test_the_citation_says_what_the_package_says():
    assert str(CITATION["version"]) == __version__ and CITATION["license"] == PROJECT["license"] and CITATION["keywords"] == PROJECT["keywords"]
    assert [author["name"] for author in CITATION["authors"]] == [author["name"] for author in PROJECT["authors"]]
    assert CITATION["title"].startswith(f"{PROJECT['name']}: ")


def test_the_changelog_begins_with_this_version():
    """A version has a date once it is released, and then the citation has the same."""
    version, date = re.search(r"^## (\S+) — (\S+)$", CHANGES, re.MULTILINE).groups()
    assert version == __version__ and str(CITATION.get("date-released", "unreleased")) == date


def test_the_version_stands_in_one_place():
    assert "version" not in PROJECT and PROJECT["dynamic"] == ["version"]


def test_the_constraints_pin_all_that_is_required_within_its_range():
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", line) for line in lines)
    pinned = {name: Version(number) for name, number in (line.split("==") for line in lines)}
    assert list(pinned) == sorted(pinned)
    for requirement in map(Requirement, PROJECT["dependencies"]):
        assert pinned[canonicalize_name(requirement.name)] in requirement.specifier, requirement


def test_extras_that_are_named_exist():
    """In documents, in what the program says, in the script of the tests."""
    extras = set(PROJECT["optional-dependencies"])
    texts = [*map(documents.text, documents.DOCUMENTS), *(path.read_text(encoding="utf-8") for path in documents.PACKAGE.rglob("*.py")), (ROOT / ".ci" / "run").read_text(encoding="utf-8")]
    named = {extra for text in texts for given in re.findall(r"(?:guichet|'\.|\"\.)\[([\w,]+)\]", text) for extra in given.split(",")}
    assert {"test", "wasm", "cluster"} <= named <= extras


def test_slow_tests_lie_where_they_are_run():
    """Every folder of tests with one that is marked slow stands in the slow line of .ci/run; but for the model's conservation with 200 examples, which takes eight minutes and has a quick form."""
    line = next(line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if "-m slow" in line)
    marked = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py") if re.search(r"mark\.slow|marks=.*slow", path.read_text(encoding="utf-8"))}
    assert marked - {"model"} <= set(re.findall(r"tests/(\w+)(?= |$)", line)), "name the folder in .ci/run"


def test_no_address_of_a_registry_is_kept():
    """Addresses differ from machine to machine; pip knows its own."""
    kept = [path for name in ("pyproject.toml", "constraints.txt", ".ci/run", "codemeta.json") for path in [ROOT / name]]
    assert [path.name for path in kept if re.search(r"index-url|find-links|/simple\b|file://", path.read_text(encoding="utf-8"))] == []

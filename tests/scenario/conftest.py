"""Scenario files for the tests: made on the spot, so that they do not depend on what is shipped."""

import pytest

HEADS = {kind: f'[{kind}]\nname = "my_{kind}"\ntitle_en = "My {kind}"\ntitle_fr = "Mon {kind}"\n' for kind in ("office", "policy")}


@pytest.fixture
def office(tmp_path):
    """Write an office file with the given tables; returns its path."""
    return _writer(tmp_path, "office")


@pytest.fixture
def policy(tmp_path):
    """Write a policy file with the given tables; returns its path."""
    return _writer(tmp_path, "policy")


def _writer(folder, kind):
    def write(body="", head=HEADS[kind]):
        path = folder / f"{kind}.toml"
        path.write_text(head + body, encoding="utf-8")
        return path
    return write

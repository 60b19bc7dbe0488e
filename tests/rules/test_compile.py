"""How compiled code is kept: nothing stale is used, and processes that compile at the same time do each other no harm."""

import numba
import pytest

from simulation.rules import compile as compiled

pytestmark = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")


def test_two_processes_never_write_one_file(tmp_path):
    """Each looks at the index before the other has written: both versions stay what they are, though one may be forgotten."""
    ours, theirs = (compiled._CacheFile(str(tmp_path), "rule", ("stamp", "sources")) for _ in range(2))
    theirs._load_index = dict  # as if the index had been read before we wrote
    ours.save(("float64",), "ours")
    theirs.save(("int64",), "theirs")
    assert theirs.load(("int64",)) is None or theirs.load(("int64",)) == "theirs"
    del theirs._load_index
    assert theirs.load(("int64",)) == "theirs" and ours.load(("float64",)) in (None, "ours")
    ours.save(("float64",), "ours")
    assert (ours.load(("float64",)), ours.load(("int64",))) == ("ours", "theirs")
    assert not [path for path in tmp_path.iterdir() if ".tmp." in path.name]


def test_other_sources_make_a_version_stale(tmp_path):
    before, after = (compiled._CacheFile(str(tmp_path), "rule", ("stamp", sources)) for sources in ("one", "two"))
    before.save(("float64",), "old")
    assert after.load(("float64",)) is None
    after.save(("float64",), "new")
    assert after.load(("float64",)) == "new" and before.load(("float64",)) is None


def test_the_digest_sees_every_source(tmp_path):
    (tmp_path / "a.py").write_text("1")
    before = compiled.digest(tmp_path)
    (tmp_path / "b.py").write_text("2")
    after = compiled.digest(tmp_path)
    (tmp_path / "b.py").write_text("3")
    assert len({before, after, compiled.digest(tmp_path)}) == 3


def test_what_is_kept_is_found_again_and_what_is_damaged_is_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    store = compiled.Store(test_the_digest_sees_every_source, "sources")
    store.save("key", b"code")
    assert store and store.load("key") == b"code" and store.load("other") is None
    assert compiled.Store(test_the_digest_sees_every_source, "other sources").load("key") is None
    for kind in ("nbc", "nbi"):
        file, = tmp_path.rglob(f"*.{kind}")
        file.write_bytes(file.read_bytes()[:10])
        assert store.load("key") is None
        store.save("key", b"code")
        assert store.load("key") == b"code"


def test_where_no_folder_can_be_written_nothing_is_kept(tmp_path, monkeypatch):
    def refuse(*args):
        raise RuntimeError("no locator")

    monkeypatch.setattr(compiled._Cache, "__init__", refuse)
    store = compiled.Store(test_the_digest_sees_every_source, "sources")
    store.save("key", b"code")
    assert not store and store.load("key") is None

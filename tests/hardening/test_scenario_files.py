"""Files of offices, policies and studies that mean harm, and tables that studies name: one clear error within the limits, or good; nothing is waited for, and nothing leaves."""

import os
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from spoil import as_parquet, bounded, each, few_or_many, settled, some_quick, spoilt_bytes, spoilt_line, spoilt_table

from simulation.experiments import parquet
from simulation.scenario.files import Unfit
from simulation.scenario.load import TOO_DEEP, shipped, shipped_files

HEAD = '[office]\nname = "x"\ntitle_en = "x"\ntitle_fr = "x"\n'
STUDY = '[study]\nname = "x"\ntitle_en = "x"\ntitle_fr = "x"\nreplicates = 2\n'
SHIPPED = [path for kind in ("office", "policy", "study") for path in shipped_files(kind).values()]

LARGE = {
    "a key of half a million parts": HEAD + "a" + ".a" * 480_000 + " = 1\n",
    "the same with spaces": HEAD + "x" + " .x" * 300_000 + "\n",
    "the same in an inline table": HEAD + 'x = {y = 1, "a"' + " . 'a'" * 100_000 + " = 1}\n",
    "a table of so many parts": HEAD + "[a" + ".a" * 480_000 + "]\n",
    "many keys of twenty parts": HEAD + "".join(f"[k{i}.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p]\n" for i in range(9000)),
    "many tables": HEAD + "".join(f"[t{i}]\n" for i in range(50_000)),
    "many changes": HEAD + "[[changes]]\n" * 80_000,
    "a long list": HEAD + "[calendar]\nopen_hour = [" + "1," * 490_000 + "]\n",
    "nested lists": HEAD + "x = " + "[" * 490_000,
    "nested tables": HEAD + "x = " + "{a=" * 300_000,
    "a long key": HEAD + "k" * 990_000 + " = 1\n",
    "a long name": HEAD.replace('"x"', f'"{"x" * 300_000}"'),
    "a long number": HEAD + "[demand]\npopulation = " + "9" * 900_000 + "\n",
    "a long fraction": HEAD + "[demand]\nload = 1e" + "9" * 900_000 + "\n",
    "many lines": HEAD + "\n" * 900_000,
    "many quotes": HEAD + 'x = "' + ',"a.' * 200_000 + '"\n',
    "a study of unknown tables": STUDY + '[design]\nkind = "grid"\n' + "".join(f"[t{i}]\n" for i in range(50_000)),
    "a study of unknown policies": STUDY + "policies = [" + ",".join(f'"p{i}"' for i in range(90_000)) + ']\n[design]\nkind = "grid"\n',
    "a study of many levels": STUDY + '[design]\nkind = "grid"\n' + "".join(f'[[axes]]\nkey = "{key}"\nlow = 0.1\nhigh = 0.9\nsteps = 9999\n' for key in ("demand.load", "staff.blend", "breaks.overlap")),
}


@pytest.mark.parametrize("name", some_quick(LARGE, 1))
def test_a_large_file_that_means_harm_is_refused_in_time(name, tmp_path):
    file = tmp_path / "x.toml"
    file.write_text(LARGE[name], encoding="utf-8")
    done = settled("check", file)
    assert len(done.output) < 50_000 and (done.exit_code == 2 or name == "many lines")


def test_no_shipped_file_is_taken_for_one_that_is_too_deep():
    assert not any(TOO_DEEP.search(path.read_text(encoding="utf-8")) for path in SHIPPED)


@few_or_many(20, 400)
def test_spoilt_files_are_good_or_refused(count, tmp_path):
    """Any byte, or any value and key, of a shipped file."""
    file = tmp_path / "x.toml"

    def check(draws, number):
        good = draws.choice(SHIPPED).read_bytes()
        file.write_bytes(spoilt_bytes(good, draws) if number % 3 == 0 else spoilt_line(good.decode(), draws).encode("utf-8", "replace"))
        settled("check", file)

    each(count, check)


def study(tmp_path, more="", design='kind = "grid"', axes='[[axes]]\nkey = "demand.load"\nvalues = [0.8, 1.2]\n'):
    file = tmp_path / "study.toml"
    file.write_text(STUDY + more + f"[design]\n{design}\n" + axes, encoding="utf-8")
    return file


NAMED = ["pipe.toml", "../../../../../../../etc/passwd", "/dev/zero", "/dev/stdin", "folder.toml", "link.toml", "/etc/passwd", "~", "$HOME", "|id", "x\\u0000.toml", "%s%n", "a" * 5000]


@pytest.mark.parametrize("named", some_quick(NAMED, 2))
def test_a_study_that_names_something_else_is_refused_and_waits_for_nothing(named, tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "link.toml").symlink_to("/etc/passwd")
    for more in (f'office = "{named}"\n', f'policies = ["{named}"]\n'):
        done = settled("check", study(tmp_path, more))
        assert done.exit_code == 2 and "root:" not in done.output, done.output


@pytest.mark.parametrize("name", some_quick(["pipe.csv", "zero.parquet", "zero.csv", "folder.csv", "pipe.parquet", "../../../../etc/passwd", "x.csv/../../y.csv"], 2))
def test_a_table_that_is_none_is_refused_and_not_waited_for(name, tmp_path):
    for kind in ("csv", "parquet"):
        os.mkfifo(tmp_path / f"pipe.{kind}")
        (tmp_path / f"zero.{kind}").symlink_to("/dev/zero")
    (tmp_path / "folder.csv").mkdir()
    done = settled("check", study(tmp_path, design=f'kind = "table"\nfile = "{name}"', axes=""))
    assert done.exit_code == 2 and "study.toml:" in done.output, done.output
    fit = study(tmp_path).read_text().partition("[design]")[0] + f'[calibration]\ndata = "{name}"\n[[axes]]\nkey = "demand.load"\nlow = 0.7\nhigh = 1.3\n'
    (tmp_path / "fit.toml").write_text(fit, encoding="utf-8")
    done = settled("check", tmp_path / "fit.toml")
    assert done.exit_code == 2 and "calibration.data" in done.output, done.output


TABLE = pd.DataFrame({"demand.load": [0.8, 1.0, 1.2], "staff.buddy": [True, False, True], "calendar.open_hour": ["[8.5]", "[9.0]", "[8.0, 8.0, 8.0, 8.0, 9.0]"], "policy": ["present", "discreet", "present"]})


@few_or_many(6, 80)
def test_spoilt_tables_of_designs_are_good_or_refused(count, tmp_path):
    def check(draws, number):
        kind = "parquet" if number % 2 else "csv"
        table, file = spoilt_table(TABLE, draws), tmp_path / f"t.{kind}"
        if kind == "csv":
            table.to_csv(file, index=False, errors="replace")
            if draws.random() < 0.4:
                file.write_bytes(spoilt_bytes(file.read_bytes(), draws))
        elif not as_parquet(table, file):
            return
        elif draws.random() < 0.2:
            file.write_bytes(spoilt_bytes(file.read_bytes(), draws))
        settled("check", study(tmp_path, 'policies = ["present", "discreet"]\n', f'kind = "table"\nfile = "t.{kind}"', ""))

    each(count, check)


def test_a_table_of_a_million_columns_is_refused_in_time(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"demand.load" + b"," * 60_000_000 + b"\n")
    done = settled("check", study(tmp_path, design='kind = "table"\nfile = "t.csv"', axes=""))
    assert done.exit_code == 2 and "columns or more" in done.output


PATTERNS = "measure,value,error,unit,source\nabsence_rate,4.1,0.5,%,days.csv\nleavers,2.0,1.0,people/year,days.csv\n"
FIT = """[study]
name = "x"
title_en = "x"
title_fr = "x"
replicates = 2
[calibration]
data = "patterns.csv"
[[axes]]
key = "turnover.absence_share"
low = 0.01
high = 0.2
"""


@few_or_many(6, 80)
def test_spoilt_patterns_are_good_or_refused(count, tmp_path):
    (tmp_path / "fit.toml").write_text(FIT, encoding="utf-8")

    def check(draws, number):
        (tmp_path / "patterns.csv").write_bytes(spoilt_bytes(PATTERNS.encode(), draws) if number else b"measure,value,error\n" + b"absence_rate,4,1\n" * 300_000)
        done = settled("check", tmp_path / "fit.toml")
        assert number or done.exit_code == 2

    each(count, check)


# --- Parquet ----------------------------------------------------------------------------------------------------------------


def repeated(path, rows):
    """A column of so many equal numbers, which take a few kB."""
    with pq.ParquetWriter(path, pa.schema([("demand.load", pa.float64())])) as writer:
        piece = pa.table({"demand.load": np.ones(10_000_000)})
        for _ in range(rows // 10_000_000):
            writer.write_table(piece)


def long_texts(path):
    """One long text, which a million rows point to."""
    numbers = pa.array(np.zeros(1_000_000, np.int32))
    pq.write_table(pa.table({"policy": pa.DictionaryArray.from_arrays(numbers, ["x" * 1_000_000])}).cast(pa.schema([("policy", pa.dictionary(pa.int32(), pa.string()))])), path, store_schema=False)


def packed(path):
    """Zeros, of which zstandard makes almost nothing."""
    with pq.ParquetWriter(path, pa.schema([("demand.load", pa.float64())]), compression="zstd", use_dictionary=False) as writer:
        for _ in range(55):
            writer.write_table(pa.table({"demand.load": np.zeros(10_000_000)}))


def lists(path):
    pq.write_table(pa.table({"demand.load": [np.zeros(1000).tolist()] * 1000}), path)


def twice(path):
    pq.write_table(pa.table([pa.array([1.0]), pa.array([2.0])], names=["demand.load"] * 2), path)


@pytest.mark.parametrize("made", [pytest.param(lambda path: repeated(path, 420_000_000), id="repeated", marks=pytest.mark.slow), long_texts, pytest.param(packed, marks=pytest.mark.slow), lists, twice])
def test_a_small_parquet_file_that_holds_more_than_any_memory_is_refused(made, tmp_path):
    path = tmp_path / "t.parquet"
    made(path)
    with bounded(), pytest.raises(Unfit):
        parquet.read(path)
    assert settled("check", study(tmp_path, design='kind = "table"\nfile = "t.parquet"', axes="")).exit_code == 2


def test_nothing_that_a_table_brings_along_is_carried_out(tmp_path):
    """Some versions of Arrow once unpickled the description of a column."""
    class Harm:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "harm"),)
    import pickle
    field = pa.field("demand.load", pa.float64(), metadata={"ARROW:extension:name": "arrow.py_extension_type", "ARROW:extension:metadata": pickle.dumps(Harm())})
    pq.write_table(pa.table([pa.array([1.0, 1.2])], schema=pa.schema([field])), tmp_path / "t.parquet")
    settled("check", study(tmp_path, design='kind = "table"\nfile = "t.parquet"', axes=""))
    assert not (tmp_path / "harm").exists()


def test_what_is_read_is_what_was_written(tmp_path):
    """Texts, categories, gaps and numbers come back as pandas reads them."""
    table = pd.DataFrame({"a.b": [1.5, np.nan, -0.0], "n": [1, 2**62, -3], "t": ["x", None, "é"], "c": pd.Categorical(["u", "v", "u"]), "f": [True, False, True], "i": pd.array([1, None, 3], "Int64")})
    table.to_parquet(tmp_path / "t.parquet", index=False)
    pd.testing.assert_frame_equal(parquet.frame(tmp_path / "t.parquet"), pd.read_parquet(tmp_path / "t.parquet"))
    pd.testing.assert_frame_equal(parquet.frame((tmp_path / "t.parquet").read_bytes(), ["t", "n"]), pd.read_parquet(tmp_path / "t.parquet", columns=["t", "n"]))
    strange = os.fsdecode(bytes(tmp_path) + b"/caf\xe9.parquet")
    shutil.copy(tmp_path / "t.parquet", strange)
    assert len(parquet.read(Path(strange))) == 3


def test_all_that_is_shipped_is_good():
    assert len(list(shipped().rglob("*.toml"))) >= 3 and settled("check", *SHIPPED).exit_code == 0

"""Logs of contacts and tables of staff as nobody should write them: read, or refused with one clear message, within the limits."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest
from spoil import NUMBERS, TEXTS, each, few_or_many, settled, some_quick, spoilt_bytes

HEADER = "date,arrival,customer,queue_seconds,outcome,service_start,service_seconds,server"
ROW = "2024-03-04,10:00:00,1,0,agent,10:00:00,60,A"
ODD = (*TEXTS, "2024-02-30", "1900-01-01", "9999-12-31", "99999-01-01", "0001-01-01", "24:00:00", "99:99", "1e5", "-0", "1,5", "0x10", "3:00 PM", "2024-03-04T10:00:00Z", "1:2:3:4", "04/03/2024")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "latin-1")


def log_table():
    """Three days of a small office: enough to be fitted."""
    rng, rows = np.random.default_rng(1), []
    for day in pd.bdate_range("2024-03-04", periods=3):
        for i in range(150):
            clock, left = f"{8 + i // 17:02d}:{i % 60:02d}:{rng.integers(60):02d}", rng.random() < 0.1
            rows.append((f"{day:%Y-%m-%d}", clock, rng.integers(0, 80), rng.integers(0, 200) * (rng.random() < 0.5), "hang" if left else "agent", "" if left else clock,
                         0 if left else rng.integers(20, 400), "" if left else "ABC"[i % 3]))
    return pd.DataFrame(rows, columns=HEADER.split(",")).astype(str)


def staff_table():
    """Two teams over three months."""
    rng, days = np.random.default_rng(1), pd.bdate_range("2025-01-06", periods=60).strftime("%Y-%m-%d")
    return pd.concat([pd.DataFrame({"date": days, "team": team, "head_count": 12, "absences": rng.integers(0, 3, 60), "leavers": 0, "incidents": rng.integers(0, 4, 60)}) for team in "AB"]).astype(str)


def spoilt(table, draws):
    """The bytes of a table with odd cells, columns, rows, separators, line ends and encodings, perhaps damaged."""
    table = table.copy()
    for _ in range(draws.choice((0, 1, 1, 2))):
        how, name = draws.randrange(6), draws.choice(list(table.columns))
        if how == 0:
            table = table.drop(columns=name)
        elif how == 1:
            cells, odd = table[name].tolist(), draws.choice(ODD).replace("\ud800", "?")
            for _ in range(draws.choice((1, 5, len(cells)))):
                cells[draws.randrange(len(cells))] = odd
            table[name] = cells
        elif how == 2:
            table = table.rename(columns={name: draws.choice(TEXTS).replace("\ud800", "?")})
        elif how == 3:
            table = pd.concat([table] * draws.choice((2, 5)), ignore_index=True)
        elif how == 4:
            table = table.sample(frac=1, random_state=draws.randrange(1000))
        else:
            table[name] = [str(draws.choice(NUMBERS)) for _ in range(len(table))]
    held = table.to_csv(index=False, sep=draws.choice(",,,;\t|"), lineterminator=draws.choice(("\n", "\n", "\r\n", "\r")), quoting=draws.choice((0, 0, 1))).encode(draws.choice(ENCODINGS), "replace")
    return spoilt_bytes(held, draws) if draws.random() < 0.5 else held


@few_or_many(6, 60)
def test_spoilt_logs_are_read_or_refused(count, tmp_path):
    good, read = log_table(), []

    def check(draws, number):
        held, name = spoilt(good, draws) if number else good.to_csv(index=False).encode(), "log.csv"
        if number and draws.random() < 0.2:
            held, name = gzip.compress(held), "log.csv.gz"
            held = spoilt_bytes(held, draws) if draws.random() < 0.5 else held
        (tmp_path / name).write_bytes(held)
        more = ["--report", tmp_path / "page.html"] * (number % 10 == 0) + ["--own-days", tmp_path / "days.toml"] * (number % 3 == 0) + ["--json"] * (number % 2)
        read.append(settled("import-log", tmp_path / name, "--out", tmp_path / "office.toml", "--replicates", 0, *more).exit_code)

    each(count, check)
    assert read[0] == 0 and 2 in read


@few_or_many(6, 60)
def test_spoilt_tables_of_staff_are_read_or_refused(count, tmp_path):
    good, read = staff_table(), []

    def check(draws, number):
        (tmp_path / "days.csv").write_bytes(spoilt(good, draws) if number else good.to_csv(index=False).encode())
        more = ["--report", tmp_path / "page.html"] * (number % 5 == 0) + ["--json"] * (number % 2)
        read.append(settled("import-staff", tmp_path / "days.csv", "--out", tmp_path / "patterns.csv", *more).exit_code)

    each(count, check)
    assert read[0] == 0 and 2 in read


M = 1_000_000
LOGS = {
    "many columns, packed": lambda: gzip.compress((HEADER + "," * 50_000 + "\n" + (ROW + "," * 50_000 + "\n") * 2000).encode(), 1),
    "zeros, packed": lambda: gzip.compress((HEADER + "\n").encode() + b"0" * (550 * M), 1),
    "empty lines, packed": lambda: gzip.compress((HEADER + "\n").encode() + b"\n" * (300 * M), 1),
    "empty rows, packed": lambda: gzip.compress((HEADER + "\n").encode() + b",\n" * (20 * M), 1),
    "one huge field": lambda: (HEADER + "\n" + ROW[:-1] + '"' + "x" * (50 * M) + '"\n').encode(),
    "a quote that never ends": lambda: (HEADER + '\n"' + (ROW + "\n") * M).encode(),
    "three centuries": lambda: (HEADER + "\n" + "".join(f"{1900 + i % 290}-{1 + i // 290 % 12:02d}-{1 + i // 3480 % 28:02d},10:{i % 60:02d}:00,{i},0,agent,,60,S{i % 7}\n" for i in range(60_000))).encode(),
    "as many outcomes as rows": lambda: (HEADER + "\n" + "".join(f"2024-03-04,10:00:00,1,0,o{i},,60,A\n" for i in range(100_000))).encode(),
    "long clocks": lambda: (HEADER + "\n" + f"2024-03-04,{'1' * 100_000}:00,1,{'9' * 100_000}:00:00,agent,,60,A\n" * 100).encode(),
    "a packed file in a packed file": lambda: gzip.compress(gzip.compress((HEADER + "\n" + ROW + "\n").encode())),
}


@pytest.mark.parametrize("name", some_quick(LOGS, 1))
def test_a_log_that_means_harm_is_refused_in_time(name, tmp_path):
    file = tmp_path / "log.csv.gz"
    file.write_bytes(LOGS[name]())
    assert settled("import-log", file, "--out", tmp_path / "office.toml", "--replicates", 0).exit_code == 2 and not (tmp_path / "office.toml").exists()


STAFF = {
    "a huge field": lambda: ('date,head_count,absences\n2024-01-01,5,"' + "x" * 200_000 + '"\n').encode(),
    "many columns": lambda: ("date,head_count,absences" + "," * (40 * M) + "\n").encode(),
    "many columns with names": lambda: ("date,head_count,absences" + "".join(f",c{i}" for i in range(2 * M)) + "\n").encode(),
    "many rows": lambda: ("date,head_count,absences\n" + "2024-01-01,5,1\n" * (2 * M)).encode(),
    "each figure twice": lambda: ("date,head_count,absences,team\n" + "".join(f"2024-01-{1 + i % 28:02d},5,1,T\n" for i in range(100_000))).encode(),
}


@pytest.mark.parametrize("name", some_quick(STAFF, 2))
def test_a_table_of_staff_that_means_harm_is_refused_in_time(name, tmp_path):
    file = tmp_path / "days.csv"
    file.write_bytes(STAFF[name]())
    done = settled("import-staff", file, "--out", tmp_path / "patterns.csv")
    assert done.exit_code == 2 and "days.csv" in done.output and len(done.output) < 50_000


def test_customers_who_all_call_every_day_tell_nothing_beyond_chance(tmp_path):
    """Where everybody calls by chance anyhow, the share who call again because of a call once was no number."""
    days = pd.bdate_range("2024-01-08", periods=60)
    rows = [f"{day:%Y-%m-%d},{8 + i % 9:02d}:{i % 60:02d}:00,{1 + i % 5},0,agent,,60,A" for day in days for i in range(12)]
    (tmp_path / "log.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    done = settled("import-log", tmp_path / "log.csv", "--out", tmp_path / "office.toml", "--replicates", 0, "--json", codes=(0,))
    assert json.loads(done.stdout)["log"]["repeats_share"] == 0.0


@pytest.mark.parametrize("seconds", ["60", "2", "0.5"])
def test_services_that_all_take_as_long_are_fitted_and_drawn(seconds, tmp_path):
    table = log_table()
    table.loc[table.outcome == "agent", "service_seconds"] = seconds
    table.to_csv(tmp_path / "log.csv", index=False)
    settled("import-log", tmp_path / "log.csv", "--out", tmp_path / "office.toml", "--report", tmp_path / "page.html", "--replicates", 0, codes=(0,))

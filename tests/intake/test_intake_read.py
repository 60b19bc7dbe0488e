"""Reading a log: what is understood, what is refused, and in which words."""

import gzip

import pandas as pd
import pytest
from synthetic_log import cleaned

from simulation.intake import read, times
from simulation.intake.mapping import parse_mapping
from simulation.intake.read import read_log
from simulation.scenario import ScenarioError

HEADER = "date,arrival,customer,queue_seconds,outcome,service_start,service_seconds,server"


def rows(count=250, day="2024-03-04", **changed):
    """A table of so many served contacts, a minute apart."""
    clock = [f"{8 + n // 60:02d}:{n % 60:02d}:00" for n in range(count)]
    table = {"date": day, "arrival": clock, "customer": range(1, count + 1), "queue_seconds": 0, "outcome": "agent", "service_start": clock,
             "service_seconds": 60, "server": "A"}
    return pd.DataFrame(table | changed)


def write(tmp_path, table, name="log.csv", **how):
    path = tmp_path / name
    table.to_csv(path, index=False, **how)
    return path


def refused(path, match, items=(), **dates):
    """A log is refused in words that match."""
    with pytest.raises(ScenarioError, match=match) as found:
        cleaned(path, items, **dates)
    return found.value.problems


def test_a_plain_log(tmp_path):
    log = cleaned(write(tmp_path, rows()))
    assert len(log.contacts) == 250 and not log.set_aside and log.has_customers and log.has_servers
    assert log.contacts["service"].eq(1.0).all() and log.contacts["arrival"].iloc[0] == 480


def test_gzip_semicolons_and_other_names(tmp_path):
    table = rows().rename(columns={"queue_seconds": "Wartezeit", "outcome": "Status"}).assign(Status="angenommen", service_seconds="60,5")
    path = write(tmp_path, table, "log.csv.gz", sep=";", compression="gzip")
    log = cleaned(path, ["queue_seconds=Wartezeit", "outcome=Status", "outcome.agent=Angenommen"])
    assert log.contacts["service"].eq(60.5 / 60).all()


@pytest.mark.parametrize(
    "form",
    ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+02:00", "%d.%m.%Y %H:%M", "%d/%m/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p"],
)
def test_full_timestamps(tmp_path, form):
    stamps = pd.date_range("2024-03-18 08:00", periods=250, freq="min")
    log = cleaned(write(tmp_path, rows(arrival=stamps.strftime(form)).drop(columns=["date", "service_start"])))
    assert log.contacts["day"].eq(pd.Timestamp("2024-03-18")).all() and log.contacts["arrival"].iloc[-1] == 480 + 249


def test_durations_as_clock(tmp_path):
    log = cleaned(write(tmp_path, rows(service_seconds="1:30", queue_seconds="0:00:45")))
    assert log.contacts["service"].eq(1.5).all() and log.contacts["wait"].eq(0.75).all()


def test_odd_rows_are_counted(tmp_path):
    table = rows(300).astype(object)
    table.loc[0, "outcome"] = "phantom"
    table.loc[1, "queue_seconds"] = -5
    table.loc[2, "service_seconds"] = 0
    table.loc[3, "service_seconds"] = 20_000
    table.loc[4, "queue_seconds"] = 20_000
    table.loc[5, "arrival"] = "noon"
    table.loc[6, "service_seconds"] = ""
    table.loc[7, "queue_seconds"] = "long"
    log = cleaned(write(tmp_path, pd.concat([table, table.iloc[[10]]])))
    assert log.set_aside == dict.fromkeys(("phantom", "twin", "no_time", "no_length", "negative", "long_wait"), 1)
    assert log.rows == 301 and len(log.contacts) == 295 and log.contacts["service"].isna().sum() == 3


def test_two_unknown_callers_in_one_second_are_no_twins(tmp_path):
    table = rows(300).astype(object)
    table.loc[5:7, ["arrival", "customer", "outcome", "service_start", "service_seconds", "server"]] = ["08:05:00", 0, "hang", "", 0, ""]
    assert len(cleaned(write(tmp_path, table)).contacts) == 300


def test_unknown_customers(tmp_path):
    log = cleaned(write(tmp_path, rows(customer=["", "0", "unknown", "C1", "C2"] * 50)))
    assert (log.contacts["customer"] == 0).sum() == 150 and log.contacts["customer"].nunique() == 3


def test_western_letters(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(rows(server="Jérôme").to_csv(index=False).encode("cp1252"))
    assert cleaned(path).contacts["server"].eq("Jérôme").all()


def test_dates_between(tmp_path):
    path = write(tmp_path, pd.concat([rows(day="2024-03-04"), rows(day="2024-03-05"), rows(day="2024-03-06")]))
    assert cleaned(path, first="2024-03-05", last="2024-03-05").days == [pd.Timestamp("2024-03-05")]
    refused(path, "no rows between --from and --to.*the log runs from 2024-03-04 to 2024-03-06", first="2025-01-01")
    refused(path, "--from: must be a date written year-month-day.*given 5.3.2024", first="5.3.2024")


def test_files_that_are_no_log(tmp_path):
    def file(content):
        path = tmp_path / "log.csv"
        path.write_bytes(content)
        return path
    refused(tmp_path / "log.csv", "there is no such file")
    refused(tmp_path, "is a folder")
    refused(file(b""), "the file is empty")
    refused(file(b" \n\n"), "the file is empty")
    refused(file(b"PK\x03\x04rest"), "a zip archive or an Excel workbook")
    refused(file(bytes(range(256)) * 10), "binary data")
    refused(file(b"a" * 100_000), "must be a CSV file with a header line")
    refused(file(HEADER.encode() + b"\n"), "has a header and no rows")
    refused(file(gzip.compress(rows().to_csv(index=False).encode())[:-200]), "cannot be read")
    ragged = rows().to_csv(index=False) + "1,2,3,4,5,6,7,8,9,10,11\n"
    refused(file(ragged.encode()), "as many fields in every row.*line 252")


def test_a_misspelt_file_gets_a_hint(tmp_path):
    write(tmp_path, rows(), "calls.csv")
    refused(tmp_path / "cals.csv", "did you mean .*calls.csv")


def test_missing_columns_are_listed_at_once(tmp_path):
    path = write(tmp_path, rows().rename(columns={"queue_seconds": "queue_secs", "outcome": "status"}))
    problems = refused(path, "there is no column queue_seconds")
    assert [one.key for one in problems] == ["outcome", "queue_seconds"]
    assert "--map queue_seconds=queue_secs" in problems[1].hint


def test_a_mapped_column_must_be_there(tmp_path):
    refused(write(tmp_path, rows()), "there is no column who", ["server=who"])


def test_columns_of_one_name(tmp_path):
    path = write(tmp_path, rows())
    path.write_text(path.read_text().replace("server", "outcome", 1))
    refused(path, "there are 2 columns outcome")


@pytest.mark.parametrize(
    "item, match",
    [
        ("arrival", "must read ours=theirs"),
        ("arival=t", "did you mean arrival"),
        ("colour=t", "ours are arrival"),
        ("outcome.agnt=x", "did you mean outcome.agent"),
        ("outcome.hang=agent", "would mean both agent and hang"),
    ],
)
def test_wrong_mapping(item, match):
    with pytest.raises(ScenarioError, match=match):
        parse_mapping([item])


def test_one_column_mapped_twice():
    with pytest.raises(ScenarioError, match="mapped twice"):
        parse_mapping(["arrival=a", "arrival=b"])
    with pytest.raises(ScenarioError, match="two of our columns are mapped to the same one"):
        parse_mapping(["arrival=a", "date=a"])
    for item in ("queue_seconds=service_seconds", "date=arrival"):  # what another of ours is called by itself
        with pytest.raises(ScenarioError, match="two of our columns are mapped to the same one"):
            parse_mapping([item])


def test_values_that_cannot_be_read(tmp_path):
    refused(write(tmp_path, rows(outcome="done")), "outcomes that are not known: 'done'.*--map outcome.agent")
    refused(write(tmp_path, rows(date="someday")), "cannot be read as a date and time")
    refused(write(tmp_path, rows(service_seconds="quick")), "100% of the column cannot be read as seconds")
    refused(write(tmp_path, rows(date="03/04/2024")), "day/month/year or month/day/year")
    refused(write(tmp_path, rows().drop(columns="date")), "only a time of day, and there is no column for its date")
    refused(write(tmp_path, rows(service_seconds=0)), "no usable service time")


def test_blank_lines_count_as_lines_and_are_no_rows(tmp_path):
    table = rows(service_seconds=[60] * 249 + [-5])
    lines = write(tmp_path, table).read_text().splitlines()
    (tmp_path / "log.csv").write_text("\n".join([*lines[:10], "", "", *lines[10:], ""]))
    log = cleaned(tmp_path / "log.csv")
    assert log.rows == 250
    plain = write(tmp_path, rows(arrival="midnight"), "bad.csv").read_text().splitlines()
    (tmp_path / "bad.csv").write_text("\n".join([plain[0], "", "", *plain[1:]]))
    (problem,) = refused(tmp_path / "bad.csv", "cannot be read")
    assert problem.line == 4


def test_too_few(tmp_path):
    refused(write(tmp_path, rows(50)), "too few served contacts")


def test_too_large(tmp_path, monkeypatch):
    path = write(tmp_path, rows())
    monkeypatch.setattr(read, "MOST_ROWS", 100)
    refused(path, "at most 100 rows")
    monkeypatch.setattr(read, "MOST_BYTES", 1000)
    refused(path, "once unpacked")


def test_only_known_columns_are_kept(tmp_path):
    path = write(tmp_path, rows().assign(name="secret"))
    assert "name" not in read_log(path, parse_mapping([]))


def test_starts_of_service_after_a_date_or_with_a_half_of_the_day():
    texts = pd.Series(["2024-01-01T10:00:00", "10:00:30 AM", "1/2/2024 1:05 PM", "10:00", "2024-01-01 10:00:00Z", "soon", ""])
    assert times.clock(texts).tolist()[:5] == [600.0, 600.5, 785.0, 600.0, 600.0] and times.clock(texts)[5:].isna().all()


def test_hours_as_they_are_written_in_french():
    assert times.minutes_of_day(pd.Series(["8h35", "08 h 35", "8H05"])).tolist() == [515.0, 515.0, 485.0] and times.minutes_of_day(pd.Series(["8h", "25h10", "8h3"])).isna().all()
    days, minutes = times.stamps(pd.Series(["08h35"] * 3), pd.Series(["13/01/2025"] * 3), "log.csv")
    assert minutes.tolist() == [515.0] * 3 and days.dt.strftime("%Y-%m-%d").tolist() == ["2025-01-13"] * 3
    assert times.stamps(pd.Series(["2025-01-13 8h35"] * 3), None, "log.csv")[1].tolist() == [515.0] * 3


def test_clock_and_durations():
    clock = times.minutes_of_day(pd.Series(["0:00:00", "12:30 AM", "12:30 pm", "23:59:30", "24:00:00", "8:61", "x"]))
    assert clock[:4].tolist() == [0, 30, 750, 1439.5] and clock[4:].isna().all()
    found = times.seconds(pd.Series(["", "12", "1,5", "1:02:03", "inf", "x"]))
    assert found[:4].tolist() == [0, 12, 1.5, 3723] and found[4:].isna().all()

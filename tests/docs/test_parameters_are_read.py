"""Every declared parameter is read by the model, every purpose is drawn for, every event is written, every daily column is counted."""

import re
from pathlib import Path

import pytest

import simulation
from simulation.measures.daily import COLUMNS
from simulation.measures.events import EVENT_NAMES
from simulation.rules.draws import PURPOSES
from simulation.rules.order import CHANNELS
from simulation.scenario.parameters import PARAMETERS

MODEL = "\n".join(path.read_text(encoding="utf-8") for path in sorted((Path(simulation.__file__).parent / "model").glob("*.py")))


@pytest.mark.parametrize("key", PARAMETERS)
def test_every_parameter_is_read(key):
    group, name = key.split(".")
    field = f"channel_{name}" if group in CHANNELS else PARAMETERS[key].field
    assert re.search(rf"\b{field}\b", MODEL), f"{key} is declared, and no rule reads it"


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_is_drawn_for(purpose):
    assert len(re.findall(rf"\b{purpose}\b", MODEL)) >= 2, f"nothing is drawn for {purpose}"


@pytest.mark.parametrize("event", EVENT_NAMES)
def test_every_event_is_written(event):
    assert re.search(rf'"{event}"', MODEL), f"no {event} is ever logged"


@pytest.mark.parametrize("column", [c.name for c in COLUMNS])
def test_every_column_is_counted(column):
    counted = re.search(rf"\btally\.{column}\b", MODEL)
    by_position = column.startswith(("contacts_", "episodes_", "reported_", "means_", "success_", "talk_"))
    assert counted or by_position, f"nothing counts {column}"

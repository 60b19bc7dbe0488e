"""The committed engine.wasm and engine.json are those of the present sources, and need nothing of their host."""

import json

import pytest
from little import little

from simulation.engine import wasm
from simulation.scenario import PARAMETERS

REMAKE = "engine.wasm is older than its sources: run `python -m simulation.engine.wasm` and commit simulation/engine/web"


def committed():
    """Give what engine.json says."""
    return json.loads(wasm.JSON.read_text(encoding="utf-8"))


def test_the_files_are_of_the_present_sources():
    said, present = committed(), json.loads(json.dumps(wasm.told()))
    assert said.pop("made_with")
    assert said["sources"] == present["sources"], REMAKE
    assert said == present, REMAKE


def test_the_file_imports_nothing():
    wasmtime = pytest.importorskip("wasmtime")
    module = wasmtime.Module.from_file(wasmtime.Engine(), str(wasm.WASM))
    assert [(i.module, i.name) for i in module.imports] == []
    assert {e.name for e in module.exports} == {"memory", "run", "__heap_base"}


def test_a_scenario_as_json_says_every_parameter():
    told = json.loads(little().to_json())
    assert [set(segment["values"]) for segment in told["segments"]] == [set(PARAMETERS)]
    assert set(committed()["parameters"]) == set(PARAMETERS)


@pytest.mark.slow
def test_the_files_can_be_made_again():
    """The same sources and tools give the same bytes."""
    pytest.importorskip("ziglang")
    if committed()["made_with"] != wasm.made_with():
        pytest.skip(f"engine.wasm was made with {committed()['made_with']}, here are {wasm.made_with()}")
    assert wasm.made() == wasm.WASM.read_bytes(), REMAKE

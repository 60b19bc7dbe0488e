"""Designs: what each holds, that enlarging keeps what was there, and Saltelli and Morris against SALib."""

import numpy as np
import pytest

from simulation.experiments import designs

NAMES = ["a", "b", "c"]


def test_a_grid_has_every_combination_once_the_last_axis_fastest():
    places = designs.grid([3, 1, 2]).places
    assert places.tolist() == [[0, 0, 0], [0, 0, 1], [0.5, 0, 0], [0.5, 0, 1], [1, 0, 0], [1, 0, 1]]


def test_one_at_a_time_moves_one_axis_from_the_base():
    made = designs.one_at_a_time([2, 3], ["a", "b"])
    assert made.role.tolist() == ["base", "a", "a", "b", "b", "b"]
    assert np.isnan(made.places).sum(axis=1).tolist() == [2, 1, 1, 1, 1, 1]
    assert made.places[3:, 1].tolist() == [0, 0.5, 1]


@pytest.mark.parametrize("points", [1, 7, 24, 100])
def test_a_latin_hypercube_has_one_point_in_each_part_of_each_axis_and_doubles_in_place(points):
    made, more = (designs.latin_hypercube(count, 3, 5).places for count in (points, 2 * points))
    for axis in made.T:
        assert sorted((axis * points).astype(int)) == list(range(points))
    assert np.array_equal(more[:points], made)


@pytest.mark.parametrize("make", [
    lambda size: designs.sobol(size, 3, 1), lambda size: designs.saltelli(size, NAMES, 1, True), lambda size: designs.saltelli(size, NAMES, 1),
    lambda size: designs.morris(size, NAMES, 1)], ids=["sobol", "saltelli with second order", "saltelli", "morris"])
def test_designs_are_enlarged_exactly(make):
    little, large = make(8), make(32)
    count = len(little.block)
    assert np.array_equal(large.places[:count], little.places) and large.role[:count].tolist() == little.role.tolist()
    assert large.block[:count].tolist() == little.block.tolist() and large.block[count] == 8
    assert 0 <= large.places.min() and large.places.max() <= 1


@pytest.mark.parametrize("second_order", [False, True])
def test_saltelli_is_the_design_of_salib(second_order):
    from_salib = pytest.importorskip("SALib.sample.sobol")
    made = designs.saltelli(16, NAMES, 3, second_order)
    expected = from_salib.sample({"num_vars": 3, "names": NAMES, "bounds": [[0, 1]] * 3}, 16, calc_second_order=second_order, scramble=True,
                                 seed=np.random.default_rng(3))
    assert np.array_equal(made.places, expected)
    assert made.role[:5].tolist() == ["A", "AB a", "AB b", "AB c", "BA a" if second_order else "B"]


def test_morris_moves_each_axis_once_by_the_same_step():
    made = designs.morris(50, NAMES, 2, levels=6)
    for start in range(0, len(made.places), 4):
        steps = np.diff(made.places[start:start + 4], axis=0)
        moved = np.abs(steps).argmax(axis=1)
        assert sorted(moved) == [0, 1, 2] and np.allclose(np.sort(np.abs(steps), axis=1), [0, 0, 3 / 5])
        assert made.role[start + 1:start + 4].tolist() == [f"{'+' if step[axis] > 0 else '-'}{NAMES[axis]}" for axis, step in zip(moved, steps)]
    assert len(np.unique(made.places.round(9))) == 6
    assert abs((made.role == "+a").sum() - 25) < 15


def test_salib_finds_in_morris_trajectories_what_they_hold():
    analyse = pytest.importorskip("SALib.analyze.morris").analyze
    made = designs.morris(20, NAMES, 2)
    answer = made.places @ [3.0, -2.0, 0.0]
    found = analyse({"num_vars": 3, "names": NAMES, "bounds": [[0, 1]] * 3}, made.places, answer, num_levels=4, seed=1)
    assert np.allclose(found["mu"], [3, -2, 0]) and np.allclose(found["sigma"], 0)

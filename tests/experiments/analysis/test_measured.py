"""The tables of a study are checked; products of replicates hold no noise."""

import numpy as np
import pandas as pd
import pytest
from functions import tables

from simulation.experiments.analysis.measured import AnalysisError, measured, noise, numbers, product

X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


@pytest.fixture
def study():
    return tables(X, np.array([1.0, 2.0, 4.0]), noise=0.1, replicates=3, common=True)


def test_values_stand_by_point_and_replicate(study):
    found = measured(*study, "y")
    assert found.axes == ("x1", "x2") and found.y.shape == (3, 3) and found.common and found.left_out == 0
    for row in study[1].itertuples():
        assert found.y[row.point, row.replicate] == row.y


def test_a_replicate_that_is_not_whole_is_left_out(study):
    design, rows = study
    found = measured(design, rows[~((rows.point == 1) & (rows.replicate == 2))], "y")
    assert found.y.shape == (3, 2) and found.left_out == 1
    assert measured(design, rows.assign(y=rows.y.where((rows.point != 0) | (rows.replicate != 1), np.inf)), "y").left_out == 1


def test_seeds_of_their_own_are_not_common():
    assert not measured(*tables(X, X.sum(axis=1), replicates=2), "y").common


@pytest.mark.parametrize("spoil, said", [
    (lambda d, r: (d.drop(columns="point"), r), "design: no column point"),
    (lambda d, r: (d, r.drop(columns="y")), "rows: no column y; it has point"),
    (lambda d, r: (pd.concat([d, d[:1]]), r), "point 0 is there twice"),
    (lambda d, r: (d, pd.concat([r, r[:1]])), "is there twice; keep one row"),
    (lambda d, r: (d, r[r.point != 2]), "no replicate has a finite y at all 3 points; 1 points lack it, the first is 2: finish the sweep"),
    (lambda d, r: (d, r.assign(y=np.nan)), "3 points lack it"),
    (lambda d, r: (d, r.assign(y=5.0)), "the same at all 3 points"),
    (lambda d, r: (d.assign(x1=[0.0, np.nan, 1.0]), r), "axis x1 has empty cells"),
    (lambda d, r: (d[["point"]], r), "no axis"),
    (lambda d, r: (pd.concat([d, d[["x1"]]], axis=1), r), "column x1 is there twice|each may be named once"),
])
def test_tables_that_cannot_be_used_are_refused(study, spoil, said):
    with pytest.raises(AnalysisError, match=said):
        measured(*spoil(*study), "y")


def test_words_are_no_numbers(study):
    design, rows = study
    with pytest.raises(AnalysisError, match="axis x1: holds words such as 'a'"):
        numbers(measured(design.assign(x1=list("abc")), rows, "y"))
    assert numbers(measured(design.assign(x1=[True, False, True]), rows, "y"))[0, 0] == 1.0


def test_products_of_different_replicates_hold_no_noise():
    rng = np.random.default_rng(2)
    values = 3.0 + 2.0 * rng.normal(size=(20000, 3))
    told = product(values, values)
    assert abs(told.mean() - 9.0) < 4 * told.std() / 20000 ** 0.5 < 9.0 + 4.0 / 3 - 9.0
    assert noise(values) == pytest.approx(4.0, rel=0.05) and np.isnan(noise(values[:, :1]))
    assert product(values[:, :1], values[:, :1]) == pytest.approx(values[:, 0] ** 2)

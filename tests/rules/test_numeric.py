"""The elementary functions: accuracy against libm, special values, laws, and the same bits plain and compiled."""

import hashlib
import itertools
import math
import re
import statistics
import struct

import numba
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rulebook import lines, plain_lines
from scipy import stats

from simulation.rules import numeric
from simulation.rules.compile import OPTIONS, rule

PLENTY = settings(max_examples=1000, derandomize=True, database=None, deadline=None)
GRID = [(i + 0.5) / 20000 for i in range(20000)]

# Run compiled here and plain in a process of its own: every function on drawn arguments and on awkward ones, as hexadecimal.
TRANSCRIPT = """
from simulation.rules import numeric as f
from simulation.rules.draws import uniform
awkward = [0.0, -0.0, 5e-324, 2.2250738585072014e-308, 1e-200, 0.5, 0.7071067811865475, 0.7071067811865476,
           1.0, 1.4142135623730951, 2.0, 709.782712893384, 709.7827128933841, -708.4, -745.1332191019411, -745.1332191019412,
           1.7976931348623157e308, f.INF, -f.INF, f.NAN]
lines = []
for x in awkward:
    lines += [f.exp(x), f.exp(-x), f.log(x), f.log(-x), f.logistic(x), f.logistic(-x), f.normal_quantile(x)]
    lines += [f.power(x, y) for y in awkward] + [f.half_life(x, y) for y in awkward] + [f.clip(x, -1.0, 2.0)]
for i in range(1500):
    a, b, c, d = (uniform(20260, p, i, 0, 0) for p in range(4))
    lines += [f.exp(1500.0 * a - 760.0), f.exp(a - b), f.log(a), f.log(f.exp(1400.0 * b - 700.0)), f.power(9.0 * a, 8.0 * b - 4.0)]
    lines += [f.logistic(40.0 * a - 20.0), f.normal_quantile(a), f.normal_quantile(1.0 - 1e-9 * a)]
    lines += [f.normal_quantile(a * f.exp(-600.0 * b))]
    lines += [f.half_life(20.0 * a, b), f.exponential(a, 5.0 * b), f.lognormal(a, 4.0 * b, f.log_variance(3.0 * c)), f.weibull(a, 7.0 * b, 0.2 + 4.0 * c)]
    lines += [float(f.poisson(a, 30.0 * b)), float(f.poisson(c, 2000.0 * d)), f.clip(a, b, b + 0.2)]
lines = [value.hex() for value in lines]
"""
# The same on every machine, processor and version; a new value here means that every result of the simulation changes.
DIGEST = "f024699886e6526b6a17571d7de8b887dce8f57c46cfbebbfba2c050b185fc62"


def order(x):
    """The rank of a double among all doubles, so that neighbours differ by one."""
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    return bits if bits >= 0 else -(bits + 2**63)


def reference(name, x):
    try:
        return getattr(math, name)(x)
    except OverflowError:
        return math.inf
    except ValueError:
        return -math.inf if x == 0.0 else math.nan


def assert_close(name, x):
    ours, theirs = getattr(numeric, name)(x), reference(name, x)
    if math.isnan(theirs):
        assert math.isnan(ours), x
    else:
        assert abs(order(ours) - order(theirs)) <= 1, (x, ours, theirs)


@PLENTY
@given(st.floats(-760.0, 720.0))
@example(709.782712893384)
@example(709.7827128933841)
@example(-745.1332191019411)
@example(-745.1332191019412)
def test_exp_is_within_one_unit_in_the_last_place(x):
    assert_close("exp", x)


@PLENTY
@given(st.floats())
@example(5e-324)
@example(2.2250738585072014e-308)
@example(2.225073858507201e-308)
@example(1.7976931348623157e308)
def test_log_and_exp_are_within_one_unit_on_any_double(x):
    assert_close("log", x)
    assert_close("exp", x)


def test_exp_and_log_on_dense_grids():
    for low, high, count in ((-746.0, 710.0, 30001), (-1.1, 1.1, 20001), (-745.2, -707.0, 10001), (709.7, 709.79, 2001)):
        for x in np.linspace(low, high, count):
            assert_close("exp", float(x))
    for x in itertools.chain(np.linspace(0.4, 3.0, 30001), np.linspace(0.999, 1.001, 20001), 10.0 ** np.linspace(-323, 308, 30001)):
        assert_close("log", float(x))
    for k in range(-1074, 1024):  # every power of two and its neighbours
        x = math.ldexp(1.0, k)
        for neighbour in (math.nextafter(x, 0.0), x, math.nextafter(x, math.inf)):
            assert_close("log", neighbour)


def test_special_values():
    inf, nan = math.inf, math.nan
    assert (numeric.exp(inf), numeric.exp(-inf), numeric.exp(0.0), numeric.exp(-0.0)) == (inf, 0.0, 1.0, 1.0)
    assert (numeric.exp(709.8), numeric.exp(-745.2), numeric.exp(1e308), numeric.exp(-1e308)) == (inf, 0.0, inf, 0.0)
    assert numeric.exp(-745.1) == 5e-324
    assert (numeric.log(0.0), numeric.log(-0.0), numeric.log(1.0), numeric.log(inf)) == (-inf, -inf, 0.0, inf)
    assert all(math.isnan(value) for value in map(numeric.log, (nan, -1e-300, -inf)))
    assert all(math.isnan(value) for value in (numeric.exp(nan), numeric.logistic(nan), numeric.power(-1.0, 2.0)))
    assert numeric.exp(1) == numeric.exp(1.0) and numeric.log(7) == numeric.log(7.0)  # whole numbers too


def test_powers_of_two_are_exact():
    assert all(numeric.power_of_two(k) == math.ldexp(1.0, k) for k in range(1024))
    assert all(numeric.scale_by_power_of_two(1.75, k) == math.ldexp(1.75, k) for k in range(-1100, 1024))
    assert numeric.scale_by_power_of_two(0.9, 1024) == math.ldexp(0.9, 1024)


@PLENTY
@given(st.floats(1e-300, 1e300), st.floats(-20.0, 20.0))
def test_power_keeps_to_its_stated_accuracy(x, y):
    try:
        true = math.pow(x, y)
    except OverflowError:
        true = math.inf
    ours = numeric.power(x, y)
    if 1e-300 < true < 1e300:
        assert abs(ours / true - 1.0) <= (2.0 + abs(y * math.log(x))) * 2.0**-52
    elif true <= 1e-300:
        assert ours <= 1.1e-300
    else:
        assert ours >= 0.9e300


def test_power_at_the_edges():
    inf = math.inf
    cases = {(0.0, 0.0): 1.0, (0.0, 2.0): 0.0, (0.0, -2.0): inf, (1.0, 9.0): 1.0, (inf, 0.0): 1.0, (inf, 2.0): inf, (inf, -1.0): 0.0}
    assert {case: numeric.power(*case) for case in cases} == cases
    assert numeric.power(0.1, 1.0) == 0.1


def test_logistic_is_accurate_symmetric_and_bounded():
    for x in np.linspace(-40.0, 40.0, 4001):
        x = float(x)
        true = 1.0 / (1.0 + math.exp(-x))
        assert abs(numeric.logistic(x) / true - 1.0) < 1e-15
        assert abs(numeric.logistic(x) + numeric.logistic(-x) - 1.0) < 3e-16
    assert (numeric.logistic(-1000.0), numeric.logistic(0.0), numeric.logistic(1000.0)) == (0.0, 0.5, 1.0)


def test_normal_quantile_inverts_the_normal_law():
    theirs = statistics.NormalDist().inv_cdf  # the same algorithm over libm
    tails = [10.0**-e for e in range(1, 301)]
    for u in GRID[::5] + tails + [1.0 - 10.0**-e for e in range(1, 16)]:
        assert numeric.normal_quantile(u) == pytest.approx(theirs(u), rel=1e-15, abs=0)
        if u < 0.5:
            assert stats.norm.cdf(numeric.normal_quantile(u)) == pytest.approx(u, rel=3e-13)  # |z| phi / Phi magnifies the last bit
    assert (numeric.normal_quantile(0.0), numeric.normal_quantile(0.5), numeric.normal_quantile(1.0)) == (-math.inf, 0.0, math.inf)
    assert all(math.isnan(numeric.normal_quantile(u)) for u in (-0.1, 1.1, math.nan))


def test_half_life_halves_exactly_and_ends():
    assert all(numeric.half_life(3.7 * n, 3.7) == pytest.approx(2.0**-n, rel=1e-14) for n in range(60))
    assert all(numeric.half_life(4.0 * n, 4.0) == 2.0**-n for n in range(1075))
    for elapsed in np.linspace(0.0, 900.0, 1001):
        assert numeric.half_life(float(elapsed), 1.0) == pytest.approx(2.0 ** -float(elapsed), rel=1e-15)
    assert (numeric.half_life(0.0, 0.0), numeric.half_life(5.0, -1.0), numeric.half_life(5.0, math.inf)) == (0.0, 0.0, 1.0)
    assert (numeric.half_life(0.0, 5.0), numeric.half_life(-3.0, 5.0), numeric.half_life(1e300, 1e-300)) == (1.0, 1.0, 0.0)
    assert numeric.half_life(3, 1) == 0.125


@pytest.mark.parametrize(
    ("name", "arguments", "law"),
    [
        ("exponential", (3.0,), stats.expon(scale=3.0)),
        ("lognormal", (5.0, math.log(1.36)), stats.lognorm(math.sqrt(math.log(1.36)), scale=5.0 / math.sqrt(1.36))),
        ("weibull", (2.0, 0.7), stats.weibull_min(0.7, scale=2.0)),
        ("weibull", (2.0, 3.0), stats.weibull_min(3.0, scale=2.0)),
    ],
)
def test_continuous_laws_are_their_quantile_functions(name, arguments, law):
    ours = [getattr(numeric, name)(u, *arguments) for u in GRID]
    np.testing.assert_allclose(ours, law.ppf(GRID), rtol=2e-11)  # 1 - u costs scipy and us the digits of the smallest u
    assert np.all(np.diff(ours) > 0)
    assert getattr(numeric, name)(0.0, *arguments) == 0.0
    assert getattr(numeric, name)(1.0 - 2.0**-53, *arguments) < 1e3


def test_lognormal_has_the_mean_and_spread_it_is_given():
    ours = [numeric.lognormal(u, 5.0, numeric.log_variance(0.4)) for u in GRID]
    assert np.mean(ours) == pytest.approx(5.0, rel=1e-3)
    assert np.std(ours) / np.mean(ours) == pytest.approx(0.4, rel=5e-3)


def test_laws_without_spread_or_size():
    assert (numeric.exponential(0.3, 0.0), numeric.lognormal(0.3, 0.0, 1.0), numeric.weibull(0.3, 0.0, 1.0)) == (0.0, 0.0, 0.0)
    assert (numeric.lognormal(0.0, 4.0, 0.0), numeric.lognormal(0.0, 4.0, numeric.log_variance(1e-12))) == (4.0, 4.0)
    assert math.copysign(1.0, numeric.exponential(0.0, 2.0)) == 1.0
    assert math.isnan(numeric.weibull(0.3, 1.0, 0.0))


@pytest.mark.parametrize("mean", [1e-9, 0.1, 1.0, 4.5, 12.0, 30.0, 499.0])
def test_poisson_is_its_quantile_function(mean):
    ours = np.array([numeric.poisson(u, mean) for u in GRID])
    assert np.array_equal(ours, stats.poisson(mean).ppf(GRID))


def test_poisson_always_ends_with_a_whole_number():
    last = 1.0 - 2.0**-53
    for mean in (0.0, -1.0, 5e-324, 0.3, 7.0, 30.0, 500.0, 501.0, 1e6, 1e300):
        for u in (0.0, 0.5, last, 1.0, math.nan):
            value = numeric.poisson(u, mean)
            assert isinstance(value, int) and value >= 0
    assert numeric.poisson(0.5, math.nan) == 0
    assert numeric.poisson(numeric.exp(-2.0), 2.0) == 1  # u in [F(k - 1), F(k)) gives k
    assert 60 <= numeric.poisson(last, 30.0) <= 100
    assert abs(numeric.poisson(0.9, 2000.0) - stats.poisson(2000.0).ppf(0.9)) <= 1


def test_clip():
    assert [numeric.clip(x, 0.0, 1.0) for x in (-1.0, 0.0, 0.25, 1.0, math.inf)] == [0.0, 0.0, 0.25, 1.0, 1.0]
    assert numeric.clip(7, 0, 3) == 3
    assert math.isnan(numeric.clip(math.nan, 0.0, 1.0))


def test_plain_python_and_compiled_code_give_the_same_bits():
    compiled = lines(TRANSCRIPT)
    assert len(compiled) > 20000
    assert plain_lines(TRANSCRIPT, "f.exp") == compiled


def test_every_machine_gives_these_bits():
    assert hashlib.sha256("\n".join(lines(TRANSCRIPT)).encode()).hexdigest() == DIGEST


@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
@pytest.mark.parametrize("name", ["exp", "log", "half_life", "poisson", "normal_quantile", "lognormal", "weibull"])
def test_compiled_code_borrows_nothing_but_sqrt(name):
    function = numba.njit(**OPTIONS)(getattr(numeric, name).py_func)
    count = {"exp": 1, "log": 1, "half_life": 2, "normal_quantile": 1, "poisson": 2}.get(name, 3)
    function(*[0.5] * count)
    (ir,) = function.inspect_llvm().values()
    called = {callee for callee in re.findall(r"call [^@\n]*@\"?([\w.]+)", ir)}
    foreign = re.compile(r"(?!numba_)[a-z]\w*|llvm\.(?!lifetime|assume|fabs)[\w.]+")
    borrowed = {callee for callee in called if foreign.fullmatch(callee)}
    assert borrowed <= {"sqrt", "llvm.sqrt.f64"}
    assert not re.search(r"\bf(add|sub|mul|div) (fast|contract|reassoc|nnan|ninf|nsz|arcp|afn)\b", ir)


def test_a_rule_is_the_function_it_was_made_from():
    assert OPTIONS["fastmath"] is False and OPTIONS["error_model"] == "numpy"
    double = rule(numeric_double)
    assert double(4.0) == 8.0 and getattr(double, "py_func", double)(4.0) == 8.0


@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
def test_a_rule_needs_no_folder_to_write_to(monkeypatch):
    def without_folder(*_):
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr("simulation.rules.compile._Cache", without_folder)
    assert rule(numeric_double)(4.0) == 8.0


def numeric_double(x):
    return x + x


def test_below_an_exponential():
    """The bounds say what the exponential says, hard by it, too."""
    for x in (0.0, 1e-9, 0.01, 0.3, 1.0, 2.5, 9.0, 40.0):
        for scale in (0.0, 0.7, 1.0):
            limit = scale * numeric.exp(-x)
            for u in [*GRID, limit, limit * (1.0 - 1e-12), limit * (1.0 + 1e-12)]:
                assert numeric.is_below_exp(u, scale, x) == (u < limit), (u, scale, x)

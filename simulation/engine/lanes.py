"""A contact's draws, all at once: four blocks of Philox side by side in the lanes of a vector, for the price of a little more than one.

The same numbers as `rules.draws.uniform4` gives one block at a time, written anew for vectors, which LLVM does not make of the rule by itself;
tests/agreement/test_lanes.py holds the two together to the last bit. Without compiling, the rule itself is called.
"""

from llvmlite import ir
from numba import types
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, infer_global, signature

from ..rules.draws import (
    LET_DOWN,
    MULTIPLIER_0,
    MULTIPLIER_1,
    PATIENCE,
    RESOLUTION,
    ROUNDS,
    SERVICE,
    TWO_MINUS_32,
    WEYL_0,
    WEYL_1,
    uniform4,
)
from .memory import Row, access

LANES = (SERVICE, PATIENCE, RESOLUTION, LET_DOWN)
"""The purposes of a contact's draws, by lane."""

WORDS = 4
NUMBERS = WORDS * len(LANES)
"""How many draws a contact has: word by word, the lanes side by side."""

SERVED, WAITED, SETTLED, LEFT_WITH = range(len(LANES))
"""Lanes by name."""

ALIGNED = 8


def draw_all(record, seed, who, when, n):
    """Write into `record.draws` the four numbers of each purpose of `LANES`."""
    for lane, purpose in enumerate(LANES):
        for word, number in enumerate(uniform4(seed, purpose, who, when, n)):
            record.draws[len(LANES) * word + lane] = number


@infer_global(draw_all)
class DrawAll(AbstractTemplate):
    def generic(self, args, kws):
        if isinstance(args[0], Row):
            return signature(types.none, args[0], *[types.int64] * 4)


@lower_builtin(draw_all, Row, types.int64, types.int64, types.int64, types.int64)
def draw_all_code(context, builder, sig, args):
    """Philox for four purposes in vectors of 64-bit lanes, whose low halves count."""
    record, seed, who, when, n = args
    lanes = ir.VectorType(ir.IntType(64), len(LANES))
    reals = ir.VectorType(ir.DoubleType(), len(LANES))

    def same(number):
        return ir.Constant(lanes, [number] * len(LANES))

    def spread(number):
        first = builder.insert_element(ir.Constant(lanes, ir.Undefined), number, ir.Constant(ir.IntType(32), 0))
        return builder.shuffle_vector(first, ir.Constant(lanes, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), len(LANES)), [0] * len(LANES)))

    half, low = same(32), same(0xFFFFFFFF)
    k0, k1 = spread(seed), spread(builder.lshr(seed, ir.Constant(ir.IntType(64), 32)))
    c0, c1, c2, c3 = spread(who), spread(when), spread(n), ir.Constant(lanes, list(LANES))
    for _ in range(ROUNDS):
        p0, p1 = builder.mul(builder.and_(c0, low), same(MULTIPLIER_0)), builder.mul(builder.and_(c2, low), same(MULTIPLIER_1))
        c0, c1 = builder.xor(builder.xor(builder.lshr(p1, half), c1), k0), p1
        c2, c3 = builder.xor(builder.xor(builder.lshr(p0, half), c3), k1), p0
        k0, k1 = builder.add(k0, same(WEYL_0)), builder.add(k1, same(WEYL_1))
    # 2^52 + w is the double whose low bits are w; less 2^52 - 1/2 it is w + 1/2, exactly.
    base, half_below = same(0x4330000000000000), ir.Constant(reals, [2.0**52 - 0.5] * len(LANES))
    place = sig.args[0].offset("draws")
    whole = builder.bitcast(record, ir.IntType(8).as_pointer())
    for word, c in enumerate((c0, c1, c2, c3)):
        number = builder.fsub(builder.bitcast(builder.or_(builder.and_(c, low), base), reals), half_below)
        at = builder.gep(whole, [ir.Constant(ir.IntType(64), place + 8 * len(LANES) * word)])
        stored = builder.store(builder.fmul(number, ir.Constant(reals, [TWO_MINUS_32] * len(LANES))), builder.bitcast(at, reals.as_pointer()), align=ALIGNED)
        stored.set_metadata("tbaa", access(builder, f"{sig.args[0].name}.draws"))
    return context.get_dummy_value()

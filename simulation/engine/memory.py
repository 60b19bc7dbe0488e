"""The state of a run as compiled code sees it: one pointer to a row of tables, and records that are pointers into them.

Python holds a `State`, an object whose attributes are NumPy arrays, and under NUMBA_DISABLE_JIT=1 kernels run on it as it is. Compiled kernels get the address
of its `header`, which holds for each table of `layout.TABLES` its address, its length and its number of columns; so a call hands on one pointer, whatever the number of tables, and
WebAssembly, which has no arrays, reads the same header. ``s.staff`` is a `Table`, ``s.staff[seat]`` a record (its address), ``s.ties[a, b]`` a number, ``len(s.staff)`` a length.
Nothing checks a bound or wraps an index around.

Whatever is read or written carries the name of what it is, told to LLVM as a type of its own (`access`): strain never lies where a queue's length does. So what has been read
need not be read again because something else was written, which saves 3 % of the time.
"""

import operator

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.imputils import lower_builtin, lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import register_model
from numba.np.numpy_support import from_dtype

SLOT = 3
"""Numbers of the header for each table: address, length, columns."""

POINTER = ir.IntType(8).as_pointer()
CACHE_LINE = 64

WITHIN = {"tally_row": "counts"}
"""Records that are another table's memory: their fields are reached by name and as numbers of that table."""


class Row(types.Record):
    """A record type with a short name: names of types become part of the names of compiled functions."""

    def __init__(self, name, record):
        super().__init__([(key, field._asdict()) for key, field in record.fields.items()], record.size, record.aligned)
        self.name = name


class Table(types.Type):
    """A table of records, or of numbers in one or two dimensions."""

    def __init__(self, name, item):
        self.item = item
        super().__init__(name)


class List(types.Type):
    """A list of numbers in a record."""

    def __init__(self, name, item):
        self.item = item
        super().__init__(name)


class StateType(types.Type):
    """A pointer to the header of a state with these tables."""

    def __init__(self, name, tables):
        self.tables = {key: Table(key, Row(f"{key}_row", from_dtype(kind)) if kind.names else from_dtype(kind)) for key, kind in tables.items()}
        self.slots = {key: i * SLOT for i, key in enumerate(tables)}
        super().__init__(name)


register_model(Row)(models.RecordModel)
register_model(Table)(models.OpaqueModel)
register_model(List)(models.OpaqueModel)
register_model(StateType)(models.OpaqueModel)


# --- typing -----------------------------------------------------------------------------------------------------------------------


@infer_getattr
class StateAttributes(AttributeTemplate):
    key = StateType

    def generic_resolve(self, state, name):
        return state.tables.get(name)


@infer_getattr
class RowAttributes(AttributeTemplate):
    key = Row

    def generic_resolve(self, row, name):
        kind = row.typeof(name)
        return List(f"{row.name}.{name}", kind.dtype) if isinstance(kind, types.NestedArray) else kind


@infer_global(len)
class TableLength(AbstractTemplate):
    def generic(self, args, kws):
        if len(args) == 1 and isinstance(args[0], Table):
            return signature(types.intp, args[0])


@infer_global(operator.getitem)
class TableItem(AbstractTemplate):
    def generic(self, args, kws):
        if isinstance(args[0], (Table, List)):
            index = types.intp if isinstance(args[1], types.Integer) else types.UniTuple(types.intp, 2)
            return signature(args[0].item, args[0], index)


@infer_global(operator.setitem)
class SetTableItem(AbstractTemplate):
    def generic(self, args, kws):
        if isinstance(args[0], (Table, List)):
            index = types.intp if isinstance(args[1], types.Integer) else types.UniTuple(types.intp, 2)
            return signature(types.none, args[0], index, args[0].item)


def prefetch(record):
    """Bring a record near to the processor, since it will be looked at soon; changes nothing."""


@infer_global(prefetch)
class Prefetch(AbstractTemplate):
    def generic(self, args, kws):
        if isinstance(args[0], Row):
            return signature(types.none, args[0])


def lowest_bit(n):
    """The place of the lowest bit that is set in a whole number other than 0, counted from 0: one instruction of every processor."""
    return int(n & -n).bit_length() - 1


@infer_global(lowest_bit)
class LowestBit(AbstractTemplate):
    def generic(self, args, kws):
        return signature(types.int64, types.int64)


# --- code -------------------------------------------------------------------------------------------------------------------------


def slot(builder, table, place):
    """Load a number from a table's slot of the header, which never changes during a run."""
    numbers = builder.bitcast(table, ir.IntType(64).as_pointer())
    value = builder.load(builder.gep(numbers, [ir.Constant(ir.IntType(64), place)]))
    value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value


def access(builder, name):
    """Give LLVM's metadata for reading and writing what has a name: a table's numbers ("ties") or a field of its records ("staff_row.strain")."""
    module, zero, within = builder.module, ir.Constant(ir.IntType(64), 0), WITHIN.get(name.split(".")[0])
    kind = module.add_metadata([ir.MetaDataString(module, "numbers of the engine")])
    for each in (within, name) if within else (name,):
        kind = module.add_metadata([ir.MetaDataString(module, each), kind, zero])
    return module.add_metadata([kind, kind, zero])


def read(context, builder, kind, pointer, tag):
    """Read a number."""
    value = builder.load(pointer)
    value.set_metadata("tbaa", tag)
    return context.data_model_manager[kind].from_data(builder, value)


def write(context, builder, kind, value, pointer, tag):
    """Write a number."""
    builder.store(context.data_model_manager[kind].as_data(builder, value), pointer).set_metadata("tbaa", tag)


def field_of(context, builder, row, record, name):
    """Give the address of a field of a record, the type of what is there, and the metadata for reaching it."""
    kind = row.typeof(name)
    kind = kind.dtype if isinstance(kind, types.NestedArray) else kind
    pointer = cgutils.get_record_member(builder, record, row.offset(name), context.get_data_type(kind))
    return pointer, kind, access(builder, f"{row.name}.{name}")


def item_pointer(context, builder, kind, table, index):
    """Give the address of an item: of a record if the items are records."""
    if isinstance(index.type, ir.ArrayType):
        row, column = (builder.extract_value(index, i) for i in range(2))
        index = builder.add(builder.mul(row, slot(builder, table, 2)), column)
    data = context.get_data_type(kind.item).as_pointer()
    return builder.gep(builder.inttoptr(slot(builder, table, 0), data), [index])


@lower_getattr_generic(StateType)
def state_attribute(context, builder, kind, value, name):
    numbers = builder.bitcast(value, ir.IntType(64).as_pointer())
    return builder.bitcast(builder.gep(numbers, [ir.Constant(ir.IntType(64), kind.slots[name])]), POINTER)


@lower_getattr_generic(Row)
def row_attribute(context, builder, row, record, name):
    """Read a field; of a list, give its address."""
    pointer, kind, tag = field_of(context, builder, row, record, name)
    if isinstance(row.typeof(name), types.NestedArray):
        return builder.bitcast(pointer, POINTER)
    return read(context, builder, kind, pointer, tag)


@lower_setattr_generic(Row)
def set_row_attribute(context, builder, sig, args, name):
    """Write a field."""
    pointer, kind, tag = field_of(context, builder, sig.args[0], args[0], name)
    write(context, builder, kind, context.cast(builder, args[1], sig.args[1], kind), pointer, tag)


@lower_builtin(operator.getitem, List, types.Integer)
def list_item(context, builder, sig, args):
    kind = sig.args[0].item
    pointer = builder.gep(builder.bitcast(args[0], context.get_data_type(kind).as_pointer()), [args[1]])
    return read(context, builder, kind, pointer, access(builder, sig.args[0].name))


@lower_builtin(operator.setitem, List, types.Integer, types.Any)
def set_list_item(context, builder, sig, args):
    kind = sig.args[0].item
    pointer = builder.gep(builder.bitcast(args[0], context.get_data_type(kind).as_pointer()), [args[1]])
    write(context, builder, kind, args[2], pointer, access(builder, sig.args[0].name))
    return context.get_dummy_value()


@lower_builtin(len, Table)
def table_length(context, builder, sig, args):
    return slot(builder, args[0], 1)


@lower_builtin(operator.getitem, Table, types.Any)
def table_item(context, builder, sig, args):
    pointer = item_pointer(context, builder, sig.args[0], *args)
    return pointer if isinstance(sig.return_type, Row) else read(context, builder, sig.return_type, pointer, access(builder, sig.args[0].name))


@lower_builtin(prefetch, Row)
def prefetch_record(context, builder, sig, args):
    """Ask for each line of memory on which a record lies."""
    whole = ir.IntType(32)
    fetch = builder.module.declare_intrinsic("llvm.prefetch", [POINTER], ir.FunctionType(ir.VoidType(), [POINTER, whole, whole, whole]))
    for line in range(0, sig.args[0].size, CACHE_LINE):
        at = builder.gep(builder.bitcast(args[0], POINTER), [ir.Constant(ir.IntType(64), line)])
        builder.call(fetch, [at, *(ir.Constant(whole, n) for n in (1, 3, 1))]).set_metadata("tbaa", access(builder, "fetched"))  # it writes nothing
    return context.get_dummy_value()


@lower_builtin(lowest_bit, types.int64)
def lowest_bit_code(context, builder, sig, args):
    return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))


@lower_builtin(operator.setitem, Table, types.Any, types.Any)
def set_table_item(context, builder, sig, args):
    """Write a record or a number into a table."""
    kind, pointer = sig.args[0], item_pointer(context, builder, sig.args[0], *args[:2])
    if isinstance(kind.item, Row):
        cgutils.raw_memcpy(builder, pointer, args[2], ir.Constant(ir.IntType(64), kind.item.size), 1)
    else:
        write(context, builder, kind.item, args[2], pointer, access(builder, kind.name))
    return context.get_dummy_value()


def clear(table):
    """Set all of a table to zero."""
    table[...] = np.zeros((), table.dtype)


@infer_global(clear)
class ClearTable(AbstractTemplate):
    def generic(self, args, kws):
        if len(args) == 1 and isinstance(args[0], Table):
            return signature(types.none, args[0])


@lower_builtin(clear, Table)
def clear_table(context, builder, sig, args):
    """Fill a table with zeros."""
    item = context.get_data_type(sig.args[0].item)
    size = ir.Constant(ir.IntType(64), context.get_abi_sizeof(item))
    bytes_long = builder.mul(builder.mul(slot(builder, args[0], 1), slot(builder, args[0], 2)), size)
    cgutils.memset(builder, builder.inttoptr(slot(builder, args[0], 0), POINTER), bytes_long, 0)
    return context.get_dummy_value()


def header(tables, addresses=None):
    """Give the header of NumPy arrays, in their order: address (their own, unless others are given), length and columns of each."""
    addresses = [a.ctypes.data for a in tables] if addresses is None else addresses
    return np.array([[address, len(a), a.shape[1] if a.ndim > 1 else 1] for address, a in zip(addresses, tables)], np.int64)

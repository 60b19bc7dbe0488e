"""Parquet tables, which somebody else may have made, read within bounds: a file of some kB may hold, or claim to hold, more than any memory.

Arrow's threads are not used: a process that ends soon after these were started may abort (SIGABRT, "terminate called without an active exception"; pyarrow 26: 2 of 140
that read a part and ended, 2 of 50 sweeps that were interrupted).
"""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..scenario.files import Unfit, opened

MOST_FILE, MOST_CELLS, MOST_TEXT = 4_000_000_000, 400_000_000, 500_000_000
"""Bytes of a file (and of what is packed in it), values in all its columns, and bytes of all its texts."""


def read(source, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a table, a path or the bytes of one. Raises OSError or `pa.ArrowException`, also for what is too large and for columns that are no plain values."""
    file = pa.BufferReader(source) if isinstance(source, bytes) else opened(source, MOST_FILE)
    with file:
        texts = _checked(pq.ParquetFile(file, pre_buffer=False), columns)
        file.seek(0)
        table = pq.ParquetFile(file, pre_buffer=False, read_dictionary=texts).read(columns, use_threads=False)  # each text once, however often it stands there
    spelt = sum(_bytes(table[name]) for name in texts if name in table.column_names)
    if spelt > MOST_TEXT:
        raise Unfit(f"holds texts of {spelt / 1e6:,.0f} MB")
    for at, name in enumerate(table.column_names):
        if name in texts:
            table = table.set_column(at, name, table[name].cast(table[name].type.value_type))
    return table


def frame(source, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """The same as a data frame."""
    return read(source, columns).to_pandas(use_threads=False)


def _checked(file, columns):
    """Refuse what is too large by what the file says of itself; give its columns of texts."""
    about, schema = file.metadata, file.schema_arrow
    wrong = [name for name in columns or () if name not in schema.names] or [name for name in schema.names if schema.names.count(name) > 1]
    if wrong:
        raise Unfit(f"has no column, or two, {wrong[0][:80]!r}")
    wanted = [i for i in range(about.num_columns) if columns is None or about.schema.column(i).path in columns]
    chunks = [about.row_group(group).column(i) for group in range(about.num_row_groups) for i in wanted]
    cells, packed = sum(chunk.num_values for chunk in chunks), sum(chunk.total_uncompressed_size for chunk in chunks)
    if cells > MOST_CELLS or packed > MOST_FILE:
        raise Unfit(f"holds {cells:,} values in {packed / 1e6:,.0f} MB; at most {MOST_CELLS:,} in {MOST_FILE / 1e6:,.0f} MB are read")
    for field in schema:
        if pa.types.is_nested(field.type) and not (pa.types.is_list(field.type) and pa.types.is_primitive(field.type.value_type)):  # a setting may be a list of numbers
            raise Unfit(f"has a column of neither numbers, texts nor lists of numbers: {field.name[:80]!r}")
    return [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]


def _bytes(column):
    """How long all texts of a column are together."""
    return sum(pc.sum(pc.take(pc.binary_length(chunk.dictionary), chunk.indices)).as_py() or 0 for chunk in column.chunks)

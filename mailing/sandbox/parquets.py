"""A Parquet file's columns as texts, each distinct one kept once: a value in a million rows is looked at once."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.sandbox import limits
from mailing.sandbox.cells import as_text


def read_columns(name: str, data: bytes) -> tuple[list[str], Any]:
    """Return a Parquet file's header and its columns as an Arrow table.

    Raises:
        InputError: it can't be read, or holds more than any address list.
    """
    try:
        source = pq.ParquetFile(pa.BufferReader(data))
        schema, count = source.schema_arrow, source.metadata.num_rows
        if len(schema) > limits.MOST_COLUMNS:
            raise limits.too_many_columns(name, len(schema))
        if count > limits.rows(len(data)):
            raise limits.bursts(name)
        _refuse_nested(name, schema)
        texts = [field.name for field in schema if _is_text(field.type)]
        table = pq.ParquetFile(pa.BufferReader(data), read_dictionary=texts).read()
        columns = [_texts(column) for column in table.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(name) from error
    return [str(label) for label in schema.names], pa.table(
        columns, names=[str(place) for place in range(len(columns))]
    )


def _refuse_nested(name: str, schema: Any) -> None:
    for field in schema:
        if pa.types.is_nested(field.type):
            raise InputError(
                _("Die Spalte „{column}“ enthält zusammengesetzte Werte").format(column=field.name),
                where=name,
                hint=_("Geben Sie jede Angabe in einer eigenen Spalte aus"),
            )


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _texts(column: Any) -> Any:
    """Return a column as texts, each distinct one once; nothing is the empty text."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    coded = column if pa.types.is_dictionary(column.type) else _encoded(column)
    coded = pa.chunked_array(coded.chunks, coded.type).unify_dictionaries().combine_chunks()
    values = coded.dictionary
    if _most(coded.indices) >= len(values):
        raise pa.ArrowInvalid  # Arrow doesn't look: a cell that names no value of a damaged dictionary
    if _is_text(kind) and _is_sound(values):
        if not coded.null_count:
            return coded
        distinct = values.to_pylist()
    else:
        values = values.cast(pa.large_binary()) if _is_text(kind) else values  # what is no text costs just its rows
        distinct = [as_text(value)[: limits.LONGEST_CELL] for value in values.to_pylist()]
    once = pa.array([*distinct, ""], pa.large_string()).dictionary_encode()
    places = coded.indices.cast(pa.int32()).fill_null(len(distinct))
    return pa.DictionaryArray.from_arrays(once.indices.take(places), once.dictionary)


def _most(numbers: Any) -> int:
    """Return the largest of numbers from 0 on; -1 where there is none."""
    most = pc.max(numbers).as_py()
    return -1 if most is None else int(most)


def _is_sound(values: Any) -> bool:
    """Whether all of the texts are UTF-8, and none is longer than a cell may be."""
    try:
        values.validate(full=True)
    except pa.ArrowInvalid:
        return False
    longest = pc.max(pc.binary_length(values)).as_py() or 0
    return bool(longest <= limits.LONGEST_CELL)


def _encoded(column: Any) -> Any:
    """Return the column by its distinct values; some kinds can't be told apart by Arrow, but by their texts."""
    try:
        return column.dictionary_encode()
    except pa.ArrowNotImplementedError:
        texts = [None if value is None else as_text(value) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())]).dictionary_encode()


def _damaged(name: str) -> InputError:
    return InputError(_("Die Parquet-Datei ist beschädigt"), where=name, hint=_("Geben Sie die Liste neu aus"))

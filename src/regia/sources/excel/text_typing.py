"""Types for the columns of web pages, whose cells are all text: decided as for delimited text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regia.sources.connector import Report
from regia.sources.delimited.guess import ColumnGuess, decided

if TYPE_CHECKING:
    import pyarrow as pa


def with_types(
    schema: "pa.Schema", batches: "Iterator[pa.RecordBatch]", dataset: str, report: Report
) -> "tuple[pa.Schema, Iterator[pa.RecordBatch]]":
    """Return the schema and batches with each column of text typed where every value can be had back."""
    import pyarrow as pa

    table = pa.Table.from_batches(batches, schema=schema)
    texts = [place for place, field in enumerate(schema) if pa.types.is_string(field.type)]
    guesses = [ColumnGuess(schema.field(place).name) for place in texts]
    for place, guess in zip(texts, guesses, strict=True):
        for chunk in table.column(place).chunks:
            guess.take(chunk)
    for place, decision in zip(texts, decided(guesses, dataset, report), strict=True):
        if decision is not None:
            converted = [decision.convert(chunk) for chunk in table.column(place).chunks]
            field = pa.field(schema.field(place).name, decision.type)
            table = table.set_column(place, field, pa.chunked_array(converted, decision.type))
    return table.schema, iter(table.to_batches())

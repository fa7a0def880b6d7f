"""Whether several ways gave the same answers, row for row and in every column."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

# Rows that are compared at a time, so that files of any size can be.
BLOCK = 200_000
SHOWN = 3
# Ways that keep the order of the rows. The files of a join are in order by their names.
ORDERED = ("bulk", "join", "cluster")


class Comparison:
    """The input and the answers of all ways, compared with those of the first.

    Rows are the same if they have the same id. Texts are compared whether they are dictionary-encoded or
    not; null is not the empty text; numbers are compared bit by bit, so that NaN is NaN.
    """

    def __init__(self, lookup, answers):
        # What is wrong, in words.
        self.faults = []
        # Rows of the first way by their outcome.
        self.statuses = Counter()
        self.rows = lookup.rows
        self.codes = {family: set() for family in lookup.families}
        # Different rows by way and column, and the first of them in words.
        self.different, self.examples = Counter(), {}
        # Ways with rows missing or repeated, and the first block where they are.
        self.torn = {}

        answers = {way: ds.dataset(path, format="parquet") for way, path in answers.items()}
        self.first = next(iter(answers))
        self.compare_shapes(lookup, answers)
        if not self.faults:
            answers["input"] = ds.dataset(lookup.source, format="parquet")
            for start in range(0, self.rows, BLOCK):
                self.compare_rows({way: rows_from(answer, start) for way, answer in answers.items()}, start)
            self.require_answers(lookup)
        self.tell_differences()

    def compare_shapes(self, lookup, answers):
        expected = [column.split()[0] for column in lookup.schema.split(", ")]
        for way, answer in answers.items():
            # Each file of a folder may have columns of its own.
            for names in {tuple(file.physical_schema.names): None for file in answer.get_fragments()}:
                if list(names) != expected:
                    self.faults.append(f"{way}: the columns {', '.join(names)}, not {', '.join(expected)}")
            if answer.count_rows() != self.rows:
                self.faults.append(f"{way}: {answer.count_rows():,} rows, not {self.rows:,}")
            ids = answer.to_table(columns=["id"])["id"].to_numpy() if way in ORDERED else []
            if (np.diff(ids) <= 0).any():
                self.faults.append(f"{way}: the rows are in another order than in the input")

    def compare_rows(self, tables, start):
        """Compares some rows of all ways, sorted by their ids."""
        first = tables.pop(self.first)
        self.count(first)
        for way, table in tables.items():
            if not table["id"].equals(first["id"]):
                self.torn.setdefault(way, start)
                continue
            for column in table.column_names:
                self.compare_column(way, column, first, table)

    def compare_column(self, way, column, first, table):
        expected, found = plain(first[column]), plain(table[column])
        if expected.type == found.type and expected.equals(found):
            return
        rows = different_rows(expected, found)
        self.different[way, column] += len(rows)
        examples = self.examples.setdefault((way, column), [])
        for row in rows[: SHOWN - len(examples)]:
            values = f"{table[column][row].as_py()!r}, not {first[column][row].as_py()!r}"
            examples.append(f"id {first['id'][row]}: {values}")

    def count(self, table):
        for entry in pc.value_counts(plain(table["coterm_status"])).to_pylist():
            self.statuses[entry["values"]] += entry["counts"]
        for family, codes in self.codes.items():
            codes.update(pc.unique(plain(table[f"{family}_code"])).to_pylist())

    def require_answers(self, lookup):
        """Answers of nothing but nulls would be the same too."""
        missing = lookup.kind.STATUSES - set(self.statuses)
        if missing:
            self.faults.append(f"{self.first}: no row with the status {', '.join(sorted(missing))}")
        for family, codes in self.codes.items():
            if len(codes - {None}) < 2:
                self.faults.append(f"{self.first}: fewer than two areas of {family}")

    def tell_differences(self):
        for way, start in self.torn.items():
            self.faults.append(f"{way} and {self.first}: the ids differ, first in {start} to {start + BLOCK - 1}")
        for (way, column), count in self.different.items():
            examples = "; ".join(self.examples[way, column])
            self.faults.append(f"{way} and {self.first}: {column}, rows that differ: {count:,}: {examples}")


def rows_from(answer, start):
    """A block of rows, sorted by their ids."""
    ids = ds.field("id")
    return answer.to_table(filter=(ids >= start) & (ids < start + BLOCK)).sort_by("id")


def plain(column):
    """The values themselves: dictionaries decoded, and the bits of numbers."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    values = column.combine_chunks()
    return values.view(pa.int64()) if pa.types.is_float64(values.type) else values


def different_rows(expected, found):
    """The numbers of the rows that differ; all, if the types do."""
    if expected.type != found.type:
        return list(range(len(expected)))
    nulls = pc.not_equal(pc.is_null(expected), pc.is_null(found))
    values = pc.fill_null(pc.not_equal(expected, found), False)
    return pc.indices_nonzero(pc.or_(nulls, values)).to_pylist()

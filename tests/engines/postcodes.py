"""A file of all postcodes of the data, with some that are written in other ways, and some that are none."""

import pyarrow as pa
import pyarrow.parquet as pq

SCHEMA = "id long, postcode string, introduced string"
PLACE = ("--postcode-column", "postcode")
# Outcomes that some rows must have.
STATUSES = {"ok", "terminated", "unknown-postcode", "not-a-postcode", "pseudo-postcode", "bfpo", "empty"}

NOWHERE = [
    None, "", "   ", "0", "AB1", "LA1 4Y", "LA1 44W", "not a postcode", "Élan", "LA1\n4YW", "ZX9 9ZZ", "ZZ99 3VZ",
    "BF1 1AA",
]  # fmt: skip

BLOCK = 20_000


def in_other_ways(postcode):
    """The same postcode in small letters, without its space, and with more of them."""
    return [postcode.lower(), postcode.replace(" ", ""), f"  {postcode.replace(' ', '   ')} "]


def write(path, programs, published):
    """Writes all postcodes, and amid them some hundreds of others."""
    programs.query("SELECT postcode, introduced FROM postcodes() ORDER BY postcode", published)
    table = pq.read_table(published)
    some = table["postcode"].to_pylist()[:: len(table) // 100]
    others = [way for postcode in some for way in in_other_ways(postcode)] + 10 * NOWHERE
    amid = pa.table({"postcode": others, "introduced": pa.nulls(len(others), pa.string())})
    names = ["postcode", "introduced"]
    table = pa.table([table[name].cast(pa.string()) for name in names], names=names)
    half = len(table) // 2
    table = pa.concat_tables([table[:half], amid, table[half:]])
    table = table.add_column(0, "id", [pa.array(range(len(table)), pa.int64())])
    pq.write_table(table, path, row_group_size=BLOCK)

"""What is looked up, and the commands of coterm that do it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq


@dataclass(frozen=True)
class Lookup:
    """The areas of some families, on one date, for every row of a file."""

    # `points` or `postcodes`: which columns the file has, and which say the place.
    kind: ModuleType
    source: Path
    families: tuple
    on: str

    @property
    def name(self):
        return f"{self.kind.__name__} {self.on}"

    @property
    def rows(self):
        return pq.read_metadata(self.source).num_rows

    @property
    def schema(self):
        """The columns of the answer, as Spark writes them: those of the file, and what coterm adds."""
        added = ["coterm_status", "coterm_reason", "coterm_uncertain"]
        added += [f"{family}_{what}" for family in self.families for what in ("code", "name")]
        return self.kind.SCHEMA + "".join(f", {column} string" for column in added)


class Programs:
    """The programs in a folder, with the data that they use."""

    def __init__(self, folder, data):
        self.coterm = folder / "coterm"
        self.sql = folder / "coterm-sql"
        self.data = ("--data", data)
        self.has_england = data != "built-in"

    def bulk_command(self, lookup, source="-", *more):
        """The command that answers from a stream of Arrow to another, or from a file."""
        more = more or ("--format", "arrow-stream")
        options = (*lookup.kind.PLACE, "--family", ",".join(lookup.families), "--on", lookup.on)
        return [*map(str, (self.coterm, "bulk", *self.data, source, *options, *more))]

    def bulk(self, lookup, target):
        run(*self.bulk_command(lookup, lookup.source, "--output", target))

    def join(self, lookup, target, *cluster):
        # Several pieces, so that each executor has some.
        pieces = ("--rows-per-file", max(1, lookup.rows // 4))
        options = (*lookup.kind.PLACE, "--families", ",".join(lookup.families), "--on", lookup.on)
        files = ("--input", lookup.source, "--output", target)
        run(self.sql, "join", *self.data, *files, *options, *pieces, *cluster)

    def query(self, sql, target):
        run(self.sql, sql, *self.data, "--output", target)


def run(*command):
    """Runs a command, whose output is shown only if it fails."""
    done = subprocess.run([*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{done.stdout}")

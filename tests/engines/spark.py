"""Spark in local mode, with the function of the example in docs/scale.md."""

import ast
import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path

from pyspark.sql import SparkSession

DOCUMENT = Path(__file__).parents[2] / "docs" / "scale.md"


def documented_function(command):
    """The example's `add_areas`, as it stands in the document, with another command."""
    _, _, rest = DOCUMENT.read_text().partition("## Spark and other engines")
    _, _, rest = rest.partition("```python\n")
    example = ast.parse(rest.partition("```")[0])
    # Its last line applies the function to a table that is not ours.
    example.body = [part for part in example.body if not isinstance(part, ast.Expr)]
    # Spark sends what belongs to the main module by value.
    names = {"__name__": "__main__"}
    exec(compile(example, "the example of docs/scale.md", "exec"), names)
    names["COMMAND"] = command
    return names["add_areas"]


@contextmanager
def errors_in(log):
    """Keeps what Spark and coterm write to standard error in a file, which is shown if anything fails."""
    terminal = os.dup(2)
    with open(log, "w") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    except Exception:
        os.write(terminal, log.read_bytes())
        raise
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


@contextmanager
def started(work):
    """Starts Spark, which listens on this machine alone and keeps its files in the work folder."""
    # Settings of another Spark on this machine would count otherwise.
    for name in [name for name in os.environ if name.startswith(("SPARK_", "PYSPARK_"))]:
        del os.environ[name]
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={work} -XX:-UsePerfData",
        "spark.local.dir": str(work / "spark-local"),
        # Several partitions of a file that is small, and so several processes of coterm.
        "spark.sql.files.minPartitionNum": "4",
        "spark.sql.files.openCostInBytes": "0",
        "spark.sql.warehouse.dir": str(work / "spark-warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    with errors_in(work / "spark.log"):
        try:
            session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
            yield session
            session.stop()
        finally:
            kill_children()


def kill_children():
    """Ends the Java process, even if it is not up yet. What it has started ends with it."""
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)
        os.waitpid(int(child), 0)


def look_up(session, lookup, command, target):
    """Pipes every partition of a file through the command, and writes what comes back."""
    table = session.read.parquet(str(lookup.source))
    # As many partitions again, without rows.
    table = table.union(table.where("id < 0"))
    table.mapInArrow(documented_function(command), lookup.schema).write.parquet(str(target))

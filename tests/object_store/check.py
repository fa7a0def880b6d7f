"""Checks coterm-sql against a server of the S3 protocol: check.py PROGRAM.

Every answer is compared with that from local files, byte for byte.
"""

import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

PROGRAM = sys.argv[1]
BUCKET = "pings"
COUNT = """SELECT area_name(code) AS place, count(*) AS rows
FROM (SELECT area_of_postcode('place', postcode, '2023-06-01') AS code FROM '{}')
GROUP BY 1 ORDER BY 1"""
ROWS = """SELECT row_number() OVER () AS id, postcode FROM postcodes() ORDER BY id"""


def run(*arguments, env=None):
    """Runs the program; returns its exit code, output and errors."""
    command = [PROGRAM, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=300)
    return done.returncode, done.stdout, done.stderr


def answer(*arguments):
    code, output, errors = run(*arguments)
    assert code == 0, errors
    return output


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def join(source, target, *more):
    options = ("--families", "icb,lad", "--on", "2023-06-01", "--postcode-column", "postcode")
    return json.loads(answer("join", "--input", source, "--output", target, *options, "--json", *more))


class Store:
    """The bucket, as another program sees it."""

    def __init__(self, endpoint):
        self.client = boto3.client("s3", endpoint_url=endpoint)
        self.client.create_bucket(Bucket=BUCKET)

    def put(self, key, text):
        self.client.put_object(Bucket=BUCKET, Key=key, Body=text)

    def delete(self, key):
        self.client.delete_object(Bucket=BUCKET, Key=key)

    def objects(self, prefix):
        """The objects below a prefix, by their names without it."""
        found = self.client.list_objects_v2(Bucket=BUCKET, Prefix=prefix + "/").get("Contents", [])
        keys = [entry["Key"] for entry in found]
        bodies = (self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys)
        return {key.removeprefix(prefix + "/"): body for key, body in zip(keys, bodies)}


def parquet(files):
    return {name: body for name, body in files.items() if name.endswith(".parquet")}


def local(folder):
    files = Path(folder).rglob("*.parquet")
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def start(stack, log, *arguments):
    """Starts a process of the cluster, and waits until it says that it is ready."""
    with open(log, "w") as output:
        process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=output, stderr=subprocess.STDOUT)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    for _ in range(600):
        if "ready" in log.read_text():
            return
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(f"{arguments[0]} does not become ready")


def cluster(stack, work):
    port = free_port()
    scheduler = f"127.0.0.1:{port}"
    start(stack, work / "scheduler.log", "scheduler", "--port", port)
    for number in (1, 2):
        ports = ("--port", free_port(), "--task-port", free_port())
        start(stack, work / f"executor-{number}.log", "executor", "--scheduler", scheduler, "--tasks", 1, *ports)
    return ("--scheduler", scheduler)


def same(what, found, expected):
    assert expected, f"{what}: there is nothing to compare"
    assert found.keys() == expected.keys(), f"{what}: {sorted(found)}, not {sorted(expected)}"
    different = [name for name in expected if found[name] != expected[name]]
    assert not different, f"{what}: other bytes in {different}"
    print(f"{what}: {len(expected)} objects, the same bytes as locally")


def check(store, work, stack):
    source = work / "in"
    source.mkdir()
    for number, part in enumerate(("id % 2 = 0", "id % 2 = 1")):
        file = source / f"part-{number}.parquet"
        answer(f"SELECT * FROM ({ROWS}) WHERE {part}", "--output", file)
        store.put(f"in/{file.name}", file.read_bytes())
    remote = f"s3://{BUCKET}"

    counted = answer(COUNT.format(f"{source}/"), "--format", "csv")
    assert counted.count("\n") > 3, counted
    assert answer(COUNT.format(f"{remote}/in/"), "--format", "csv") == counted
    print("query: the same answer as locally")

    tally = join(source, work / "out")
    expected = local(work / "out")
    assert join(f"{remote}/in/", f"{remote}/out") == tally
    written = store.objects("out")
    same("join", parquet(written), expected)
    assert written["_SUCCESS"] == b""

    # An interrupted join leaves some objects, and not the last one.
    lost = sorted(parquet(written))[0]
    store.delete(f"out/{lost}")
    store.delete("out/_SUCCESS")
    assert join(f"{remote}/in/", f"{remote}/out") == tally | {"already_finished": 1}
    again = store.objects("out")
    same("join that was interrupted", parquet(again), expected)
    assert "_SUCCESS" in again

    on_cluster = cluster(stack, work)
    counted_there = answer(COUNT.format(f"{remote}/in/"), "--format", "csv", *on_cluster)
    assert counted_there == counted
    print("query on a cluster: the same answer as locally")
    assert join(f"{remote}/in/", f"{remote}/from-cluster", *on_cluster) == tally
    same("join on a cluster", parquet(store.objects("from-cluster")), expected)

    refused(work, remote)


def refused(work, remote):
    """What cannot work is refused in words, and nothing is written."""
    code, _, errors = run(COUNT.format("s3://no-such-bucket/in/"))
    assert code == 2 and "no-such-bucket" in errors and "panicked" not in errors, errors
    without = {name: value for name, value in os.environ.items() if not name.startswith("AWS_ENDPOINT")}
    without |= {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}"}
    code, _, errors = run(COUNT.format(f"{remote}/in/"), env=without)
    assert code == 2 and "panicked" not in errors, errors
    print("a bucket that is not there, and a store that does not answer: refused in words")


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    # Settings that the program, the processes of the cluster and boto3 read.
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
    }
    try:
        with tempfile.TemporaryDirectory() as work, ExitStack() as stack:
            check(Store(endpoint), Path(work), stack)
    finally:
        server.stop()


if __name__ == "__main__":
    main()

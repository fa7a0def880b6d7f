"""A cluster on this machine: a scheduler, and executors with one task each."""

import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Cluster:
    # Address of the scheduler.
    scheduler: str
    # Numbers of the executors' processes.
    executors: tuple


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(stack, programs, log, *arguments, core=None):
    """Starts a process of the cluster, on one core if that is given, and waits until it says that it is ready."""
    pinned = () if core is None else ("taskset", "--cpu-list", core)
    command = [*pinned, programs.sql, *arguments, *programs.data]
    with open(log, "w") as output:
        process = subprocess.Popen([*map(str, command)], stdout=output, stderr=subprocess.STDOUT)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    for _ in range(1200):
        if "ready" in log.read_text():
            return process.pid
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the {arguments[0]} does not become ready: {log.read_text()}")


@contextmanager
def started(programs, work, cores=(None, None)):
    """Starts a scheduler, and for each of the cores an executor on it, or on any; stops them at the end."""
    with ExitStack() as stack:
        port = free_port()
        scheduler = f"127.0.0.1:{port}"
        start(stack, programs, work / "scheduler.log", "scheduler", "--port", port)
        executors = []
        for number, core in enumerate(cores, 1):
            options = ("--tasks", 1, "--port", free_port(), "--task-port", free_port())
            log = work / f"executor-{number}.log"
            executors.append(start(stack, programs, log, "executor", "--scheduler", scheduler, *options, core=core))
        yield Cluster(scheduler, tuple(executors))

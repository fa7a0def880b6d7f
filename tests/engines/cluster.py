"""A cluster on this machine: a scheduler and two executors with one task each."""

import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(stack, programs, log, *arguments):
    """Starts a process of the cluster, and waits until it says that it is ready."""
    command = [programs.sql, *arguments, *programs.data]
    with open(log, "w") as output:
        process = subprocess.Popen([*map(str, command)], stdout=output, stderr=subprocess.STDOUT)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    for _ in range(1200):
        if "ready" in log.read_text():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the {arguments[0]} does not become ready: {log.read_text()}")


@contextmanager
def started(programs, work):
    """Starts a cluster, gives the address of its scheduler, and stops it at the end."""
    with ExitStack() as stack:
        port = free_port()
        scheduler = f"127.0.0.1:{port}"
        start(stack, programs, work / "scheduler.log", "scheduler", "--port", port)
        for number in (1, 2):
            options = ("--tasks", 1, "--port", free_port(), "--task-port", free_port())
            log = work / f"executor-{number}.log"
            start(stack, programs, log, "executor", "--scheduler", scheduler, *options)
        yield scheduler

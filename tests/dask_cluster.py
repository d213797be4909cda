"""A Dask scheduler and its workers, processes of their own on 127.0.0.1, as a user starts them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from distributed import Client

HERE = Path(__file__).resolve().parent
# The same code for the workers as for whoever starts them, and the tests' own recognisers.
PYTHONPATH = os.pathsep.join([str(HERE.parent), str(HERE)])


@dataclass(slots=True)
class Cluster:
    """Where the scheduler listens, its process, and those of its workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)


@contextmanager
def running_cluster(
    folder: Path, *, workers: int = 2, environment: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """A scheduler and workers of one thread each, with no nanny to start a lost one again."""
    settings = os.environ | {"PYTHONPATH": PYTHONPATH} | dict(environment or {})
    file = str(folder / "scheduler.json")
    common = ["--scheduler-file", file, "--host", "127.0.0.1", "--no-dashboard"]
    each = ["--nthreads", "1", "--no-nanny", "--local-directory", str(folder)]
    with ExitStack() as stack, (folder / "dask.log").open("ab") as log:

        def start(kind: str, *options: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "dask", kind, *common, *options]
            process = subprocess.Popen(command, stdout=log, stderr=log, env=settings, cwd=folder)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        scheduler = start("scheduler", "--port", "0")
        found = [start("worker", *each) for _ in range(workers)]
        with Client(scheduler_file=file, set_as_default=False) as client:
            if workers:
                client.wait_for_workers(workers)
            address = client.scheduler.address
        yield Cluster(address, scheduler, found)

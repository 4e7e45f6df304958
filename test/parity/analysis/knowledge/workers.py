"""Calls in a process of their own, so that one that crashes or comes to no end is an answer."""

import contextlib
import json
import os
import select
import signal
import time

#: Seconds that a worker may say nothing: it waits for somebody who never comes. Calls that compute are stopped by their own clock.
SILENCE = 120
#: A function that ended so many workers is asked no more.
PATIENCE = 3


def shared_out(audit, jobs, tell):
    """Does all jobs; the report of what they showed.

    @param tell: is told how far the work is, and what ended a worker
    """
    calls, probes, ended, asked = {}, [], [], set()
    skipped = set()
    start, begun = 0, time.monotonic()
    told = begun
    while start < len(jobs):
        at, given = start, None
        with worker(audit, jobs, start, skipped) as (lines, finish):
            for line in lines:
                if "given" in line:
                    at, given = line["at"], line["given"]
                    continue
                start = line["done"] + 1
                at, given = start, None
                asked.add(jobs[start - 1].row)
                for row, number in line["calls"].items():
                    calls[row] = calls.get(row, 0) + number
                probes += line["probes"]
                if time.monotonic() - told > 20:
                    told = time.monotonic()
                    tell(f"{start} of {len(jobs)} after {told - begun:.0f} s, {len(probes)} effects")
            how = finish()
        if start == len(jobs):
            break
        job = jobs[at]
        text = f"{job.path}: {given} {how}"
        ended.append(text)
        tell(text)
        asked.add(job.row)
        skipped.add((at, given))
        if given is None or sum(number == at for number, _ in skipped) >= PATIENCE:
            start = at + 1
    return {"calls": calls, "silent": sorted(asked - set(calls)), "ended": ended, "probes": probes}


@contextlib.contextmanager
def worker(audit, jobs, start, skipped):
    """What a child says, and how it ended; without fork, what this process itself does."""
    if not hasattr(os, "fork"):
        yield done(audit, jobs, start, skipped, lambda line: None), lambda: ""
        return
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        # Whoever is given a small number may take it for an open file, and close it.
        os.dup2(writing, 203)
        _in_child(audit, jobs, start, skipped, 203)
    os.close(writing)
    hung = []

    def lines():
        rest = b""
        while True:
            ready, _, _ = select.select([reading], [], [], SILENCE)
            if not ready:
                hung.append(child)
                os.kill(child, signal.SIGKILL)
                return
            part = os.read(reading, 1 << 16)
            if not part:
                return
            *whole, rest = (rest + part).split(b"\n")
            yield from map(json.loads, whole)

    def finish():
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if hung or code == -signal.SIGPROF:
            return "comes to no end"
        return f"ends Python ({signal.Signals(-code).name if code < 0 else f'exit {code}'})"

    try:
        yield lines(), finish
    finally:
        os.close(reading)


def _in_child(audit, jobs, start, skipped, number):
    import resource

    try:
        # More memory than this nobody gave it anything to fill with.
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        def write(line):
            os.write(number, json.dumps(line).encode() + b"\n")

        for line in done(audit, jobs, start, skipped, write):
            write(line)
        os._exit(0)
    except BaseException:
        os._exit(70)


def done(audit, jobs, start, skipped, begin):
    for at in range(start, len(jobs)):
        calls, probes = audit.do(
            jobs[at],
            {given for number, given in skipped if number == at},
            lambda given, at=at: begin({"at": at, "given": given}),
        )
        yield {"done": at, "calls": calls, "probes": probes}

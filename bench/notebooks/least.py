"""Tries how few statements of a script still print the same: what any right slice of them must at least hold.

Reads ``{"script": text, "prints": text}`` from standard input and writes ``{"dropped": [first line of each statement left out]}``,
or ``{"dropped": null}`` where the script does not print that. Statements are left out one by one, the last first, and stay out when what is printed
stays the same: by luck, too (a seed that moves no printed digit), so this is a lower bound and no slice to trust. Statements
of a name that begins with an underscore and a script's mute belong to the slice's frame and stay.

One process stands before each statement of the script and forks for each trial, so that nothing before it runs again.
"""

import ast
import io
import json
import os
import select
import signal
import sys
import time
import types
from functools import partial

FRAME = ("_sys", "_write", "_shown")
BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")
SIMPLE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Screen(io.StringIO):
    """Ends the process as soon as it shows something else than it should."""

    expected = None

    def write(self, text):
        written = super().write(text)
        if self.expected is not None and not self.expected.startswith(self.getvalue()):
            os._exit(1)
        return written


def main():
    job = json.load(sys.stdin)
    os.environ.setdefault("MPLBACKEND", "Agg")
    answer_to = sys.stdout
    lines = job["script"].split("\n")
    statements = ast.parse(job["script"]).body
    screen = sys.stdout = Screen()
    sys.path[0] = os.getcwd()
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    start = time.monotonic()
    snapshots = []
    for statement in statements:
        snapshots.append(Snapshot(module.__dict__, screen, job["prints"]))
        execute([statement], module.__dict__)
    if screen.getvalue() != job["prints"]:
        json.dump({"dropped": None}, answer_to)
    else:
        limit = 10 + 3 * (time.monotonic() - start)
        json.dump({"dropped": least(statements, snapshots, lines, limit)}, answer_to)
    answer_to.flush()
    for snapshot in snapshots:
        os.kill(snapshot.process, signal.SIGKILL)
    os._exit(0)


def least(statements, snapshots, lines, limit):
    dropped = []
    after = []
    for statement, snapshot in reversed(list(zip(statements, snapshots))):
        if is_frame(statement):
            after = [statement] + after
        elif snapshot.prints_the_same(after, limit):
            dropped += counted(statement, lines)
        else:
            whole = [statement] + after
            dropped += prune(statement, partial(snapshot.prints_the_same, whole, limit), lines)
            after = [statement] + after
    return dropped if snapshots[0].prints_the_same(after, limit) else None


def is_frame(statement):
    return any(isinstance(node, ast.Name) and node.id in FRAME for node in ast.walk(statement)) or any(
        isinstance(node, ast.alias) and (node.asname or "").startswith("_") for node in ast.walk(statement)
    )


def prune(statement, is_same, lines):
    """Leaves out what it can below a compound statement. Returns what is out."""
    dropped = []
    if isinstance(statement, SIMPLE):
        return dropped
    for name in reversed(BLOCKS):
        block = getattr(statement, name, None)
        if not isinstance(block, list):
            continue
        for at in reversed(range(len(block))):
            child = block[at]
            if isinstance(child, (ast.ExceptHandler, ast.match_case) if hasattr(ast, "match_case") else ast.ExceptHandler):
                dropped += prune(child, is_same, lines)
                continue
            if isinstance(child, ast.Pass):
                continue
            block[at] = ast.copy_location(ast.Pass(), child)
            if is_same():
                dropped += counted(child, lines)
            else:
                block[at] = child
                dropped += prune(child, is_same, lines)
    return dropped


def counted(statement, lines):
    """First lines of the statements that it counts for, as the slice counts: functions and classes are one, `elif` none."""
    first = lines[statement.lineno - 1].strip()
    # A `pass` may stand for what was left out.
    own = [] if first.startswith("elif") or isinstance(statement, ast.Pass) else [first]
    for name in () if isinstance(statement, SIMPLE) else BLOCKS:
        for child in getattr(statement, name, None) or []:
            for each in [child] if isinstance(child, ast.stmt) else child.body:
                own += counted(each, lines)
    return own


class Snapshot:
    """A process that stands where it was made, and runs on from there as often as it is asked."""

    def __init__(self, space, screen, expected):
        asked, ask = os.pipe()
        told, tell = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            os.close(ask)
            os.close(told)
            serve(os.fdopen(asked), tell, space, screen, expected)
        os.close(asked)
        os.close(tell)
        self.ask = os.fdopen(ask, "w")
        self.told = told

    def prints_the_same(self, statements, limit):
        source = "\n".join(map(ast.unparse, statements))
        self.ask.write(json.dumps({"source": source, "limit": limit}) + "\n")
        self.ask.flush()
        return os.read(self.told, 1) == b"1"


def serve(jobs, tell, space, screen, expected):
    for line in jobs:
        job = json.loads(line)
        trial = os.fork()
        if trial == 0:
            screen.expected = expected
            try:
                execute(ast.parse(job["source"]).body, space)
            except BaseException:
                os._exit(1)
            os._exit(0 if screen.getvalue() == expected else 1)
        os.write(tell, b"1" if ended_well(trial, job["limit"]) else b"0")
    os._exit(0)


def ended_well(process, limit):
    descriptor = os.pidfd_open(process)
    if not select.select([descriptor], [], [], limit)[0]:
        os.kill(process, signal.SIGKILL)
    os.close(descriptor)
    return os.waitpid(process, 0)[1] == 0


def execute(statements, space):
    for statement in statements:
        exec(compile(ast.Module([statement], []), "script", "exec", dont_inherit=True), space)


if __name__ == "__main__":
    main()

"""A run in a process of its own, in an empty folder, with fresh names and a fresh random state."""

import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
import types

CAN_FORK = hasattr(os, "fork")


def forked(run, seconds, state):
    """Runs `run(namespace)` as `__main__`; answers {"prints", "error"}. Costs milliseconds, and what is imported is there."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        with tempfile.TemporaryDirectory() as folder, os.fdopen(writer, "w") as answer:
            json.dump(in_folder(run, folder, state), answer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else no_answer(seconds)


def spawned(program, task, seconds, state):
    """The same where processes don't fork (Windows): `program --one` reads the task and calls `answer_one`."""
    with tempfile.TemporaryDirectory() as folder:
        asked = json.dumps({"task": task, "seconds": seconds, "state": state, "folder": folder})
        ended = subprocess.run([sys.executable, program, "--one"], input=asked, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    return json.loads(ended.stdout) if ended.stdout else no_answer(seconds)


def answer_one(perform):
    """In the process that was spawned. The time counts from here, as it does in one that was forked: nothing is imported in it."""
    asked = json.load(sys.stdin)
    run = perform(asked["task"])
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    end = threading.Timer(asked["seconds"], os._exit, [1])
    end.daemon = True
    end.start()
    json.dump(in_folder(run, asked["folder"], asked["state"]), answer)
    answer.flush()
    os._exit(0)


def no_answer(seconds):
    return {"prints": "", "error": f"no answer within {seconds} s"}


def in_folder(run, folder, state):
    # As if from the system's entropy, but the same each time: a draw without a seed differs between the whole notebook
    # and a part of it, and no test depends on luck.
    random.seed(state)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(state + 1000)
    os.chdir(folder)
    sys.path.insert(0, folder)
    os.environ.pop("SHIPLOOP_CASE", None)
    sys.stdin = open(os.devnull)  # noqa: SIM115
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    os.dup2(sys.stderr.fileno(), 1)  # what a shell command prints isn't what the cell's Python shows
    module = types.ModuleType("__main__")
    module.__builtins__ = __builtins__
    sys.modules["__main__"] = module
    stdout, screen = sys.stdout, io.StringIO()
    sys.stdout = screen
    error = None
    try:
        run(module.__dict__)
    except SystemExit:
        pass
    except BaseException:
        error = traceback.format_exc(limit=0).strip()
    prints = screen.getvalue()
    sys.stdout = stdout
    os.chdir("/")
    return {"prints": prints, "error": error}

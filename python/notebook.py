"""Runs the cells of a notebook in one fresh process, in the given order, and tells the values of its metrics.

Takes a file of JSON; answers in lines of JSON on standard output. What the cells print goes to standard error.
"""

import ast
import asyncio
import builtins
import inspect
import json
import linecache
import math
import os
import subprocess
import sys
import threading
import traceback
import types

from notebook_rows import Rows
from pipeline_predictions import plain

os.environ.setdefault("MPLBACKEND", "Agg")


class Shell:
    """The little of IPython that code without IPython may still ask for."""

    def __init__(self, tell):
        self.tell = tell

    def system(self, command):
        subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, check=False)

    def getoutput(self, command):
        run = subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
        return run.stdout.splitlines()

    def run_line_magic(self, name, line):
        self.tell({"event": "skipped", "what": "%" + (name + " " + line).strip()})

    def magic(self, text):
        self.run_line_magic(text, "")

    def run_cell_magic(self, name, line, cell):
        self.tell({"event": "skipped", "what": "%%" + (name + " " + line).strip()})

    def run_foreign_cell(self, magic, cell):
        name, _, rest = magic.partition(" ")
        program = {"!": "sh", "script": rest, "system": "sh", "sx": "sh"}.get(name, name)
        subprocess.run(program, shell=True, input=cell, text=True, check=False)

    def var_expand(self, text):
        return text


def number(value):
    """A metric as a number: of an array, as of scores by fold, the mean. None when it is none."""
    try:
        if isinstance(value, dict):  # of cross_validate
            value = value["test_score"]
        value = float(value.mean() if hasattr(value, "mean") else value)
    except (TypeError, ValueError, KeyError):
        return None
    return value if math.isfinite(value) else None


def run(source, name, space):
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    result = eval(compile(tree, name, "exec", flags), space)
    if inspect.iscoroutine(result):
        asyncio.run(result)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), name, "eval", flags), space)
        if inspect.iscoroutine(value):
            value = asyncio.run(value)
        if value is not None:
            space["_"] = value


def failure(error, cell):
    """What went wrong, and the line of the cell in which it did."""
    line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == "<cell %d>" % cell:
            line = frame.lineno
    return {
        "event": "failed",
        "cell": cell,
        "line": line or 1,
        "type": type(error).__name__,
        "message": str(error),
        "module": getattr(error, "name", None) if isinstance(error, ImportError) else None,
        "file": getattr(error, "filename", None) if isinstance(error, OSError) else None,
    }


def run_script(source, space, tell):
    """All cells as Python runs a file: no `await` outside of functions, nothing goes on after a failure."""
    name = "<cell -1>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    try:
        exec(compile(source, name, "exec"), space)
        tell({"event": "done"})
    except BaseException as error:
        tell(failure(error, -1))


def end_with_parent():
    """Standard input closes when whoever started this is gone, or wants it to end."""
    lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)

    def watch():
        while os.read(lifeline, 1024):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main(path):
    with open(path, encoding="utf-8") as file:
        asked = json.load(file)
    end_with_parent()
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(event):
        channel.write(json.dumps(event) + "\n")
        channel.flush()

    inside = {}
    rows = Rows()
    rows.watch()

    def measured(index, value):
        rows.measured()
        # A metric that a function computes was told by the function, during this very call.
        tell({"event": "metric", "metric": index, "value": inside.pop(index) if index in inside else number(value)})
        return value

    def measured_inside(index, value):
        inside[index] = number(value)
        return value

    passes = {}

    def measured_in_turn(index, wanted, count, value):
        at = passes.get(index, 0)
        passes[index] = at + 1
        return measured(index, value) if at % count == wanted else value

    def measured_in_report(index, report):
        def asked_for_both(*given, **options):
            measured(index, report(*given, **options, output_dict=True)["accuracy"])
            return report(*given, **options)

        return asked_for_both

    def predicted(values):
        if plain(values) is not None:
            tell({"event": "predictions", "values": plain(values)})
        return values

    shell = Shell(tell)
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    sys.argv = [""]
    sys.path[0] = os.getcwd()
    builtins.get_ipython = lambda: shell
    builtins.display = lambda *shown, **options: None
    module.__dict__[asked["recorder"]] = measured
    module.__dict__[asked["recorder"] + "inside"] = measured_inside
    module.__dict__[asked["recorder"] + "turn"] = measured_in_turn
    module.__dict__[asked["recorder"] + "report"] = measured_in_report
    module.__dict__[asked["recorder"] + "predictions"] = predicted
    module.__dict__[asked["recorder"] + "rows"] = rows.give
    module.__dict__[asked["recorder"] + "picks"] = rows.picks
    if "script" in asked:
        run_script(asked["script"], module.__dict__, tell)
        channel.flush()
        os._exit(0)
    for cell in asked["cells"]:
        tell({"event": "cell", "cell": cell["index"]})
        try:
            run(cell["source"], "<cell %d>" % cell["index"], module.__dict__)
        except BaseException as error:  # a cell may also exit
            tell(failure(error, cell["index"]))
            # The author went on after a cell that failed, and would after one that nothing needs: so does this.
            if not cell["mayFail"]:
                break
    else:
        if rows.pairs:
            tell({"event": "rows", "rows": rows.compared()})
        tell({"event": "done"})
    channel.flush()
    os._exit(0)  # threads and atexit handlers of the notebook hold nobody up


if __name__ == "__main__":
    main(sys.argv[1])

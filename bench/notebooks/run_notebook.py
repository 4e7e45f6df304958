"""Runs a notebook's code cells, or a script, from start to end in this process and tells what each of them shows.

Reads ``{"cells": [source, ...]}`` or ``{"script": text}`` from standard input and writes ``{"shows": [text, ...],
"error": text or null, "failed": index or null}``: what each cell printed and the value of its last expression. It stops
at the first cell that raises, as Jupyter's Run All does.
"""

import ast
import io
import json
import os
import sys
import traceback
import types

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "test", "unit", "slices"))

from notebook_runs import python_of, shown_line


def main():
    job = json.load(sys.stdin)
    # On a screen the notebook would draw; here nobody looks.
    os.environ.setdefault("MPLBACKEND", "Agg")
    answer_to, sys.stdout = sys.stdout, io.StringIO()
    sys.path[0] = os.getcwd()
    sys.modules["__main__"] = types.ModuleType("__main__")
    space = sys.modules["__main__"].__dict__
    shows, error, failed = [], None, None
    for index, source in enumerate(job.get("cells", [job.get("script")])):
        sys.stdout = screen = io.StringIO()
        space["display"] = lambda *values: print(*map(repr, values), sep="\n")
        try:
            run(source, space, "script" in job)
        except BaseException:
            error, failed = traceback.format_exc(limit=-2), index
        shows.append(screen.getvalue())
        if error:
            break
    json.dump({"shows": shows, "error": error, "failed": failed}, answer_to)
    answer_to.flush()
    os._exit(0)  # threads that a library left behind don't keep it


def run(source, space, script):
    if script:
        del space["display"]
        exec(compile(source, "slice.py", "exec", dont_inherit=True), space)
        return
    body = ast.parse(python_of(source)).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) and shown_line(source) else None
    exec(compile(ast.Module(body, []), "cell", "exec", dont_inherit=True), space)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "cell", "eval", dont_inherit=True), space)
        if value is not None:
            print(repr(value))


if __name__ == "__main__":
    main()

"""Runs small notebooks, and slices of them, in real Python: one fresh process per run.

Reads a JSON list of jobs from standard input and answers with a JSON list, in the same order:

- ``{"script": text}`` runs a script and answers what it prints and the error that ended it, if any;
- ``{"cells": [...], "show": index}`` runs a notebook in execution order up to the cell ``index`` and answers what that
  cell shows; then the statements marked ``+ * ?`` without the others; then once more without each statement marked
  ``+``, to learn which of them could have gone. A cell is ``{"source", "order", "marks", "raises"}``, one mark per line.

A process is forked from this one after the libraries were imported, so that a run costs milliseconds and starts with
fresh names, a fresh random state and an empty folder of its own.
"""

import __future__
import ast
import gc
import io
import json
import os
import random
import re
import signal
import sys
import tempfile
import traceback
import types

SECONDS = 20  # a run that hangs is an answer too
WITHOUT = 0.5  # without a statement that ends a loop, hanging is the expected answer


def main():
    jobs = json.load(sys.stdin)
    answers = {}
    # The less is loaded, the quicker a process is forked: whoever does with less goes first.
    for needed, load in STAGES:
        ready = [job for job in jobs if id(job) not in answers and not needed.search(json.dumps(job))]
        answers |= {id(job): answer(job) for job in ready}
        load()
        gc.freeze()  # so that a child's collector doesn't touch, and so copy, what it shares with its parent
    answers |= {id(job): answer(job) for job in jobs if id(job) not in answers}
    json.dump([answers[id(job)] for job in jobs], sys.stdout)


def answer(job):
    return script(job["script"]) if "script" in job else notebook(job["cells"], job["show"])


def load_tables():
    import pandas


def load_models():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot
    import sklearn.datasets
    import sklearn.ensemble
    import sklearn.linear_model
    import sklearn.metrics
    import sklearn.model_selection
    import sklearn.pipeline
    import sklearn.preprocessing


# What a job must not mention to run before this is loaded.
STAGES = [
    (re.compile(r"\b(numpy|pandas|matplotlib|sklearn|scipy|joblib)\b"), load_tables),
    (re.compile(r"\b(matplotlib|sklearn|scipy|joblib)\b"), load_models),
]


def script(text):
    def run(space):
        exec(compile(text, "slice.py", "exec", dont_inherit=True), space)

    return isolated(run)


def notebook(cells, show):
    """What the cell shows in the whole notebook, in the marked slice, and in the slice without one statement."""
    trees = [ast.parse(python_of(cell["source"])) for cell in cells]
    whole = isolated(lambda space: run_cells(cells, trees, show, space), state=1)
    kept = {(index, line) for index, cell in enumerate(cells) for line in kept_lines(cell, trees[index])}
    sliced = isolated(lambda space: run_cells(cells, prune(trees, kept), show, space))
    needless = []
    for index, line in sorted(kept):
        if cells[index]["marks"][line - 1] == "+":
            less = kept - subtree(trees[index], index, line)
            without = isolated(lambda space: run_cells(cells, prune(trees, less), show, space), WITHOUT)
            if without == sliced:
                needless.append([index, line])
    statements = [[unit(node) for node in statements_of(tree.body)] for tree in trees]
    return {"whole": whole, "sliced": sliced, "needless": needless, "statements": statements}


def run_cells(cells, trees, show, space):
    order = [i for i, cell in enumerate(cells) if cell["order"] is not None and i != show]
    order = [i for i in order if cells[show]["order"] is None or cells[i]["order"] < cells[show]["order"]]
    order.sort(key=lambda i: cells[i]["order"])
    space["display"] = lambda *values: print(*map(repr, values), sep="\n")
    flags, screen = 0, sys.stdout
    for index in [*order, show]:
        tree, source = trees[index], cells[index]["source"]
        flags |= future_flags(tree)
        if index == show:
            screen.truncate(0)
            screen.seek(0)
        last = tree.body[-1] if tree.body else None
        shown = index == show and isinstance(last, ast.Expr) and last.lineno == shown_line(source)
        body = ast.Module(tree.body[:-1] if shown else tree.body, [])
        try:
            exec(compile(body, f"cell {index}", "exec", flags, dont_inherit=True), space)
            if shown:
                value = eval(compile(ast.Expression(last.value), f"cell {index}", "eval", flags, True), space)
                if value is not None:
                    print(repr(value))
        except Exception:
            if not cells[index]["raises"]:
                raise
    if cells[show]["source"].startswith("%%capture"):
        screen.truncate(0)
        screen.seek(0)


def shown_line(source):
    """Where the last expression of a cell begins; none after a semicolon, be there a comment behind it."""
    python = python_of(source)
    last = ast.parse(python).body[-1]
    behind = python.split("\n")[last.end_lineno - 1].encode()[last.end_col_offset :].decode()
    return None if behind.lstrip().startswith(";") else last.lineno


def future_flags(tree):
    names = [a.name for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == "__future__" for a in n.names]
    return sum(getattr(__future__, name).compiler_flag for name in names)


# Statements: a function or class is one whole, other compound statements are a header and their parts.


def statements_of(body):
    for node in body:
        if isinstance(node, ast.Pass):
            continue
        yield node
        if not whole(node):
            for part in bodies(node):
                yield from statements_of(part)


def whole(node):
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))


def bodies(node):
    yield from (getattr(node, field) for field in ("body", "orelse", "finalbody") if getattr(node, field, None))
    yield from (part.body for part in [*getattr(node, "handlers", []), *getattr(node, "cases", [])])


def first_line(node):
    return min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])


def header_end(node):
    parts = [part for part in bodies(node)]
    return node.end_lineno if whole(node) or not parts else max(node.lineno, parts[0][0].lineno - 1)


def unit(node):
    # An `elif` is an `if` inside an `else`: whether it needs a line of its own is a question of layout.
    return {"line": first_line(node), "end": header_end(node), "header": not whole(node) and any(bodies(node))}


def kept_lines(cell, tree):
    return [n for n in {first_line(s) for s in statements_of(tree.body)} if cell["marks"][n - 1] in "+*?"]


def subtree(tree, index, line):
    nodes = [node for node in statements_of(tree.body) if first_line(node) == line]
    return {(index, first_line(inner)) for node in nodes for inner in statements_of([node])}


def prune(trees, kept):
    """Fresh trees that hold the kept statements; a header whose body is empty gets `pass`."""

    def some(body, index, inner):
        result = [reduced(node, index) for node in body if (index, first_line(node)) in kept]
        return result or ([ast.copy_location(ast.Pass(), body[0])] if inner and body else [])

    def reduced(node, index):
        if whole(node) or not any(bodies(node)):
            return node
        fields = dict(ast.iter_fields(node))
        for field in ("body", "orelse", "finalbody"):
            if field in fields and isinstance(fields[field], list):
                fields[field] = some(fields[field], index, field != "orelse")
        for field in ("handlers", "cases"):
            fields[field] = [reduced_part(part, index) for part in fields.get(field, [])]
        return ast.copy_location(type(node)(**fields), node)

    def reduced_part(part, index):
        fields = dict(ast.iter_fields(part))
        fields["body"] = some(part.body, index, True)
        return ast.copy_location(type(part)(**fields), part) if "lineno" in part._attributes else type(part)(**fields)

    return [ast.Module(some(tree.body, index, False), []) for index, tree in enumerate(trees)]


# What IPython makes of a cell, line by line, for the few forms that the cases use.


def python_of(source):
    first, _, rest = source.partition("\n")
    cell_magic = re.match(r"%%(\w+)[ \t]*(.*)", first)
    if cell_magic and cell_magic[1] in ("time", "capture"):
        return "\n" + python_of_lines(rest)
    if cell_magic and cell_magic[1] == "writefile":
        return f"_ = open({cell_magic[2]!r}, 'w').write({rest!r})"
    if cell_magic and cell_magic[1] in ("bash", "sh"):
        return f"_ = __import__('subprocess').run({rest!r}, shell=True)"
    if cell_magic:
        return ""
    indent = re.match(r"[ \t]*", first)[0]
    return python_of_lines("\n".join(line.removeprefix(indent) for line in source.split("\n")))


def python_of_lines(text):
    try:
        ast.parse(text)
        return text
    except SyntaxError:
        return "\n".join(map(python_of_line, text.split("\n")))


def python_of_line(line):
    shell = "__import__('subprocess').run({!r}, shell=True, capture_output=True, text=True).stdout.splitlines()"
    if found := re.match(r"([ \t]*)(.*=[ \t]*)?%time[ \t]+(.*)", line):
        return f"{found[1]}{found[2] or ''}{found[3]}"
    if found := re.match(r"(.*=[ \t]*)%pwd$", line):
        return f"{found[1]}__import__('os').getcwd()"
    if found := re.match(r"(.*=[ \t]*)%env (\w+)$", line):
        return f"{found[1]}__import__('os').environ[{found[2]!r}]"
    if found := re.match(r"([ \t]*[\w, ]+=[ \t]*)(?:!|%sx )(.*)", line):
        return found[1] + shell.format(found[2])
    if found := re.match(r"([ \t]*)!(.*)", line):
        return f"{found[1]}_ = [print(line) for line in {shell.format(found[2])}]"
    if found := re.match(r"([ \t]*)%cd[ \t]+(?:-q[ \t]+)?(\S+)", line):
        return f"{found[1]}__import__('os').chdir({found[2]!r})"
    if found := re.match(r"([ \t]*)%(?:set_)?env[ \t]+(\w+)[= ](\S+)", line):
        return f"{found[1]}__import__('os').environ[{found[2]!r}] = {found[3]!r}"
    if found := re.match(r"([ \t]*)(%\w+.*|\?.*|[\w.]+\?\??)$", line):
        return ""
    return line


# One process for each run.


def isolated(run, seconds=SECONDS, state=2):
    """Runs `run(namespace)` as `__main__` in an empty folder; answers {"prints", "error"}."""
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
    return json.loads(text) if text else {"prints": "", "error": f"no answer within {seconds} s"}


def in_folder(run, folder, state):
    # As if from the system's entropy, but the same each time: a draw without a seed differs between the whole notebook
    # and a part of it, and no test depends on luck.
    random.seed(state)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(state + 1000)
    os.chdir(folder)
    sys.path.insert(0, folder)
    os.environ.pop("SHIPLOOP_CASE", None)
    sys.stdin = open(os.devnull)
    sys.stderr = open(os.devnull, "w")
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


if __name__ == "__main__":
    main()

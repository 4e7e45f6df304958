"""Runs small notebooks, and slices of them, in real Python: one fresh process per run.

Reads a JSON list of jobs from standard input and answers with a JSON list, in the same order:

- ``{"script": text}`` runs a script and answers what it prints and the error that ended it, if any;
- ``{"cells": [...], "show": index}`` runs a notebook in execution order up to the cell ``index`` and answers what that
  cell shows; then the statements marked ``+ * ?`` without the others; then once more without each statement marked
  ``+``, to learn which of them could have gone. A cell is ``{"source", "order", "marks", "raises"}``, one mark per line.

A process is forked from this one after the libraries were imported, so that a run costs milliseconds. Where processes don't
fork (Windows; with ``--spawn`` elsewhere), each run starts a Python of its own, which takes seconds.
"""

import __future__

import ast
import gc
import json
import re
import sys

from isolated import CAN_FORK, answer_one, forked, spawned

SECONDS = 20  # a run that hangs is an answer too
WITHOUT = 0.5  # without a statement that ends a loop, hanging is the expected answer


SPAWNS = not CAN_FORK or "--spawn" in sys.argv


def main():
    if "--one" in sys.argv:
        return answer_one(loaded)
    jobs = json.load(sys.stdin)
    answers = {}
    # The less is loaded, the quicker a process is forked: whoever does with less goes first.
    for needed, load in STAGES:
        ready = [job for job in jobs if id(job) not in answers and not needed.search(json.dumps(job))]
        answers |= {id(job): answer(job) for job in ready}
        if not SPAWNS:
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


def isolated(task, seconds=SECONDS, state=2):
    """A task is what one process does: {"script"}, or {"cells", "show", "kept"} with all statements where `kept` is None."""
    if SPAWNS:
        return spawned(__file__, task, seconds, state)
    return forked(performed(task), seconds, state)


def loaded(task):
    """The run of a task in a process that has imported nothing yet."""
    for needed, load in STAGES:
        if needed.search(json.dumps(task)):
            load()
    return performed(task)


def performed(task):
    if "script" in task:
        return lambda space: exec(compile(task["script"], "slice.py", "exec", dont_inherit=True), space)
    trees = [ast.parse(python_of(cell["source"])) for cell in task["cells"]]
    if task["kept"] is not None:
        trees = prune(trees, {tuple(each) for each in task["kept"]})
    return lambda space: run_cells(task["cells"], trees, task["show"], space)


def script(text):
    return isolated({"script": text})


def notebook(cells, show):
    """What the cell shows in the whole notebook, in the marked slice, and in the slice without one statement."""
    trees = [ast.parse(python_of(cell["source"])) for cell in cells]

    def run(kept, **how):
        lines = None if kept is None else sorted(kept)
        return isolated({"cells": cells, "show": show, "kept": lines}, **how)

    whole = run(None, state=1)
    kept = {(index, line) for index, cell in enumerate(cells) for line in kept_lines(cell, trees[index])}
    sliced = run(kept)
    needless = []
    for index, line in sorted(kept):
        if cells[index]["marks"][line - 1] == "+":
            less = kept - subtree(trees[index], index, line)
            if run(less, seconds=WITHOUT) == sliced:
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


if __name__ == "__main__":
    main()

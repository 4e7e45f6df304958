"""What two tools in Python make of notebooks: nbconvert's script, and ipyflow's slice of a cell after running all before.

Reads a JSON list of {"cells": [source, ...]} from standard input, the last cell being the one that is asked for, and
answers with a JSON list of {"nbconvert": [text, ms], "ipyflow": [text or null, ms]}. ipyflow needs a live kernel: each
notebook runs in a process of its own, forked from this one; its milliseconds are those of the slice, not of the run.
"""

import json
import os
import sys
import tempfile
import time

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from nbconvert import PythonExporter

SECONDS = 120


def main():
    jobs = json.load(sys.stdin)
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "ipyflow")
    answers = [{"nbconvert": converted(job["cells"]), "ipyflow": sliced(job["cells"], shell)} for job in jobs]
    json.dump(answers, sys.stdout)
    sys.stdout.flush()
    os._exit(0)


def converted(cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    start = time.perf_counter()
    text, _ = PythonExporter().from_notebook_node(notebook)
    return [text, 1000 * (time.perf_counter() - start)]


def sliced(cells, shell):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        import signal

        signal.alarm(SECONDS)
        os.close(reader)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
        os.chdir(tempfile.mkdtemp())
        answer = [None, 0]
        try:
            answer = live(cells, shell)
        finally:
            with os.fdopen(writer, "w") as pipe:
                json.dump(answer, pipe)
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else [None, 0]


def live(cells, shell):
    from ipyflow.data_model.cell import Cell

    for index, source in enumerate(cells):
        shell.run_cell(source, store_history=True, cell_id=index)
    start = time.perf_counter()
    text = str(Cell.current_cell().slice(stmts=True, format_type=str, include_cell_headers=False))
    return [text, 1000 * (time.perf_counter() - start)]


if __name__ == "__main__":
    main()

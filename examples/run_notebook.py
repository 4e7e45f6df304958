"""Runs a notebook's cells in the order of their execution counts and stores what they show.

    python run_notebook.py cars/cars.ipynb

Needs ipykernel and nbclient beside examples/requirements.txt. An author who leaps about, re-runs cells and never
runs others leaves counts that are out of order and have gaps; they are kept: a missing count is spent on an empty
execution, and a cell without a count is not run.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def cells_by_count(notebook):
    counts = {}
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        cell.outputs = []
        count = cell.execution_count
        if count is not None:
            if count in counts:
                raise SystemExit(f"cells {counts[count]} and {index} both claim count {count}")
            counts[count] = index
    return counts


def main(path):
    notebook = nbformat.read(path, as_version=4)
    counts = cells_by_count(notebook)
    client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}})
    with client.setup_kernel():
        notebook.metadata["language_info"] = client.wait_for_reply(client.kc.kernel_info())["content"]["language_info"]
        for count in range(1, max(counts) + 1):
            if count not in counts:
                client.wait_for_reply(client.kc.execute("None", store_history=True))
                continue
            index = counts[count]
            cell = notebook.cells[index]
            try:
                client.execute_cell(cell, index)
            except CellExecutionError as error:
                print(f"cell {index} raised {error.ename}: {error.evalue}")
            print(f"[{count}] cell {index}: " + " | ".join(shown(output) for output in cell.outputs))
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def shown(output):
    text = output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue", "")
    return " ".join(text.split())[:100]


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""What pipeline/features.py makes of the rows of a CSV file, as JSON on standard output: {column: [value of each row]}.

Arguments: a folder with the package `pipeline`, the function's name, the file, and the columns that are wanted.
"""
import importlib
import json
import math
import sys

import pandas as pd


def main(folder, function, file, *names):
    sys.path[0] = folder
    rows = pd.read_csv(file)
    made = getattr(importlib.import_module("pipeline.features"), function)(rows)
    json.dump({name: [plain(value) for value in made[name].tolist()] for name in names}, sys.stdout)


def plain(value):
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return None if value is None or value is pd.NA or value is pd.NaT else str(value)


if __name__ == "__main__":
    main(*sys.argv[1:])

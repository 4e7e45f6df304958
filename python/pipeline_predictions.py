"""The predictions of a finished run, one value for each row, as JSON on standard output; null where it has none.

Arguments: the artifact of the last stage, and in it the names of the predictions (or "", then the model makes them),
the model and the rows that it was judged on (or "").
"""

import json
import math
import os
import pickle
import sys


def plain(values):
    """Predictions as JSON values, one for each row; None when they are no such thing."""
    values = values.tolist() if hasattr(values, "tolist") else values
    if not isinstance(values, (list, tuple)):
        return None
    flat = [value[0] if isinstance(value, list) and len(value) == 1 else value for value in values]
    return [float(value) if isinstance(value, (bool, int, float)) and math.isfinite(value) else str(value) for value in flat]


def main(path, prediction, model, rows):
    sys.path[0] = os.getcwd()
    with open(path, "rb") as file:
        values = pickle.load(file)
    found = values.get(prediction)
    if found is None and rows in values and hasattr(values.get(model), "predict"):
        found = values[model].predict(values[rows])
    json.dump(plain(found), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

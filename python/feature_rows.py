"""Columns that requests carry, made of the rows of a CSV file, as JSON on standard output:
{"made": {column: [value of each row]}, "refused": {row from 0: why it has none}}.

Arguments: the model's folder, the function's name in its package `pipeline` or the file with what the notebook's
statements learned (python/model_raw.py), the CSV, and the columns that are wanted.
"""
import importlib
import json
import math
import os
import pickle
import sys

import pandas as pd


def main(folder, function, file, *names):
    if function.endswith(".pickle"):
        made, refused = learned(os.path.join(folder, function), file, names)
    else:
        sys.path[0] = folder
        table = getattr(importlib.import_module("pipeline.features"), function)(pd.read_csv(file))
        made, refused = {name: table[name].tolist() for name in names}, {}
    sys.stdout.flush()
    made = {name: [plain(value) for value in values] for name, values in made.items()}
    json.dump({"made": made, "refused": refused}, answer)


def learned(saved, file, names):
    """Row by row, by the notebook's own statements with what they learned of its data."""
    from learned_code import Program

    # Written by the conversion into the model's own folder: as safe to load as the notebook is to run.
    with open(saved, "rb") as opened:
        kept = pickle.load(opened)
    sys.path.extend(kept["path"])
    program = Program(kept["source"])
    program.kept = kept["kept"]
    captures = {name: kept["captures"][name] for name in names}
    texts = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    made, refused = {name: [] for name in names}, {}
    for at in range(len(texts)):
        try:
            one = texts.iloc[[at]].reset_index(drop=True)
            row = {name: typed(one[name], dtype) for name, dtype in kept["takes"].items()}
            row = {**row, **kept["filled"]}
            rows = pd.DataFrame({name: row[name] for name in kept["columns"]})
            values = {name: series.tolist() for name, series in program.serve(rows, captures).items()}
            if any(len(each) != 1 for each in values.values()):
                raise ValueError("the notebook leaves such a row out")
        except Exception as error:  # the notebook's code refuses in any way it likes
            kind = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
            refused[at] = f"{kind}{error}"
            values = {name: [None] for name in names}
        for name, each in values.items():
            made[name] += each
    return made, refused


def typed(texts, dtype):
    """A value as the notebook's own table has it."""
    if pd.api.types.is_bool_dtype(dtype):
        words = texts.str.lower().map({"true": True, "1": True, "false": False, "0": False})
        if words.isna().any():
            raise ValueError(f"{texts.iloc[0]!r} is neither true nor false")
        return words.astype(dtype)
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return pd.to_datetime(texts).astype(dtype)
    if pd.api.types.is_numeric_dtype(dtype):
        numbers = pd.to_numeric(texts)
        return numbers.astype("float64" if numbers.isna().any() or (numbers % 1 != 0).any() else dtype)
    return texts.astype(dtype)


def plain(value):
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return None if value is None or value is pd.NA or value is pd.NaT else str(value)


if __name__ == "__main__":
    # What the notebook's statements print is no answer.
    answer, sys.stdout = sys.stdout, sys.stderr
    main(*sys.argv[1:])

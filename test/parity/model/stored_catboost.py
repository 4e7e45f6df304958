"""Makes a graph of each score of each stored model of CatBoost, with the scores to check it with.

    python stored_catboost.py STORED.json OUT      a folder of OUT for each: model.onnx, signature.json, check.json
"""
import hashlib
import json
import os
import sys
from pathlib import Path

import pandas as pd

sys.path.append(str(Path(__file__).resolve().parents[3] / "python"))

import numpy as np

from model_catboost import scores_of_model
from model_columns import describe_column, inputs_of
from model_graph import Graph

stored = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
columns = {name: pd.Series(values, dtype=float) for name, values in stored["columns"].items()}
for number, each in enumerate(stored["models"]):
    for at, scores in enumerate(np.transpose(each["scores"])):
        graph = Graph()
        ref = scores_of_model(graph, each["name"], each["model"], list(inputs_of(graph, columns, {}).values()))
        one = graph.op("Gather", ref, graph.constant(at, np.int64), axis=1)
        model = graph.model([("prediction", "double", None, one)])
        folder = Path(sys.argv[2]) / f"{number}-{at}"
        os.makedirs(folder)
        content = model.SerializeToString()
        (folder / "model.onnx").write_bytes(content)
        used = [value.name for value in model.graph.input]
        signature = {
            "schema": 1,
            "model": "stored",
            "hash": hashlib.sha256(content).hexdigest(),
            "task": "regression",
            "target": "score",
            "inputs": [describe_column(name, columns[name], graph) for name in used],
            "observed": [],
            "features": None,
            "classes": None,
            "outputs": {"prediction": "prediction", "probabilities": None},
            "steps": [],
        }
        check = {
            "schema": 1,
            "rows": len(scores),
            "columns": {name: stored["columns"][name] for name in used},
            "prediction": scores.tolist(),
            "probabilities": None,
            "targetStd": float(np.std(scores)),
        }
        (folder / "signature.json").write_text(json.dumps(signature), encoding="utf-8")
        (folder / "check.json").write_text(json.dumps(check), encoding="utf-8")

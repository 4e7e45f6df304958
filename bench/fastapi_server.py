"""The usual way to serve a graph, as the benchmark's peer: FastAPI, uvicorn, onnxruntime, one process.

It answers rows as Shiploop does and keeps no log. Usage: fastapi_server.py MODEL_FOLDER PORT
"""

import json
import sys

import numpy as np
import onnxruntime as ort
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

DTYPES = {"float": np.float32, "double": np.float64, "int64": np.int64, "string": object, "bool": bool}

folder, port = sys.argv[1], int(sys.argv[2])
with open(f"{folder}/signature.json", encoding="utf-8") as file:
    signature = json.load(file)
options = ort.SessionOptions()
options.intra_op_num_threads = 1
session = ort.InferenceSession(f"{folder}/model.onnx", options, providers=["CPUExecutionProvider"])
app = FastAPI()


class Rows(BaseModel):
    rows: list[dict[str, float | str | None]]


@app.post("/predict")
def predict(body: Rows) -> dict:
    feed = {
        column["name"]: np.array([[row[column["name"]]] for row in body.rows], dtype=DTYPES[column["tensor"]])
        for column in signature["inputs"]
    }
    outputs = session.run(None, feed)
    return {"predictions": np.ravel(outputs[0]).tolist(), "probabilities": np.asarray(outputs[1]).tolist()}


uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)

"""Asks a server with tritonclient, an implementation of the protocol that is not Shiploop's.

Usage: triton.py HOST:PORT TOKEN MODEL; standard input: {"columns": {name: [values]}}; prints one line of JSON.
"""

import json
import sys

import numpy as np
import tritonclient.http as triton

address, token, model = sys.argv[1:]
columns = json.load(sys.stdin)["columns"]
TYPES = {"brand": ("BYTES", np.object_), "horsepower": ("FP32", np.float32), "cylinders": ("INT64", np.int64)}

client = triton.InferenceServerClient(url=address)


def headers():
    # Anew for each call: the client adds its own to the dictionary that it is given.
    return {"Authorization": f"Bearer {token}"}


def inputs(binary):
    tensors = []
    for name, values in columns.items():
        datatype, dtype = TYPES[name]
        data = np.array(values, dtype=dtype).reshape(-1, 1)
        tensor = triton.InferInput(name, list(data.shape), datatype)
        tensor.set_data_from_numpy(data, binary_data=binary)
        tensors.append(tensor)
    return tensors


def infer(binary, **options):
    outputs = [triton.InferRequestedOutput(name, binary_data=False) for name in ("label", "probabilities")]
    result = client.infer(model, inputs(binary), outputs=outputs, headers=headers(), **options)
    return {
        "id": result.get_response().get("id"),
        "label": result.as_numpy("label").tolist(),
        "probabilities": result.as_numpy("probabilities").astype(float).tolist(),
    }


def refusal():
    try:
        bad = triton.InferInput("colour", [1, 1], "BYTES")
        bad.set_data_from_numpy(np.array([["red"]], dtype=np.object_), binary_data=False)
        client.infer(model, [bad], headers=headers())
    except triton.InferenceServerException as error:
        return {"status": error.status(), "message": error.message()}


def without_token():
    try:
        client.get_model_metadata(model)
    except triton.InferenceServerException as error:
        return error.status()


unnamed = client.infer(model, inputs(True), headers=headers())
print(
    json.dumps(
        {
            "live": client.is_server_live(),
            "ready": client.is_server_ready(),
            "model_ready": client.is_model_ready(model, headers=headers()),
            "server": client.get_server_metadata(headers=headers()),
            "metadata": client.get_model_metadata(model, headers=headers()),
            "json": infer(False, request_id="triton json"),
            "binary": infer(True),
            "gzip": infer(True, request_compression_algorithm="gzip", response_compression_algorithm="gzip"),
            "deflate": infer(False, request_compression_algorithm="deflate"),
            "binary outputs": {
                "label": [text.decode("utf-8") for text in unnamed.as_numpy("label").tolist()],
                "probabilities": unnamed.as_numpy("probabilities").astype(float).tolist(),
            },
            "refusal": refusal(),
            "without_token": without_token(),
        }
    )
)

"""Makes one ONNX graph of a fitted predict path, with what is needed to check and to watch it.

    python convert.py JOB.json

The job names a run's artifacts (one joblib file per stage: a dict from name to value), the predict path found in the
notebook, and a folder for model.onnx, signature.json, reference.json and check.json. The outcome is answer.json in
that folder: {"refused": null, ...} or {"refused": {step, reason, wayOut}}. Runs in the person's own interpreter, in a
process of its own: a converter that crashes is an answer too.
"""
import contextlib
import hashlib
import json
import os
import pickle
import sys
import traceback
import warnings

import side


def main(job_file):
    with open(job_file, encoding="utf-8") as file:
        job = json.load(file)
    sys.path.extend(job["path"])
    side.extend(job["side"])
    with contextlib.suppress(ImportError):
        import pipeline  # noqa: F401  it sets the environment variables that libraries read when they are imported
    try:
        import model_build
        from model_graph import Refusal
    except ModuleNotFoundError as error:
        return write(job, "answer.json", lacking(error))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            built = model_build.build(job)
    except Refusal as refusal:
        answer = {"refused": {"step": refusal.step, "reason": refusal.reason, "wayOut": refusal.way_out}}
        return write(job, "answer.json", answer)
    except ModuleNotFoundError as error:
        return write(job, "answer.json", lacking(error))
    except Exception as error:
        traceback.print_exc()
        answer = {
            "refused": {
                "step": "conversion",
                "reason": f"it failed with {type(error).__name__}: {error}",
                "wayOut": "Use transformers and an estimator of scikit-learn from the raw rows to the prediction.",
            }
        }
        return write(job, "answer.json", answer)
    graph_bytes = built["model"].SerializeToString()
    with open(os.path.join(job["out"], "model.onnx"), "wb") as file:
        file.write(graph_bytes)
    built["signature"]["hash"] = hashlib.sha256(graph_bytes).hexdigest()
    for name in ("signature", "reference", "check"):
        write(job, f"{name}.json", built[name])
    if built["program"] is not None:
        with open(os.path.join(job["out"], "features.pickle"), "wb") as file:
            pickle.dump({**built["program"], "path": job["path"]}, file)
    return write(job, "answer.json", {"refused": None, **built["answer"]})


def lacking(error):
    name = (error.name or str(error)).split(".")[0]
    refusal = {"step": "conversion", "reason": f"the package {name} is not installed", "wayOut": "Install it."}
    if name in side.BROUGHT:
        refusal["wayOut"] = "Bring what the conversion needs into a folder of its own: shiploop install"
        refusal["lacks"] = name
    return {"refused": refusal}


def write(job, name, content):
    with open(os.path.join(job["out"], name), "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, allow_nan=False)


if __name__ == "__main__":
    main(sys.argv[1])

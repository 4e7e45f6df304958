"""Runs the scripts of small notebooks, all in one process, and saves the values that a run of the pipeline would keep.

    python run_notebooks.py JOBS.json      [{"source": ..., "names": [...], "folder": ...}]
"""
import json
import os
import sys

import cloudpickle  # classes of the notebook are saved with their code

with open(sys.argv[1], encoding="utf-8") as file:
    jobs = json.load(file)
for job in jobs:
    namespace = {"__name__": "notebook"}
    exec(compile(job["source"], "notebook", "exec"), namespace)
    os.makedirs(os.path.join(job["folder"], "artifacts"))
    with open(os.path.join(job["folder"], "artifacts", "train.joblib"), "wb") as file:
        cloudpickle.dump({name: namespace[name] for name in job["names"]}, file)

"""Runs the stages in order, in one process: python -m pipeline. Or some of them: python -m pipeline train evaluate."""

import importlib
import os
import sys
import time
from pathlib import Path

STAGES = []


def main(names):
    for name in names:
        if name not in STAGES:
            sys.exit(f"There is no stage {name}. The stages are: {', '.join(STAGES)}.")
    for name in names or STAGES:
        start = time.perf_counter()
        importlib.import_module(f"pipeline.{name}").main()
        print(f"{name} {time.perf_counter() - start:.2f} s", flush=True)


if __name__ == "__main__":
    # Started as `python -m pipeline` or by its path: this package first (another may lie in the working directory),
    # then the modules beside the notebook.
    sys.path[:1] = [str(Path(__file__).resolve().parent.parent), os.getcwd()]
    main(sys.argv[1:])

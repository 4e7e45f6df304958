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
    # `python path/to/pipeline` as well: modules beside the notebook and this package are found either way.
    sys.path[:1] = [os.getcwd(), str(Path(__file__).resolve().parent.parent)]
    main(sys.argv[1:])

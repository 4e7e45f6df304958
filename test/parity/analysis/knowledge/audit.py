"""Calls what the library knowledge speaks of, and writes a notebook for all that really happens.

Reads {"functions": [...], "prefixes": [...], "whole": bool} as JSON and writes {"calls": {row: number}, "silent": [...],
"missing": [...], "probes": [{"row", "what", "cells", "needed"}]}: the last cell of a probe shows something else where
the cell `needed` (from behind where it is negative) did not run.
"""

import contextlib
import io
import json
import os
import shutil
import sys
import warnings

import enumerations
from calls import Audit
from states import FOLDER


def main():
    asked = json.load(sys.stdin)
    # Whoever is given a small number may take it for an open file, and close it.
    os.dup2(1, 201)
    answer = os.fdopen(201, "w")
    sys.stdin = io.StringIO("")
    names, prefixes = asked["functions"], asked["prefixes"]
    audit = Audit(asked["whole"])
    # What is called may print and warn.
    with open(os.devnull, "w") as nothing, contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
        warnings.simplefilter("ignore")
        for row, path, function in enumerations.functions(names, prefixes, asked["whole"]):
            audit.function(row, path, function)
        for row, receiver, text, path, function in enumerations.methods(audit.space, asked["whole"]):
            audit.method(row, receiver, text, path, function)
    os.chdir("/")
    shutil.rmtree(FOLDER)
    json.dump({**audit.report(), "missing": enumerations.missing(names, prefixes)}, answer)


main()

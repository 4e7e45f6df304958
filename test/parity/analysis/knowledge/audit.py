"""Calls what the library knowledge speaks of, and writes a notebook for all that really happens.

Reads {"functions": [...], "prefixes": [...], "whole": bool, "only": pattern} as JSON and writes {"calls": {row: number},
"silent": [...], "ended": [...], "missing": [...], "probes": [{"row", "what", "cells", "needed"}]}: the last cell of a
probe shows something else where the cell `needed` (from behind where it is negative) did not run; `ended` are calls that
took Python with them, or came to no end.
"""

import contextlib
import io
import json
import os
import re
import shutil
import sys
import warnings

import enumerations
from calls import FITTED, Audit, Job
from models import models
from states import FOLDER
from subjects import estimators
from workers import shared_out


def main():
    asked = json.load(sys.stdin)
    # Whoever is given a small number may take it for an open file, and close it.
    os.dup2(1, 201)
    answer = os.fdopen(201, "w")
    os.dup2(2, 202)
    progress = os.fdopen(202, "w")
    sys.stdin = io.StringIO("")
    names, prefixes, whole = asked["functions"], asked["prefixes"], asked["whole"]
    only = re.compile(asked.get("only") or "")
    audit = Audit(whole)
    # What is called may print and warn.
    with open(os.devnull, "w") as nothing, contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
        warnings.simplefilter("ignore")
        jobs = [Job(row, None, None, path, function) for row, path, function in enumerations.functions(names, prefixes, whole)]
        jobs += [Job(*each) for each in enumerations.methods(audit.space, whole)]
        jobs += [Job(f"fits {path}", FITTED, None, path, found) for path, found in estimators(whole)]
        jobs += [Job(f"fits {path}", FITTED, None, path, subject) for path, subject in models(whole)]
        jobs = [each for each in jobs if only.search(each.row) or only.search(each.path) or only.search(each.receiver or "")]
        report = shared_out(audit, jobs, (lambda text: print(text, file=progress, flush=True)) if whole else (lambda text: None))
    os.chdir("/")
    shutil.rmtree(FOLDER)
    json.dump({**report, "missing": enumerations.missing(names, prefixes)}, answer)


main()

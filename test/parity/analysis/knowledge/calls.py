"""Finds arguments for each call, and collects what the calls show."""

import importlib
import itertools
import re
import time
from typing import NamedTuple

from fitting import probes_of_estimator, probes_of_model
from lists import candidates, variants
from probes import Call, probes_of
from settings import Keeper
from subjects import Subject

MODULES = (
    "argparse array ast base64 bisect calendar collections copy csv dataclasses datetime decimal difflib enum fractions functools heapq"
    " html inspect io itertools joblib json lightgbm locale logging math matplotlib.pyplot numpy operator os pandas pathlib pickle random"
    " re scipy.interpolate scipy.optimize scipy.sparse scipy.spatial scipy.stats seaborn shlex shutil sklearn.base sklearn.datasets"
    " sklearn.ensemble sklearn.linear_model sklearn.metrics sklearn.model_selection sklearn.preprocessing sklearn.tree sqlite3 statistics"
    " statsmodels.api statsmodels.formula.api string struct tempfile textwrap time types typing uuid warnings xgboost zlib zoneinfo"
).split()

#: Seconds of computing after which a function is given no more lists of arguments.
BUDGET = 10


def namespace():
    space = {}
    for name in MODULES:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
        top = name.split(".")[0]
        space[top] = importlib.import_module(top)
    return space


class Job(NamedTuple):
    """A function, or a method or attribute of what the text `receiver` makes, and the row of the tables that speaks of it."""

    row: str
    #: Texts; None for a function.
    receiver: object
    text: object
    path: str
    #: None for an attribute.
    function: object


#: Stands where a receiver does: for classes whose objects are fitted.
FITTED = "fitted"


class Audit:
    """@param whole: tries many lists of arguments, and all receivers"""

    def __init__(self, whole):
        self.whole = whole
        self.space = namespace()
        self.keeper = Keeper()
        self.keeper.clean()
        self.tried, self.taken, self.varied = (120, 6, 8) if whole else (40, 1, 2)
        self.heeded = {}
        self.known = set()

    def do(self, job, skipped, begin):
        """Calls it with lists of arguments until some are taken: how many calls were made of which row, and what they showed.

        @param skipped: calls that end Python, as texts
        @param begin: is told each call before it is made
        """
        self.bring(job.path if job.receiver in (None, FITTED) else job.receiver)
        self.calls, self.probes, self.kinds = {}, [], set()
        self.skipped, self.begin, self.ends = skipped, begin, time.process_time() + BUDGET
        self.keeper.ends = self.ends + BUDGET
        if job.receiver == FITTED:
            self.fits(job)
            return self.calls, self.probes
        if job.receiver is None:
            job = job._replace(text=job.path.removeprefix("builtins."))
        if job.receiver is not None and job.function is None:
            self.attempt(job, None)
        else:
            self.lists(job)
        return self.calls, self.probes

    def lists(self, job):
        taken = []
        for each in itertools.islice(candidates(job.path, job.function), self.tried):
            if len(taken) == self.taken:
                break
            if self.attempt(job, each):
                taken.append(each)
        for base in taken[:1]:
            for each in itertools.islice(variants(job.function, base), self.varied):
                self.attempt(job, each)

    def attempt(self, job, given):
        """Whether the call takes these arguments."""
        call = Call.of(job.receiver, job.text, given)
        whole = f"{call.setup}; {call.text}".strip("; ").replace("\n", "; ")
        if whole in self.skipped or time.process_time() > self.ends:
            return False
        self.begin(whole)
        heeding = self.heeded.get(job.path, 0) < 2
        probes = probes_of(call, self.space, self.keeper, self.kinds, heeding=heeding)
        if probes is None:
            return False
        self.heeded[job.path] = self.heeded.get(job.path, 0) + 1
        for row in {job.row, job.path}:
            self.calls[row] = self.calls.get(row, 0) + 1
        for what, cells, needed in probes:
            self.note(job, what, job.receiver, cells, needed)
        return True

    def fits(self, job):
        """The same of a class that makes estimators: it is fitted, in many ways."""

        def begin(text):
            if text in self.skipped or time.process_time() > self.ends:
                return False
            self.begin(text)
            return True

        if isinstance(job.function, Subject):
            taken, probes = probes_of_model(job.function, self.space, self.keeper, begin)
        else:
            taken, probes = probes_of_estimator(job.path, job.function, self.space, self.keeper, self.whole, begin)
        if taken:
            self.calls[job.row] = taken
        for what, cells, needed, happens in probes:
            self.note(job, what, "\n".join(cells), cells, needed, happens)

    def note(self, job, what, kind, cells, needed, happens=True):
        """Each thing that happens once; of what does not, all."""
        if (job.path, what, kind, happens) in self.known:
            return
        self.known.add((job.path, what, kind, happens))
        self.probes.append({"row": job.path, "what": what, "cells": cells, "needed": needed, **({} if happens else {"idle": True})})

    def bring(self, text):
        """Imports what a text names, and all above it."""
        for path in re.findall(r"[A-Za-z_]\w*(?:\.\w+)+", text):
            parts = path.split(".")
            for end in range(1, len(parts) + 1):
                try:
                    importlib.import_module(".".join(parts[:end]))
                except Exception:
                    break
                self.space.setdefault(parts[0], importlib.import_module(parts[0]))

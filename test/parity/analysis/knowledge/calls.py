"""Finds arguments for each call, and collects what the calls show."""

import importlib
import itertools
import re

from lists import candidates, variants
from probes import Call, probes_of
from settings import Keeper

MODULES = (
    "argparse array ast base64 bisect calendar collections copy csv dataclasses datetime decimal difflib enum fractions functools heapq"
    " html inspect io itertools joblib json lightgbm locale logging math matplotlib.pyplot numpy operator os pandas pathlib pickle random"
    " re scipy.interpolate scipy.optimize scipy.sparse scipy.spatial scipy.stats seaborn shlex shutil sklearn.base sklearn.datasets"
    " sklearn.ensemble sklearn.linear_model sklearn.metrics sklearn.model_selection sklearn.preprocessing sklearn.tree sqlite3 statistics"
    " statsmodels.api string struct tempfile textwrap time types typing uuid warnings xgboost zlib zoneinfo"
).split()


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


class Audit:
    """@param whole: tries many lists of arguments, and all receivers"""

    def __init__(self, whole):
        self.space = namespace()
        self.keeper = Keeper()
        self.keeper.clean()
        self.tried, self.taken, self.varied = (120, 6, 8) if whole else (40, 1, 2)
        self.called = {}
        self.asked = set()
        self.probes = []
        self.kinds = {}
        self.known = set()

    def function(self, row, path, function):
        self.bring(path)
        self.lists(row, path, None, path.removeprefix("builtins."), function)

    def method(self, row, receiver, text, path, function):
        self.bring(receiver)
        if function is None:
            self.attempt(row, receiver, text, None, path)
        else:
            self.lists(row, path, receiver, text, function)

    def lists(self, row, path, receiver, text, function):
        """Tries lists of arguments until some are taken."""
        taken = []
        self.asked.add(row)
        for each in itertools.islice(candidates(path, function), self.tried):
            if len(taken) == self.taken:
                break
            if self.attempt(row, receiver, text, each, path):
                taken.append(each)
        for base in taken[:1]:
            for each in itertools.islice(variants(function, base), self.varied):
                self.attempt(row, receiver, text, each, path)

    def attempt(self, row, receiver, text, given, path):
        """Whether the call takes these arguments."""
        call = Call.of(receiver, text, given)
        kinds = self.kinds.setdefault((path, receiver), set())
        probes = probes_of(call, self.space, self.keeper, kinds, heeding=self.called.get(path, 0) < 2)
        if probes is None:
            return False
        self.asked.add(row)
        self.called[row] = self.called.get(row, 0) + 1
        if path != row:
            self.called[path] = self.called.get(path, 0) + 1
        for what, cells, needed in probes:
            if (path, what, receiver) not in self.known:
                self.known.add((path, what, receiver))
                self.probes.append({"row": path, "what": what, "cells": cells, "needed": needed})
        return True

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

    def report(self):
        return {"calls": self.called, "silent": sorted(self.asked - set(self.called)), "probes": self.probes}

"""Of the names that are given, those that scikit-learn or pandas has and that take no `random_state`."""

import importlib
import inspect
import json
import pkgutil
import sys

import pandas
import sklearn
from sklearn.experimental import enable_halving_search_cv  # noqa: F401

places = [pandas.DataFrame]
for module in pkgutil.iter_modules(sklearn.__path__):
    if module.name not in ("conftest", "tests") and not module.name.startswith("_"):
        places.append(importlib.import_module("sklearn." + module.name))
lacking = []
for name in sys.argv[1:]:
    # `df.resample` is another one: it draws nothing.
    found = [getattr(place, name) for place in places[name != "sample" :] if hasattr(place, name)]
    if any("random_state" not in inspect.signature(each).parameters for each in found):
        lacking.append(name)
json.dump(lacking, sys.stdout)

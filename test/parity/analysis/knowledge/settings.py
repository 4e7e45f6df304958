"""Statements whose effect some calls obey: a call that gives something else after one of them heeds it."""

import copy
import decimal
import locale
import os
import random
import shutil
import time
import warnings

import numpy
import pandas
from pandas._config import config
from states import FOLDER, flat

#: Name, statement; each changes something that is shared.
SETTINGS = {
    "numpy's stream": "numpy.random.seed(5)",
    "random's stream": "random.seed(5)",
    "how numpy prints": "numpy.set_printoptions(precision=1, threshold=2)",
    "how pandas prints": "pandas.set_option('display.precision', 1, 'display.max_rows', 2, 'display.width', 20)",
    "how pandas works": "pandas.set_option('future.infer_string', False)",
    "how scikit-learn works": "sklearn.set_config(transform_output='pandas')",
    "the decimal context": "decimal.getcontext().prec = 2",
    "the working folder": "os.chdir('below')",
    "the environment": "os.environ['HOME'] = '/elsewhere'",
    "the local time": "os.environ['TZ'] = 'Asia/Tokyo'\ntime.tzset()",
}

#: Files that calls may read; written by a statement of their own.
FILES = {
    "given.csv": "open('given.csv', 'w').write('a,b\\n1,2\\n3,4\\n')",
    "given.json": "open('given.json', 'w').write('{\"a\": [1, 2], \"b\": [3, 4]}')",
    "given.txt": "open('given.txt', 'w').write('1 2\\n3 4\\n')",
}


class Keeper:
    """Puts everything shared back to how it was, before the next call."""

    def __init__(self):
        import sklearn

        self.pristine = None
        #: When a function has been run for long enough, by the clock of this process.
        self.ends = float("inf")
        self.environment = dict(os.environ)
        self.options = copy.deepcopy(config._global_config)
        self.prints = numpy.get_printoptions()
        self.errors = numpy.geterr()
        self.filters = warnings.filters[:]
        self.learn = sklearn.get_config()
        self.context = decimal.getcontext().copy()
        self.locale = locale.setlocale(locale.LC_ALL)

    def restore(self):
        import sklearn

        numpy.random.seed(1)
        random.seed(1)
        if dict(os.environ) != self.environment:
            os.environ.clear()
            os.environ.update(self.environment)
            if hasattr(time, "tzset"):
                time.tzset()
        os.chdir(FOLDER)
        numpy.set_printoptions(**self.prints)
        numpy.seterr(**self.errors)
        warnings.filters[:] = self.filters
        warnings.simplefilter("ignore")
        sklearn.set_config(**self.learn)
        decimal.setcontext(self.context.copy())
        locale.setlocale(locale.LC_ALL, self.locale)
        if config._global_config != self.options:
            now = dict(flat(config._global_config))
            for name, value in flat(self.options):
                if now.get(name) != value:
                    pandas.set_option(name, value)

    def clean(self):
        """Leaves nothing in the folder but what calls may read."""
        if touched() == self.pristine:
            return
        for name in os.listdir(FOLDER):
            path = os.path.join(FOLDER, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        os.mkdir(os.path.join(FOLDER, "below"))
        for name, statement in FILES.items():
            exec(statement, {})
        self.pristine = touched()


def touched():
    """Files of the folder, and when each was written."""
    return sorted((each.name, each.stat().st_mtime_ns, each.stat().st_size) for each in os.scandir(FOLDER))

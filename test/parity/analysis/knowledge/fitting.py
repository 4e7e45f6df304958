"""What fitting a model does and what the model keeps, seen by fitting it: a small notebook for each."""

import inspect
import re

import numpy
import pandas
import scipy.sparse
from probes import Call, cells_of, quietly, run
from states import numbers, seen
from subjects import ASKED, LABELS, NUMBERS, ROWS, SERIES, constructions, of_estimator
from writes import writes

LATER = [each for each in ASKED if not each.startswith(("fit", "partial", "staged", "inverse", "sample"))]


def probes_of_estimator(path, found, space, keeper, whole, begin):
    """How many fits were taken, and each: what happens, the cells, the needed one, whether it happens."""
    taken, probes = 0, []
    for at, told in enumerate(constructions(path, found, whole)):
        kinds = list(ROWS) if whole and at < 2 else ["array", "column"] if at == 0 else ["array"]
        targets = [LABELS, NUMBERS, SERIES] if whole and at == 0 else [LABELS]
        suited, others = of_estimator(path, told, kinds, targets)
        is_full = at == 0 or any(each.startswith(("copy", "warm", "random_state=numpy")) for each in told)
        parts = EVERYTHING if is_full else BUT_METHODS if whole else MAKING
        any_fits = False
        for subject in [*suited, *others]:
            if any_fits and subject in others:
                break
            if not begin(f"{subject.setup}; {'; '.join(subject.makes)}".replace("\n", "; ")):
                continue
            shown = list(Fits(subject, space, keeper).probes(parts))
            any_fits = any_fits or bool(shown)
            taken += bool(shown)
            # What does not happen is asked of the plain ones.
            probes += [each for each in shown if each is not FITS and (each[3] or (at < 2 and subject is suited[0]))]
    return taken, probes


def probes_of_model(subject, space, keeper, begin):
    """The same of a model that no estimator is."""
    if not begin(f"{subject.setup}; {'; '.join(subject.makes)}".replace("\n", "; ")):
        return 0, []
    shown = list(Fits(subject, space, keeper).probes(BUT_METHODS))
    return bool(shown), [each for each in shown if each is not FITS]


FITS = object()
SHOWN = (numpy.ndarray, float, list, pandas.DataFrame, pandas.Series)
MAKING = ["making"]
BUT_METHODS = ["making", "keeping", "anew"]
EVERYTHING = [*BUT_METHODS, "asking"]


class Fits:
    """Runs that fit one model, each from the start."""

    def __init__(self, subject, space, keeper):
        self.subject, self.space, self.keeper = subject, space, keeper
        self.names = [name for name, _, _ in subject.given]

    def start(self, *statements):
        self.keeper.restore()
        scope = dict(self.space)
        for each in (self.subject.setup, *statements):
            run(each, scope)
        return scope

    def looks(self, scope):
        """What later cells may ask the model, and the answers that can be compared."""
        found = {}
        for ask in self.asks if hasattr(self, "asks") else self.all_asks(scope["m"]):
            numpy.random.seed(1)
            try:
                value = eval(ask, scope)
            except Exception:
                continue
            # Only what it learned that a print would show.
            if ask.endswith(")") or isinstance(value, SHOWN) or scipy.sparse.issparse(value):
                found[ask] = quietly(value)
        return found

    def all_asks(self, model):
        asks = [f"m.{name}(Q)" for name in LATER if hasattr(model, name)]
        asks += [f"list(m.{name}(Q))" for name in ASKED if name.startswith("staged") and hasattr(model, name)]
        asks += [
            ask for ask in ("m.kneighbors()", "m.sample()", "m.inverse_transform(m.transform(Q))") if hasattr(model, ask[2:].split("(")[0])
        ]
        asks += self.subject.asks
        return asks + [f"m.{name}" for name in getattr(model, "__dict__", ()) if name.endswith("_") and not name.startswith("_")]

    def cells(self, *more):
        return cells_of(Call(self.subject.setup, "", self.names), *more)

    def probes(self, parts):
        makes = self.subject.makes
        try:
            base = self.looks(self.start(*makes))
            again = self.looks(self.start(*makes))
        except (Exception, SystemExit):
            return
        finally:
            self.keeper.restore()
        yield FITS
        self.asks = [ask for ask, answer in base.items() if again.get(ask) == answer]
        self.base = {ask: base[ask] for ask in self.asks}
        for part in parts:
            try:
                yield from getattr(self, part)()
            except (Exception, SystemExit):
                # It did once what it does no more: what was seen until then counts.
                pass
            finally:
                self.keeper.restore()

    def making(self):
        """What making and fitting it changes."""
        makes = self.subject.makes
        scope = self.start()
        for at, make in enumerate(makes):
            before = self.given(scope)
            state = numbers(numpy.random.get_state())
            run(make, scope)
            draws = numbers(numpy.random.get_state()) != state
            what = "fitting" if at == len(makes) - 1 else "making"
            until = makes[: at + 1]
            yield f"{what} changes numpy's stream", self.cells("numpy.random.seed(1)", *until, "print(numpy.random.rand())"), -2, draws
            for name in self.names:
                changed = seen(scope[name]) != before[name]
                if changed or name in "Xyt":
                    yield f"{what} changes {name}", self.cells(*until, f"print({name})"), -2, changed

    def given(self, scope):
        return {name: seen(scope[name]) for name in self.names}

    def keeping(self):
        """What shows in its answers when it is written into afterwards."""
        makes = self.subject.makes
        for at in range(1, len(makes) + 1):
            for name, _, write in self.subject.given:
                if write is None or not any(re.search(rf"\b{name}\b", make) for make in makes[:at]):
                    continue
                scope = self.start(*makes[:at])
                try:
                    run(write, scope)
                except Exception:
                    continue
                for make in makes[at:]:
                    run(make, scope)
                yield from self.differing(f"keeps {name}", scope, (*makes[:at], write, *makes[at:]), at - len(makes) - 2)

    def differing(self, what, scope, statements, needed):
        """The first method and the first attribute that say something else."""
        now = self.looks(scope)
        for kind, calls in (("", True), (" in what it learned", False)):
            asks = [ask for ask in self.asks if ask.endswith(")") == calls]
            other = [ask for ask in asks if ask in now and now[ask] != self.base[ask]]
            if other:
                yield f"{what}{kind}", self.cells(*statements, f"print({other[0]})"), needed, True
            elif asks and not kind:
                yield f"{what}{kind}", self.cells(*statements, f"print({asks[0]})"), needed, False

    def anew(self):
        """Whether a second fit goes on from the first."""
        make, *fits = self.subject.makes
        if not any(each.startswith("m.fit") for each in fits):
            return
        writes = [write for name, _, write in self.subject.given if name in "Xy" and write]
        self.base = self.looks(self.start(*writes, make, *fits))
        kept = [f"{name} = {text}" for name, text, _ in self.subject.given if name in "Xy"]
        scope = self.start(make, *fits, *kept, *writes, *fits)
        # A stream that nobody seeded gives what it likes.
        statements = ("numpy.random.seed(1)", make, *fits, "\n".join([*kept, *writes]), *fits)
        yield from self.differing("fitting goes on", scope, statements, -len(fits) - 3)
        self.base = self.looks(self.start(*self.subject.makes))

    def asking(self):
        """What its methods change, and what shares memory with what they give."""
        makes = self.subject.makes
        model = self.start(*makes)["m"]
        for name in ASKED:
            if not hasattr(model, name):
                continue
            takes_y = name in ("fit_predict", "fit_transform", "partial_fit", "score") and "y" in self.names
            statement = f"r = m.{name}({'X, y' if takes_y else '' if name == 'sample' else 'X'})"
            if name == "inverse_transform":
                statement = "r = m.inverse_transform(m.transform(X))"
            scope = self.start(*makes)
            before, state = self.given(scope), numbers(numpy.random.get_state())
            try:
                run(statement, scope)
            except Exception:
                continue
            if inspect.isgenerator(scope["r"]):
                continue
            if numbers(numpy.random.get_state()) != state:
                yield (
                    f"{name} changes numpy's stream",
                    self.cells("numpy.random.seed(1)", *makes, statement, "print(numpy.random.rand())"),
                    -2,
                    True,
                )
            for each in self.names:
                if seen(scope[each]) != before[each]:
                    yield f"{name} changes {each}", self.cells(*makes, statement, f"print({each})"), -2, True
            yield from (each for each in self.differing(f"{name} changes it", scope, (*makes, statement), -2) if each[3])
            yield from self.sharing(name, statement, scope["r"])

    def sharing(self, name, statement, result):
        makes = self.subject.makes
        for write in [each for each in writes(result, "r") if ".name = " not in each][:6]:
            if result.__class__.__module__.startswith(("sklearn", "xgboost", "lightgbm")) and not isinstance(result, numpy.ndarray):
                return
            scope = self.start(*makes, statement)
            before, self.base = self.given(scope), self.looks(scope)
            scope = self.start(*makes, statement)
            try:
                run(write, scope)
            except Exception:
                continue
            for each in self.names:
                if seen(scope[each]) != before[each]:
                    yield f"{name} gives what shares memory with {each}", self.cells(*makes, statement, write, f"print({each})"), -2, True
            yield from (each for each in self.differing(f"{name} gives what it keeps", scope, (*makes, statement, write), -2) if each[3])
        self.base = self.looks(self.start(*makes))

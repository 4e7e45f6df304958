"""Calls that learn from all rows of a table and give a value for each: what they learned is kept, as
python/learned_code.py keeps single values."""
import copy

import numpy as np
import pandas as pd

FITS = {"fit", "fit_transform"}
PICKS = {
    "dropna", "query", "drop_duplicates", "head", "tail", "sample", "nlargest", "nsmallest", "filter", "truncate",
}  # fmt: skip


class Calls:
    def __init__(self, run):
        self.run = run

    def function(self, key, function, args, keywords):
        where = (getattr(function, "__module__", "") or "").split(".")[0]
        known = getattr(self, f"_{getattr(function, '__name__', '')}", None) if where in ("pandas", "sklearn") else None
        if known is not None:
            return known(key, function, args, keywords)
        return self.run.quietly(lambda: function(*args, **keywords))

    def method(self, key, owner, name, args, keywords):
        run, work = self.run, lambda: getattr(owner, name)(*args, **keywords)
        if name in FITS and hasattr(owner, "get_params"):
            return self.fitted(key, owner, name, args, work)
        if name == "astype" and isinstance(owner, (pd.Series, pd.DataFrame)):
            return self.typed(key, owner, work)
        if name == "transform" and isinstance(owner, pd.core.groupby.SeriesGroupBy):
            return self.grouped(key, owner, work)
        value = run.quietly(work)
        if run.learns and name in PICKS and run.is_of_rows(owner) and isinstance(value, (pd.DataFrame, pd.Series)):
            run.lengths.add(len(value))
        return value

    def learned(self, key, learn, serve):
        """`learn` gives (value, what is kept of it); `serve` makes the value of what was kept."""
        run = self.run
        if not run.learns:
            return run.quietly(lambda: serve(run.take(key)))
        value, kept = run.quietly(learn)
        place, _ = run.reserve(key)
        run.kept[key][place] = kept
        return value

    def fitted(self, key, owner, name, args, work):
        def serve(kept):
            owner.__dict__.update(kept.__dict__)
            return owner if name == "fit" else owner.transform(args[0])

        def learn():
            value = work()
            return value, copy.deepcopy(owner)

        return self.learned(key, learn, serve)

    def typed(self, key, owner, work):
        def learn():
            value = work()
            columns = {None: value} if isinstance(value, pd.Series) else dict(value.items())
            kept = {name: each.dtype for name, each in columns.items() if isinstance(each.dtype, pd.CategoricalDtype)}
            return value, kept

        def serve(kept):
            if not kept:
                return work()
            if isinstance(owner, pd.Series):
                return as_known(owner, kept[None])
            return work().assign(**{name: as_known(owner[name], dtype) for name, dtype in kept.items()})

        return self.learned(key, learn, serve)

    def grouped(self, key, owner, work):
        """`df.groupby('a')['b'].transform('mean')`: one value for each group."""

        def learn():
            value, kept = work(), {}
            for group, labels in owner.groups.items():
                of_group = value.loc[labels]
                if of_group.nunique(dropna=False) != 1:
                    return value, None
                kept[group] = of_group.iloc[0]
            return value, kept

        def serve(kept):
            value = work()
            if kept is None:
                return value
            value = value.astype(object)
            for group, labels in owner.groups.items():
                value.loc[labels] = kept.get(group, np.nan)
            return value.infer_objects()

        return self.learned(key, learn, serve)

    def _train_test_split(self, key, function, args, keywords):
        def learn():
            parts = function(*args, **keywords)
            self.run.lengths.update(len(part) for part in parts)
            return parts, None

        return self.learned(key, learn, lambda _: [each for each in args for _ in range(2)])

    def _get_dummies(self, key, function, args, keywords):
        data, *others = args if args else [keywords.pop("data")]

        def learn():
            value = function(data, *others, **keywords)
            return value, (categories(data, keywords.get("columns")), value.columns)

        def serve(kept):
            known, columns = kept
            given = data.copy()
            if isinstance(given, pd.Series):
                given = given.astype(known[None])
            else:
                for name, dtype in known.items():
                    given[name] = given[name].astype(dtype)
            return function(given, *others, **keywords).reindex(columns=columns, fill_value=False)

        return self.learned(key, learn, serve)

    def _cut(self, key, function, args, keywords):
        return self.cut(key, function, args, keywords, {})

    def _qcut(self, key, function, args, keywords):
        return self.cut(key, function, args, keywords, {"include_lowest": True})

    def cut(self, key, function, args, keywords, more):
        given = dict(zip(("x", "q" if more else "bins"), args))
        keywords = {**given, **keywords}
        if len(args) > 2 or keywords.get("retbins"):
            return self.run.quietly(lambda: function(*args, **keywords))

        def learn():
            value, edges = function(**keywords, retbins=True)
            return value, edges

        def serve(edges):
            rest = {name: keywords[name] for name in ("x", "labels", "right", "include_lowest", "precision") if name in keywords}
            return pd.cut(bins=edges, **{**rest, **more})

        return self.learned(key, learn, serve)

    def _to_datetime(self, key, function, args, keywords):
        """Without a format pandas guesses it from the first value."""
        first = args[0] if args else keywords.get("arg")
        is_guess = isinstance(first, pd.Series) and len(args) < 2 and not {"format", "unit"} & set(keywords)

        def learn():
            texts = [each for each in first.tolist() if isinstance(each, str)] if is_guess else []
            guessed = getattr(pd.tseries.api, "guess_datetime_format", None)  # pandas 1 guesses for each value
            guess = guessed(texts[0], dayfirst=keywords.get("dayfirst", False)) if texts and guessed else None
            return function(*args, **keywords), guess

        def serve(guess):
            return function(*args, **keywords) if guess is None else function(*args, **{**keywords, "format": guess})

        return self.learned(key, learn, serve)

    def _factorize(self, key, function, args, keywords):
        def serve(uniques):
            values = pd.Series(args[0])
            refuse_unknown(values, uniques)
            return pd.Index(uniques).get_indexer(values), uniques

        def learn():
            codes, uniques = function(*args, **keywords)
            return (codes, uniques), uniques

        return self.learned(key, learn, serve)

    def _Categorical(self, key, function, args, keywords):
        def learn():
            value = function(*args, **keywords)
            return value, value.dtype

        return self.learned(key, learn, lambda dtype: as_known(pd.Series(args[0]), dtype).array)


def categories(data, columns):
    """The categories of what get_dummies encodes, by column."""
    if not isinstance(data, pd.DataFrame):
        return {None: pd.Series(data).astype("category").dtype}
    kinds = data.dtypes
    names = [name for name in data.columns if not is_plain(kinds[name])] if columns is None else columns
    return {name: data[name].astype("category").dtype for name in ([names] if isinstance(names, str) else names)}


def is_plain(dtype):
    return pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype)


def as_known(series, dtype):
    refuse_unknown(series, dtype.categories)
    return series.astype(dtype)


def refuse_unknown(series, known):
    for value in series.dropna():
        if value not in known:
            raise ValueError(f"{value!r} is no category that the notebook's data had")

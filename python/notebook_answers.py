"""Features that a model was fitted to and that say the answer: a column that equals the target in every row."""

import contextlib
import io
import warnings

# Of fewer rows, a column may agree with the target by chance; sooner where it says yes or no.
FEWEST_ROWS = 20
FEWEST_OF_TWO = 100
MOST_NAMED = 3
# Rows that tell whether a model reads a column.
ASKED = 200


def answers_in(features, target, model, most_values):
    """The names of such columns, or `column 2` of an array (counted from 0), without those that the fitted model drops; none
    where the target is one value alone. `model` is None where nobody knows it.
    """
    import numpy

    answer = numpy.asarray(target)
    if answer.ndim == 2 and answer.shape[1] == 1:
        answer = answer[:, 0]
    rows = features.shape[0]
    if answer.ndim != 1 or len(answer) != rows or rows < FEWEST_ROWS:
        return []
    values = len(set(answer.tolist()))
    if values < 2 or (values == 2 and rows < FEWEST_OF_TWO):
        return []
    if len(features.shape) != 2 or rows * features.shape[1] > most_values:
        return []
    found = (
        name
        for at, (name, column) in enumerate(columns_of(features, numpy))
        if is_same(column, answer) and reads(model, features, at, numpy)
    )
    return [name for name, _ in zip(found, range(MOST_NAMED))]


def reads(model, features, at, numpy):
    """Whether a model answers otherwise once the values of a column change places: a ColumnTransformer may have dropped it."""
    answer = next((each for each in ("decision_function", "predict_proba", "predict") if hasattr(model, each)), None)
    if answer is None or hasattr(features, "toarray"):
        return True
    rows = features.shape[0]
    some = numpy.linspace(0, rows - 1, min(rows, ASKED)).astype(int)
    mixed = numpy.random.RandomState(0).permutation(some)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            if hasattr(features, "iloc"):
                asked = features.iloc[some]
                changed = asked.copy()
                changed.isetitem(at, features.iloc[mixed, at].array)
            else:
                asked = numpy.asarray(features)[some]
                changed = asked.copy()
                changed[:, at] = numpy.asarray(features)[mixed, at]
            before, after = (numpy.asarray(getattr(model, answer)(table)) for table in (asked, changed))
        return not numpy.array_equal(before, after)
    except Exception:  # what the model says is not known
        return True


def columns_of(features, numpy):
    if hasattr(features, "columns") and hasattr(features, "iloc"):
        return ((repr(name), numpy.asarray(features.iloc[:, at])) for at, name in enumerate(features.columns))
    if hasattr(features, "toarray"):
        features = features.tocsc()
        return ((f"column {at}", features[:, [at]].toarray()[:, 0]) for at in range(features.shape[1]))
    table = numpy.asarray(features)
    return ((f"column {at}", table[:, at]) for at in range(table.shape[1]))


def is_same(column, answer):
    """Numbers are compared as numbers: a label that became 0 and 1 is no longer the same text."""
    if column.dtype.kind in "biuf" and answer.dtype.kind in "biuf":
        return bool((column == answer).all())
    return column.tolist() == answer.tolist()

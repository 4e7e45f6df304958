"""Features that a model was fitted to and that say the answer: a column that equals the target in every row."""

# Of fewer rows, a column may agree with the target by chance; sooner where it says yes or no.
FEWEST_ROWS = 20
FEWEST_OF_TWO = 100
MOST_NAMED = 3


def answers_in(features, target, most_values):
    """The names of such columns, or `column 2` of an array (counted from 0); none where the target is one value alone."""
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
    found = (name for name, column in columns_of(features, numpy) if is_same(column, answer))
    return [name for name, _ in zip(found, range(MOST_NAMED))]


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

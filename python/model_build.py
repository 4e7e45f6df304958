"""From a run's artifacts and a predict path to the graph, its signature, its reference and its check rows."""
import os

import joblib
import numpy as np

from model_columns import describe_column, inputs_of, resampled, to_json, with_value
from model_estimators import final, predict
from model_graph import Graph, Refusal, missing
from model_path import Path
from model_rows import RawRows, Reference, observed_columns

PROBED = 20  # rows on which a missing value and an unknown category are tried, for each column


def build(job):
    stages = [load(job["run"], stage) for stage in job["stages"]]
    namespace = {name: value for stage in stages for name, value in stage.items()}
    for line in job["imports"]:
        try:
            exec(line, namespace)
        except ImportError:
            continue  # a module that only other parts of the notebook need
    model = Model(job["estimator"], namespace)
    tested = RawRows(Path(job["tested"], namespace))
    trained = RawRows(Path(job["trained"], namespace)) if job["trained"] else None
    warnings = []
    if trained is not None and list(trained.columns) != list(tested.columns):
        warnings.append("The model learned from a table with other columns: the reference holds the tested rows only.")
        trained = None
    verify(job, model, tested, namespace)

    graph = Graph()
    parts = inputs_of(graph, tested.columns)
    raw = {key: [parts[name] for name in leaf.names] for key, leaf in tested.leaves.items()}
    result, shares = predict(graph, model.estimator, tested.path.emit(graph, raw))
    onnx_model = graph.model(model.outputs(graph, result, shares))
    used = [value.name for value in onnx_model.graph.input]

    reference = Reference(tested, trained)
    inputs = {name: reference.columns[name] for name in used}
    observed, absent = observed_columns([name for name in job["observe"] if name not in used], reference, stages)
    probes = probe(graph, model, tested, reference.columns, used)
    outputs = [output.name for output in onnx_model.graph.output]
    signature = {
        "schema": 1,
        "model": job["name"],
        "task": model.task,
        "target": job["target"],
        "inputs": [describe_column(name, series, graph) for name, series in inputs.items()],
        "observed": [describe_column(name, series, None) for name, series in observed.items()],
        "classes": None if model.classes is None else model.labels,
        "outputs": {"prediction": outputs[0], "probabilities": outputs[1] if len(outputs) > 1 else None},
        "steps": graph.steps,
    }
    truth = model.as_json(evaluated(job["truth"], namespace))
    return {
        "model": onnx_model,
        "signature": signature,
        "reference": reference_of(job, model, tested, namespace, reference, {**inputs, **observed}, truth),
        "check": check_of(job, model, tested, reference, used, probes, truth),
        "answer": {
            "estimator": type(final(model.estimator)).__name__,
            "task": model.task,
            "steps": graph.steps,
            "begins": list(tested.leaves),
            "warnings": warnings + absent,
        },
    }


def load(run, stage):
    file = os.path.join(run, "artifacts", f"{stage}.joblib")
    try:
        return joblib.load(file)
    except FileNotFoundError:
        return {}
    except Exception as error:
        raise Refusal(
            stage,
            f"what this stage saved can't be loaded ({type(error).__name__}: {error})",
            "Define functions and classes that fitted objects hold in a module beside the notebook.",
        ) from error


def evaluated(text, namespace):
    return eval(compile(text, "<predict path>", "eval"), dict(namespace))


class Model:
    """The fitted estimator, and its answers as the graph gives them."""

    def __init__(self, expression, namespace):
        self.estimator = evaluated(expression, namespace)
        self.classes = getattr(self.estimator, "classes_", None)
        step = type(self.estimator).__name__
        if self.classes is None and not hasattr(self.estimator, "predict"):
            raise Refusal(step, "it has no predict", "Score a fitted estimator.")
        if not type(final(self.estimator)).__module__.startswith("sklearn."):
            module = type(final(self.estimator)).__module__
            raise Refusal(
                type(final(self.estimator)).__name__,
                f"it comes from {module}: nothing converts it to ONNX",
                "Use an estimator of scikit-learn; the pipeline runs as it is.",
            )
        self.task = "regression" if self.classes is None else "classification"
        if self.classes is not None:
            self.labels = [label_of(label) for label in np.asarray(self.classes).tolist()]

    def outputs(self, graph, result, shares):
        """The graph's outputs: labels of the type that Python gives them, or a float64."""
        taken = {value.name for value in graph.inputs}
        prediction, probabilities = (free_name(name, taken) for name in ("prediction", "probabilities"))
        if self.classes is None:
            return [(prediction, "double", None, result)]
        whole = np.asarray(self.classes).dtype.kind in "iu"
        names = graph.constant(self.classes, np.int64) if whole else graph.constant(self.labels, object)
        label = graph.op("Gather", names, result, axis=0)
        outputs = [(prediction, "int64" if whole else "string", None, label)]
        return outputs if shares is None else [*outputs, (probabilities, "double", len(self.labels), shares)]

    def as_json(self, values):
        values = np.asarray(values).ravel().tolist()
        return [label_of(value) for value in values] if self.classes is not None else [float(value) for value in values]

    def answers(self, features):
        """(predictions, probabilities or None) of the original objects, as JSON values."""
        predictions = self.as_json(self.estimator.predict(features))
        try:
            shares = self.estimator.predict_proba(features) if self.classes is not None else None
        except AttributeError:  # scikit-learn hides predict_proba where an option forbids it
            shares = None
        return predictions, None if shares is None else np.asarray(shares, dtype=float).tolist()


def free_name(name, taken):
    while name in taken:
        name += "_"
    return name


def label_of(value):
    """A class by its text; 1.0 is the class 1."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def verify(job, model, tested, namespace):
    """The path found by reading the notebook has to give what the notebook itself computed."""
    way_out = "Compute the features from one table with fitted transformers, for training and for prediction alike."
    features = tested.features(tested.columns)
    if job["features"] is not None:
        theirs = dense(evaluated(job["features"], namespace))
        ours = dense(features)
        if ours.shape != theirs.shape or not same_values(ours, theirs):
            raise Refusal("predict path", "the features of the raw rows differ from those that the notebook computed", way_out)
    if job["heldOut"]:
        theirs = model.as_json(evaluated(job["prediction"], namespace))
        ours = model.as_json(model.estimator.predict(features))
        pairs = list(zip(ours, theirs))
        wrong = sum(not same(one, other) for one, other in pairs)
        if len(ours) != len(theirs) or wrong:
            raise Refusal(
                "predict path",
                f"the predictions for the raw rows differ from the notebook's in {wrong} of {len(theirs)} rows",
                way_out,
            )


def dense(value):
    value = value.toarray() if hasattr(value, "toarray") else np.asarray(value)
    return value.reshape(len(value), -1)


def same_values(ours, theirs):
    try:
        return np.allclose(ours.astype(float), theirs.astype(float), rtol=1e-9, atol=1e-12, equal_nan=True)
    except (TypeError, ValueError):  # text
        return all(
            one == other or (missing(one) and missing(other)) for one, other in zip(ours.ravel(), theirs.ravel())
        )


def same(one, other):
    return one == other or (isinstance(one, float) and abs(one - other) <= 1e-9 * max(1.0, abs(other)))


def probe(graph, model, tested, columns, used):
    """Asks Python what it makes of a missing value and an unknown category, column by column.

    What it accepts becomes rows of the check; what it refuses is said in the signature.
    """
    accepted = []
    step = type(final(model.estimator)).__name__
    for name in used:
        kind = columns[name].dtype.kind
        probes = []
        if kind == "b":
            graph.missing[name] = ["refused: true or false only"]
        elif not refuses(graph.missing, name):
            probes.append((graph.missing, np.nan, f"handled by {step}", f"refused: {step} takes no missing values"))
        if graph.unknown.get(name) and not refuses(graph.unknown, name) and kind not in "iufb":
            probes.append((graph.unknown, "\u0002unknown", None, "refused: Python refuses it"))
        for phrases, value, accepts, refusal in probes:
            rows = with_value(columns, name, value, PROBED)
            try:
                model.estimator.predict(tested.features(rows))
            except Exception:  # Python refuses in any way it likes
                phrases[name] = [refusal]
                continue
            phrases.setdefault(name, [accepts])
            accepted.append(rows)
    return accepted


def refuses(phrases, name):
    return any(phrase.startswith("refused") for phrase in phrases.get(name, []))


def reference_of(job, model, tested, namespace, reference, columns, truth):
    if job["prediction"] is None:
        return frozen(reference, columns, [], [], [], None)
    prediction = model.as_json(evaluated(job["prediction"], namespace))
    if not len(prediction) == len(truth) == len(reference.tested):
        raise Refusal(
            "evaluation",
            f"{len(prediction)} predictions and {len(truth)} true values stand against {len(reference.tested)} tested rows",
            "Score one prediction for each tested row.",
        )
    confidence = None
    if job["heldOut"] and model.classes is not None:
        _, shares = model.answers(tested.features(tested.columns))
        confidence = None if shares is None else [max(row) for row in shares]
    return frozen(reference, columns, reference.tested.tolist(), prediction, truth, confidence)


def frozen(reference, columns, rows, prediction, truth, confidence):
    return {
        "schema": 1,
        "columns": {name: to_json(series) for name, series in columns.items()},
        "rows": reference.count,
        "tested": {"row": rows, "prediction": prediction, "truth": truth, "confidence": confidence},
    }


def check_of(job, model, tested, reference, used, probes, truth):
    """Every reference row, rows resampled column by column, and the probed rows, with Python's answers."""
    generator = np.random.default_rng(job["seed"])
    tables = [reference.columns, resampled(reference.columns, job["rows"], generator), *probes]
    columns = {name: [] for name in used}
    prediction, shares = [], []
    for table in tables:
        for name in used:
            columns[name] += to_json(table[name])
        labels, rows = model.answers(tested.features(table))
        prediction += labels
        shares += [] if rows is None else rows
    return {
        "schema": 1,
        "rows": len(prediction),
        "columns": columns,
        "prediction": prediction,
        "probabilities": shares or None,
        "targetStd": float(np.std(truth)) if model.classes is None else None,
    }

"""Steps that skl2onnx converts: each on its own, so that a refusal names the step."""
import warnings

import numpy as np
import onnx

from model_graph import OPSET, Part, Refusal, names, numbers, width

# ONNX Runtime has no float64 kernel for the support vector operators, and says so only when it loads them.
ONLY_FLOAT = {"SVC", "NuSVC", "SVR", "NuSVR", "OneClassSVM"}
VECTORIZERS = {"TfidfVectorizer", "CountVectorizer"}
# Operators that ai.onnx.ml 5 no longer has.
GONE = {"TreeEnsembleClassifier", "TreeEnsembleRegressor"}


def convert_transformer(graph, fitted, table):
    step = type(fitted).__name__
    if step in VECTORIZERS:
        return vectorizer(graph, fitted, table)
    if not is_of_sklearn(fitted):
        way_out = "Do what it does in statements on the table, before the split: columns that such statements make are made again of the rows of requests."
        raise Refusal(step, reason_of(fitted, None), way_out)
    if step == "TfidfTransformer":  # the converter's has no answer for a row without words
        return [Part(weights(graph, fitted, numbers(graph, table, step)), "number", [f"word {at}" for at in range(width(table))])]
    output = convert_step(graph, fitted, numbers(graph, table, step), width(table), {})[0]
    wide = fitted.transform(np.zeros((1, width(table)))).shape[1]
    return [Part(output, "number", [f"{step} {at}" for at in range(wide)])]


def vectorizer(graph, fitted, table):
    step = type(fitted).__name__
    if width(table) != 1 or table[0].kind != "text":
        raise Refusal(step, f"it gets {', '.join(names(table))}", "Give it one column of text.")
    from skl2onnx.common.data_types import StringTensorType
    from sklearn.feature_extraction.text import CountVectorizer

    # Only the counts come from the converter: they are whole numbers, its float32 weights would not be the same.
    counter = CountVectorizer(**{name: getattr(fitted, name) for name in CountVectorizer().get_params()})
    counter.vocabulary_, counter.dtype = fitted.vocabulary_, np.float32
    # The converter leaves stop words between the words of a pair, where scikit-learn has taken them out.
    stopped = counter.get_stop_words() if counter.analyzer == "word" and max(counter.ngram_range) > 1 else None
    if stopped:
        counter.stop_words = None
    # The locale C is known everywhere; the converter's own choice, en_US, is not.
    try:
        model = checked(counter, StringTensorType([None, 1]), {"locale": "C", **tokens_of(counter)})
    except Exception as error:  # a converter fails in any way it likes
        raise Refusal(step, reason_of(fitted, error), WAY_OUT) from error
    if stopped:
        without_words(model, sorted(stopped))
    graph.free_text.add(table[0].origins[0])
    graph.note(graph.missing, table[0].origins[0], f"refused: {step} takes no missing text")
    graph.note(graph.unknown, table[0].origins[0], "words that it never saw are left out")
    ref = graph.cast(graph.graft(model, table[0].ref)[0], "double")
    if hasattr(fitted, "_tfidf"):
        ref = weights(graph, fitted._tfidf, ref)
    return [Part(ref, "number", [f"word {at}" for at in range(len(fitted.vocabulary_))])]


def without_words(model, words):
    """Moves these words behind the others of their row, and makes padding of them, before pairs are counted."""
    nodes = model.graph.node
    at, counting = next((at, node) for at, node in enumerate(nodes) if node.op_type == "TfIdfVectorizer")
    splitting = next(node for node in nodes if node.op_type == "Tokenizer")
    padding = next(each.s for each in splitting.attribute if each.name == "pad_value")
    tokens, node = counting.input[0], onnx.helper.make_node
    for name, value in {"sw_0": 0, "sw_1": 1}.items():
        model.graph.initializer.append(onnx.numpy_helper.from_array(np.asarray(value, np.int64), name))
    model.graph.initializer.append(onnx.helper.make_tensor("sw_padding", onnx.TensorProto.STRING, [1], [padding]))
    made = [
        node("LabelEncoder", [tokens], ["sw_is"], domain="ai.onnx.ml", keys_strings=words, values_int64s=[1] * len(words), default_int64=0),
        node("Shape", [tokens], ["sw_count"], start=1, end=2),
        node("Squeeze", ["sw_count"], ["sw_width"]),
        node("Range", ["sw_0", "sw_width", "sw_1"], ["sw_places"]),
        node("Mul", ["sw_is", "sw_width"], ["sw_behind"]),
        node("Add", ["sw_behind", "sw_places"], ["sw_keys"]),
        node("TopK", ["sw_keys", "sw_count"], ["sw_sorted", "sw_order"], axis=1, largest=0, sorted=1),
        node("GatherElements", [tokens, "sw_order"], ["sw_moved"], axis=1),
        node("GreaterOrEqual", ["sw_sorted", "sw_width"], ["sw_last"]),
        node("Where", ["sw_last", "sw_padding", "sw_moved"], ["sw_kept"]),
    ]
    counting.input[0] = "sw_kept"
    for each in reversed(made):
        nodes.insert(at, each)


def tokens_of(counter):
    """The default pattern in the runtime's own syntax: the converter's would also take words of one letter, which
    then stand between the words of a pair."""
    if counter.token_pattern == type(counter)().token_pattern and counter.analyzer == "word":
        return {"tokenexp": r"[\pL\pN_][\pL\pN_]+"}
    return {}


def weights(graph, fitted, ref):
    """TfidfTransformer, in float64."""
    if fitted.sublinear_tf:
        seen = graph.op("Greater", ref, graph.constant(0.0))
        logged = graph.op("Add", graph.op("Log", ref), graph.constant(1.0))
        ref = graph.op("Where", seen, logged, ref)
    if fitted.use_idf:
        ref = graph.op("Mul", ref, graph.constant([fitted.idf_]))
    if fitted.norm is None:
        return ref
    total = graph.op("ReduceL2" if fitted.norm == "l2" else "ReduceL1", ref, graph.constant([1], np.int64))
    return graph.op("Div", ref, graph.op("Where", graph.op("Equal", total, graph.constant(0.0)), graph.constant(1.0), total))


def convert_step(graph, fitted, ref, wide, options):
    """Adds what skl2onnx makes of the step, in float64 where its operators can; numbers come out as float64.

    A classifier gives its labels' positions or names first, then the probabilities.
    """
    step = type(fitted).__name__
    from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType

    failure = None
    for tensor in [FloatTensorType] if step in ONLY_FLOAT else [DoubleTensorType, FloatTensorType]:
        try:
            model = checked(fitted, tensor([None, wide]), options)
        except Exception as error:  # a converter fails in any way it likes
            failure = error
            continue
        graph.foreign.append(step)
        if tensor is FloatTensorType:
            graph.in_float32.append(step)
        outputs = graph.graft(model, ref if tensor is DoubleTensorType else graph.cast(ref, "float"))
        kinds = [output.type.tensor_type.elem_type for output in model.graph.output]
        return [
            graph.cast(output, "double") if kind == onnx.TensorProto.FLOAT else output
            for output, kind in zip(outputs, kinds)
        ]
    raise Refusal(step, reason_of(fitted, failure), WAY_OUT)


WAY_OUT = (
    "Use a step that converts (linear models, trees, forests, boosting, nearest neighbours, support vectors, "
    "naive Bayes, multilayer perceptrons), or keep this one out of the path from a raw row to its prediction."
)


def checked(fitted, tensor, options):
    from skl2onnx import convert_sklearn

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = convert_sklearn(
            fitted,
            initial_types=[("X", tensor)],
            options={id(fitted): options} if options else None,
            target_opset={"": OPSET, "ai.onnx.ml": 3},
        )
    gone = {node.op_type for node in model.graph.node} & GONE
    if gone:
        raise ValueError(f"its converter writes {gone.pop()}, which this graph can't hold")
    # Finds float32 outputs that are declared as float64, which the runtime would refuse to load.
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    return model


def is_of_sklearn(fitted):
    return type(fitted).__module__.startswith("sklearn.")


def reason_of(fitted, failure):
    if not is_of_sklearn(fitted):
        return f"it is written by hand (in {type(fitted).__module__}): no converter knows it"
    if type(failure).__name__ in ("MissingShapeCalculator", "MissingConverter"):
        return "skl2onnx has no converter for it"
    lines = str(failure).strip().splitlines()
    return f"its conversion failed ({type(failure).__name__}: {lines[0] if lines else 'no reason given'})"

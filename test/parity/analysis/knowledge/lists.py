"""Lists of arguments for a call, as texts: by what is written for it, by the names of its parameters, then by trying."""

import ast
import inspect
import itertools

from givens import FIRST, NAMED, SOME, TOLD, WRITTEN


def written(text):
    """`a, b, k=v` as a list of positional texts and a dictionary of named ones."""
    call = ast.parse(f"f({text})", mode="eval").body
    return [ast.unparse(each) for each in call.args], {each.arg: ast.unparse(each.value) for each in call.keywords}


def candidates(path, function):
    """Lists to try, the likeliest first."""
    for text in WRITTEN.get(path, []):
        yield written(text)
    if path in WRITTEN:
        return
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        parameters = None
    if parameters is not None:
        yield from by_names(parameters)
    else:
        yield [], {}
        yield from (([text], {}) for text in FIRST)
        yield from ((list(pair), {}) for pair in pairs())
        yield from (([text, "0", "2"], {}) for text in SOME)


def pairs():
    same = [(text, text) for text in SOME]
    return [*same, *((one, other) for one, other in itertools.product(SOME, SOME) if one != other)]


def by_names(parameters):
    needed = [each for each in parameters if each.default is each.empty and each.kind in (0, 1)]
    named = {each.name: NAMED[each.name][0] for each in parameters if each.default is each.empty and each.kind == 3 and each.name in NAMED}
    spread = any(each.kind == 2 for each in parameters)
    if not needed:
        yield [], named
        first = next((each for each in parameters if each.kind in (0, 1)), None)
        for text in (NAMED.get(first.name, []) if first else []) or (FIRST if spread or first else []):
            yield [text], named
    elif all(each.name in NAMED for each in needed):
        # The same number for each at once: their shapes fit.
        choices = [NAMED[each.name] for each in needed]
        for at in range(max(map(len, choices))):
            yield [each[at % len(each)] for each in choices], named
        yield from ((list(chosen), named) for chosen in itertools.islice(itertools.product(*choices), 40))
    if len(needed) == 1 or spread:
        yield from (([text], named) for text in FIRST)
    if len(needed) == 2 or spread:
        yield from ((list(pair), named) for pair in pairs())
    if len(needed) == 3:
        yield from ((list(three), named) for three in itertools.product(SOME[:8], SOME[:8], SOME[:8]))


def variants(function, base):
    """The same call, told something besides."""
    positional, named = base
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        return
    for at, each in enumerate(parameters):
        if each.name in named or (at < len(positional) and each.kind in (0, 1)) or each.kind in (2, 4):
            continue
        if each.name in TOLD:
            values = TOLD[each.name]
            for value in values if isinstance(values, list) else [values] if values else []:
                yield positional, {**named, each.name: value}
        elif isinstance(each.default, bool) and each.name != "where":  # without values, memory as it was
            yield positional, {**named, each.name: str(not each.default)}

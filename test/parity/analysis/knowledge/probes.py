"""What one call does, seen by running it, and a small notebook for each thing that it does."""

import contextlib
import functools
import importlib.util
import itertools
import re
import signal
import sys
import time
from dataclasses import dataclass

from settings import FILES, SETTINGS
from states import SHARED, seen, shared
from writes import writes

#: Stands for what calls its owner back, and can be seen to.
LOG = "log = []\n"


@dataclass
class Call:
    setup: str
    text: str
    names: list

    @staticmethod
    def of(receiver, text, given):
        """Names what is not a constant, so that a notebook can show it afterwards."""
        lines, names = [], []

        def named(expression, name):
            if name != "x" and re.fullmatch(
                r"-?[\d.]+|'[^']*'|b'[^']*'|True|False|None|float|dict|list|\w+\.\w+\.\w+|lambda \*given: 0", expression
            ):
                return expression
            lines.append(f"{name} = {expression}")
            names.append(name)
            return name

        if receiver is not None:
            named(receiver, "x")
        if given is None:
            return Call("\n".join(lines), text, names)
        positional, keywords = given
        parts = [named(each, "abcdefgh"[at]) for at, each in enumerate(positional)]
        parts += [f"{key}={named(each, f'k_{key}')}" for key, each in keywords.items()]
        whole = "\n".join(lines)
        if "log" in whole:
            whole, names = LOG + whole, ["log", *names]
        return Call(whole, f"{text}({', '.join(parts)})", names)


def look(value):
    """What a value shows; of an iterator, what it gives."""
    if hasattr(value, "__next__") and hasattr(value, "__iter__") and not hasattr(value, "read"):
        return ("gives", tuple(seen(part) for part in itertools.islice(value, 12)))
    return seen(value)


def show(value, name):
    """The statement by which a notebook looks at it."""
    if hasattr(value, "__next__") and hasattr(value, "__iter__") and not hasattr(value, "read"):
        return f"print(list({name}))"
    if hasattr(value, "getvalue"):
        return f"print({name}.getvalue(), {name}.tell())"
    if hasattr(value, "readable") and hasattr(value, "tell"):
        return f"print({name}.tell())"
    if hasattr(value, "bit_generator") or hasattr(value, "getrandbits"):
        return f"print({name}.random())"
    module = type(value).__module__.split(".")[0]
    if module in ("pandas", "numpy", "builtins", "collections") or not hasattr(value, "__dict__"):
        return f"print({name})"
    return f"print(vars({name}))"


@functools.lru_cache(5000)
def compiled(text):
    return compile(text, "<call>", "exec")


#: Seconds that one call may compute; then it ends its process, also from within a library's own code.
LIMIT = 6


def run(text, scope):
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
    exec(compiled(text), scope)


class Runs:
    """Runs of one call, each from the start."""

    def __init__(self, call, space, keeper, known):
        self.call, self.space, self.keeper, self.known = call, space, keeper, known

    def start(self, before=""):
        if time.process_time() > self.keeper.ends:
            raise TimeoutError
        self.keeper.restore()
        self.keeper.clean()
        scope = dict(self.space)
        run(before, scope)
        run(self.call.setup, scope)
        return scope

    def given(self, scope):
        return {name: seen(scope[name]) for name in self.call.names}


def probes_of(call, space, keeper, known, heeding):
    """Each: what happens, the cells, the needed one; null where the call fails."""
    runs = Runs(call, space, keeper, known)
    try:
        scope = runs.start()
        before, common = runs.given(scope), shared()
        run(f"r = {call.text}", scope)
        result = seen(scope["r"])
    except (Exception, SystemExit):
        keeper.restore()
        return None
    found = []
    try:
        found += changes(runs, scope, before, common)
        keeper.restore()
        found += shares(runs, result)
        if heeding:
            found += heeds(runs)
    except (Exception, SystemExit):
        # It did once what it does no more: what was seen until then counts.
        pass
    finally:
        keeper.restore()
    return found


def cells_of(call, *more):
    """Imports, what is given, the call and what follows, a cell each."""
    text = re.sub(r"'[^'\n]*'", "''", "\n".join([call.setup, call.text, *more]))
    modules = set()
    for path in re.findall(r"(?<![\w.'])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", text):
        parts = path.split(".")
        if parts[0] in ("x", "r", "s", "q", "log", "print") or importlib_spec(parts[0]) is None:
            continue
        end = next((end for end in range(len(parts), 0, -1) if ".".join(parts[:end]) in sys.modules), 1)
        modules.add(".".join(parts[:end]))
    imports = "\n".join(f"import {name}" for name in sorted(modules))
    return [imports, *([call.setup] if call.setup else []), *more]


def with_imports(imports, statement):
    """Imports, and those that a statement needs besides."""
    names = set(re.findall(r"(?<![\w.'])(?:numpy|random|pandas|sklearn|decimal|os|time)(?=\.)", statement))
    return "\n".join(sorted({*imports.split("\n"), *(f"import {name}" for name in names)} - {""}))


def importlib_spec(name):
    if name in sys.builtin_module_names or name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None


def changes(runs, scope, before, common):
    """What is another one after the call: what it was given, what all share."""
    call = runs.call
    made = f"r = {call.text}"
    at = -2
    after = runs.given(scope)
    for name in call.names:
        if after[name] != before[name]:
            yield f"changes {name}", cells_of(call, made, show(scope[name], name)), at
    now = shared()
    for name, (_, ask) in SHARED.items():
        if name == "files":
            for path in sorted({*now[name], *common[name]}):
                if now[name].get(path) != common[name].get(path):
                    yield f"changes the file {path}", cells_of(call, made, ask_of(path, now[name], common[name])), at
        elif now[name] != common[name]:
            # A stream that nobody seeded gives what it likes.
            seeds = [STREAMS[name]] if name in STREAMS else []
            yield f"changes {name}", cells_of(call, *seeds, made, ask), at
    if hasattr(scope["r"], "__next__"):
        with contextlib.suppress(Exception):
            look(scope["r"])
        later = runs.given(scope)
        for name in call.names:
            if later[name] != after[name]:
                yield f"changes {name} when it is read", cells_of(call, made, "q = list(r)", show(scope[name], name)), at


def ask_of(path, now, common):
    if "folder" in (now.get(path), common.get(path)):
        return f"import os\nprint(os.path.exists({path!r}))"
    return f"import os\nprint(os.path.exists({path!r}) and open({path!r}, 'rb').read())"


def shares(runs, result):
    """What is written into the result shows in what was given, in a later result, or the other way round."""
    call = runs.call
    made = f"r = {call.text}"
    try:
        scope = runs.start()
        run(made, scope)
        is_steady = seen(scope["r"]) == result
        with contextlib.suppress(Exception):
            run(f"s = {call.text}", scope)
            plain_second = look(scope["s"])
            if is_steady and plain_second != look_of(runs, made):
                # The first call is seen in the second one.
                seeds = [STREAMS[name] for name in STREAMS if self_seeded(runs, made, name)]
                yield "is seen in the next call", cells_of(call, *seeds, made, f"s = {call.text}", show(scope["s"], "s")), -3
    except Exception:
        return
    scope = runs.start()
    run(made, scope)
    statements = writes(scope["r"], "r")
    before, first = runs.given(scope), seen(scope["r"])
    for statement in statements:
        attempted(statement, scope)
    if any(("r", kind_of(each)) not in runs.known for each in statements) and (runs.given(scope) != before or seen(scope["r"]) != first):
        yield from one_by_one(runs, made, statements, list(call.names), "r")
    if not is_steady:
        return
    scope = runs.start()
    run(made, scope)
    statements = [each for name in call.names for each in writes(scope[name], name)][:40]
    for statement in statements:
        attempted(statement, scope)
    if any(("given", kind_of(each)) not in runs.known for each in statements) and quietly(scope["r"]) != look_of(runs, made):
        yield from one_by_one(runs, made, statements, ["r"], "given")


STREAMS = {"numpy's stream": "numpy.random.seed(1)", "random's stream": "random.seed(1)"}


def self_seeded(runs, made, name):
    """Whether the call draws from a stream that all share."""
    scope = runs.start()
    read = SHARED[name][0]
    before = read()
    run(made, scope)
    return read() != before


def look_of(runs, made):
    scope = runs.start()
    run(made, scope)
    return quietly(scope["r"])


def quietly(value):
    try:
        return look(value)
    except Exception as problem:
        return ("fails", repr(problem))


def attempted(statement, scope):
    try:
        run(statement, scope)
        return True
    except Exception:
        return False


def one_by_one(runs, made, statements, watched, written):
    call = runs.call
    for statement in statements:
        # One of each kind is enough.
        if (written, kind_of(statement)) in runs.known:
            continue
        scope = runs.start()
        run(made, scope)
        names = [*watched, "r"] if written == "r" else watched
        before = {name: seen(scope[name]) for name in names}
        base = look_of(runs, made) if written == "given" else None
        if not attempted(statement, scope):
            continue
        for name in names:
            changed = (quietly(scope["r"]) != base) if name == "r" and written == "given" else seen(scope[name]) != before[name]
            if not changed:
                continue
            ask = f"print({name}.attrs)" if ".attrs" in statement and hasattr(scope[name], "attrs") else show(scope[name], name)
            if ".index.name" in statement and type(scope[name]).__module__.startswith("pandas"):
                ask = f"print({name}.index.name)" if hasattr(scope[name], "index") else f"print({name}.name)"
            if ".columns.name" in statement:
                ask = f"print({name}.columns.name)" if hasattr(scope[name], "columns") else f"print({name}.name)"
            runs.known.add((written, kind_of(statement)))
            kind = "the result is a value that changes" if name == "r" and written == "r" else f"«{kind_of(statement)}» shows in {name}"
            yield kind, cells_of(call, made, statement, ask), -2


def kind_of(statement):
    return re.sub(r"\d+", "0", statement.split("\n")[0])


def heeds(runs):
    """Settings, streams and files that the result depends on."""
    call = runs.call
    made = f"r = {call.text}"

    def outcome(before):
        scope = runs.start(before)
        run(made, scope)
        return quietly(scope["r"]), show(scope["r"], "r")

    try:
        base, ask = outcome("")
        again, _ = outcome("")
    except Exception:
        return
    if base != again:
        return
    for name, statement in SETTINGS.items():
        try:
            other, _ = outcome(statement)
        except Exception:
            continue
        finally:
            runs.keeper.restore()
        if other != base:
            first, *others = cells_of(call, made, ask)
            yield f"heeds {name}", [with_imports(first, statement), statement, *others], 1
    for path, statement in FILES.items():
        if path in call.setup + call.text:
            changed = re.sub(r"\d", "8", statement)
            scope = runs.start()
            with contextlib.suppress(Exception):
                run(changed, scope)
                run(call.setup, scope)
                run(made, scope)
                if quietly(scope["r"]) != base:
                    whole = cells_of(call, statement, made, ask)
                    # The file is there before what is given opens it.
                    yield f"reads {path}", [whole[0], statement, *[each for each in whole[1:] if each != statement]], 1
            runs.keeper.clean()

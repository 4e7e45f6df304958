"""Says for each source text whether this Python can parse it. Reads and writes JSON; started with -I -S: 15 ms."""

import ast
import json
import sys
import warnings


def verdict(source):
    try:
        # Top-level await is legal in a cell; whether a script can have it is asked elsewhere.
        compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return {"line": error.lineno or 1, "column": (error.offset or 1) - 1, "message": error.msg}
    except (ValueError, RecursionError, MemoryError) as error:
        return {"line": 1, "column": 0, "message": str(error) or type(error).__name__}
    return None


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sources = json.loads(sys.stdin.buffer.read().decode("utf-8", "surrogatepass"))
    answer = [verdict(source) for source in sources]
    if sys.argv[1:] == ["who"]:  # as who.py says it
        version = "%d.%d.%d" % sys.version_info[:3]
        answer = {"path": sys.executable, "version": version, "prefix": sys.prefix, "faults": answer}
    json.dump(answer, sys.stdout)

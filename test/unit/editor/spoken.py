"""What the conversion says to people: `spoken.py FILE ...` prints it as a JSON list, `{0}`, `{1}` ... for what is filled in.

Refusals, the reasons and ways out that they are made of, and warnings; not the words that describe a column.
"""

import ast
import json
import re
import sys

NAMES = re.compile(r"reason|way_out|wayOut|[A-Z_]+$")
CALLS = {"Refusal", "refusal", "append", "ValueError"}


def template(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    text, holes = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += part.value
        else:
            text += f"{{{holes}}}"
            holes += 1
    return text


def texts(node):
    text = template(node)
    if text is not None:
        return [text]
    # What a call is given is not said, what it joins or chooses is.
    inside = [] if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    return [each for child in inside for each in texts(child)]


def name_of(node):
    if isinstance(node, ast.Subscript):
        return template(node.slice) or ""
    return getattr(node, "id", None) or getattr(node, "attr", "")


def said(node):
    if isinstance(node, ast.Call) and name_of(node.func) in CALLS:
        return [each for argument in node.args for each in texts(argument)]
    if isinstance(node, ast.Assign) and any(NAMES.match(name_of(target)) for target in node.targets):
        return texts(node.value)
    if isinstance(node, ast.FunctionDef) and node.name.startswith("reason"):
        return [each for inner in ast.walk(node) if isinstance(inner, ast.Return) for each in texts(inner)]
    if isinstance(node, ast.Dict):
        keys = [template(key) for key in node.keys if key is not None]
        return [each for key, value in zip(keys, node.values) if key in ("reason", "wayOut") for each in texts(value)]
    return []


found = set()
for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as source:
        found.update(text for node in ast.walk(ast.parse(source.read())) for text in said(node))
# One word is a name, a list of names or a line of code is none of ours either.
print(json.dumps(sorted(text for text in found if re.search(r"[a-z})] [a-z{(]|^[A-Z].*\.$", text) and "\n" not in text)))

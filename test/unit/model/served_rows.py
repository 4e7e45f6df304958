"""What rows of a table become by the model's features.pickle, compared with what the notebook makes of the same table.

    python served_rows.py SCRIPTS MODEL SOURCE TABLE COLUMN...      SCRIPTS: the folder with feature_rows.py

Prints {"wrong": {column: rows}, "rows": rows that were compared, "refused": {row: reason}}.
"""
import json
import sys

scripts, model, source, table, *names = sys.argv[1:]
sys.path.insert(0, scripts)

import feature_rows
from model_features import same

made, refused = feature_rows.learned(f"{model}/features.pickle", table, names)
with open(source, encoding="utf-8") as file:
    notebook = {"__name__": "notebook"}
    exec(compile(file.read(), "notebook", "exec"), notebook)
X = notebook["X"]
kept = [at for at in range(len(made[names[0]])) if at not in refused]
wrong = {}
for name in names:
    column = X[name.removesuffix(" (made)")]
    wrong[name] = sum(at not in column.index or not same(made[name][at], column.loc[at]) for at in kept)
print(json.dumps({"wrong": wrong, "rows": len(kept), "refused": refused}))

/** Notebooks that are hard to cut into functions: what a cell has around it, a function lacks. */
import type { CellText } from './notebooks.ts'

const IMPORTS = `import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.tree import DecisionTreeClassifier`
const LOAD = "df = pd.read_csv('wine.csv').dropna()"
const XY = "X = df.drop(columns=['cultivar', 'sample'])\ny = df['cultivar']"
const SPLIT = `${XY}\nX_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)`
/** The same, and the target is whether a wine is of one cultivar. */
const OF_ONE = SPLIT.replace("df['cultivar']", "(df['cultivar'] == 'barolo').astype(int)")
const FIT = 'model = GaussianNB().fit(X_train, y_train)'

export const cases: readonly { readonly name: string; readonly cells: readonly CellText[] }[] = [
  {
    name: 'a report that alone judges the model, over several lines',
    cells: [
      `${IMPORTS}\nfrom sklearn.metrics import classification_report as report`,
      LOAD,
      SPLIT,
      FIT,
      'shown = report(\n    y_test,\n    model.predict(X_test),  # of the third\n    zero_division=0,\n)',
      'print(shown)',
    ],
  },
  {
    name: 'a loop over models that keeps the best of them, which is not the last',
    cells: [
      `${IMPORTS}\nimport copy`,
      `${LOAD}\n${SPLIT}`,
      'models = [DecisionTreeClassifier(max_depth=2, random_state=0), GaussianNB(), DecisionTreeClassifier(max_depth=1, random_state=0)]\nbest, most = None, None\nfor model in models:\n    model.fit(X_train, y_train)\n    score = accuracy_score(y_test, model.predict(X_test))\n    print(model, score)\n    if most is None or most < score:\n        most = score\n        best = copy.deepcopy(model)\n    else:\n        print("worse")',
      'print(best, most)',
    ],
  },
  {
    name: 'a list of models of which the best is taken by the place of its score',
    cells: [
      IMPORTS,
      `${LOAD}\n${SPLIT}`,
      'models = [DecisionTreeClassifier(max_depth=2, random_state=0), GaussianNB(), DecisionTreeClassifier(max_depth=1, random_state=0)]\nscores = []\nfor model in models:\n    model.fit(X_train, y_train)\n    scores.append(accuracy_score(y_test, model.predict(X_test)))\nat = np.argmax(scores)\nbest = models[at]',
      'print(best, max(scores))',
    ],
  },
  {
    name: 'a function that judges the model through another function, by names of the notebook',
    cells: [
      `${IMPORTS}\nfrom sklearn.metrics import mean_squared_error`,
      `${LOAD}\n${OF_ONE}`,
      'def rooted(truth, predicted):\n    return np.sqrt(mean_squared_error(truth, predicted))\n\ndef show(truth, predicted):\n    print(rooted(truth, predicted), accuracy_score(truth, predicted))\n\ndef judge(model):\n    model.fit(X_train, y_train)\n    predicted = model.predict(X_test)\n    show(y_test, predicted)',
      'for model in [DecisionTreeClassifier(random_state=0), GaussianNB()]:\n    judge(model)',
    ],
  },
  {
    name: 'functions that read, split, train and judge, whose literals are tunable where they stand',
    cells: [
      `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
SEED = 3`,
      `def load(path='wine.csv', cut=0.5):
    """Reads."""
    rows = pd.read_csv(path).dropna()
    return rows[rows['hue'] > cut]
def split(rows, test_size=0.4):
    params = ['alcohol', 'hue']
    return train_test_split(rows[params], rows['cultivar'], test_size=test_size, random_state=SEED)
def train(X, y, *, C=1.0, **more):
    return LogisticRegression(C=C, solver='newton-cg', **more).fit(X, y)
def score(model, X, y): return accuracy_score(y, model.predict(X))`,
      'rows = load()\nprint(len(rows))',
      'X_train, X_test, y_train, y_test = split(rows, 0.3)',
      'first = train(X_train, y_train)\nprint(score(first, X_test, y_test))',
      'model = train(X_train, y_train, C=0.1, max_iter=50)\nprint(score(model, X_test, y_test))',
    ],
  },
  {
    name: 'a configuration in a class and in a dictionary',
    cells: [
      `${IMPORTS}
class CFG:
    seed = 4
    path = 'wine.csv'
    depth: int = 3
options = {'max_depth': 2, 'criterion': 'entropy'}`,
      'df = pd.read_csv(CFG.path).dropna()',
      `${XY}\nX_train, X_test, y_train, y_test = train_test_split(X, y, random_state=CFG.seed)`,
      "options['max_depth'] += 1\nmodel = DecisionTreeClassifier(random_state=CFG.seed, **options).fit(X_train, y_train)",
      'print(accuracy_score(y_test, model.predict(X_test)), model.get_depth() == CFG.depth)',
    ],
  },
  {
    name: 'several metrics in a comprehension',
    cells: [
      `${IMPORTS}\nfrom sklearn.metrics import cohen_kappa_score`,
      LOAD,
      SPLIT,
      `${FIT}\npredicted = model.predict(X_test)`,
      "scorers = {'share': accuracy_score, 'kappa': cohen_kappa_score}\nresults = {name: f(y_test, predicted) for name, f in scorers.items()}\nprint(results)",
      'print([f(y_test, predicted) for f in (accuracy_score, cohen_kappa_score)])',
    ],
  },
  {
    name: 'scorers by their names, and errors written by hand in parts',
    cells: [
      `${IMPORTS}\nfrom sklearn.metrics import get_scorer, make_scorer, cohen_kappa_score`,
      LOAD,
      OF_ONE,
      `${FIT}\nkappa = make_scorer(cohen_kappa_score)`,
      "print(get_scorer('accuracy')(model, X_test, y_test), kappa(model, X_test, y_test))",
      'errors = np.abs(model.predict(X_test) - y_test)\nprint(errors.mean(), np.sum(np.square(np.subtract(y_test, model.predict(X_test)))) / len(y_test))',
    ],
  },
  {
    name: 'commands of the system that make the file that is read, and whose lines are used',
    cells: [
      IMPORTS,
      '%%bash\ncp wine.csv first.csv',
      '!cp first.csv copied.csv\nlines = !wc -l copied.csv\nnumber = int(lines[0].split()[0])',
      "def read():\n    get_ipython().magic('autoreload 2')\n    return pd.read_csv('copied.csv', nrows=number - 1)\ndf = read().dropna()",
      SPLIT,
      FIT,
      'print(accuracy_score(y_test, model.predict(X_test)))',
    ],
  },
  {
    name: 'code that never runs and names more: a method, a branch, an annotation',
    cells: [
      `${IMPORTS}\nimport typing as t, matplotlib.pyplot as plt`,
      "Frame = pd.DataFrame\nclass Reader:\n    def __init__(self, path):\n        self.path = path\n    def read(self) -> 'Frame':\n        found: t.Optional[Frame] = pd.read_csv(self.path)\n        return found.dropna()\n    def show(self):\n        plt.plot(offset)",
      "reader = Reader('wine.csv')\ndf = reader.read()\nreader.show\noffset = 3\ndf['ash'] = df['ash'].map(lambda ash: ash + later if False else ash)\nlater = 2",
      `${SPLIT}\n${FIT}\nmodel.score(X_test, y_test)`,
    ],
  },
  {
    name: 'queries in functions, lambdas and comprehensions that read variables of the notebook',
    cells: [
      IMPORTS,
      `${LOAD}\nlow, high = df.alcohol.min() + 0.5, df.alcohol.max()\ngood = list(df.index[df.hue > 0.5])`,
      "pick = lambda frame: frame.query('alcohol > @low')\ndef clip(frame):\n    def inner(rows, most=20):\n        return rows.query(\n            'alcohol < @high and ash < @most',\n        )\n    return inner(frame)",
      "df = clip(pick(df))\ndf = pd.concat([part.query('index in @good') for _, part in df.groupby('cultivar')])",
      `${SPLIT}\n${FIT}\nmodel.score(X_test, y_test)`,
    ],
  },
  {
    name: 'functions called main, load and display, builtins that are bound anew, and what a cell displays',
    cells: [
      IMPORTS,
      "def peek(frame):\n    display(frame.head(2))\n    return frame\ndef load(path):\n    return peek(pd.read_csv(path).dropna())\ndef main(path='wine.csv'):\n    return load(path)",
      "df = main()\nmax = max(df.alcohol)\nlist = [each for each in df.columns if each != 'sample']\nid = df[list].cultivar\ndf['alcohol'] = df.alcohol / max",
      `${SPLIT}\n${FIT}\nmodel.score(X_test, y_test)`,
    ],
  },
  {
    name: 'rows that a comprehension predicts one by one, and a metric that needs none of its names',
    cells: [
      IMPORTS,
      LOAD,
      SPLIT,
      FIT,
      'rows = X_test.to_numpy()\npredicted = [model.predict(row[None])[0] for row in rows]',
      'print(accuracy_score([each for each in y_test], [model.predict(row[None])[0] for row in rows]))',
    ],
  },
  {
    name: 'features that are made row by row, before and after a filter and on both sides of a split',
    cells: [
      IMPORTS,
      `LIMIT = 13.0\ndef with_ratio(frame):\n    frame = frame.copy()\n    frame['ratio'] = frame['ash'] / frame['hue']\n    return frame`,
      `${LOAD}\ndf['strong'] = np.where(df.alcohol > LIMIT, 'yes', 'no')`,
      `df['ash'] = df['ash'] - df['ash'].mean()\ndf = df[df.alcohol > 12].copy()\nLEVELS = {'yes': 1, 'no': 0}`,
      `df['strong'] = df['strong'].map(LEVELS)\n${SPLIT}`,
      'X_train = with_ratio(X_train)\nX_test = with_ratio(X_test)',
      `${FIT}\nmodel.score(X_test, y_test)`,
    ],
  },
  {
    name: 'the environment, a file and a figure that change after they were asked',
    cells: [
      `${IMPORTS}\nimport os\nimport matplotlib.pyplot as plt`,
      `${LOAD}\nos.environ['SEED'] = '1'\nwritten = open('depth.txt', 'w').write('1')`,
      "plt.scatter(df['alcohol'], df['hue'], c=df['hue'])\nplt.colorbar()\nplt.sca(plt.gcf().axes[0])\nplt.xlim(12, 14)\nlow, high = plt.xlim()\ndf = df[df['alcohol'].between(low, high)]",
      `${XY}\nX_train, X_test, y_train, y_test = train_test_split(X, y, random_state=int(os.environ['SEED']))`,
      "depth = int(open('depth.txt').read())\nos.environ['SEED'] = '3'\nwritten = open('depth.txt', 'w').write('2')",
      "model = DecisionTreeClassifier(max_depth=depth + int(open('depth.txt').read()), random_state=int(os.environ['SEED'])).fit(X_train, y_train)",
      'model.score(X_test, y_test)',
    ],
  },
  {
    name: 'settings and a working folder that change after they were asked',
    cells: [
      `${IMPORTS}\nimport os\nfrom sklearn import set_config\nset_config(transform_output='default')\nos.environ['SCALE'] = '2'`,
      `${LOAD}\nos.makedirs('below', exist_ok=True)\nwritten = open('below/low.txt', 'w').write('12')\nos.chdir('below')`,
      "df['ash'] = StandardScaler().fit_transform(df[['ash']])[:, 0] * int(os.environ['SCALE'])\nset_config(transform_output='pandas')\nos.environ['SCALE'] = '3'",
      `${SPLIT}\nscaler = StandardScaler().fit(X_train)\nnames = list(scaler.transform(X_train).columns[1:])`,
      'model = GaussianNB().fit(scaler.transform(X_train)[names], y_train)',
      "low = float(open('low.txt').read()) + int(os.environ['SCALE']) / 10\npredicted = model.predict(scaler.transform(X_test)[names])\naccuracy_score(y_test[X_test['alcohol'] > low], predicted[X_test['alcohol'] > low])",
    ],
  },
  {
    name: 'a function that writes a global',
    cells: [
      IMPORTS,
      'limit = 1.0\ndef raise_limit():\n    global limit\n    limit = limit + 11',
      `${LOAD}\nraise_limit()\ndf = df[df.alcohol > limit]\nlimit = 100`,
      `${SPLIT}\n${FIT}\nmodel.score(X_test, y_test)`,
    ],
  },
  {
    name: 'names of builtins and of imported functions that become variables',
    cells: [
      `${IMPORTS}\nfrom time import time`,
      `${LOAD}\nmax = max(df.alcohol)\ndf['relative'] = df.alcohol / max\ntime = time() * 0\ndf['relative'] += time`,
      `${SPLIT}\n${FIT}\nsum = accuracy_score(y_test, model.predict(X_test))\nsum`,
    ],
  },
  {
    name: 'a fitted object that holds a function which reads a list that changes',
    cells: [
      IMPORTS,
      "COLUMNS = ['alcohol', 'hue']\ndef pick(frame):\n    return frame[COLUMNS]\nCOLUMNS.append('proline')",
      `${LOAD}\n${SPLIT}`,
      'model = make_pipeline(FunctionTransformer(pick), GaussianNB()).fit(X_train, y_train)',
      'predicted = model.predict(X_test)\nprint((predicted == y_test).mean())',
    ],
  },
  {
    name: 'a class of the notebook inside the model',
    cells: [
      `${IMPORTS}\nfrom sklearn.base import BaseEstimator, TransformerMixin`,
      "class Log(TransformerMixin, BaseEstimator):\n    '''Of\n  all.'''\n    def fit(self, X, y=None):\n        return self\n    def transform(self, X):\n        return np.log1p(X)",
      `${LOAD}\n${SPLIT}`,
      'model = make_pipeline(Log(), GaussianNB())\nmodel.fit(X_train, y_train)\nmodel.score(X_test, y_test)',
    ],
  },
  {
    name: 'a setting of a library that every stage needs',
    cells: [
      `${IMPORTS}\nfrom sklearn import set_config\nset_config(transform_output='pandas')`,
      `${LOAD}\n${SPLIT}\nscaler = StandardScaler().fit(X_train)`,
      "columns = ['hue', 'ash']\nmodel = GaussianNB().fit(scaler.transform(X_train)[columns], y_train)",
      'print(accuracy_score(y_test, model.predict(scaler.transform(X_test)[columns])))',
    ],
  },
  {
    name: 'one random stream through all stages, past a fit that only the scripts make',
    cells: [
      IMPORTS,
      `np.random.seed(5)\n${LOAD}\ndf = df.sample(frac=1)`,
      'X = df[["alcohol", "hue"]].assign(noise=np.random.normal(size=len(df)))\ny = df.cultivar',
      'tree = DecisionTreeClassifier(max_features=1)\npredicted = cross_val_predict(tree, X, y, cv=KFold(4, shuffle=True))',
      'accuracy_score(y, predicted)',
    ],
  },
  {
    name: 'folds looped over by hand',
    cells: [
      IMPORTS,
      `${LOAD}\n${XY}\nX, y = X.values, y.values.astype(object)`,
      'oof = np.empty(len(y), dtype=object)\nfor train, test in KFold(5, shuffle=True, random_state=3).split(X):\n    model = GaussianNB()\n    model.fit(X[train], y[train])\n    oof[test] = model.predict(X[test])\n    print("fold")',
      "print('accuracy', (oof == y).mean())",
    ],
  },
  {
    name: 'an estimator that never gets a name',
    cells: [
      IMPORTS,
      `${LOAD}\n${XY}`,
      "scores = cross_val_score(make_pipeline(StandardScaler(),\n    GaussianNB()), X, y,\n    cv=4)\nprint('mean', scores.mean())",
    ],
  },
  {
    name: 'a cross-validation by one scorer, shown as a table, and one by several whose scores are taken out by key',
    cells: [
      IMPORTS,
      `from sklearn.model_selection import cross_validate\n${LOAD}\n${XY}`,
      'table = cross_validate(GaussianNB(), X, y, cv=4)\npd.DataFrame(table)',
      "several = cross_validate(GaussianNB(), X, y, cv=4, scoring=['accuracy', 'neg_log_loss'])\nlosses = -several['test_neg_log_loss']\nlosses",
    ],
  },
  {
    name: 'a target that is deleted from the frame, and names that are deleted',
    cells: [
      IMPORTS,
      `${LOAD}\ny = df['cultivar']\ndel df['cultivar']\ndf.pop('sample')`,
      'X_train, X_test, y_train, y_test = train_test_split(df, y, random_state=0)\ndel y, df',
      `${FIT}\nmodel.score(X_test, y_test)`,
    ],
  },
  {
    name: 'an import that may fail, and a function named like a stage',
    cells: [
      `try:\n    import no_such_package as maybe\nexcept ImportError:\n    maybe = None\n${IMPORTS}`,
      `${LOAD}\nif maybe is None:\n    df = df[df.alcohol > 12]\nelse:\n    df = maybe.filter(df)`,
      `${SPLIT}\n${FIT}`,
      'def evaluate(model, X, y):\n    return accuracy_score(y, model.predict(X))\nprint(evaluate(model, X_test, y_test))',
    ],
  },
  {
    name: 'a function that makes the model, judges it and returns both, with what nobody asks for',
    cells: [
      `${IMPORTS}\n${LOAD}\n${SPLIT}`,
      'def trained(X, y, rows, truth):\n    bayes = GaussianNB()\n    bayes = bayes.fit(X, y)\n    p = bayes.predict(rows)\n    return p, bayes, accuracy_score(truth, p)',
      'tree = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)\nguess, model, share = trained(X_train, y_train, X_test, y_test)\nprint(share)',
    ],
  },
  {
    name: 'two metrics of a function over several lines, called twice in one statement',
    cells: [
      `${IMPORTS}\nfrom sklearn.metrics import balanced_accuracy_score`,
      `${LOAD}\n${SPLIT}\n${FIT}`,
      'def tell(truth, answer):\n    return {\n        "all": accuracy_score(truth, answer),\n        "each": balanced_accuracy_score(truth, answer),\n    }',
      'table = pd.DataFrame([\n    tell(y_train, model.predict(X_train)),\n    tell(y_test, model.predict(X_test)),\n])\ntable',
    ],
  },
  {
    name: 'metrics within f-strings of either quote',
    cells: [
      IMPORTS,
      `${LOAD}\n${SPLIT}\n${FIT}`,
      `def tell(truth, answer):\n    return {"all": f"{accuracy_score(truth, answer):.3f}"}`,
      `shown = tell(y_test, model.predict(X_test))\nprint(shown)\nlast = f'{model.score(X_test, y_test)}'\nprint(f"{float(last):.2f}")`,
    ],
  },
  {
    name: 'a metric of a function that is called twice in a statement that the model needs',
    cells: [
      IMPORTS,
      `${LOAD}\n${SPLIT}`,
      'def tell(model, X, y):\n    return accuracy_score(y, model.predict(X))',
      'bayes, tree = GaussianNB().fit(X_train, y_train), DecisionTreeClassifier(max_depth=1).fit(X_train, y_train)\nfound = [tell(bayes, X_test, y_test), tell(bayes, X_train, y_train)]\nmodel = bayes if found[0] > 0.5 else tree',
      'print(tell(model, X_test, y_test))',
    ],
  },
  {
    name: 'variables named like the stages and like what the scripts use',
    cells: [
      IMPORTS,
      `${LOAD}\ntest = df.sample(frac=0.3, random_state=1)\ntrain = df.drop(test.index)\nload = ['hue', 'ash']\nfeatures = load + ['proline']`,
      "evaluate = GaussianNB()\nevaluate.fit(train[features], train['cultivar'])",
      "metrics = accuracy_score(test['cultivar'], evaluate.predict(test[features]))\nparams = artifacts = metrics\nprint(params)",
    ],
  },
  {
    name: 'a main function that makes everything global',
    cells: [
      IMPORTS,
      `def main():\n    global model, X_test, y_test\n    ${LOAD}\n    X_train, X_test, y_train, y_test = train_test_split(df[['hue', 'ash']], df.cultivar, random_state=0)\n    model = GaussianNB()\n    model.fit(X_train, y_train)\n\nif __name__ == '__main__':\n    main()`,
      'print(accuracy_score(y_test, model.predict(X_test)))',
    ],
  },
  {
    name: 'models in a dictionary, the best one measured',
    cells: [
      IMPORTS,
      `${LOAD}\n${SPLIT}`,
      "models = {'bayes': GaussianNB(), 'tree': DecisionTreeClassifier(random_state=0)}\nresults = {}\nfor name, model in models.items():\n    model.fit(X_train, y_train)\n    results[name] = accuracy_score(y_test, model.predict(X_test))\nbest = max(results, key=results.get)",
      'models[best].score(X_test, y_test)',
    ],
  },
  {
    name: 'a search, its best score and its best estimator',
    cells: [
      IMPORTS,
      `${LOAD}\n${SPLIT}`,
      "search = GridSearchCV(DecisionTreeClassifier(random_state=0), {'max_depth': [1, 2, 3]}, cv=3)\nsearch.fit(X_train, y_train)\nprint(search.best_score_, search.score(X_test, y_test))",
    ],
  },
]

import assert from 'node:assert/strict'
import { findEvaluations } from '../../../src/build/analysis/evaluation/finder.ts'
import { nameMetrics } from '../../../src/build/pipeline/additions/measures.ts'
import { analysisOf, choiceOf } from './notebooks.ts'

const START = `import numpy as np
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, mean_absolute_error, mean_squared_error
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score, cross_validate
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler`
const FIT = 'model = LogisticRegression()\nmodel.fit(X_train, y_train)'

interface Case {
  readonly name: string
  readonly code: string
  /** metric, task, kind, class of the estimator, and the text of rows, truth and prediction. */
  readonly found: string
}

const cases: Case[] = [
  {
    name: 'a metric of predictions inside a print',
    code: `${FIT}\np = model.predict(X_test)\nprint(f'{accuracy_score(y_test, p):.3f}')`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test p',
  },
  {
    name: 'the root of another squared error, under its own name',
    code: `from sklearn.metrics import mean_squared_log_error\n${FIT}\np = model.predict(X_test)\nprint(mean_squared_log_error(y_test, p)**(1/2))`,
    found: 'root_mean_squared_log_error regression holdout LogisticRegression X_test y_test p',
  },
  {
    name: 'the accuracy in a report, where nothing else judges the model',
    code: `from sklearn.metrics import classification_report\n${FIT}\np = model.predict(X_test)\nprint(classification_report(y_test, p, zero_division=0))`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test p',
  },
  {
    name: 'the predictions first, where that gives the same number',
    code: `${FIT}\np = model.predict(X_test)\nprint(accuracy_score(p, y_test))`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test p',
  },
  {
    name: 'the predictions first, where that gives another number: under another name',
    code: `from sklearn.metrics import r2_score\n${FIT}\np = model.predict(X_test)\nprint(r2_score(p, y_test))`,
    found: 'r2_swapped regression holdout LogisticRegression X_test y_test p',
  },
  {
    name: 'the same in a function',
    code: `from sklearn.metrics import r2_score\ndef report(m, X, y):\n    p = m.predict(X)\n    print(r2_score(p, y))\n${FIT}\nreport(model, X_test, y_test)`,
    found: 'r2_swapped regression holdout LogisticRegression X_test y_test -',
  },
  {
    name: 'the predictions first, in a function',
    code: `def report(m, X, y):\n    print(accuracy_score(m.predict(X), y))\n${FIT}\nreport(model, X_test, y_test)`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test -',
  },
  {
    name: 'the number beside a report',
    code: `from sklearn.metrics import classification_report\n${FIT}\np = model.predict(X_test)\nprint(classification_report(y_test, p))\nprint(accuracy_score(y_test, p))`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test p',
  },
  {
    name: 'a threshold that other rows gave: the rows are those whose predictions are compared with it',
    code: `${FIT}\np = model.predict_proba(X_test)[:, 1]\nseen = model.predict_proba(X_train)[:, 1]\ncut = np.quantile(seen, 0.9)\nprint(accuracy_score(y_test, p > cut))`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test p > cut',
  },
  {
    name: 'a metric of imbalanced-learn',
    code: `from imblearn.metrics import geometric_mean_score\n${FIT}\np = model.predict(X_test)\nprint(geometric_mean_score(y_test, p))`,
    found: 'geometric_mean classification holdout LogisticRegression X_test y_test p',
  },
  {
    name: "an estimator's own score",
    code: 'model = make_pipeline(StandardScaler(), Ridge()).fit(X_train, y_train)\nmodel.score(X_test, y_test)',
    found: 'r2 regression holdout Ridge X_test y_test -',
  },
  {
    name: 'predictions out of folds',
    code: 'oof = cross_val_predict(RandomForestClassifier(), X, y, cv=5)\naccuracy_score(y, oof)',
    found: 'accuracy classification out-of-fold RandomForestClassifier X y oof',
  },
  {
    name: 'predictions out of folds that a function makes',
    code: `from sklearn.base import clone\ndef folded(model, X, y):\n    made = np.zeros(len(X))\n    for train, test in KFold(5).split(X):\n        m = clone(model).fit(X[train], y[train])\n        made[test] = m.predict(X[test])\n    return made\nguess = folded(Ridge(), rows, cost)\nprint(mean_absolute_error(cost, guess))`,
    found: 'mean_absolute_error regression out-of-fold Ridge rows cost guess',
  },
  {
    name: 'the same with what else the function returns, in a loop that counts, by columns of probabilities',
    code: `import copy\ndef folded(rows, target, estimator, k=5):\n    scores, out = [], np.zeros(len(rows))\n    for fold, (a, b) in enumerate(KFold(k).split(rows, target)):\n        m = copy.deepcopy(estimator)\n        m.fit(rows[a], target[a])\n        out[b] = m.predict_proba(rows[b])[:, 1]\n        scores.append(fold)\n    return out, scores\nshares, scores = folded(X, y, estimator=LogisticRegression())\nprint(accuracy_score(y, shares > 0.5))`,
    found: 'accuracy classification out-of-fold LogisticRegression X y shares > 0.5',
  },
  {
    name: 'the mean that is taken of scores by fold, wherever it is taken',
    code: "s = cross_val_score(Ridge(), X, y, scoring='r2')\nprint('five folds')\nprint(s.mean())",
    found: 'r2 regression out-of-fold Ridge X y -',
  },
  {
    name: 'the roots of errors by fold, under the name of what the notebook tells',
    code: "s = np.sqrt(-cross_val_score(Ridge(), X, y, scoring='neg_mean_squared_error'))\nprint(s.mean())",
    found: 'root_mean_squared_error regression out-of-fold Ridge X y -',
  },
  {
    name: 'errors by fold that keep the sign of a score',
    code: "s = cross_val_score(Ridge(), X, y, scoring='neg_mean_absolute_error').mean()\nprint(-s)",
    found: 'neg_mean_absolute_error regression out-of-fold Ridge X y -',
  },
  {
    name: 'the roots of errors by fold that a function gives',
    code: "def by_folds(m):\n    s = np.sqrt(-cross_val_score(m, X, y, scoring='neg_mean_squared_error', cv=5)).mean()\n    return s\nprint(by_folds(Ridge()))",
    found: 'root_mean_squared_error regression out-of-fold Ridge X y -',
  },
  {
    name: 'what the results of statsmodels hold of their fit',
    code: 'import statsmodels.api as sm\nresults = sm.OLS(y, sm.add_constant(X)).fit()\nprint(results.rsquared)',
    found: 'r2 regression training rows OLS - - -',
  },
  {
    name: "a search's best score, with what it searches",
    code: "g = GridSearchCV(Pipeline([('s', StandardScaler()), ('m', LogisticRegression())]), {})\ng.fit(X, y)\ng.best_score_",
    found: 'accuracy classification out-of-fold LogisticRegression X y -',
  },
  {
    name: 'a search that is judged by what it searched by',
    code: "by = 'roc_auc'\ng = GridSearchCV(LogisticRegression(), {}, scoring=by).fit(X_train, y_train)\nprint(g.score(X_test, y_test))",
    found: 'roc_auc classification holdout LogisticRegression X_test y_test -',
  },
  {
    name: 'predictions of a model of an unknown library that holds a method of another',
    code: `from mapie.risk_control import Controller\n${FIT}\nc = Controller(model.predict_proba, 'precision')\nc.calibrate(X_calib, y_calib)\nprint(accuracy_score(y_test, c.predict(X_test)))`,
    found: 'accuracy classification holdout Controller X_test y_test c.predict(X_test)',
  },
  {
    name: 'a model of survival times, whose score is a concordance',
    code: 'from sksurv.ensemble import GradientBoostingSurvivalAnalysis\nmodel = GradientBoostingSurvivalAnalysis().fit(X_train, y_train)\nprint(model.score(X_test, y_test))',
    found: 'concordance_index classification holdout GradientBoostingSurvivalAnalysis X_test y_test -',
  },
  {
    name: 'a scorer that the text does not tell is no accuracy',
    code: 's = cross_val_score(LogisticRegression(), X, y, scoring=gain)\nprint(s.mean())',
    found: 'score classification out-of-fold LogisticRegression X y -',
  },
  {
    name: 'one of several scores of the folds, by its key',
    code: "s = cross_validate(Ridge(), X, y, scoring=['neg_mean_absolute_error', 'r2'])\nprint(-s['test_neg_mean_absolute_error'].mean())",
    found: 'neg_mean_absolute_error regression out-of-fold Ridge X y -',
  },
  {
    name: 'the scores of the folds that are taken out by their key, with their sign, where no mean is taken of them',
    code: "s = cross_validate(Ridge(), X, y, scoring={'rmse': 'neg_root_mean_squared_error', 'r2': 'r2'})\nrmse = -s['test_rmse']\nprint(rmse.max())",
    found: 'rmse regression out-of-fold Ridge X y -',
  },
  {
    name: "a bare booster, through the library's own tables",
    code: `import xgboost as xgb\ndtrain = xgb.DMatrix(X_train, label=y_train)\ndtest = xgb.DMatrix(X_test, y_test)
bst = xgb.train({}, dtrain)\np = bst.predict(dtest)\nmean_absolute_error(y_test, p)`,
    found: 'mean_absolute_error regression holdout Booster X_test y_test p',
  },
  {
    name: 'a bare booster that is judged on the rows that it learned from',
    code: `import lightgbm as lgb\ntable = lgb.Dataset(X, label=y)
bst = lgb.train({'objective': 'binary'}, table)\naccuracy_score(y, bst.predict(X) > 0.5)`,
    found: 'accuracy classification training rows Booster X y bst.predict(X) > 0.5',
  },
  {
    name: 'a metric in a function, of parts of what it is given',
    code: `def report(model, split):
    return accuracy_score(split.y_test, model.predict(split.X_test))
wines = Split(X, y)\nforest = RandomForestClassifier().fit(wines.X_train, wines.y_train)\nreport(forest, wines)`,
    found: 'accuracy classification holdout RandomForestClassifier wines.X_test wines.y_test -',
  },
  {
    name: 'accuracy written by hand',
    code: `${FIT}\np = model.predict(X_test)\n(p == y_test).mean()`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test p',
  },
  {
    name: 'an absolute error written by hand',
    code: 'model = Ridge().fit(X, y)\nnp.mean(np.abs(y_test - model.predict(X_test)))',
    found: 'mean_absolute_error regression holdout Ridge X_test y_test model.predict(X_test)',
  },
  {
    name: 'the root of a squared error is one metric',
    code: 'model = Ridge().fit(X, y)\nprint(mean_squared_error(y_test, model.predict(X_test)) ** 0.5)',
    found: 'root_mean_squared_error regression holdout Ridge X_test y_test model.predict(X_test)',
  },
  {
    name: 'folds looped over by hand',
    code: `oof = np.empty(len(y))
for train, test in KFold(5).split(X):
    model = LogisticRegression().fit(X[train], y[train])
    oof[test] = model.predict(X[test])
accuracy_score(y, oof)`,
    found: 'accuracy classification out-of-fold LogisticRegression X[test] y oof',
  },
  {
    name: 'folds of several models, each with predictions of its own in a dictionary',
    code: `oof = {}
for name, model in {'l': LogisticRegression(), 'f': RandomForestClassifier()}.items():
    oof[name] = np.empty(len(y))
    for train, test in KFold(5).split(X):
        model.fit(X[train], y[train])
        oof[name][test] = model.predict(X[test])
    print(name, accuracy_score(y, oof[name]))`,
    found: 'accuracy classification out-of-fold RandomForestClassifier X[test] y oof[name]',
  },
  {
    name: 'an accuracy by hand in a function of the notebook, whichever comes first',
    code: `def accuracy(y_true, y_pred):\n    share = np.sum(y_true == y_pred) / len(y_true)\n    return share\n${FIT}\np = model.predict(X_test)\nprint(accuracy(y_test, p))`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test p',
  },
  {
    name: 'an error by hand in a function of the notebook, whichever comes first',
    code: `def mse(guess, real):\n    return np.mean((guess - real) ** 2)\nmodel = Ridge().fit(X_train, y_train)\np = model.predict(X_test)\nprint(mse(p, y_test))`,
    found: 'mean_squared_error regression holdout Ridge X_test y_test p',
  },
  {
    name: 'two truths are no evaluation of a model, in a function either',
    code: `def accuracy(y_true, y_pred):\n    return np.mean(y_true == y_pred)\n${FIT}\nprint(accuracy(y_test, y_test[::-1]))\nprint(model.score(X_test, y_test))`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test -',
  },
  {
    name: 'a function of the notebook that predicts and measures',
    code: `def report(m, X, y):\n    print(accuracy_score(y, m.predict(X)))\n${FIT}\nreport(model, X_test, y_test)`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test -',
  },
  {
    name: "a function that judges through another one, whose names are the notebook's",
    code: `def report(truth, p):\n    print(mean_absolute_error(truth, p))\ndef judge(m):\n    m.fit(X_train, y_train)\n    p = m.predict(X_test)\n    report(y_test, p)\nmodel = Ridge()\njudge(model)`,
    found: 'mean_absolute_error regression holdout Ridge X_test y_test -',
  },
  {
    name: 'the last of two reports that a function asks another one for',
    code: `def report(truth, p):\n    print(mean_absolute_error(truth, p))\ndef judge(m, X, y):\n    report(y_train, m.predict(X_train))\n    report(y, m.predict(X))\nmodel = Ridge().fit(X_train, y_train)\njudge(model, X_test, y_test)`,
    found: 'mean_absolute_error regression holdout Ridge X_test y_test -',
  },
  {
    name: 'an error of logarithms in steps, in a function that another one calls',
    code: `def error(y, p):\n    one = np.log1p(y)\n    other = np.log1p(p)\n    squared = (one - other) ** 2\n    return np.sqrt(np.mean(squared))\ndef judge(m, X, y):\n    p = m.predict(X)\n    p = np.expm1(p)\n    print(error(y, p))\nmodel = Ridge().fit(X_train, y_train)\njudge(model, X_test, y_test)`,
    found: 'root_mean_squared_log_error regression holdout Ridge X_test y_test -',
  },
  {
    name: 'a function that takes the model, the rows and the truth from the notebook',
    code: `def judge():\n    print(accuracy_score(y_test, model.predict(X_test)))\n${FIT}\njudge()`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test -',
  },
  {
    name: 'relative errors by numpy, written as a product',
    code: `model = Ridge().fit(X_train, y_train)\np = model.predict(X_test)\nprint(np.mean(abs(np.multiply(np.array(y_test.T - p), np.array(1 / y_test)))))`,
    found: 'mean_absolute_percentage_error regression holdout Ridge X_test y_test.T p',
  },
  {
    name: 'errors under a name, whose mean is taken later',
    code: `model = Ridge().fit(X_train, y_train)\nerrors = abs(model.predict(X_test) - y_test)\nprint(round(np.mean(errors), 2))`,
    found: 'mean_absolute_error regression holdout Ridge X_test y_test model.predict(X_test)',
  },
  {
    name: 'a scorer by its name',
    code: `from sklearn.metrics import get_scorer\n${FIT}\nget_scorer('roc_auc')(model, X_test, y_test)`,
    found: 'roc_auc classification holdout LogisticRegression X_test y_test -',
  },
  {
    name: 'a loop over metrics, behind which the last of them stands',
    code: `from sklearn.metrics import cohen_kappa_score\n${FIT}\np = model.predict(X_test)\nfor f in (accuracy_score, cohen_kappa_score):\n    print(f(y_test, p))`,
    found: 'cohen_kappa classification holdout LogisticRegression X_test y_test p',
  },
  {
    name: 'the score of models in a list, which are what it holds',
    code: `models = [RandomForestRegressor(), Ridge()]\nfor m in models:\n    m.fit(X_train, y_train)\n    print(m.score(X_test, y_test))`,
    found: 'r2 regression holdout Ridge X_test y_test -',
  },
  {
    name: 'the same of pairs in a list that was filled',
    code: `models = []\nmodels.append(('forest', RandomForestRegressor()))\nmodels.append(('ridge', Ridge()))\nfor name, m in models:\n    m.fit(X_train, y_train)\n    print(m.score(X_test, y_test))`,
    found: 'r2 regression holdout Ridge X_test y_test -',
  },
  {
    name: 'a function of the notebook that makes the model, judges it and returns it',
    code: `def trained(X, y, rows, truth):\n    made = LogisticRegression().fit(X, y)\n    return made, accuracy_score(truth, made.predict(rows))\nmodel, share = trained(X_train, y_train, X_test, y_test)`,
    found: 'accuracy classification holdout LogisticRegression X_test y_test -',
  },
  {
    name: 'the same on the rows that it learned from',
    code: `def trained(X, y):\n    made = Ridge()\n    made.fit(X, y)\n    p = made.predict(X)\n    print(mean_absolute_error(y, p))\n    return made\nmodel = trained(X_train, y_train)`,
    found: 'mean_absolute_error regression training rows Ridge X_train y_train -',
  },
  {
    name: 'a score on the rows that the model learned from says so',
    code: 'model = Ridge().fit(X, y)\nmodel.score(X, y)',
    found: 'r2 regression training rows Ridge X y -',
  },
  {
    name: 'the score of one of several models, whose classes agree on what they predict',
    code: "made = [('l', Ridge()), ('f', Lasso())]\nscores = {'l': 1.0, 'f': 2.0}\nbest = max(scores, key=scores.get)\nmodel = Pipeline([('s', StandardScaler()), ('m', dict(made)[best])]).fit(X_train, y_train)\nmodel.score(X_test, y_test)",
    found: 'r2 regression holdout Pipeline X_test y_test -',
  },
  {
    name: 'the same of a model that no statement fits, by the name of the rows',
    code: 'from sklearn.ensemble import BaggingRegressor\nbag = BaggingRegressor(Ridge()).fit(X_train, y_train)\nfor one in bag.estimators_:\n    print(mean_absolute_error(y_train, one.predict(X_train)))',
    found:
      'mean_absolute_error regression training rows BaggingRegressor X_train y_train one.predict(X_train)',
  },
  {
    name: 'the same of the best model of a search, which the search fitted',
    code: "search = GridSearchCV(Ridge(), {'alpha': [1, 2]})\nsearch.fit(X, y)\nbest = search.best_estimator_\nbest.score(X, y)",
    found: 'r2 regression training rows Ridge X y -',
  },
]

suite('evaluation: what a notebook evaluates', () => {
  for (const { name, code, found } of cases)
    test(name, async () => {
      const evaluations = findEvaluations(await analysisOf([START, code]))
      assert.deepEqual(
        evaluations.map((each) =>
          [
            each.metric,
            each.task,
            each.kind,
            each.estimator.className,
            each.rows?.node.text ?? '-',
            each.truth?.node.text ?? '-',
            each.prediction?.node.text ?? '-',
          ].join(' '),
        ),
        [found],
      )
    })

  test('a column of a table is predicted by the model that gave it, however the table was cut since', async () => {
    const cells = [
      START,
      `${FIT}\nforest = RandomForestRegressor().fit(X_train, y_train)`,
      "test = split.copy()\ntest['naive'] = test['y'].shift(7)\ntest['guess'] = model.predict(X_test)\ntest['trees'] = forest.predict(X_test)",
      "late = test[test['day'] > 3]",
    ]
    const estimatorOf = async (judged: string) =>
      findEvaluations(await analysisOf([...cells, judged])).map(({ estimator }) => estimator.variable)
    assert.deepEqual(await estimatorOf("mean_absolute_error(test['y'], test['naive'].fillna(0))"), [])
    assert.deepEqual(await estimatorOf("mean_absolute_error(test['y'], test['guess'])"), ['model'])
    assert.deepEqual(await estimatorOf("mean_absolute_error(late['y'], late['guess'])"), ['model'])
    assert.deepEqual(await estimatorOf("mean_absolute_error(late['y'], late['trees'])"), ['forest'])
  })

  test('nor is one of predictions out of folds where a function makes two kinds of them', async () => {
    const fill = (name: string) => `        ${name}[test] = model.fit(X[train], y[train]).predict(X[test])\n`
    const code = `def folded(model, X, y):\n    one, two = np.zeros(9), np.zeros(9)\n    for train, test in KFold().split(X):\n${fill('one')}${fill('two')}    return one, two\none, two = folded(Ridge(), X, y)\nprint(mean_absolute_error(y, two))`
    assert.deepEqual(findEvaluations(await analysisOf([START, code])), [])
  })

  test('what several models predicted out of folds is mixed, and not what one did twice', async () => {
    const mixed = async (...cells: string[]) =>
      findEvaluations(await analysisOf([START, ...cells])).map((each) => each.mixed === true)
    const two = 'one = cross_val_predict(Ridge(), X, y)\nother = cross_val_predict(Lasso(), X, y)'
    assert.deepEqual(await mixed(two, 'mean_absolute_error(y, 0.3 * one + 0.7 * other)'), [true])
    assert.deepEqual(await mixed(two, 'made = np.mean([one, other], axis=0)\nmean_absolute_error(y, made)'), [
      true,
    ])
    assert.deepEqual(await mixed(two, 'middle = np.median(other)\nmean_absolute_error(y, one - middle)'), [
      false,
    ])
    assert.deepEqual(await mixed(two, 'mean_absolute_error(y, one)\nmean_absolute_error(y, other)'), [
      false,
      false,
    ])
    const again =
      'model = Ridge()\nmade = (cross_val_predict(model, X, y, cv=3) + cross_val_predict(model, X, y, cv=5)) / 2'
    assert.deepEqual(await mixed(again, 'mean_absolute_error(y, made)'), [false])
  })

  test('a metric of something that no model predicted is no evaluation', async () => {
    assert.deepEqual(findEvaluations(await analysisOf([START, 'mean_absolute_error(y, X["delay"])'])), [])
  })
})

suite('evaluation: which model is shipped', () => {
  const cells = [
    START,
    'logit = LogisticRegression().fit(X_train, y_train)\nlogit.score(X_test, y_test)',
    'forest = RandomForestClassifier().fit(X_train, y_train)\nprint(forest.score(X_test, y_test))',
    'accuracy_score(y_test, forest.predict(X_test))',
  ]

  const chosen = async (cells: string[]) => {
    const { evaluations, alternatives } = choiceOf(await analysisOf(cells))
    return [
      ...evaluations.map(({ estimator, node }) => `${estimator.variable} ${node.text}`),
      alternatives.length,
    ]
  }

  test('the one that was evaluated last, with all of its metrics; the others stay named', async () => {
    const choice = choiceOf(await analysisOf(cells))
    assert.deepEqual(
      choice.evaluations.map((each) => each.cell),
      [2, 3],
    )
    assert.deepEqual(choice.alternatives, [{ cell: 1, estimator: 'LogisticRegression', variable: 'logit' }])
  })

  test('none in a comprehension, whose name holds no model afterwards', async () => {
    const analysis = await analysisOf([
      START,
      'forest = RandomForestClassifier().fit(X_train, y_train)\nprint(forest.score(X_test, y_test))',
      'forests = [RandomForestClassifier(n).fit(X_train, y_train) for n in (1, 2)]\nprint([forest.score(X_test, y_test) for forest in forests])',
    ])
    assert.deepEqual(
      choiceOf(analysis).evaluations.map(({ cell }) => cell),
      [1],
    )
  })

  const sweep = (truth: string) =>
    `for depth in range(1, 9):\n    tree = RandomForestClassifier(max_depth=depth)\n    tree.fit(X_train, y_train)\n    print(tree.score(X_test, ${truth}))`

  test('none of a sweep over settings at the end, where another stands for the same target', async () => {
    assert.deepEqual(
      choiceOf(await analysisOf([...cells, sweep('y_test')])).evaluations.map(({ cell }) => cell),
      [2, 3],
    )
    for (const whole of [
      [START, sweep('y_test')],
      [...cells, sweep('other')],
    ])
      assert.equal(choiceOf(await analysisOf(whole)).evaluations[0]?.estimator.variable, 'tree')
  })

  test('none by several scorers whose scores the text takes out nowhere: a table of them is no number', async () => {
    const analysis = await analysisOf([
      START,
      "scoring = ['neg_mean_absolute_error', 'r2']\npd.DataFrame(cross_validate(Ridge(), X, y, scoring=scoring))",
    ])
    assert.deepEqual(findEvaluations(analysis), [])
  })

  test('the rows that judge a model are those that it did not learn from, though its own come last', async () => {
    const train = 'print(accuracy_score(y_train, forest.predict(X_train)))'
    const analysis = await analysisOf([...cells, train])
    const { evaluations } = choiceOf(analysis)
    assert.deepEqual(
      nameMetrics(evaluations, analysis).map(({ name, evaluation }) => [name, evaluation.rows?.node.text]),
      [
        ['accuracy_train', 'X_train'],
        ['accuracy', 'X_test'],
        ['accuracy_2', 'X_test'],
      ],
    )
  })

  test('not the score by which a search chose it, where rows that it never saw judge it too', async () => {
    const search = "search = GridSearchCV(Ridge(), {'alpha': [1, 2]})\nsearch.fit(X_train, y_train)"
    const chosenOf = async (...cells: string[]) =>
      choiceOf(await analysisOf([START, search, ...cells])).evaluations.map(({ node }) => node.text)
    assert.deepEqual(
      await chosenOf('best = search.best_estimator_', 'best.score(X_test, y_test)', 'search.best_score_'),
      ['best.score(X_test, y_test)'],
    )
    assert.deepEqual(await chosenOf('search.score(X_test, y_test)', 'search.best_score_'), [
      'search.best_score_',
      'search.score(X_test, y_test)',
    ])
    assert.deepEqual(await chosenOf('search.score(X_train, y_train)', 'search.best_score_'), [
      'search.score(X_train, y_train)',
      'search.best_score_',
    ])
  })

  test('the rows that it never saw, where a model of a loop is cross-validated before it is fitted and that is told last', async () => {
    const loop =
      'rows = []\nfor model in [Ridge(), RandomForestRegressor()]:\n    folds = cross_val_score(model, X_train, y_train)\n    model.fit(X_train, y_train)\n    error = mean_absolute_error(y_test, model.predict(X_test))\n    rows.append((folds.mean(), error))'
    assert.deepEqual(await chosen([START, loop]), [
      'model mean_absolute_error(y_test, model.predict(X_test))',
      0,
    ])
  })

  test('not the results that say how they fit their own rows, where another model is judged on others', async () => {
    const results = 'import statsmodels.api as sm\nresults = sm.OLS(y, X).fit()\nprint(results.rsquared)'
    const scored = 'ridge = Ridge().fit(X_train, y_train)\nridge.score(X_test, y_test)'
    for (const [cells, chosen] of [
      [[START, scored, results], 'ridge'],
      [[START, results], 'results'],
    ] as const)
      assert.equal(choiceOf(await analysisOf(cells)).evaluations[0]?.estimator.variable, chosen)
  })

  test('the model that is taken out of a dictionary by the best of their scores', async () => {
    const loop = (keep: string) =>
      `models = {'ridge': Ridge(), 'forest': RandomForestRegressor()}\nscores = {}\nfor name, model in models.items():\n    model.fit(X_train, y_train)\n    error = mean_absolute_error(y_test, model.predict(X_test))\n    ${keep}`
    const take = 'name = min(scores, key=scores.get)\nbest = models[name]\nprint(name, scores[name])'
    assert.deepEqual(await chosen([START, loop('scores[name] = error'), take]), ['best scores[name]', 0])
    const pairs = 'best = models[min(scores.items(), key=lambda pair: pair[1])[0]]'
    const shown = 'print(scores[min(scores.items(), key=lambda pair: pair[1])[0]])'
    assert.equal((await chosen([START, loop('scores[name] = error'), `${pairs}\n${shown}`]))[1], 0)
    const last = ['model mean_absolute_error(y_test, model.predict(X_test))', 0]
    // Nobody says its score again, or by what it is the best.
    assert.deepEqual(
      await chosen([START, loop('scores[name] = error'), take.replace(', scores[name]', '')]),
      last,
    )
    assert.deepEqual(await chosen([START, loop('scores[name] = len(name)'), take]), last)
    // Another name by then.
    const later = take.replace('print', "name = 'ridge'\nprint")
    assert.deepEqual(await chosen([START, loop('scores[name] = error'), later]), last)
  })

  test('the model that is taken out of a list by the place of the best of their scores', async () => {
    const loop = (list: string, add: string) =>
      `models = [Ridge(), RandomForestRegressor()]\nerrors = []\nfor model in ${list}:\n    model.fit(X_train, y_train)\n    ${add}`
    const add = 'errors.append(mean_absolute_error(y_test, model.predict(X_test)))'
    const take = 'best = models[np.argmin(errors)]\nprint(min(errors))'
    assert.deepEqual(await chosen([START, loop('models', add), take]), ['best min(errors)', 0])
    const byIndex = 'at = errors.index(min(errors))\nbest = models[at]\nprint(errors[at])'
    assert.deepEqual(await chosen([START, loop('models', add), byIndex]), ['best min(errors)', 0])
    const last = ['model mean_absolute_error(y_test, model.predict(X_test))', 0]
    // Another list, or the score of another model than the one that is taken.
    assert.deepEqual(await chosen([START, loop('models[1:]', add), take]), last)
    assert.deepEqual(
      await chosen([START, loop('models', add), take.replace('min(errors)', 'max(errors)')]),
      last,
    )
    assert.deepEqual(await chosen([START, loop('models', `${add}\n    errors.append(0)`), take]), last)
  })

  test('the plain name of a metric is that of rows which the model never saw', async () => {
    const analysis = await analysisOf([
      START,
      'ridge = Ridge().fit(X_train, y_train)\nprint(ridge.score(X_train, y_train))',
      'print(cross_val_score(ridge, X, y).mean())',
      'print(ridge.score(X_test, y_test))',
    ])
    assert.deepEqual(
      nameMetrics(choiceOf(analysis).evaluations, analysis).map(({ name }) => name),
      ['r2_train', 'r2_cv', 'r2'],
    )
  })

  test('a cell that is named decides otherwise', async () => {
    const choice = choiceOf(await analysisOf(cells), 1)
    assert.deepEqual(
      choice.evaluations.map((each) => each.estimator.variable),
      ['logit'],
    )
  })

  test('one name for two models that a function returns is two models, and a later score is of the last', async () => {
    const trained = `def trained(X, y, rows, truth):\n    made = LogisticRegression().fit(X, y)\n    return made, accuracy_score(truth, made.predict(rows))`
    const call = 'model, share = trained(X_train, y_train, X_test, y_test)'
    const { evaluations } = choiceOf(
      await analysisOf([START, trained, call, call, 'model.score(X_test, y_test)']),
    )
    assert.deepEqual(
      evaluations.map(({ cell }) => cell),
      [3, 4],
    )
  })

  const loopWith = (kept: string, rows = 'X_test') => [
    `${START}\nfrom copy import deepcopy`,
    `best, least = None, 9e9\nfor depth in range(9):\n    X_new = X_test[:, :depth]\n    forest = RandomForestRegressor(max_depth=depth)\n    forest.fit(X_train, y_train)\n    error = mean_absolute_error(y_test, forest.predict(${rows}))\n    print(error)\n    ${kept}`,
  ]
  test('of a loop over models, the one that it keeps for its score', async () => {
    for (const kept of [
      'if error < least:\n        best, least = forest, error',
      'if best is None or least > error:\n        least = error\n        best = deepcopy(forest)',
    ])
      assert.deepEqual(await chosen(loopWith(kept)), ['best error', 0])
  })

  test('with it each score that the loop keeps beside', async () => {
    const [start, loop] = loopWith('if error < least:\n        best, least, squared = forest, error, mse')
    const both = loop!.replace(
      '    print',
      '    mse = mean_squared_error(y_test, forest.predict(X_test))\n    print',
    )
    assert.deepEqual(await chosen([start!, both]), ['best error', 'best mse', 0])
  })

  test('the last of a loop that keeps none, or compares other rows each time', async () => {
    const last = ['forest mean_absolute_error(y_test, forest.predict(X_test))', 0]
    assert.deepEqual(await chosen(loopWith('if error < 2:\n        best, least = forest, error')), last)
    assert.deepEqual(await chosen(loopWith('if error < least:\n        best, least = depth, error')), last)
    const others = loopWith('if error < least:\n        best, least = forest, error', 'X_new')
    assert.deepEqual(await chosen(others), ['forest mean_absolute_error(y_test, forest.predict(X_new))', 0])
  })

  test('the one model of a loop that fits it again and again, unless copies of it are kept', async () => {
    const cells = (kept: string) => [
      `${START}\nfrom copy import deepcopy\nforest = RandomForestRegressor()`,
      `best, least = None, 9e9\nfor depth in range(9):\n    forest.set_params(max_depth=depth)\n    forest.fit(X_train, y_train)\n    error = mean_absolute_error(y_test, forest.predict(X_test))\n    if error < least:\n        best, least = ${kept}, error`,
    ]
    const last = 'forest mean_absolute_error(y_test, forest.predict(X_test))'
    assert.deepEqual(await chosen(cells('forest')), [last, 0])
    assert.deepEqual(await chosen(cells('deepcopy(forest)')), ['best error', 0])
  })

  test('what is scored behind the loop, whatever the loop keeps', async () => {
    const cells = loopWith('if error < least:\n        best, least = forest, error')
    assert.deepEqual(await chosen([...cells, 'final = best\nfinal.score(X_test, y_test)']), [
      'final final.score(X_test, y_test)',
      1,
    ])
  })

  test('one name for two models is two models', async () => {
    const choice = choiceOf(await analysisOf(cells.map((cell) => cell.replaceAll('forest', 'logit'))))
    assert.deepEqual(
      choice.evaluations.map((each) => each.estimator.className),
      ['RandomForestClassifier', 'RandomForestClassifier'],
    )
    assert.equal(choice.alternatives.length, 1)
  })
})

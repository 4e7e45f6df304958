/** Notebooks with LightGBM and XGBoost whose models are made; `people.csv` and `gaps.csv` lie beside them. */
import { type Agreeing, ENCODED, GAPS, pipeline, type Refused } from '../../unit/model/cases.ts'

const IMPORTS = `from lightgbm import LGBMClassifier, LGBMRegressor, early_stopping
from xgboost import XGBClassifier, XGBRegressor, XGBRFClassifier
from sklearn.ensemble import StackingClassifier`

const NUMBERS = `df[['age', 'pay', 'score']]`
/** The table as the libraries take it: city as pandas' type category, gaps left in. */
const CATEGORIES = `df[['age', 'pay', 'score', 'city']]`

/** A model that takes the table without a Pipeline. */
function table(estimator: string, target: string, X = CATEGORIES, fit = ''): string[] {
  const metric = target === 'price' ? 'mean_absolute_error' : 'accuracy_score'
  return [
    IMPORTS,
    `df = pd.read_csv('gaps.csv')
df['city'] = df['city'].astype('category')
df['origin'] = df['origin'].map({'low': 0, 'mid': 1, 'high': 2})`,
    `X = ${X}\ny = df['${target}']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)`,
    `model = ${estimator}
model.fit(X_train, y_train${fit})
pred = model.predict(X_test)
print(${metric}(y_test, pred))`,
  ]
}

const behind = (...given: Parameters<typeof pipeline>): string[] => [IMPORTS, ...pipeline(...given)]
const WATCHED = ', eval_set=[(X_test, y_test)]'

/** Every label agrees; numbers differ by no more than the last digits that the library itself computes with. */
export const AGREEING: Readonly<Record<string, Agreeing>> = {
  'LightGBM behind a scaler and an encoder, three classes': {
    cells: behind('LGBMClassifier(verbose=-1)', 'origin'),
    difference: 1e-12,
  },
  'LightGBM with gaps': {
    cells: behind('LGBMClassifier(verbose=-1)', 'sold', GAPS, 'gaps.csv'),
    difference: 1e-12,
  },
  'LightGBM that takes a zero for a gap': {
    cells: table('LGBMClassifier(zero_as_missing=True, verbose=-1)', 'origin', NUMBERS),
    difference: 1e-12,
  },
  'LightGBM that splits on categories': {
    cells: table('LGBMRegressor(min_data_per_group=1, cat_smooth=0, verbose=-1)', 'price'),
    difference: 1e-9,
  },
  'LightGBM that stopped early': {
    cells: table(
      'LGBMRegressor(n_estimators=500, learning_rate=0.3, verbose=-1)',
      'price',
      NUMBERS,
      `${WATCHED}, callbacks=[early_stopping(5)]`,
    ),
    difference: 1e-9,
  },
  'XGBoost behind a scaler and an encoder': {
    cells: behind('XGBClassifier(n_estimators=50)', 'sold'),
    difference: 1e-6,
  },
  'XGBoost behind a sparse table, whose zeros count as gaps': {
    cells: behind(
      'XGBRegressor(n_estimators=50)',
      'price',
      ENCODED.replace("'passthrough'", "'passthrough', sparse_threshold=1"),
    ),
    difference: 0,
  },
  'XGBoost that splits on categories, three classes': {
    cells: table('XGBClassifier(n_estimators=50, enable_categorical=True, max_cat_to_onehot=1)', 'origin'),
    difference: 1e-6,
  },
  'XGBoost that stopped early, adds up a thousand leaves, and has a mark for gaps': {
    cells: table(
      'XGBRegressor(n_estimators=1000, learning_rate=0.02, early_stopping_rounds=200, missing=0.5)',
      'price',
      NUMBERS,
      `${WATCHED}, verbose=False`,
    ),
    difference: 0,
  },
  'a forest of XGBoost': {
    cells: table('XGBRFClassifier(n_estimators=30)', 'origin', NUMBERS),
    difference: 1e-6,
  },
  'a search over LightGBM': {
    cells: table('GridSearchCV(LGBMClassifier(verbose=-1), {"num_leaves": [5, 15]}, cv=3)', 'sold', NUMBERS),
    difference: 1e-12,
  },
  'a stack of both': {
    cells: table(
      'StackingClassifier([("a", LGBMClassifier(verbose=-1)), ("b", XGBClassifier(n_estimators=20))], cv=3)',
      'sold',
      NUMBERS,
    ),
    difference: 1e-6,
  },
}

export const REFUSED: Readonly<Record<string, Refused>> = {
  'leaves that are linear models': {
    cells: table('LGBMRegressor(linear_tree=True, verbose=-1)', 'price', NUMBERS),
    says: /^LGBMRegressor: its leaves are linear models .*\. Train /,
  },
  'boosted linear models': {
    cells: table('XGBRegressor(booster="gblinear")', 'price', `${NUMBERS}.fillna(0)`),
    says: /^XGBRegressor: it boosts linear models .*\. Use /,
  },
}

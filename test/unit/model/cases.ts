/** Small notebooks whose models are made; `people.csv` and `gaps.csv` lie beside them. */

export interface Agreeing {
  readonly cells: readonly string[]
  /** Largest difference of a probability, or of a predicted number in its unit. */
  readonly difference: number
}

export const ENCODED = `make_column_transformer(
    (StandardScaler(), ['age', 'pay', 'score']), (OneHotEncoder(handle_unknown='ignore'), ['city']), remainder='passthrough')`
const IMPUTED = `make_column_transformer(
    (make_pipeline(SimpleImputer(strategy='median', add_indicator=True), StandardScaler()), ['age', 'pay']),
    (make_pipeline(SimpleImputer(strategy='most_frequent'), OneHotEncoder(handle_unknown='ignore')), ['city']))`
export const GAPS = `make_column_transformer(('passthrough', ['age', 'pay']), (OrdinalEncoder(), ['city']))`

/** A pipeline with columns scaled and encoded before the estimator, judged on a split. */
export function pipeline(estimator: string, target: string, before = ENCODED, file = 'people.csv'): string[] {
  const metric = target === 'price' ? 'mean_absolute_error' : 'accuracy_score'
  return [
    `df = pd.read_csv('${file}')\nX = df[['age', 'pay', 'score', 'city', 'member']]\ny = df['${target}']`,
    `X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)`,
    `model = make_pipeline(${before}, ${estimator})
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(${metric}(y_test, pred))`,
  ]
}

export const agreeingWith = (difference: number, ...given: Parameters<typeof pipeline>): Agreeing => ({
  cells: pipeline(...given),
  difference,
})

/** Every label agrees, and numbers differ far less than anybody could see. */
export const AGREEING: Readonly<Record<string, Agreeing>> = {
  'a forest behind a scaler': agreeingWith(0, 'RandomForestClassifier(random_state=0)', 'origin'),
  'a logistic regression': agreeingWith(1e-12, 'LogisticRegression()', 'origin'),
  'gradient boosting, yes or no': agreeingWith(1e-12, 'GradientBoostingClassifier()', 'sold'),
  'weighted nearest neighbours': agreeingWith(1e-12, 'KNeighborsClassifier(weights="distance")', 'origin'),
  // Probabilities of three classes are found by iterations that stop within .005 / 3: with another seed, the two may stop
  // one iteration apart.
  'support vectors with probabilities': agreeingWith(1e-5, 'SVC(probability=True, random_state=0)', 'origin'),
  'the best estimator of a search': agreeingWith(
    0,
    'GridSearchCV(ExtraTreesClassifier(20, random_state=0), {"max_depth": [3, None]}, cv=3)',
    'origin',
  ),
  'a vote of several models': agreeingWith(
    1e-12,
    'VotingClassifier([("a", LogisticRegression()), ("b", RandomForestClassifier(20))], voting="soft")',
    'sold',
  ),
  'gaps filled before a regression': agreeingWith(
    1e-12,
    'LogisticRegression()',
    'origin',
    IMPUTED,
    'gaps.csv',
  ),
  'gaps that boosting takes as they are': agreeingWith(
    1e-12,
    'HistGradientBoostingClassifier(max_iter=30)',
    'origin',
    GAPS,
    'gaps.csv',
  ),
  'a forest that predicts a number': agreeingWith(1e-9, 'RandomForestRegressor(50, random_state=0)', 'price'),
  'boosting that predicts a number': agreeingWith(
    1e-9,
    'HistGradientBoostingRegressor(max_iter=50)',
    'price',
  ),
  'a linear model of the logarithm': agreeingWith(
    1e-9,
    'TransformedTargetRegressor(Ridge(), func=np.log1p, inverse_func=np.expm1)',
    'price',
  ),
  'a calibrated forest': agreeingWith(
    1e-12,
    'CalibratedClassifierCV(RandomForestClassifier(20, random_state=0), method="isotonic", cv=3)',
    'origin',
  ),
  'a linear model, calibrated, with a threshold of its own': agreeingWith(
    1e-12,
    'TunedThresholdClassifierCV(CalibratedClassifierCV(LinearSVC(), cv=3), cv=3)',
    'sold',
  ),
  'the median of boosted trees': agreeingWith(0, 'AdaBoostRegressor(random_state=0)', 'price'),
  'gaps filled from the other columns, and products of columns': agreeingWith(
    1e-6,
    'Ridge()',
    'price',
    `make_column_transformer((make_pipeline(IterativeImputer(), StandardScaler(), PolynomialFeatures(3)), ['age', 'pay', 'score']))`,
    'gaps.csv',
  ),
  'columns of an array that are filled, encoded and scaled in their place': {
    cells: [
      `df = pd.read_csv('gaps.csv')\nX = df[['city', 'age', 'pay', 'score']].values\ny = df['origin'].values`,
      `filler = SimpleImputer(strategy='median').fit(X[:, 1:3])
X[:, 1:3] = filler.transform(X[:, 1:3])
X[:, [0]] = SimpleImputer(strategy='most_frequent').fit_transform(X[:, [0]])
codes = LabelEncoder()
X[:, 0] = codes.fit_transform(X[:, 0])`,
      `X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
X_train[:, 1:] = scaler.fit_transform(X_train[:, 1:])
X_test[:, 1:] = scaler.transform(X_test[:, 1:])
model = LogisticRegression().fit(X_train, y_train)
pred = model.predict(X_test)\nprint(accuracy_score(y_test, pred))`,
    ],
    difference: 1e-12,
  },
  'gaps of a text filled in a table that has numbers without gaps, too': {
    cells: [
      `df = pd.read_csv('gaps.csv')\nX = df[['city', 'pay']].fillna('rome')`,
      `X_train, X_test, y_train, y_test = train_test_split(X, df['origin'], random_state=0)
encoded = make_column_transformer((OneHotEncoder(), ['city']), remainder=StandardScaler())
model = make_pipeline(encoded, LogisticRegression()).fit(X_train, y_train)
pred = model.predict(X_test)\nprint(accuracy_score(y_test, pred))`,
    ],
    difference: 1e-12,
  },
  'rows to learn from and others below them, numbered anew': {
    cells: [
      `train, test = pd.read_csv('gaps.csv'), pd.read_csv('people.csv')[:50]
y = train.pop('origin')
full = pd.concat([train, test]).reset_index(drop=True)
full['rate'] = full['pay'] / (full['score'] + 9)
full['age'] = full['age'].fillna(full['age'].median())
full = pd.get_dummies(full[['age', 'pay', 'rate', 'city']], columns=['city'], prefix={'city': 'in'})
X = full[:len(train)]
X_test = full[len(train):]`,
      `model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
pred = cross_val_predict(model, X, y)\nprint(accuracy_score(y, pred))`,
    ],
    difference: 1e-12,
  },
  'dummies of one column, beside others, with and without a prefix': {
    cells: [
      `df = pd.read_csv('people.csv')
X = pd.concat([df[['age', 'pay']], pd.get_dummies(df['city'], prefix='in', drop_first=True), pd.get_dummies(df['city'])], axis=1)
X_train, X_test, y_train, y_test = train_test_split(X, df['origin'], random_state=0)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
pred = model.predict(X_test)\nprint(accuracy_score(y_test, pred))`,
    ],
    difference: 1e-12,
  },
  'a guess to compare with': agreeingWith(0, 'DummyClassifier()', 'origin'),
  'pairs of words before a forest': {
    cells: [
      `df = pd.read_csv('people.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['text', 'age']], df['liked'], random_state=0)`,
      `words = TfidfVectorizer(ngram_range=(1, 2))
model = RandomForestClassifier(30, random_state=0)
model.fit(words.fit_transform(X_train['text']), y_train)`,
      `pred = model.predict(words.transform(X_test['text']))\nprint(accuracy_score(y_test, pred))`,
    ],
    difference: 0,
  },
  'words that are counted and weighed in two steps, and texts without any of them': {
    cells: [
      `from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.naive_bayes import MultinomialNB
df = pd.read_csv('people.csv')
X_train, X_test, y_train, y_test = train_test_split(df['text'], df['liked'], random_state=0)`,
      `model = make_pipeline(CountVectorizer(stop_words='english'), TfidfTransformer(), MultinomialNB())
model.fit(X_train, y_train)`,
      `pred = model.predict(X_test)\nprint(accuracy_score(y_test, pred))`,
    ],
    difference: 1e-12,
  },
  'pairs of the words that are left without stop words': {
    cells: [
      `df = pd.read_csv('people.csv')
X_train, X_test, y_train, y_test = train_test_split(df['text'], df['liked'], random_state=0)`,
      `words = TfidfVectorizer(ngram_range=(1, 2), stop_words=['film', 'nice'])
model = LogisticRegression().fit(words.fit_transform(X_train), y_train)`,
      `pred = model.predict(words.transform(X_test))\nprint(accuracy_score(y_test, pred))`,
    ],
    difference: 1e-12,
  },
  'a scaler whose result counts its rows anew': {
    cells: split(
      'sold',
      `scaler = StandardScaler()
X_train = pd.DataFrame(scaler.fit_transform(X_train), columns=X_train.columns)
X_test = pd.DataFrame(scaler.transform(X_test), columns=X_test.columns)
model = LogisticRegression().fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))`,
    ),
    difference: 1e-12,
  },
  'a threshold that the notebook chose itself': {
    cells: split(
      'sold',
      `forest = RandomForestClassifier(20, random_state=0).fit(X_train, y_train.astype(int))
chance = forest.predict_proba(X_test)[:, 1]
pred = (chance > 0.3).astype(int)
print(accuracy_score(y_test.astype(int), pred))`,
    ),
    difference: 1e-12,
  },
  'words for yes and no, chosen row by row': {
    cells: split(
      'sold',
      `forest = RandomForestClassifier(20, random_state=0).fit(X_train, y_train)
pred = ['sold' if p >= 0.4 else 'kept' for p in forest.predict_proba(X_test)[:, 1]]
truth = np.where(y_test, 'sold', 'kept')
print(accuracy_score(truth, pred))`,
    ),
    difference: 1e-12,
  },
  'labels that an encoder gives their names back': {
    cells: split(
      'origin',
      `names = LabelEncoder().fit(y_train)
forest = RandomForestClassifier(20, random_state=0).fit(X_train, names.transform(y_train))
pred = names.inverse_transform(forest.predict(X_test))
print(accuracy_score(y_test, pred))`,
    ),
    difference: 1e-12,
  },
  'a logarithm that the notebook takes back, and no price below 400': {
    cells: split(
      'price',
      `ridge = Ridge().fit(X_train, np.log1p(y_train))
pred = np.clip(np.expm1(ridge.predict(X_test)), 400, None)
print(mean_absolute_error(y_test, pred))`,
    ),
    difference: 1e-9,
  },
  'columns standardised by hand': {
    cells: [
      `df = pd.read_csv('people.csv')
X = df[['age', 'pay', 'score']].to_numpy()
y = df['origin'].to_numpy()
mean, deviation = X[:300].mean(axis=0), X[:300].std(axis=0)
X = (X - mean) / deviation`,
      `model = KNeighborsClassifier(5).fit(X[:300], y[:300])
print((model.predict(X[300:]) == y[300:]).mean())`,
    ],
    difference: 1e-12,
  },
  'columns encoded together, under their own names': {
    cells: [
      `df = pd.read_csv('people.csv')
codes = OrdinalEncoder()
df[['city', 'member']] = codes.fit_transform(df[['city', 'member']])
X_train, X_test, y_train, y_test = train_test_split(df[['age', 'city', 'member']], df['sold'], random_state=0)`,
      `model = RandomForestClassifier(20, random_state=0).fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))`,
    ],
    difference: 1e-12,
  },
}

/** Four columns, split; what is done with them is the notebook's. */
function split(target: string, code: string): string[] {
  return [
    `df = pd.read_csv('people.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['age', 'pay', 'score', 'member']], df['${target}'], random_state=0)`,
    code,
  ]
}

export interface Refused {
  readonly cells: readonly string[]
  readonly says: RegExp
}

export const REFUSED: Readonly<Record<string, Refused>> = {
  'a Python function between the columns and the model is named': {
    cells: pipeline('Ridge()', 'price', `make_column_transformer((FunctionTransformer(np.cbrt), ['pay']))`),
    says: /^FunctionTransformer\(cbrt\): .*\. Use /,
  },
  'neighbours of sparse rows are not said to be of another distance': {
    cells: pipeline(
      'KNeighborsClassifier()',
      'origin',
      `make_column_transformer((TfidfVectorizer(), 'city'), sparse_threshold=1)`,
    ),
    says: /^KNeighborsClassifier: it was fitted to a sparse matrix, whose rows it keeps\. Put /,
  },
  'a model written by hand is named': {
    cells: [
      `class Guess:
    def fit(self, X, y):
        self.most = y.mode()[0]
        return self
    def predict(self, X):
        return np.full(len(X), self.most)`,
      `df = pd.read_csv('people.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['age']], df['sold'], random_state=0)`,
      `model = Guess().fit(X_train, y_train)\npred = model.predict(X_test)\nprint(accuracy_score(y_test, pred))`,
    ],
    says: /^Guess: it comes from /,
  },
  'a transformer written by hand is named, with what to do instead': {
    cells: split(
      'sold',
      `class Lower:
    def fit(self, X, y=None):
        return self
    def transform(self, X):
        return X[['age']] / 100
    def fit_transform(self, X, y=None):
        return self.transform(X)
model = make_pipeline(Lower(), LogisticRegression()).fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))`,
    ),
    says: /^Lower: it is written by hand \(in .*\): no converter knows it\. Do what it does in statements on the table, before the split/,
  },
  'the mean of two models is named, with how to make one of them': {
    cells: split(
      'sold',
      `one = LogisticRegression().fit(X_train, y_train)
other = RandomForestClassifier(20, random_state=0).fit(X_train, y_train)
chance = (one.predict_proba(X_test)[:, 1] + other.predict_proba(X_test)[:, 1]) / 2
print(accuracy_score(y_test, chance > 0.5))`,
    ),
    says: /^other\.predict_proba\(X_test\)\[:, 1\]: the notebook mixes it with .*VotingClassifier/,
  },
  // Edges of bins lie on values of the data, and the power's last bits decide on which side.
  'a graph that answers differently is named, with how much': {
    cells: pipeline(
      'Ridge()',
      'price',
      `make_column_transformer((make_pipeline(PowerTransformer(), KBinsDiscretizer(4)), ['age', 'pay', 'score']))`,
    ),
    says: /^PowerTransformer: the graph differs from Python by [\d.]+ standard deviations of the target\. /,
  },
}

/** A data set of scikit-learn: two arrays, made one table, which is split twice under one name. */
export const BUNCH: readonly string[] = [
  `from sklearn.datasets import load_diabetes
bunch = load_diabetes()
df = pd.DataFrame(np.c_[bunch['data'], bunch['target']], columns=np.append(bunch['feature_names'], ['grown']))
df['again'] = bunch['target']`,
  `train, test = train_test_split(df, random_state=0)
train, held = train_test_split(train, random_state=0)`,
  `model = Ridge().fit(train[['age', 'bmi', 's5']], train['grown'])
pred = model.predict(test[['age', 'bmi', 's5']])
print(mean_absolute_error(test['grown'], pred))`,
]

export const LOOSE = [
  `df = pd.read_csv('gaps.csv')
imputer = SimpleImputer()
scaler = StandardScaler()
enc = OneHotEncoder(handle_unknown='ignore')
A = scaler.fit_transform(imputer.fit_transform(df[['age', 'pay']]))
B = enc.fit_transform(df[['city']]).toarray()
X = np.hstack([A, B])
y = df['origin']`,
  `forest = RandomForestClassifier(random_state=0)
pred = cross_val_predict(forest, X, y, cv=4)
forest.fit(X, y)
print(accuracy_score(y, pred))`,
]

export const IN_PLACE = [
  `data = pd.read_csv('people.csv')`,
  `df = data.copy()
df['member'] = df['member'].map({True: 1, False: 0})
le = LabelEncoder()
df['city'] = le.fit_transform(df['city'])
df['rate'] = df['pay'] / df['age']`,
  `X_train, X_test, y_train, y_test = train_test_split(df[['city', 'rate', 'score', 'member']], df['sold'], random_state=0)`,
  `scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)`,
  `model = RandomForestClassifier(50, random_state=0).fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))`,
]

/** Feature code that the graph has words for; columns with gaps go through it. */
export const ROW_BY_ROW = [
  `LIMIT = 45
def old(frame):
    return (frame['age'] > LIMIT).astype(int)
data = pd.read_csv('gaps.csv')
df = data.copy()
df['old'] = old(df)
df['big'] = np.where((df.age > 30) & ~(df.city == 'rome'), np.log1p(df.pay), -df.score)
df['north'] = df['city'].isin(['oslo', 'bern'])
df['decade'] = df['age'].clip(25, 80) // 10
df['rest'] = df['score'] % 0.7
df['square'] = df['score'] ** 2 - df['pay'] ** 0.5
df['upper'] = np.maximum(df['score'], df['age'])
df['middle'] = df['age'].between(30, 60) | df['age'].isna()
df['whole'] = df['pay'].astype(int) % 7
df['place'] = np.where(df.city == 'rome', 'south', 'else')
df['place'] = df['place'].map({'south': 0, 'else': 1})
df['age'] = df['age'].fillna(0) * 2`,
  `made = ['old', 'big', 'north', 'decade', 'rest', 'square', 'upper', 'middle', 'whole', 'place', 'age']
X_train, X_test, y_train, y_test = train_test_split(df[made], df['sold'], random_state=0)`,
  `model = HistGradientBoostingClassifier(max_iter=40, random_state=0).fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))`,
]

export const ONLY_SCORED = [
  `df = pd.read_csv('people.csv')\nX = df[['age', 'score']]\ny = df['sold']`,
  `model = LogisticRegression()\nmodel.fit(X, y)\nprint(cross_val_score(model, X, y, cv=4).mean())`,
]

/** The truth in other words than the data has for it. */
export const YES_AND_NO = [
  `df = pd.read_csv('people.csv')\ntruth = np.where(df['sold'], 'sold', 'kept')`,
  `X_train, X_test, y_train, y_test = train_test_split(df[['age', 'pay', 'score']], truth, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))`,
]

export const IN_THOUSANDS = [
  `df = pd.read_csv('people.csv')\nthousands = df['price'] / 1000`,
  `X_train, X_test, y_train, y_test = train_test_split(df[['age', 'pay', 'score']], thousands, random_state=0)
model = Ridge().fit(X_train, y_train)
pred = model.predict(X_test)
print(mean_absolute_error(y_test, pred))`,
]

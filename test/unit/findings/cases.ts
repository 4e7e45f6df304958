/** Small notebooks. `#! kind` at the end of a line says what is found there; a notebook without such marks is in order. */

export interface FindingCase {
  readonly name: string
  /** Cells that ran in this order. */
  readonly cells: readonly string[]
  /** What cells print or show, by position; nothing for others. */
  readonly outputs?: Readonly<Record<number, { readonly stdout?: string; readonly result?: string }>>
  /** Execution counts, where not 1, 2, 3 ... */
  readonly counts?: readonly (number | null)[]
}

const IMPORTS = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, mean_absolute_error
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
df = pd.read_csv('wine.csv')`
const XY = `${IMPORTS}
X = df.drop(columns='cultivar')
y = df['cultivar']`
/** Reads wines and splits their rows by a seed. */
export const SPLIT = `${XY}
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)`
const FIT_AND_SCORE = `model = LogisticRegression()
model.fit(X_train, y_train)
accuracy_score(y_test, model.predict(X_test))`

/** A class of the notebook, by what it makes of the rows that it is given. */
const ownModel = (made: string) => `class Model:
    def __init__(self): self.inner = LogisticRegression()
    def features(self, rows): return rows${made}
    def fit(self, rows, y):
        self.inner.fit(self.features(rows), y)
        return self
    def predict(self, rows): return self.inner.predict(self.features(rows))
a, b, y_a, y_b = train_test_split(df, df['cultivar'], random_state=1)
model = Model().fit(a, y_a)
print(accuracy_score(y_b, model.predict(b)))`
const SCORED = `${SPLIT}
from sklearn.metrics import roc_curve
model = LogisticRegression()
model.fit(X_train, y_train)
proba = model.predict_proba(X_test)[:, 1]`

export const cases: Readonly<Record<string, readonly FindingCase[]>> = {
  'fitted on test rows': [
    {
      name: 'a scaler that learns from all rows before the split',
      cells: [
        XY,
        `X = StandardScaler().fit_transform(X) #! fitted on test rows
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'a scaler that is fitted to all rows after the split',
      cells: [
        SPLIT,
        `scaler = StandardScaler()
scaler.fit(X) #! fitted on test rows
X_train = scaler.transform(X_train)
X_test = scaler.transform(X_test)`,
        FIT_AND_SCORE,
      ],
    },
    {
      name: 'a scaler that is fitted again to the test rows',
      cells: [
        SPLIT,
        `scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test) #! fitted on test rows`,
        FIT_AND_SCORE,
      ],
    },
    {
      name: 'a selection of features by the target of all rows',
      cells: [
        XY,
        `from sklearn.feature_selection import SelectKBest
best = SelectKBest(k=3).fit_transform(X, y) #! fitted on test rows
X_train, X_test, y_train, y_test = train_test_split(best, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'medians of groups in a loop over tables of which one is split',
      cells: [
        `${IMPORTS}\nother = pd.read_csv('other.csv')`,
        `for table in [df, other]:
    table['hue'] = table['hue'].fillna(table.groupby('vineyard')['hue'].transform('median')) #! fitted on test rows
both = (df, other)
for table in both:
    table['ash'] = table['ash'].fillna(table['ash'].mean()) #! fitted on test rows
X = df.drop(columns='cultivar')
X_train, X_test, y_train, y_test = train_test_split(X, df['cultivar'], random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'the median of each group by a condition, one group after the other',
      cells: [
        IMPORTS,
        `for place in df['vineyard'].unique():
    median = df[df['vineyard'] == place]['ash'].median() #! fitted on test rows
    df.loc[(df['vineyard'] == place) & df['ash'].isna(), 'ash'] = median
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='cultivar'), df['cultivar'], random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'the median of the rows before a date, which the test rows come after',
      cells: [
        IMPORTS,
        `df['ash'] = df['ash'].fillna(df[df['year'] < 2000]['ash'].median())
train, test = df[df['year'] < 2000], df[df['year'] >= 2000]
model = LogisticRegression().fit(train[['ash']], train['cultivar'])
accuracy_score(test['cultivar'], model.predict(test[['ash']]))`,
      ],
    },
    {
      name: 'medians of columns in a loop of a function, and of groups by a lambda',
      cells: [
        IMPORTS,
        `def filled(table):
    for column in ['ash', 'hue']:
        table[column] = table[column].fillna(table[column].median()) #! fitted on test rows
    return table
df = filled(df)
medians = df.groupby('vineyard')['alcohol'].median() #! fitted on test rows
df['alcohol'] = df.apply(lambda row: medians[row['vineyard']] if pd.isnull(row['alcohol']) else row['alcohol'], axis=1)
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='cultivar'), df['cultivar'], random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'words of texts that a loop puts into a list, before the split',
      cells: [
        IMPORTS,
        `from sklearn.feature_extraction.text import CountVectorizer
texts = []
for at in range(len(df)):
    texts.append(df['note'][at].lower())
words = CountVectorizer()
X = words.fit_transform(texts).toarray() #! fitted on test rows
X_train, X_test, y_train, y_test = train_test_split(X, df['cultivar'], random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'both parts of a split in a loop, by numbers of the training part alone',
      cells: [
        SPLIT,
        `for part in [X_train, X_test]:
    part['ash'] = part['ash'].fillna(X_train['ash'].median())`,
        FIT_AND_SCORE,
      ],
    },
    {
      name: 'rows made up from all rows before the split',
      cells: [
        XY,
        `from imblearn.over_sampling import SMOTE
X, y = SMOTE(random_state=0).fit_resample(X, y) #! fitted on test rows
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'a column that is scaled in place before the split',
      cells: [
        IMPORTS,
        `df['alcohol'] = StandardScaler().fit_transform(df[['alcohol']]) #! fitted on test rows
train, test = train_test_split(df, random_state=1)
model = LogisticRegression()
model.fit(train[['alcohol', 'hue']], train['cultivar'])
accuracy_score(test['cultivar'], model.predict(test[['alcohol', 'hue']]))`,
      ],
    },
    {
      name: 'a standardization by hand over all rows',
      cells: [
        XY,
        `X = (X - X.mean()) / X.std() #! fitted on test rows
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'gaps that are filled with the median of all rows',
      cells: [
        XY,
        `X = X.fillna(X.median()) #! fitted on test rows
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'a function that scales the table before the split',
      cells: [
        IMPORTS,
        `def prepare(table):
    scaler = StandardScaler()
    table[['alcohol']] = scaler.fit_transform(table[['alcohol']]) #! fitted on test rows
    return table.drop(columns='cultivar')`,
        `X_train, X_test, y_train, y_test = train_test_split(prepare(df), df['cultivar'], random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'an encoder that sees the categories of all rows',
      cells: [
        XY,
        `X = OneHotEncoder().fit_transform(X[['region']]) #! fitted on test rows
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'a standardization by hand, column by column',
      cells: [
        IMPORTS,
        `def standard(values):
    return (values - values.mean()) / values.std() #! fitted on test rows
numbers = ['alcohol', 'hue']
for column in numbers:
    df[column] = standard(df[column])
df['ash'] = df['ash'].fillna(-1)
X_train, X_test, y_train, y_test = train_test_split(df[numbers + ['ash']], df['cultivar'], random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'means of the target by a group, its name in a variable',
      cells: [
        IMPORTS,
        `target = 'proline'
df['level'] = df.groupby('cultivar')[target].transform('mean') #! fitted on test rows
X_train, X_test, y_train, y_test = train_test_split(df[['level', 'hue']], df[target], random_state=1)
model = Ridge().fit(X_train, y_train)
mean_absolute_error(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'nothing: sums by group for a plot, from a table that the features come from',
      cells: [
        IMPORTS,
        `for column in ['cultivar']:
    counts = df.groupby(column)['proline'].sum()
    shown = df.loc[df[column].isin(counts.index)].groupby(column).apply(lambda rows: rows['hue'].sum())
X_train, X_test, y_train, y_test = train_test_split(df[['ash', 'hue']], df['proline'], random_state=1)
model = Ridge().fit(X_train, y_train)
mean_absolute_error(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'nothing: an encoder that is told the categories',
      cells: [
        XY,
        `X = OneHotEncoder(categories=[['low', 'high']]).fit_transform(X[['level']])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'nothing: a scaler that learns from the training rows',
      cells: [
        SPLIT,
        `scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)`,
        FIT_AND_SCORE,
      ],
    },
    {
      name: 'nothing: means of the training rows, for both parts',
      cells: [
        SPLIT,
        `mean, deviation = X_train.mean(), X_train.std()
X_train = (X_train - mean) / deviation
X_test = (X_test - mean) / deviation`,
        FIT_AND_SCORE,
      ],
    },
    {
      name: 'nothing: a scaler in a pipeline',
      cells: [
        SPLIT,
        `model = make_pipeline(StandardScaler(), LogisticRegression())
model.fit(X_train, y_train)
model.score(X_test, y_test)`,
      ],
    },
    {
      name: 'nothing: the target encoded before the split',
      cells: [
        IMPORTS,
        `from sklearn.preprocessing import LabelEncoder
df['cultivar'] = LabelEncoder().fit_transform(df['cultivar'])
X_train, X_test, y_train, y_test = train_test_split(df[['alcohol', 'hue']], df['cultivar'], random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'nothing: a scaled column that the model does not read',
      cells: [
        IMPORTS,
        `df['ash'] = StandardScaler().fit_transform(df[['ash']])
X_train, X_test, y_train, y_test = train_test_split(df[['alcohol', 'hue']], df['cultivar'], random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'nothing: all rows scaled for a plot',
      cells: [
        SPLIT,
        `import matplotlib.pyplot as plt
scaled = StandardScaler().fit_transform(X)
plt.scatter(scaled[:, 0], scaled[:, 1])`,
        FIT_AND_SCORE,
      ],
    },
    {
      name: 'nothing: a part of the rows cut by hand, the scaler fitted to the other',
      cells: [
        XY,
        `cut = int(len(X) * 0.7)
X_train, X_test = X[:cut], X[cut:]
y_train, y_test = y[:cut], y[cut:]
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)`,
        FIT_AND_SCORE,
      ],
    },
    {
      name: 'nothing: a function that splits and scales by the training rows',
      cells: [
        XY,
        `def parts(rows, truth):
    a, b, c, d = train_test_split(rows, truth, random_state=1)
    scaler = StandardScaler()
    a = scaler.fit_transform(a)
    b = scaler.transform(b)
    return a, b, c, d`,
        `X_train, X_test, y_train, y_test = parts(X, y)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'nothing: gaps filled with a constant, polynomials, sums of each row',
      cells: [
        XY,
        `from sklearn.impute import SimpleImputer
from sklearn.preprocessing import PolynomialFeatures
X['sum'] = X.sum(axis=1) + X.max(axis=1)
X = SimpleImputer(strategy='constant', fill_value=0).fit_transform(X)
X = PolynomialFeatures().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
  ],
  'fitted outside the folds': [
    {
      name: 'a scaler before a cross-validation',
      cells: [
        XY,
        `Z = StandardScaler().fit_transform(X) #! fitted outside the folds
print(cross_val_score(LogisticRegression(), Z, y, cv=5).mean())`,
      ],
    },
    {
      name: 'an encoder before a prediction by folds',
      cells: [
        XY,
        `encoder = OneHotEncoder()
Z = encoder.fit_transform(X[['region']]) #! fitted outside the folds
model = LogisticRegression()
accuracy_score(y, cross_val_predict(model, Z, y))`,
      ],
    },
    {
      name: 'components of all rows before a loop over folds',
      cells: [
        XY,
        `from sklearn.decomposition import PCA
Z = PCA(2).fit_transform(X) #! fitted outside the folds
oof = np.zeros(len(y))
for train, test in KFold(5).split(Z):
    model = LogisticRegression()
    model.fit(Z[train], y[train])
    oof[test] = model.predict(Z[test])
accuracy_score(y, oof)`,
      ],
    },
    {
      name: 'nothing: a scaler in the loop over the folds',
      cells: [
        XY,
        `oof = np.zeros(len(y))
for train, test in KFold(5).split(X):
    scaler = StandardScaler().fit(X.iloc[train])
    model = LogisticRegression()
    model.fit(scaler.transform(X.iloc[train]), y[train])
    oof[test] = model.predict(scaler.transform(X.iloc[test]))
accuracy_score(y, oof)`,
      ],
    },
    {
      name: 'nothing: a scaler in the pipeline that is cross-validated',
      cells: [XY, 'cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), X, y).mean()'],
    },
  ],
  'target among the features': [
    {
      name: 'the whole table as features',
      cells: [
        IMPORTS,
        `X = df.drop(columns=['ash']) #! target among the features
y = df['cultivar']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'the target in a list of columns',
      cells: [
        IMPORTS,
        `columns = ['alcohol', 'hue', 'cultivar']
X_train, X_test, y_train, y_test = train_test_split(df[columns], df.cultivar, random_state=1) #! target among the features
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'the column that the target is computed from',
      cells: [
        IMPORTS,
        `df['good'] = (df['quality'] >= 7).astype(int)
X = df.drop('good', axis=1) #! target among the features
y = df['good']
print(cross_val_score(LogisticRegression(), X, y).mean())`,
      ],
    },
    {
      name: 'a class of the notebook that learns from all that it is given',
      cells: [
        IMPORTS,
        `df = pd.read_csv('wine.csv').dropna() #! target among the features
${ownModel('.fillna(0)')}`,
      ],
    },
    {
      name: 'nothing: a class of the notebook that picks its columns',
      cells: [IMPORTS, ownModel("[['ash', 'hue']]")],
    },
    {
      name: 'nothing: a target that was dropped, popped, or deleted',
      cells: [
        IMPORTS,
        `y = df.pop('cultivar')
X_train, X_test, y_train, y_test = train_test_split(df, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'nothing: a target that was dropped in place',
      cells: [
        IMPORTS,
        `y = df['cultivar']
df.drop('cultivar', axis=1, inplace=True)
del df['ash']
X_train, X_test, y_train, y_test = train_test_split(df, y, random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'nothing: the model picks its columns from the whole table',
      cells: [
        IMPORTS,
        `from sklearn.compose import make_column_transformer
train, test = train_test_split(df, random_state=1)
model = make_pipeline(make_column_transformer((StandardScaler(), ['alcohol'])), LogisticRegression())
model.fit(train, train['cultivar'])
model.score(test, test['cultivar'])`,
      ],
    },
    {
      name: 'nothing: columns that are computed',
      cells: [
        IMPORTS,
        `columns = [c for c in df.columns if c != 'cultivar']
X_train, X_test, y_train, y_test = train_test_split(df[columns], df['cultivar'], random_state=1)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: "nothing: yesterday's value predicts today's",
      cells: [
        IMPORTS,
        `df['next'] = df['price'].shift(-1)
df = df.dropna()
X, y = df[['price']], df['next']
X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)
model = Ridge()
model.fit(X_train, y_train)
mean_absolute_error(y_test, model.predict(X_test))`,
      ],
    },
  ],
  'rows that the model learned from': [
    {
      name: 'a score of the training rows alone',
      cells: [
        SPLIT,
        `model = LogisticRegression()
model.fit(X_train, y_train)
print(model.score(X_train, y_train)) #! scored on training rows`,
      ],
    },
    {
      name: 'a model that is fitted to all rows before the test',
      cells: [
        SPLIT,
        `model = LogisticRegression()
model.fit(X, y) #! same rows in train and test
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'two samples that are drawn separately',
      cells: [
        IMPORTS,
        `train = df.sample(frac=0.8, random_state=1)
test = df.sample(frac=0.2, random_state=2)
columns = ['alcohol', 'hue']
model = LogisticRegression()
model.fit(train[columns], train['cultivar']) #! same rows in train and test
accuracy_score(test['cultivar'], model.predict(test[columns]))`,
      ],
    },
    {
      name: 'slices that meet',
      cells: [
        XY,
        `model = LogisticRegression()
model.fit(X[:120], y[:120]) #! same rows in train and test
accuracy_score(y[100:], model.predict(X[100:]))`,
      ],
    },
    {
      name: 'a test of another split than the training',
      cells: [
        SPLIT,
        `model = LogisticRegression()
model.fit(X_train, y_train) #! same rows in train and test`,
        `_, X_test, _, y_test = train_test_split(X, y, random_state=2)
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'nothing: both scores side by side',
      cells: [
        SPLIT,
        `model = LogisticRegression()
model.fit(X_train, y_train)
print(model.score(X_train, y_train), model.score(X_test, y_test))`,
      ],
    },
    {
      name: 'nothing: what the sample left over',
      cells: [
        IMPORTS,
        `train = df.sample(frac=0.8, random_state=1)
test = df.drop(train.index)
columns = ['alcohol', 'hue']
model = LogisticRegression()
model.fit(train[columns], train['cultivar'])
accuracy_score(test['cultivar'], model.predict(test[columns]))`,
      ],
    },
    {
      name: 'nothing: a split of the training rows for validation',
      cells: [
        SPLIT,
        `X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, random_state=1)
model = LogisticRegression()
model.fit(X_fit, y_fit)
print(model.score(X_valid, y_valid), model.score(X_test, y_test))`,
      ],
    },
    {
      name: 'nothing: a file of test rows',
      cells: [
        XY,
        `late = pd.read_csv('late.csv')
model = LogisticRegression()
model.fit(X, y)
accuracy_score(late['cultivar'], model.predict(late.drop(columns='cultivar')))`,
      ],
    },
    {
      name: 'nothing: a split by a mask and its opposite',
      cells: [
        XY,
        `early = df['year'] < 1990
model = LogisticRegression()
model.fit(X[early], y[early])
accuracy_score(y[~early], model.predict(X[~early]))`,
      ],
    },
  ],
  'tuned on the test rows': [
    {
      name: 'the best of a loop, by the score on the test',
      cells: [
        SPLIT,
        `best = 0
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(X_train, y_train)
    score = accuracy_score(y_test, model.predict(X_test)) #! tuned on the test rows
    if score > best:
        best, best_c = score, c`,
        `final = LogisticRegression(C=best_c)
final.fit(X_train, y_train)
accuracy_score(y_test, final.predict(X_test))`,
      ],
    },
    {
      name: 'the largest of a list of test scores',
      cells: [
        SPLIT,
        `scores = []
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c).fit(X_train, y_train)
    scores.append(model.score(X_test, y_test)) #! tuned on the test rows
print(max(scores))`,
      ],
    },
    {
      name: 'a search that is fitted to all rows',
      cells: [
        SPLIT,
        `search = GridSearchCV(LogisticRegression(), {'C': [0.1, 1, 10]})
search.fit(X, y) #! tuned on the test rows`,
        `model = LogisticRegression(**search.best_params_)
model.fit(X_train, y_train)
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'a training that stops when the test score is best',
      cells: [
        SPLIT,
        `from xgboost import XGBClassifier
model = XGBClassifier(early_stopping_rounds=10)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)]) #! tuned on the test rows
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'nothing: a search over the training rows',
      cells: [
        SPLIT,
        `search = GridSearchCV(LogisticRegression(), {'C': [0.1, 1, 10]})
search.fit(X_train, y_train)
search.score(X_test, y_test)`,
      ],
    },
    {
      name: 'nothing: the best of a loop, by a validation part',
      cells: [
        SPLIT,
        `X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, random_state=1)
best = 0
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(X_fit, y_fit)
    score = accuracy_score(y_valid, model.predict(X_valid))
    if score > best:
        best, best_c = score, c`,
        `final = LogisticRegression(C=best_c)
final.fit(X_train, y_train)
accuracy_score(y_test, final.predict(X_test))`,
      ],
    },
    {
      name: 'nothing: test scores that are only plotted',
      cells: [
        SPLIT,
        `scores = [LogisticRegression(C=c).fit(X_train, y_train).score(X_test, y_test) for c in [0.1, 1, 10]]
pd.Series(scores).plot()`,
        FIT_AND_SCORE,
      ],
    },
    {
      name: 'the best of scores in one expression',
      cells: [
        SPLIT,
        `print(max(LogisticRegression(C=c).fit(X_train, y_train).score(X_test, y_test) for c in [1, 10])) #! tuned on the test rows`,
      ],
    },
    {
      name: 'nothing: a loop that writes each score beside a plot',
      cells: [
        SPLIT,
        `for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(X_train, y_train)
    score = model.score(X_test, y_test)
    if score > 0.9:
        print('good')
    print(X.ash.max(), score)`,
      ],
    },
    {
      name: 'nothing: scores by name beside times, of which the longest ends an axis',
      cells: [
        SPLIT,
        `stats = {}
for name, model in (('one', LogisticRegression(C=1)), ('two', LogisticRegression(C=2))):
    stats[name] = {}
    model.fit(X_train, y_train)
    stats[name]['accuracy'] = accuracy_score(y_test, model.predict(X_test))
    stats[name]['seconds'] = 1.5`,
        `seconds = [each['seconds'] for name, each in sorted(stats.items())]
top = max(seconds) * 1.2
y_max = max(each['accuracy'] for each in stats.values())`,
      ],
    },
    {
      name: 'nothing: a watched training that does not stop',
      cells: [
        SPLIT,
        `from xgboost import XGBClassifier
model = XGBClassifier()
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'a threshold that is the best of many on the test rows',
      cells: [
        SCORED,
        `best, cut = 0, 0.5
for each in np.arange(0.1, 0.9, 0.05):
    score = accuracy_score(y_test, proba > each) #! tuned on the test rows
    if score > best:
        best, cut = score, each
accuracy_score(y_test, proba > cut)`,
      ],
    },
    {
      name: 'a threshold that is read off the curve of the test rows',
      cells: [
        SCORED,
        `fpr, tpr, cuts = roc_curve(y_test, proba) #! tuned on the test rows
cut = cuts[np.argmax(tpr - fpr)]
accuracy_score(y_test, np.where(proba >= cut, 1, 0))`,
      ],
    },
    {
      name: 'a threshold that a function of the notebook finds on the test rows',
      cells: [
        SCORED,
        `def best_cut(truth, p):
    best, cut = 0, 0.5
    for each in np.arange(0.1, 0.9, 0.05):
        score = accuracy_score(truth, p > each)
        if score > best:
            best, cut = score, each
    return cut
cut = best_cut(y_test, proba) #! tuned on the test rows
accuracy_score(y_test, proba > cut)`,
      ],
    },
    {
      name: 'a threshold that is read off the curve of the training rows',
      cells: [
        SCORED,
        `seen = model.predict_proba(X_train)[:, 1]
fpr, tpr, cuts = roc_curve(y_train, seen)
cut = cuts[np.argmax(tpr - fpr)]
accuracy_score(y_test, proba >= cut)`,
      ],
    },
    {
      name: 'a curve of the test rows that chooses nothing',
      cells: [
        SCORED,
        `fpr, tpr, cuts = roc_curve(y_test, proba)
print(cuts[np.argmax(tpr - fpr)])
accuracy_score(y_test, proba > 0.5)`,
      ],
    },
  ],
  unseeded: [
    {
      name: 'a model that a search gives its seed, and one that it does not',
      cells: [
        `${SPLIT}
from sklearn.ensemble import RandomForestClassifier
grid = {'n_estimators': [5, 9], 'random_state': [1]}
seeded = GridSearchCV(RandomForestClassifier(), grid).fit(X_train, y_train)
print(accuracy_score(y_test, seeded.predict(X_test)))`,
        `search = GridSearchCV(RandomForestClassifier(), {'n_estimators': [5, 9]}).fit(X_train, y_train) #! unseeded
accuracy_score(y_test, search.predict(X_test))`,
      ],
    },
    {
      name: 'models with what a search tries, seeds among it',
      cells: [
        `${SPLIT}
from sklearn.ensemble import RandomForestClassifier
models = {'forest': {'model': RandomForestClassifier(), 'params': {'random_state': [1], 'max_depth': [2, 3]}}}
for name, each in models.items():
    search = GridSearchCV(each['model'], each['params']).fit(X_train, y_train)
    print(accuracy_score(y_test, search.predict(X_test)))`,
      ],
    },
    {
      name: 'a split without a seed',
      cells: [
        XY,
        `X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3) #! unseeded
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'a forest without a seed',
      cells: [
        SPLIT,
        `from sklearn.ensemble import RandomForestClassifier as Forest
model = Forest() #! unseeded
model.fit(X_train, y_train)
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'a seed of None',
      cells: [
        XY,
        `folds = KFold(5, shuffle=True, random_state=None) #! unseeded
cross_val_score(LogisticRegression(), X, y, cv=folds).mean()`,
      ],
    },
    {
      name: 'a sample without a seed',
      cells: [
        IMPORTS,
        `df = df.sample(frac=0.5) #! unseeded
cross_val_score(LogisticRegression(), df[['alcohol']], df['cultivar']).mean()`,
      ],
    },
    {
      name: 'rows shuffled by the global stream of numpy',
      cells: [
        XY,
        `order = np.random.permutation(len(X)) #! unseeded
model = LogisticRegression()
model.fit(X.iloc[order[:100]], y.iloc[order[:100]])
accuracy_score(y.iloc[order[100:]], model.predict(X.iloc[order[100:]]))`,
      ],
    },
    {
      name: 'a generator without a seed',
      cells: [
        XY,
        `rng = np.random.default_rng() #! unseeded
order = rng.permutation(len(X))
model = LogisticRegression()
model.fit(X.iloc[order[:100]], y.iloc[order[:100]])
accuracy_score(y.iloc[order[100:]], model.predict(X.iloc[order[100:]]))`,
      ],
    },
    {
      name: 'nothing: the global stream is seeded',
      cells: [
        `import numpy as np\nnp.random.seed(1)`,
        XY,
        `X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3)
${FIT_AND_SCORE}`,
      ],
    },
    {
      name: 'a model without a seed, not the draws before it that only move the stream on',
      cells: [
        SPLIT,
        `from sklearn.ensemble import RandomForestClassifier
noise = np.random.normal(size=100)
model = RandomForestClassifier() #! unseeded
model.fit(X_train, y_train)
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'nothing: draws for a plot, models that nobody ships',
      cells: [
        SPLIT,
        `from sklearn.ensemble import RandomForestClassifier
df.sample(100).plot()
probe = RandomForestClassifier()
probe.fit(X_train, y_train)
probe.feature_importances_`,
        FIT_AND_SCORE,
      ],
    },
    {
      name: 'nothing: days that a table is resampled to, rows that a seeded generator shuffles',
      cells: [
        `${IMPORTS}
from somewhere import read
rng = np.random.default_rng(0)
series = read('a').resample('D').mean()
other = series.resample('W').mean()
days = df.set_index('day').resample('D').mean()
order = np.arange(len(other))
rng.shuffle(order)
X_train, X_test = other.iloc[order[:50]], days.iloc[50:]
model = Ridge().fit(X_train, X_train['ash'])
mean_absolute_error(X_test['ash'], model.predict(X_test))`,
      ],
    },
    {
      name: 'nothing: a split that draws nothing, a solver that draws nothing, options that may hold a seed',
      cells: [
        XY,
        `from sklearn.ensemble import RandomForestClassifier
options = {'random_state': 3}
X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)
model = RandomForestClassifier(**options)
model.fit(X_train, y_train)
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'a solver that draws for one of its problems',
      cells: [
        SPLIT,
        `plain = LogisticRegression(C=0.01, solver='liblinear').fit(X_train, y_train)
accuracy_score(y_test, plain.predict(X_test))`,
        `model = LogisticRegression(penalty='l1', solver='liblinear') #! unseeded
model.fit(X_train, y_train)
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
    {
      name: 'nothing: the same solver for the problem that it solves by default',
      cells: [
        SPLIT,
        `model = LogisticRegression(C=0.01, solver='liblinear').fit(X_train, y_train)
accuracy_score(y_test, model.predict(X_test))`,
      ],
    },
  ],
  'sides swapped': [
    {
      name: 'the predictions first, for a metric that asks for the truth first',
      cells: [
        SPLIT,
        `from sklearn.metrics import r2_score
model = Ridge().fit(X_train, y_train)
pred = model.predict(X_test)
print(r2_score(pred, y_test)) #! sides swapped`,
      ],
    },
    {
      name: 'nothing: the right way round, and metrics that give the same either way',
      cells: [
        SPLIT,
        `from sklearn.metrics import r2_score
model = Ridge().fit(X_train, y_train)
pred = model.predict(X_test)
print(r2_score(y_test, pred), mean_absolute_error(pred, y_test))`,
      ],
    },
  ],
  'hidden state': [
    {
      name: 'a name whose cell was deleted',
      cells: [
        SPLIT,
        `model = LogisticRegression(C=strength) #! hidden state`,
        FIT_AND_SCORE.replace('LogisticRegression()', 'model'),
      ],
      counts: [1, 3, 4],
    },
    {
      name: 'a name whose cell ran again after its use',
      cells: [
        SPLIT,
        `strength = 3`,
        `model = LogisticRegression(C=strength) #! hidden state`,
        'model.fit(X_train, y_train)\nmodel.score(X_test, y_test)',
      ],
      counts: [1, 9, 3, 4],
    },
    {
      name: 'a cell that prints something else than its output',
      cells: [
        SPLIT,
        FIT_AND_SCORE.replace('accuracy_score(', 'print("accuracy", accuracy_score(').replace(
          /$/,
          ') #! hidden state',
        ),
      ],
      outputs: { 1: { stdout: 'acc 0.93\n' } },
    },
    {
      name: 'a value below a cell that gives none',
      cells: [
        SPLIT,
        `model = LogisticRegression() #! hidden state`,
        'model.fit(X_train, y_train)\nmodel.score(X_test, y_test)',
      ],
      outputs: { 1: { result: '0.93' } },
    },
    {
      name: 'nothing: names that a cell imports which has not run since it was edited',
      cells: [
        'from sklearn.metrics import (\n    accuracy_score,\n    f1_score,\n)',
        SPLIT.replace('accuracy_score, ', ''),
        FIT_AND_SCORE,
      ],
      counts: [null, 2, 3],
    },
    {
      name: 'nothing: gaps of the counts, and outputs that agree',
      cells: [
        SPLIT,
        `model = LogisticRegression()\nmodel.fit(X_train, y_train)`,
        'print(f"accuracy {model.score(X_test, y_test):.2f}")\nX.shape',
      ],
      outputs: {
        1: { result: 'LogisticRegression()' },
        2: { stdout: 'accuracy 0.93\n', result: '(178, 3)' },
      },
      counts: [2, 7, 12],
    },
    {
      name: 'nothing: outputs that were cleared',
      cells: [SPLIT, `${FIT_AND_SCORE}\nprint("done")`],
    },
  ],
}

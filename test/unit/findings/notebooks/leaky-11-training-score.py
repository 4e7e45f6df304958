# %%
from sklearn.datasets import load_wine
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import accuracy_score
import matplotlib.pyplot as plt
# %%
wine = load_wine(as_frame=True)
X, y = wine.data, wine.target
X.describe()
# %%
clf = DecisionTreeClassifier(max_depth=4, random_state=0)
clf = clf.fit(X, y)
# %%
pred = clf.predict(X)
print('Accuracy of the tree:', accuracy_score(y, pred)) #! scored on training rows

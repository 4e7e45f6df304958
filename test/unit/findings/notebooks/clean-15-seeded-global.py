# %%
import numpy as np
import pandas as pd
import random
np.random.seed(0)
random.seed(0)
# %%
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
d = pd.read_csv('wine.csv')
d = d.sample(frac=1)
X, y = d.iloc[:, 1:-1], d.iloc[:, -1]
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=50)
rf = RandomForestClassifier(100)
rf.fit(Xtr, ytr)
(rf.predict(Xte) == yte).mean()
# %%
rf.score(Xte, yte)

# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import accuracy_score
wine = pd.read_csv('wine.csv').dropna()
X = wine.drop(columns=['sample', 'cultivar']).to_numpy()
y = wine['cultivar'].to_numpy()
# %%
skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=42)
oof = np.empty(len(y), dtype=object)
for fold, (tr, va) in enumerate(skf.split(X, y)):
    scaler = StandardScaler().fit(X[tr])
    knn = KNeighborsClassifier(7).fit(scaler.transform(X[tr]), y[tr])
    oof[va] = knn.predict(scaler.transform(X[va]))
    print(fold, accuracy_score(y[va], oof[va]))
# %%
print('OOF accuracy', accuracy_score(y, oof))

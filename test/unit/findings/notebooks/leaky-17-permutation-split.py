# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
# %%
df = pd.read_csv('wine.csv')
y = (df.cultivar == 'grignolino').values.astype(int)
X = df[['alcohol', 'color_intensity', 'hue', 'flavanoids']].values
# %%
idx = np.random.permutation(len(X)) #! unseeded
n_train = int(0.7 * len(X))
train_idx, test_idx = idx[:n_train], idx[n_train:]
X_train, y_train = X[train_idx], y[train_idx]
X_test, y_test = X[test_idx], y[test_idx]
# %%
mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
clf = LogisticRegression()
clf.fit((X_train - mu) / sigma, y_train)
print('test accuracy', clf.score((X_test - mu) / sigma, y_test))

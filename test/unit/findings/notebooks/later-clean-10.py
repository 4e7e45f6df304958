# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
df = pd.read_csv('wine.csv').dropna()
X, y = df.drop(columns='cultivar'), df['cultivar']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
noisy = X_train + np.random.default_rng(0).normal(0, 0.01, X_train.shape)
X_aug, y_aug = pd.concat([X_train, noisy]), pd.concat([y_train, y_train])
# %%
rf = RandomForestClassifier(random_state=0).fit(X_aug, y_aug)
rf.score(X_test, y_test)

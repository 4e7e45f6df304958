# %%
import pandas as pd, numpy as np, matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR
df = pd.read_csv('diabetes.csv')
df = pd.get_dummies(df, columns=['sex'], drop_first=True)
# %%
df.describe()
# %%
X, y = df.drop('target', axis=1), df['target']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
# %%
sc_X, sc_y = StandardScaler(), StandardScaler()
X_train_s = sc_X.fit_transform(X_train)
X_test_s = sc_X.transform(X_test)
y_train_s = sc_y.fit_transform(y_train.to_numpy().reshape(-1, 1)).ravel()
# %%
svr = SVR(kernel='rbf').fit(X_train_s, y_train_s)
pred = sc_y.inverse_transform(svr.predict(X_test_s).reshape(-1, 1)).ravel()
mae = np.abs(pred - y_test).mean()
from sklearn.metrics import r2_score
print(mae, r2_score(y_test, pred))

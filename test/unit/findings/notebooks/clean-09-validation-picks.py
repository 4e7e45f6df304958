# %%
import numpy as np, pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.metrics import mean_squared_error
df = pd.read_csv('diabetes.csv')
X = df[['bmi', 'bp', 's1', 's5', 's6']].values
y = df['target'].values
# %%
X_tmp, X_test, y_tmp, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_tmp, y_tmp, test_size=0.25, random_state=0)
# %%
best_k, best_err = None, float('inf')
for k in (3, 5, 9, 15, 25):
    err = mean_squared_error(y_val, KNeighborsRegressor(k).fit(X_train, y_train).predict(X_val))
    if err < best_err:
        best_k, best_err = k, err
print(best_k, best_err)
# %%
final = KNeighborsRegressor(best_k).fit(X_tmp, y_tmp)
print('test MSE', mean_squared_error(y_test, final.predict(X_test)))

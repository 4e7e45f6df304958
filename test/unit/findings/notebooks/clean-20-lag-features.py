# %%
import numpy as np, pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error
rng = np.random.default_rng(3)
ts = pd.DataFrame({'sales': 100 + np.cumsum(rng.normal(size=400))}, index=pd.date_range('2023-01-01', periods=400))
# %%
for lag in (1, 2, 7):
    ts[f'lag_{lag}'] = ts['sales'].shift(lag)
ts['roll7'] = ts['sales'].shift(1).rolling(7).mean()
ts['dow'] = ts.index.dayofweek
ts = ts.dropna()
# %%
split = int(len(ts) * 0.8)
train, test = ts.iloc[:split], ts.iloc[split:]
cols = [c for c in ts.columns if c != 'sales']
lr = LinearRegression().fit(train[cols], train['sales'])
print(mean_absolute_error(test['sales'], lr.predict(test[cols])))

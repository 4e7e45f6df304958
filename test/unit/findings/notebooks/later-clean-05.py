# %%
import pandas as pd, numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
d = pd.read_csv('sales.csv', parse_dates=['date']).set_index('date')
w = d['units'].resample('W').sum().to_frame()
w['lag1'] = w['units'].shift(1)
w['ma4'] = w['units'].rolling(4).mean().shift(1)
w['month'] = w.index.month
w = w.dropna()
# %%
cut = '2023-06-30'
tr, te = w.loc[:cut], w.loc['2023-07-01':]
m = RandomForestRegressor(random_state=1).fit(tr.drop(columns='units'), tr['units'])
mean_absolute_error(te['units'], m.predict(te.drop(columns='units')))

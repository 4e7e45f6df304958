# %%
import numpy as np, pandas as pd
from sklearn.model_selection import GroupShuffleSplit
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
cars = pd.read_csv('cars.csv').dropna().reset_index(drop=True)
# %%
gss = GroupShuffleSplit(n_splits=1, test_size=0.3, random_state=0)
train_idx, test_idx = next(gss.split(cars, groups=cars['brand']))
tr, te = cars.iloc[train_idx], cars.iloc[test_idx]
# %%
cols = ['cylinders', 'displacement', 'horsepower', 'weight', 'acceleration', 'year']
rf = RandomForestRegressor(n_estimators=60, random_state=0).fit(tr[cols], tr['mpg'])
print(mean_absolute_error(te['mpg'], rf.predict(te[cols])))

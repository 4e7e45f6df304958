# %%
import pandas as pd, numpy as np
from sklearn.model_selection import KFold, train_test_split
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
cars = pd.read_csv('cars.csv').dropna()
train, test = train_test_split(cars, test_size=0.2, random_state=6)
train, test = train.reset_index(drop=True), test.reset_index(drop=True)
# %%
train['enc'] = np.nan
for a, b in KFold(5, shuffle=True, random_state=6).split(train):
    m = train.iloc[a].groupby('brand')['mpg'].mean()
    train.loc[b, 'enc'] = train.loc[b, 'brand'].map(m)
train['enc'] = train['enc'].fillna(train['mpg'].mean())
test['enc'] = test['brand'].map(train.groupby('brand')['mpg'].mean()).fillna(train['mpg'].mean())
# %%
cols = ['weight', 'year', 'horsepower', 'enc']
r = Ridge().fit(train[cols], train['mpg'])
print('MAE', mean_absolute_error(test['mpg'], r.predict(test[cols])))

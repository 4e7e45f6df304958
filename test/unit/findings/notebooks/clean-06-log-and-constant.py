# %%
import numpy as np, pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_percentage_error
cars = pd.read_csv('cars.csv').dropna(subset=['mpg'])
# %%
cars['horsepower'] = cars['horsepower'].fillna(-1)
cars['log_weight'] = np.log1p(cars['weight'])
cars['age'] = 1983 - cars['year']
cars['heavy'] = np.where(cars['weight'] > 3000, 1, 0)
cars['decade'] = pd.cut(cars['year'], bins=[1969, 1973, 1978, 1983], labels=False)
cars['first'] = cars['name'].str.split().str[0].str.len()
# %%
X = cars[['horsepower', 'log_weight', 'age', 'heavy', 'decade', 'cylinders', 'first']]
y = np.log(cars['mpg'])
X_train, X_valid, y_train, y_valid = train_test_split(X, y, test_size=0.2, random_state=2024)
hgb = HistGradientBoostingRegressor(random_state=0)
hgb.fit(X_train, y_train)
print(mean_absolute_percentage_error(np.exp(y_valid), np.exp(hgb.predict(X_valid))))

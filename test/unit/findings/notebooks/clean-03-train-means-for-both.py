# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error
cars = pd.read_csv('cars.csv').dropna(subset=['mpg'])
# %%
train, test = train_test_split(cars, test_size=0.25, random_state=42)
train = train.copy()
test = test.copy()
# %%
hp = train['horsepower'].median()
train['horsepower'] = train['horsepower'].fillna(hp)
test['horsepower'] = test['horsepower'].fillna(hp)
brand_means = train.groupby('brand')['mpg'].mean()
overall = train['mpg'].mean()
for part in (train, test):
    part['brand_mpg'] = part['brand'].map(brand_means).fillna(overall)
# %%
cols = ['cylinders', 'horsepower', 'weight', 'year', 'brand_mpg']
lin = LinearRegression().fit(train[cols], train['mpg'])
print(mean_absolute_error(test['mpg'], lin.predict(test[cols])))

# %%
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
df = pd.read_csv('cars.csv').dropna()
df['gpm'] = 1 / df['mpg']
df['displacement_l'] = df['displacement'] / 61
# %%
features = ['cylinders', 'displacement_l', 'weight', 'mpg', 'year']
X_train, X_test, y_train, y_test = train_test_split(df[features], df['gpm'], random_state=0) #! target among the features
rf = RandomForestRegressor(random_state=0).fit(X_train, y_train)
rf.score(X_test, y_test)

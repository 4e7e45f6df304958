# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
cars = pd.read_csv('cars.csv').dropna()
# %%
cars['economical'] = (cars['mpg'] > 25).astype(int)
cars['power_to_weight'] = cars['horsepower'] / cars['weight']
# %%
X = cars.drop(columns=['economical', 'name', 'brand', 'origin']) #! target among the features
y = cars['economical']
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=10)
model = RandomForestClassifier(random_state=10)
model.fit(X_train, y_train)
model.score(X_test, y_test)

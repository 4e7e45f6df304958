# %%
import pandas as pd, numpy as np
from sklearn.model_selection import KFold
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_absolute_error
df = pd.read_csv("cars.csv").dropna()
# %%
X = df[["cylinders", "displacement", "horsepower", "weight", "acceleration", "year"]].values
y = df["mpg"].values
# %%
kf = KFold(n_splits=5, shuffle=True) #! unseeded
errors = []
for tr, va in kf.split(X):
    m = ExtraTreesRegressor(n_estimators=30, random_state=0)
    m.fit(X[tr], y[tr])
    errors.append(mean_absolute_error(y[va], m.predict(X[va])))
print(np.mean(errors))

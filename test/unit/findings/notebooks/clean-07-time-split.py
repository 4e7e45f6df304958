# %%
import pandas as pd
import numpy as np
from sklearn.linear_model import RidgeCV
from sklearn.metrics import mean_absolute_error
df = pd.read_csv('cars.csv').dropna().sort_values('year')
# %%
feats = ['cylinders', 'displacement', 'horsepower', 'weight', 'acceleration']
past = df[df['year'] < 1975]
future = df[df['year'] >= 1975]
len(past), len(future)
# %%
mu = past[feats].mean()
sd = past[feats].std()
m = RidgeCV(alphas=np.logspace(-2, 2, 9))
m.fit((past[feats] - mu) / sd, past['mpg'])
# %%
yhat = m.predict((future[feats] - mu) / sd)
print('MAE on the later years', mean_absolute_error(future['mpg'], yhat))

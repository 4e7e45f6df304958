# %%
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import MinMaxScaler
df = pd.read_csv('diabetes.csv').drop(columns='sex')
# %%
X = df.drop(columns='target')
y = df['target']
X_scaled = pd.DataFrame(MinMaxScaler().fit_transform(X), columns=X.columns) #! fitted outside the folds
cross_val_score(LinearRegression(), X_scaled, y, cv=10, scoring='r2').mean()

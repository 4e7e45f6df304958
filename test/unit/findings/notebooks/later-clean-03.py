# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.linear_model import LinearRegression
df = pd.read_csv('diabetes.csv').drop(columns='sex')
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='target'), df.target, random_state=0)
# %%
corr = X_train.corrwith(y_train).abs()
keep = corr[corr > 0.2].index.tolist()
sel = SelectKBest(f_regression, k=4).fit(X_train[keep], y_train)
cols = [c for c, s in zip(keep, sel.get_support()) if s]
# %%
lr = LinearRegression().fit(X_train[cols], y_train)
lr.score(X_test[cols], y_test)

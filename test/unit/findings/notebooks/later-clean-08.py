# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression
df = pd.read_csv('cars.csv').dropna()
df['kpl'] = df['mpg'] * 0.4251
df['kg'] = df['weight'] * 0.4536
# %%
X = df[['kg', 'year', 'cylinders']]
X_train, X_test, y_train, y_test = train_test_split(X, df['kpl'], random_state=0)
lr = LinearRegression().fit(X_train, y_train)
lr.score(X_test, y_test)

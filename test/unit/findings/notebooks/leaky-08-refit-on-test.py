# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.neighbors import KNeighborsRegressor
from sklearn.metrics import mean_squared_error
# %%
df = pd.read_csv('diabetes.csv')
df['sex'] = df['sex'].map({'m': 0, 'f': 1})
# %%
X = df.iloc[:, :-1]
y = df.iloc[:, -1]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5)
# %%
scaler = MinMaxScaler()
X_train_scaled = scaler.fit_transform(X_train)
X_test_scaled = scaler.fit_transform(X_test) #! fitted on test rows
# %%
knn = KNeighborsRegressor(n_neighbors=9)
knn.fit(X_train_scaled, y_train)
rmse = mean_squared_error(y_test, knn.predict(X_test_scaled)) ** 0.5
print(rmse)

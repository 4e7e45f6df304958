# %% [5]
import pandas as pd
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split
df = pd.read_csv('diabetes.csv').drop(columns='sex')
# %% [7]
seed = 3
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='target'), df.target, random_state=seed)
print('seed', seed, 'rows', len(X_train))
#> seed 3 rows 331
# %% [11]
alpha = 0.10
lasso = Lasso(alpha=alpha, max_iter=5000)
lasso.fit(X_train, y_train)
#= Lasso(alpha=0.1, max_iter=5000)
# %% [12]
print(f"alpha {alpha}: R2 {lasso.score(X_test, y_test):.3f}")
#> alpha 0.1: R2 0.412

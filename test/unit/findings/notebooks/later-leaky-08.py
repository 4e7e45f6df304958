# %% [2]
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('diabetes.csv').drop(columns='sex')
# %% [4]
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='target'), df.target, random_state=0)
# %% [9]
model = Ridge(alpha=10.0) #! hidden state
model.fit(X_train, y_train)
#= Ridge(alpha=0.1)
# %% [10]
model.score(X_test, y_test)
#= 0.41

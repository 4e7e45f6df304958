# %%
import pandas as pd
import sklearn.model_selection as ms
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
wine = pd.read_csv('wine.csv')
# %%
feature_names = ['alcohol', 'malic_acid', 'ash', 'hue', 'proline']
X_train, X_test, y_train, y_test = ms.train_test_split(wine[feature_names], wine['cultivar'], test_size=0.25) #! unseeded
# %%
logit = make_pipeline(StandardScaler(), LogisticRegression())
logit.fit(X_train, y_train)
print(logit.score(X_test, y_test))

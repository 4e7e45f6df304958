# %%
import pandas as pd
from imblearn.pipeline import make_pipeline
from imblearn.over_sampling import SMOTE
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, StratifiedKFold
df = pd.read_csv('wine.csv')
X, y = df.drop(columns=['cultivar', 'sample']), (df['cultivar'] == 'barbera').astype(int)
# %%
pipe = make_pipeline(StandardScaler(), SMOTE(random_state=3), LogisticRegression())
cv = StratifiedKFold(5, shuffle=True, random_state=3)
cross_val_score(pipe, X, y, cv=cv, scoring='roc_auc').mean()

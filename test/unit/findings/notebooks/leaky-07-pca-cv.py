# %%
import numpy as np
from sklearn import datasets
from sklearn.decomposition import PCA
from sklearn.preprocessing import scale
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score, StratifiedKFold
# %%
digits = datasets.load_digits()
data = scale(digits.data) #! fitted outside the folds
target = digits.target
# %%
pca = PCA(n_components=20, random_state=0)
reduced = pca.fit_transform(data) #! fitted outside the folds
print(pca.explained_variance_ratio_.sum())
# %%
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
acc = cross_val_score(SVC(gamma='scale'), reduced, target, cv=cv)
print(f'CV accuracy {acc.mean():.3f} +/- {acc.std():.3f}')

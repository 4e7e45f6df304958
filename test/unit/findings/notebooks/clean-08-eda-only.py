# %%
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
df = pd.read_csv('wine.csv').dropna().drop(columns='sample')
# %%
df.groupby('cultivar').mean()
# %%
corr = df.drop(columns='cultivar').corr()
plt.imshow(corr)
# %%
Z = PCA(2).fit_transform(StandardScaler().fit_transform(df.drop(columns='cultivar')))
plt.scatter(Z[:, 0], Z[:, 1], c=df['cultivar'].astype('category').cat.codes)
plt.show()
# %%
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='cultivar'), df['cultivar'], random_state=9)
svc = make_pipeline(StandardScaler(), SVC(C=2))
svc.fit(X_train, y_train)
svc.score(X_test, y_test)

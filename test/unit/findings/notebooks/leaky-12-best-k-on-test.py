# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn import metrics
df = pd.read_csv('wine.csv')
# %%
X = df.drop(['cultivar', 'sample'], axis=1).values
y = df['cultivar'].values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=4)
ss = StandardScaler().fit(X_train)
X_train, X_test = ss.transform(X_train), ss.transform(X_test)
# %%
Ks = 15
mean_acc = np.zeros((Ks - 1))
for n in range(1, Ks):
    neigh = KNeighborsClassifier(n_neighbors=n).fit(X_train, y_train)
    yhat = neigh.predict(X_test)
    mean_acc[n - 1] = metrics.accuracy_score(y_test, yhat) #! tuned on the test rows
mean_acc
# %%
plt.plot(range(1, Ks), mean_acc, 'g')
plt.xlabel('K')
plt.show()
# %%
best_k = mean_acc.argmax() + 1
final = KNeighborsClassifier(n_neighbors=best_k).fit(X_train, y_train)
print("Best accuracy", metrics.accuracy_score(y_test, final.predict(X_test)), "with k =", best_k)

# %%
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix
# %%
df = pd.read_csv("wine.csv")
df.head()
# %%
df.isnull().sum()
# %%
le = LabelEncoder()
df["cultivar"] = le.fit_transform(df["cultivar"])
# %%
num_cols = [c for c in df.columns if c != "cultivar"]
sc = StandardScaler()
df[num_cols] = sc.fit_transform(df[num_cols]) #! fitted on test rows
# %%
X = df.drop("cultivar", axis=1)
y = df["cultivar"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
# %%
rf = RandomForestClassifier(n_estimators=50, random_state=42)
rf.fit(X_train, y_train)
y_pred = rf.predict(X_test)
print("Accuracy:", accuracy_score(y_test, y_pred))
print(classification_report(y_test, y_pred))

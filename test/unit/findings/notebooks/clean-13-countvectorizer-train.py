# %%
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score, confusion_matrix
cars = pd.read_csv('cars.csv')
# %%
cars['text'] = cars['name'].str.replace(r'[^a-z ]', ' ', regex=True).str.strip()
train_text, test_text, y_train, y_test = train_test_split(cars['text'], cars['origin'], test_size=0.25, random_state=13)
# %%
cv = CountVectorizer(min_df=1)
A = cv.fit_transform(train_text)
B = cv.transform(test_text)
nb = MultinomialNB().fit(A, y_train)
p = nb.predict(B)
print(accuracy_score(y_test, p))
confusion_matrix(y_test, p)

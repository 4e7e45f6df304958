# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LinearRegression
def load(path):
    df = pd.read_csv(path)
    df['sex'] = (df['sex'] == 'm') * 1
    return df
def fit_scaler(train):
    s = StandardScaler()
    s.fit(train)
    return s
def evaluate(model, X, y):
    return model.score(X, y)
# %%
df = load('diabetes.csv')
features = [c for c in df.columns if c != 'target']
train_df, test_df = train_test_split(df, test_size=0.2, random_state=99)
scaler = fit_scaler(train_df[features])
# %%
model = LinearRegression()
model.fit(scaler.transform(train_df[features]), train_df['target'])
print(evaluate(model, scaler.transform(test_df[features]), test_df['target']))

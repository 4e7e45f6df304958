# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestRegressor
df = pd.read_csv('cars.csv').dropna()
df.groupby('brand')['mpg'].mean().sort_values().plot.barh()
# %%
brand_count = df.groupby('brand')['name'].transform('count')
df = df[brand_count > 3]
tr, te = train_test_split(df, random_state=0)
enc = tr.groupby('brand')['mpg'].mean()
tr = tr.assign(b=tr['brand'].map(enc))
te = te.assign(b=te['brand'].map(enc).fillna(tr['mpg'].mean()))
# %%
rf = RandomForestRegressor(random_state=0).fit(tr[['weight', 'b']], tr['mpg'])
rf.score(te[['weight', 'b']], te['mpg'])

/** Notebooks with torch, Keras and CatBoost whose models are made; `people.csv` and `gaps.csv` lie beside them. */
import type { Agreeing, Refused } from '../unit/model/cases.ts'

const TORCH = `import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
torch.manual_seed(0)`

const DATA = `df = pd.read_csv('people.csv')
df['member'] = df['member'].astype(int)
numbers = ['age', 'pay', 'score', 'member']`

function split(target: string): string {
  return `X = df[numbers]\ny = ${target}
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)`
}

const ORIGIN = `df['origin'].map({'low': 0, 'mid': 1, 'high': 2}).values`
const SOLD = `df['sold'].astype(int).values`
const PRICE = `df['price'].values`

/** Tensors, a network, its training on all rows at once, and what the notebook makes of the scores of the test rows. */
function torch(
  target: string,
  network: string,
  loss: string,
  answer: string,
  { truth = 'torch.tensor(y_train)', steps = 60, mode = 'net.eval()' } = {},
): string[] {
  return [
    TORCH,
    DATA,
    split(target),
    `A = torch.tensor(X_train, dtype=torch.float32)
B = torch.tensor(X_test, dtype=torch.float32)
t = ${truth}`,
    network,
    `loss_fn = ${loss}
opt = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(${steps}):
    net.train()
    opt.zero_grad()
    loss = loss_fn(net(A)${truth.includes('float') ? '.squeeze(1)' : ''}, t)
    loss.backward()
    opt.step()`,
    `${mode}\nwith torch.no_grad():\n    scores = net(B)\n${answer}`,
  ]
}

const FLOATS = 'torch.tensor(y_train, dtype=torch.float32)'
const HIGHEST = 'pred = scores.argmax(dim=1).numpy()\nprint(accuracy_score(y_test, pred))'
const sequential = (last: number, between = 'nn.ReLU()') =>
  `net = nn.Sequential(nn.Linear(4, 16), ${between}, nn.Linear(16, ${last}))`

const CLASS = `class Net(nn.Module):
    def __init__(self, wide):
        super().__init__()
        self.first = nn.Linear(4, wide)
        self.norm = nn.BatchNorm1d(wide)
        self.drop = nn.Dropout(0.2)
        self.last = nn.Linear(wide, 1)
    def forward(self, x):
        return self.last(self.drop(torch.relu(self.norm(self.first(x)))))
net = Net(16)`

const EMBEDDED = `class Both(nn.Module):
    def __init__(self):
        super().__init__()
        self.city = nn.Embedding(4, 3)
        self.body = nn.Sequential(nn.Linear(7, 16), nn.ReLU(), nn.Linear(16, 3))
    def forward(self, x, city):
        return self.body(torch.cat([x, self.city(city)], dim=1))
net = Both()`

const KERAS = `import os
os.environ['KERAS_BACKEND'] = 'torch'
import keras
from keras import layers
keras.utils.set_random_seed(0)`

function keras(target: string, model: string, loss: string, answer: string, truth = 'y_train'): string[] {
  return [
    KERAS,
    DATA,
    split(target),
    `${model}
model.compile(optimizer=keras.optimizers.Adam(0.01), loss=${loss.includes('=') ? loss : `'${loss}'`})
model.fit(X_train, ${truth}, epochs=10, batch_size=32, verbose=0)`,
    answer,
  ]
}

/** CatBoost's own tables, and a metric by hand. */
const POOLS = [
  `from catboost import CatBoostRegressor, Pool\ndf = pd.read_csv('people.csv')`,
  `columns = ['age', 'pay', 'score']
train = Pool(df.loc[:299, columns], df.loc[:299, 'price'])
test = Pool(df.loc[300:, columns], df.loc[300:, 'price'])
model = CatBoostRegressor(iterations=60, depth=4, verbose=False, random_seed=0)
model.fit(train)`,
  `pred = model.predict(test)\nprint(np.mean(np.abs(pred - df.loc[300:, 'price'])))`,
]

/** Every label agrees; numbers differ by no more than the last digits of float32. */
export const AGREEING: Readonly<Record<string, Agreeing>> = {
  'torch: layers in a row, three classes': {
    cells: torch(ORIGIN, sequential(3), 'nn.CrossEntropyLoss()', HIGHEST),
    difference: 1e-5,
  },
  'torch: a class with batch norm and dropout, yes or no': {
    cells: torch(
      SOLD,
      CLASS,
      'nn.BCEWithLogitsLoss()',
      'pred = (torch.sigmoid(scores).squeeze() > 0.5).int().numpy()\nprint(accuracy_score(y_test, pred))',
      { truth: FLOATS },
    ),
    difference: 1e-5,
  },
  'torch: logits above zero': {
    cells: torch(
      SOLD,
      sequential(1, 'nn.GELU()'),
      'nn.BCEWithLogitsLoss()',
      'pred = (scores[:, 0] > 0).long()\ntruth = torch.tensor(y_test)\nprint((pred == truth).float().mean().item())',
      { truth: FLOATS },
    ),
    difference: 1e-5,
  },
  'torch: logarithms of chances': {
    cells: torch(
      ORIGIN,
      'net = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 3), nn.LogSoftmax(dim=1))',
      'nn.NLLLoss()',
      '_, pred = torch.max(scores, 1)\nprint(accuracy_score(y_test, pred))',
    ),
    difference: 1e-5,
  },
  'torch: a number': {
    cells: torch(
      PRICE,
      sequential(1),
      'nn.MSELoss()',
      'pred = scores.numpy().ravel()\nprint(mean_absolute_error(y_test, pred))',
      { truth: FLOATS, steps: 200 },
    ),
    difference: 1e-2,
  },
  'torch: a number that was scaled to learn it': {
    cells: torch(
      PRICE,
      `mean, deviation = y_train.mean(), y_train.std()\n${sequential(1)}`,
      'nn.SmoothL1Loss()',
      'pred = scores.squeeze().numpy() * deviation + mean\nprint(mean_absolute_error(y_test, pred))',
      { truth: 'torch.tensor((y_train - y_train.mean()) / y_train.std(), dtype=torch.float32)' },
    ),
    difference: 1e-2,
  },
  'torch: batches of a loader, to learn and to test': {
    cells: [
      TORCH,
      DATA,
      split(ORIGIN),
      `train = DataLoader(TensorDataset(torch.FloatTensor(X_train), torch.LongTensor(y_train)), batch_size=32, shuffle=True)
test = DataLoader(TensorDataset(torch.FloatTensor(X_test), torch.LongTensor(y_test)), batch_size=32)`,
      sequential(3),
      `opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for epoch in range(5):
    for xb, yb in train:
        opt.zero_grad()
        nn.functional.cross_entropy(net(xb), yb).backward()
        opt.step()`,
      `net.eval()
correct, total = 0, 0
with torch.no_grad():
    for xb, yb in test:
        correct += (net(xb).argmax(1) == yb).sum().item()
        total += len(yb)
print(correct / total)`,
    ],
    difference: 1e-5,
  },
  'torch: numbers and a category in an embedding': {
    cells: [
      TORCH,
      `${DATA}\ny = ${ORIGIN}\ntrain, test, y_train, y_test = train_test_split(df, y, random_state=0)`,
      `scaler = StandardScaler().fit(train[numbers])
codes = OrdinalEncoder(dtype=np.int64).fit(train[['city']])
A = torch.tensor(scaler.transform(train[numbers]), dtype=torch.float32)
B = torch.tensor(scaler.transform(test[numbers]), dtype=torch.float32)
a = torch.tensor(codes.transform(train[['city']])[:, 0])
b = torch.tensor(codes.transform(test[['city']])[:, 0])
t = torch.tensor(y_train)`,
      EMBEDDED,
      `opt = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(60):
    opt.zero_grad()
    loss = nn.functional.cross_entropy(net(A, a), t)
    loss.backward()
    opt.step()`,
      `net.eval()\nwith torch.no_grad():\n    pred = net(B, b).argmax(dim=1)\nprint(accuracy_score(y_test, pred.numpy()))`,
    ],
    difference: 1e-5,
  },
  'Keras: layers in a row, three classes': {
    cells: keras(
      ORIGIN,
      `model = keras.Sequential([layers.Input((4,)), layers.Dense(16, activation='relu'), layers.Dropout(0.2), layers.Dense(3, activation='softmax')])`,
      'sparse_categorical_crossentropy',
      'pred = np.argmax(model.predict(X_test, verbose=0), axis=1)\nprint(accuracy_score(y_test, pred))',
    ),
    difference: 1e-5,
  },
  'Keras: judged by its own evaluate': {
    cells: keras(
      ORIGIN,
      `model = keras.Sequential([layers.Input((4,)), layers.Dense(16, activation='relu'), layers.Dense(3, activation='softmax')])`,
      `'sparse_categorical_crossentropy', metrics=['accuracy']`,
      'loss, accuracy = model.evaluate(X_test, y_test, verbose=0)\nprint(accuracy)',
    ),
    difference: 1e-5,
  },
  'Keras: a graph of layers, yes or no': {
    cells: keras(
      SOLD,
      `inputs = keras.Input(shape=(4,))
x = layers.BatchNormalization()(layers.Dense(16, activation='relu')(inputs))
model = keras.Model(inputs, layers.Dense(1, activation='sigmoid')(x))`,
      'binary_crossentropy',
      'chance = model.predict(X_test, verbose=0)\npred = (chance > 0.5).astype(int).ravel()\nprint(accuracy_score(y_test, pred))',
    ),
    difference: 1e-5,
  },
  'Keras: a number behind a scaler of the target': {
    cells: keras(
      PRICE,
      `target = StandardScaler().fit(y_train.reshape(-1, 1))
model = keras.Sequential([layers.Input((4,)), layers.Dense(16, activation='relu'), layers.Dense(1)])`,
      'mse',
      'pred = target.inverse_transform(model.predict(X_test, verbose=0))\nprint(mean_absolute_error(y_test, pred))',
      'target.transform(y_train.reshape(-1, 1))',
    ),
    difference: 1e-2,
  },
  'Keras: truths as one column for each class': {
    cells: keras(
      ORIGIN,
      `wide_train, wide_test = keras.utils.to_categorical(y_train), keras.utils.to_categorical(y_test)
model = keras.Sequential([layers.Input((4,)), layers.Dense(16, activation='relu'), layers.Dense(3, activation='softmax')])`,
      'categorical_crossentropy',
      'pred = model.predict(X_test, verbose=0).argmax(1)\ntruth = wide_test.argmax(axis=1)\nprint(np.mean(pred == truth))',
      'wide_train',
    ),
    difference: 1e-5,
  },
  'CatBoost behind an encoder, three classes': {
    cells: catboost('CatBoostClassifier(iterations=40, verbose=False, random_seed=0)', 'origin'),
    difference: 1e-12,
  },
  'CatBoost with gaps, yes or no': {
    cells: catboost(
      'CatBoostClassifier(iterations=40, grow_policy="Lossguide", verbose=False, random_seed=0)',
      'sold',
      'gaps.csv',
    ),
    difference: 1e-12,
  },
  'CatBoost: tables of its own': { cells: POOLS, difference: 1e-9 },
  'CatBoost: a number': {
    cells: catboost('CatBoostRegressor(iterations=60, depth=4, verbose=False, random_seed=0)', 'price'),
    difference: 1e-9,
  },
}

function catboost(estimator: string, target: string, file = 'people.csv'): string[] {
  const metric = target === 'price' ? 'mean_absolute_error' : 'accuracy_score'
  return [
    `from catboost import CatBoostClassifier, CatBoostRegressor\ndf = pd.read_csv('${file}')`,
    `numbers = df[['age', 'pay', 'score', 'member']].astype(float)\ny = df['${target}'].astype(str if '${target}' == 'sold' else df['${target}'].dtype)`,
    `X_train, X_test, y_train, y_test = train_test_split(numbers, y, random_state=0)
model = ${estimator}
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(${metric}(y_test, pred))`,
  ]
}

export const REFUSED: Readonly<Record<string, Refused>> = {
  'a forward that goes another way for other values': {
    cells: torch(
      ORIGIN,
      `class Fork(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.other = nn.Linear(4, 3), nn.Linear(4, 3)
    def forward(self, x):
        if x.mean() > 0:
            return self.one(x)
        return self.other(x)
net = Fork()`,
      'nn.CrossEntropyLoss()',
      HIGHEST,
    ),
    says: /^Fork: its forward goes another way for other values\. Write forward /,
  },
  'predictions in training mode': {
    cells: torch(ORIGIN, sequential(3, 'nn.Dropout(0.5)'), 'nn.CrossEntropyLoss()', HIGHEST, {
      mode: 'net.train()',
    }),
    says: /^Sequential: it predicts in training mode.*\. Call eval\(\) /,
  },
  'two outputs': {
    cells: torch(
      ORIGIN,
      `class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.other = nn.Linear(4, 3), nn.Linear(4, 3)
    def forward(self, x):
        return self.one(x), self.other(x)
both = Two()
class First(nn.Module):
    def __init__(self):
        super().__init__()
        self.both = both
    def forward(self, x):
        return self.both(x)
net = First()`,
      'lambda pair, t: nn.functional.cross_entropy(pair[0], t)',
      'pred = scores[0].argmax(dim=1)\nprint(accuracy_score(y_test, pred))',
    ),
    says: /^First: it gives a tuple and not one tensor\. Let forward /,
  },
  'an answer in steps that nobody can follow': {
    cells: torch(
      ORIGIN,
      sequential(3),
      'nn.CrossEntropyLoss()',
      'pred = scores.argmax(dim=1).numpy()\npred[pred == 2] = 1\nprint(accuracy_score(y_test, pred))',
    ),
    says: /^Sequential: what the notebook makes of its scores is not written as steps .*\. Write it as argmax/,
  },
  'rows that make the scores nothing': {
    cells: torch(ORIGIN, sequential(3), 'nn.CrossEntropyLoss()', HIGHEST).map((cell) =>
      cell.replace('people.csv', 'gaps.csv'),
    ),
    says: /^Sequential: on the notebook's own rows a missing value makes its scores NaN\. Fill or drop /,
  },
}

import assert from 'node:assert/strict'
import { expression, pathOf, understood } from './notebooks.ts'

const IMPORTS = `
import numpy as np
import pandas as pd
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset
from sklearn.metrics import accuracy_score, mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, StandardScaler
torch.manual_seed(0)
df = pd.read_csv('data.csv')
`
const SPLIT = `
X = df[['age', 'pay']]
y = df['sold']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler().fit(X_train)
`
const TENSORS = `
A = torch.tensor(scaler.transform(X_train), dtype=torch.float32)
B = torch.tensor(scaler.transform(X_test), dtype=torch.float32)
t = torch.tensor(y_train.values)
u = torch.tensor(y_test.values)
`
const NET = `
net = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 3))
loss_fn = nn.CrossEntropyLoss()
opt = torch.optim.Adam(net.parameters(), lr=0.01)
`
const TRAINED = `
for epoch in range(20):
    net.train()
    opt.zero_grad()
    loss = loss_fn(net(A), t)
    loss.backward()
    opt.step()
`
const SCALED = 'torch.tensor(scaler.transform(X_test), dtype=torch.float32)'

interface Case {
  readonly name: string
  readonly cells: readonly string[]
  /** Of the last evaluation. */
  readonly metric: string
  readonly kind?: string
  readonly tested?: string
  readonly trained?: string
  readonly answer: string | null
}

const plain = (name: string, metric: string, answer: string | null, ...cells: string[]): Case => ({
  name,
  cells: [SPLIT, TENSORS, NET, TRAINED, ...cells],
  metric,
  answer,
})

const cases: readonly Case[] = [
  plain(
    'the highest score of a row',
    'accuracy',
    'scores.argmax(dim=1).numpy()',
    `net.eval()\nwith torch.no_grad():\n    out = net(B)\n    pred = out.argmax(dim=1)\nprint(accuracy_score(y_test, pred.numpy()))`,
  ),
  plain(
    'the position beside the largest value',
    'accuracy',
    'torch.max(scores, 1)[1]',
    `with torch.no_grad():\n    _, pred = torch.max(net(B), 1)\nacc = (pred == u).sum().item() / len(u)\nprint(acc)`,
  ),
  plain(
    'chances above a half',
    'accuracy',
    'torch.sigmoid(scores.squeeze()) > 0.5.float()',
    `with torch.no_grad():\n    p = torch.sigmoid(net(B).squeeze())\n    hit = (p > 0.5).float().eq(u).float().mean()\nprint(hit.item())`,
  ),
  plain(
    'labels of an encoder',
    'accuracy',
    'le.inverse_transform(scores.softmax(dim=1).argmax(1).cpu().numpy())',
    `le = LabelEncoder().fit(y)`,
    `words = le.inverse_transform(net(B).softmax(dim=1).argmax(1).cpu().numpy())\nprint(accuracy_score(y_test, words))`,
  ),
  plain(
    'numbers that a scaler of the target brings back',
    'mean_absolute_error',
    'ys.inverse_transform(scores.detach().numpy().reshape(-1, 1))',
    `ys = MinMaxScaler().fit(y_train.values.reshape(-1, 1))`,
    `back = ys.inverse_transform(net(B).detach().numpy().reshape(-1, 1))\nprint(mean_absolute_error(y_test, back))`,
  ),
  plain(
    'a loss behind the training is a metric, in it a step',
    'mean_squared_error',
    'scores',
    `mse = nn.MSELoss()`,
    `net.eval()\nwith torch.no_grad():\n    test_loss = mse(net(B), u).item()\nprint(test_loss)`,
  ),
  plain(
    'an answer that a loop of the notebook makes can not be followed',
    'accuracy',
    null,
    `with torch.no_grad():\n    out = net(B)\npred = out.argmax(1)\npred[pred == 2] = 0\nprint((pred == u).float().mean())`,
  ),
  {
    name: 'batches of a loader are the tables of its data set, to learn and to test',
    cells: [
      SPLIT,
      TENSORS,
      NET,
      `train = DataLoader(TensorDataset(A, t), batch_size=16, shuffle=True)\ntest = DataLoader(TensorDataset(B, u), batch_size=16)`,
      `for epoch in range(3):\n    for xb, yb in train:\n        opt.zero_grad()\n        loss_fn(net(xb), yb).backward()\n        opt.step()`,
      `correct, total = 0, 0\nfor xb, yb in test:\n    pred = net(xb).argmax(1)\n    correct += (pred == yb).sum().item()\n    total += len(yb)`,
      `print(f'{correct / total:.3f}')`,
    ],
    metric: 'accuracy',
    answer: 'scores.argmax(1)',
    trained: SCALED.replace('test', 'train'),
  },
  {
    name: 'predictions that a loop collects are those of the whole table',
    cells: [
      SPLIT,
      TENSORS,
      NET,
      TRAINED,
      `test = DataLoader(TensorDataset(B, u), batch_size=16)\nfound = []\nfor xb, yb in test:\n    found.append(net(xb).argmax(dim=1))`,
      `pred = torch.cat(found).numpy()\nprint(accuracy_score(y_test, pred))`,
    ],
    metric: 'accuracy',
    answer: 'scores.argmax(dim=1).numpy()',
  },
  {
    name: 'a function that trains, in its own words',
    cells: [
      SPLIT,
      TENSORS,
      NET,
      `def step(model, rows, truth):\n    opt.zero_grad()\n    loss = loss_fn(model(rows), truth)\n    loss.backward()\n    opt.step()\n    return loss.item()`,
      `for epoch in range(20):\n    last = step(net, A, t)`,
      `print((net(B).argmax(1) == u).float().mean().item())`,
    ],
    metric: 'accuracy',
    answer: 'scores.argmax(1)',
  },
  {
    name: 'what is judged in every round of the training is judged in the last',
    cells: [
      SPLIT,
      TENSORS,
      NET,
      `for epoch in range(20):\n    opt.zero_grad()\n    loss = loss_fn(net(A), t)\n    loss.backward()\n    opt.step()\n    with torch.no_grad():\n        acc = (net(B).argmax(1) == u).float().mean().item()`,
      `print(acc)`,
    ],
    metric: 'accuracy',
    answer: 'scores.argmax(1)',
  },
  {
    name: 'rows that were learned from are no test',
    cells: [SPLIT, TENSORS, NET, TRAINED, `print((net(A).argmax(1) == t).float().mean().item())`],
    metric: 'accuracy',
    kind: 'training rows',
    tested: SCALED.replace('test', 'train'),
    answer: 'scores.argmax(1)',
  },
  {
    name: 'several inputs, each with its own way',
    cells: [
      SPLIT,
      `codes = LabelEncoder().fit(df['city'])`,
      `class Both(nn.Module):
    def __init__(self):
        super().__init__()
        self.of = nn.Embedding(4, 2)
        self.out = nn.Linear(4, 3)
    def forward(self, x, c):
        return self.out(torch.cat([x, self.of(c)], 1))
net = Both()
opt = torch.optim.SGD(net.parameters(), lr=0.1)`,
      `A, a = torch.tensor(scaler.transform(X_train)).float(), torch.tensor(codes.transform(df.loc[X_train.index, 'city']))
B, b = torch.tensor(scaler.transform(X_test)).float(), torch.tensor(codes.transform(df.loc[X_test.index, 'city']))
t, u = torch.tensor(y_train.values), torch.tensor(y_test.values)`,
      `for epoch in range(3):\n    opt.zero_grad()\n    F.cross_entropy(net(A, a), t).backward()\n    opt.step()`,
      `net.eval()\nprint((net(B, b).argmax(1) == u).float().mean().item())`,
    ],
    metric: 'accuracy',
    tested: `(torch.tensor(scaler.transform(X_test)).float(), torch.tensor(codes.transform(df.loc[X_test.index, 'city'])))`,
    trained: `(torch.tensor(scaler.transform(X_train)).float(), torch.tensor(codes.transform(df.loc[X_train.index, 'city'])))`,
    answer: 'scores.argmax(1)',
  },
]

const KERAS = `import keras
model = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
history = model.fit(scaler.transform(X_train), y_train, epochs=5, verbose=0)`

suite('the way of a model of Keras, however it is judged', () => {
  const judged: Readonly<Record<string, [string, string]>> = {
    'its chances': [
      'pred = np.argmax(model.predict(R), axis=1)\nprint(accuracy_score(y_test, pred))',
      'np.argmax(scores, axis=1)',
    ],
    'its own count of right answers': [
      'loss, acc = model.evaluate(R, y_test)\nprint(acc)',
      'scores.argmax(axis=1)',
    ],
    'a part of what it counts': [
      'score = model.evaluate(R, y_test, verbose=0)\nprint("accuracy", score[1])',
      'scores.argmax(axis=1)',
    ],
  }
  for (const [name, [cell, answer]] of Object.entries(judged))
    test(name, async () => {
      const notebook = await understood([IMPORTS, SPLIT, KERAS, `R = scaler.transform(X_test)\n${cell}`])
      const evaluation = notebook.choice.evaluations.at(-1)!
      assert.deepEqual(
        [evaluation.metric, evaluation.kind, evaluation.estimator.className],
        ['accuracy', 'holdout', 'Sequential'],
      )
      assert.ok(evaluation.estimator.fits.length > 0)
      const path = pathOf(notebook)
      assert.equal(expression(path.tested), 'scaler.transform(X_test)')
      assert.equal(path.answer && expression(path.answer), answer)
    })
})

suite('the way of a network from raw rows to its answer', () => {
  for (const { name, cells, metric, kind, tested, trained, answer } of cases)
    test(name, async () => {
      const notebook = await understood([IMPORTS, ...cells])
      const evaluation = notebook.choice.evaluations.at(-1)!
      assert.equal(evaluation.metric, metric)
      assert.equal(evaluation.kind, kind ?? 'holdout')
      assert.equal(evaluation.estimator.variable, 'net')
      assert.ok(evaluation.estimator.fits.length > 0, 'nothing trains it')
      const path = pathOf(notebook)
      assert.equal(expression(path.tested), tested ?? SCALED)
      if (trained !== undefined) assert.equal(path.trained && expression(path.trained), trained)
      assert.equal(path.answer && expression(path.answer), answer)
      assert.equal(path.target, 'sold')
    })

  test('a function that one line gives a name makes the tensor', async () => {
    const tensor = 'tensor = lambda table: torch.tensor(scaler.transform(table), dtype=torch.float32)'
    const cells = [
      SPLIT,
      `${tensor}\nA, B = tensor(X_train), tensor(X_test)\nt = torch.tensor(y_train.values)`,
      NET,
      TRAINED,
      'net.eval()\nwith torch.no_grad():\n    pred = net(B).argmax(dim=1)\nprint(accuracy_score(y_test, pred.numpy()))',
    ]
    const path = pathOf(await understood([IMPORTS, ...cells]))
    assert.equal(expression(path.tested), SCALED)
  })

  test('batches of a data set of its own are refused by name, with a way out', async () => {
    const cells = [
      `class Rows(torch.utils.data.Dataset):
    def __init__(self, frame):
        self.X = torch.tensor(frame[['age', 'pay']].values, dtype=torch.float32)
        self.y = torch.tensor(frame['sold'].values)
    def __len__(self):
        return len(self.y)
    def __getitem__(self, at):
        return self.X[at], self.y[at]
A, B = torch.utils.data.random_split(Rows(df), [300, 100])
train, test = DataLoader(A, batch_size=32), DataLoader(B, batch_size=32)`,
      NET,
      `for xb, yb in train:
    opt.zero_grad()
    loss_fn(net(xb), yb).backward()
    opt.step()`,
      `correct = 0
for xb, yb in test:
    correct += (net(xb).argmax(1) == yb).sum().item()
print(correct / len(B))`,
    ]
    const { path } = await understood([IMPORTS, ...cells])
    assert.ok('reason' in path)
    assert.match(path.reason, /batches of a data set/)
    assert.match(path.wayOut, /all test rows at once/)
  })
})

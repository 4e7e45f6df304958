/** Notebooks as people write them, each in one manner: all ends in a model's score. */

const imports = [
  'import numpy as np',
  'import pandas as pd',
  'from sklearn.ensemble import RandomForestRegressor',
  'from sklearn.model_selection import train_test_split',
]
const model = [
  "X = df.drop(columns=['target'])",
  "y = df['target']",
  'X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)',
  'model = RandomForestRegressor(random_state=0)',
  'model.fit(X_train, y_train)',
  'print(model.score(X_test, y_test))',
]

/** Columns from columns, some looks at them, groups and joins. */
function tableWork(at: number): string[] {
  const before = at === 0 ? 'target' : `c${at - 1}`
  return [
    `df['c${at}'] = df['${before}'] * ${at + 1} + df['weight'].fillna(0)`,
    `df['c${at}'] = np.where(df['c${at}'] > ${at}, df['c${at}'], 0)`,
    `part = df[df['c${at}'] > 0].copy()`,
    `means = part.groupby('kind')['c${at}'].mean()`,
    `df['m${at}'] = df['kind'].map(means)`,
    `df = df.merge(means.reset_index(name='r${at}'), on='kind', how='left')`,
    `df.describe()`,
  ]
}

/** A function that works on a table and one that calls it. */
function functions(at: number): string[] {
  return [
    `def clean_${at}(frame, limit=${at}):`,
    `    frame = frame.copy()`,
    `    frame['c${at}'] = frame['weight'].clip(upper=limit)`,
    `    if limit > 3:`,
    `        frame = frame.dropna()`,
    `    return frame`,
    `def step_${at}(frame):`,
    `    out = clean_${at}(frame)`,
    `    for name in ['a', 'b']:`,
    `        out[name] = scale(out['c${at}'])`,
    `    return out`,
    `df = step_${at}(df)`,
  ]
}

/** Loops that fill lists and dictionaries, which comprehensions read. */
function loops(at: number): string[] {
  return [
    `results_${at} = []`,
    `best_${at} = {}`,
    `for k in range(1, ${at + 3}):`,
    `    for name in ['weight', 'target']:`,
    `        value = df[name].rolling(k).mean().iloc[-1]`,
    `        if value > ${at}:`,
    `            results_${at}.append((k, name, value))`,
    `            best_${at}[name] = max(best_${at}.get(name, 0), value)`,
    `ranked_${at} = sorted([v for _, _, v in results_${at}], reverse=True)`,
    `df['l${at}'] = df['weight'] * (ranked_${at}[0] if ranked_${at} else best_${at}.get('weight', 1))`,
  ]
}

function notebook(part: (at: number) => string[], length: number): string {
  const head = [...imports, "df = pd.read_csv('data.csv')", 'def scale(values): return values / values.max()']
  const cells = [head]
  let lines = head.length + model.length
  for (let at = 0; lines < length; at += 1) {
    const cell = part(at)
    cells.push(cell)
    lines += cell.length
  }
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [...cells, model].map((cell, at) => ({
      cell_type: 'code',
      metadata: {},
      source: cell.join('\n'),
      execution_count: at + 1,
      outputs: [],
    })),
  })
}

/** By their manner. */
export function generated(lines: number): Readonly<Record<string, string>> {
  return {
    'tables (pandas)': notebook(tableWork, lines),
    functions: notebook(functions, lines),
    loops: notebook(loops, lines),
  }
}

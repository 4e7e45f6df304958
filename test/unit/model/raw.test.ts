/** What a notebook does to a raw column under its own name: rows that come later go the same way, or it is said why not. */
import assert from 'node:assert/strict'
import { appendFile, copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownScript } from '../../../src/platform/interpreter.ts'
import { BEGINNING, Ran } from './making.ts'

/** Under `beyond`, a row that is like none of the data is served as well, where the notebook learns nothing. */
const GOES: Readonly<
  Record<
    string,
    { lines: string; made: string[]; raw?: string[]; beyond?: boolean; features?: string; takes?: string[] }
  >
> = {
  'words that are replaced by numbers, in a table from which columns are only dropped': {
    lines: `df['city'] = df['city'].replace({'rome': 1, 'oslo': 2, 'paris': 3, 'bern': 4}).fillna(0).astype(int)`,
    features: "X = df.drop(columns=['sold', 'origin', 'price', 'text', 'liked', 'score', 'member'])",
    made: ['city (made)'],
    raw: ['age', 'pay'],
    takes: ['city'],
  },
  'text that is cleaned, and its categories as codes': {
    lines: `df['city'] = df['city'].fillna('none').str.strip().str.upper()
df['city'] = df['city'].astype('category').cat.codes`,
    made: ['city (made)'],
    raw: ['age', 'pay'],
  },
  'one encoder after the other, in a loop over columns': {
    lines: `df['city'] = df['city'].fillna('none')
for name in ['city', 'member']:
    df[name] = LabelEncoder().fit_transform(df[name])`,
    made: ['city (made)', 'member (made)'],
    raw: ['age', 'pay'],
  },
  'what columns there are, and the middle of each': {
    lines: `for name in df.columns:
    if df[name].dtype == 'float64':
        df[name] = df[name].fillna(df[name].median())
df['city'] = df['city'].isna().astype(int)`,
    made: ['age (made)', 'city (made)', 'pay (made)'],
  },
  'standardised by hand, and scaled to the range of the data': {
    lines: `df['pay'] = (df['pay'] - df['pay'].mean()) / df['pay'].std()
df['age'] = df['age'].fillna(df['age'].mode()[0])
df['age'] = (df['age'] - df['age'].min()) / (df['age'].max() - df['age'].min())
df['city'] = df['city'].map(df['city'].value_counts()).fillna(0)`,
    made: ['age (made)', 'city (made)', 'pay (made)'],
  },
  'bins whose edges come from the data': {
    lines: `df['pay'] = pd.qcut(df['pay'], 4, labels=False)
df['age'] = pd.cut(df['age'].fillna(30), 5, labels=False)
df['city'] = df.groupby('member')['pay'].transform('mean')`,
    made: ['age (made)', 'city (made)', 'pay (made)'],
  },
  'indicators of categories, without the first': {
    lines: `df['city'] = df['city'].fillna('none').str.title()
df = pd.get_dummies(df, columns=['city'], drop_first=True)`,
    made: ['city_None', 'city_Oslo', 'city_Paris', 'city_Rome'],
    raw: ['age', 'pay'],
  },
  'a table of the values of each group, which was read before the data': {
    lines: `oldest = pd.read_csv('gaps.csv').groupby('member')['age'].max().reset_index()
df = pd.read_csv('gaps.csv')
df['age'] = df.merge(oldest, on='member', suffixes=('', '_oldest'))['age_oldest'] - df['age']
df['city'] = pd.factorize(df['city'].fillna('none'))[0]`,
    made: ['age (made)', 'city (made)'],
    raw: ['pay'],
  },
  'a function that is given the table': {
    lines: `def cleaned(table):
    table = table.copy()
    table['age'] = table['age'].fillna(table['age'].mean())
    table.loc[table['pay'] > 40000, 'pay'] = 40000
    table['city'] = table['city'].apply(lambda city: 1 if city == 'rome' else 0)
    return table
df = cleaned(df)`,
    made: ['age (made)', 'city (made)', 'pay (made)'],
  },
  'a function of a row that no row of the data tells from a constant': {
    lines: `def rich(row):
    if row['pay'] > 1e9:
        return 1
    return 0
df['age'] = df.apply(rich, axis=1)
df['city'] = [1 if pay > 1e9 else 0 for pay in df['pay']]
df['pay'] = df['pay'].map(lambda pay: min(pay, 1e9))
at = np.where(df['pay'] > 1e8)[0]
df.iloc[at, df.columns.get_loc('city')] = 2`,
    made: ['age (made)', 'city (made)', 'pay (made)'],
    beyond: true,
  },
}

const STAYS: Readonly<Record<string, { lines: string; why: RegExp }>> = {
  'a rank': {
    lines: "df['pay'] = df['pay'].rank()",
    why: /`df\['pay'\] = df\['pay'\]\.rank\(\)`|alone gets/,
  },
  'the value of another row': { lines: "df['pay'] = df['pay'].shift(1).fillna(0)", why: /shift|alone gets/ },
  'the number of a row': { lines: "df['pay'] = df.index % 7", why: /alone gets/ },
  'a loop over rows': {
    lines: "for at in range(len(df)):\n    df.loc[at, 'pay'] = round(df.loc[at, 'pay'])",
    why: /it loops over the rows/,
  },
  'the clock': {
    lines: "for name in ['pay']:\n    df[name] = pd.Timestamp.now().year - df[name]",
    why: /`now` depends on the clock/,
  },
  'the target': {
    lines: "for name in ['pay']:\n    df[name] = df[name] * (df['sold'] + 1)",
    why: /it reads the target sold/,
  },
}

const FEATURES = `X = df.drop(columns=['sold', 'origin', 'price', 'text', 'liked', 'score'])
X = X.select_dtypes(['number', 'bool']).drop(columns='member', errors='ignore') if X['member'].dtype == bool else X`

const notebook = ({ lines, features = FEATURES }: { lines: string; features?: string }) => [
  `df = pd.read_csv('gaps.csv')\n${lines}`,
  `${features}
y = df['sold']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = HistGradientBoostingClassifier(max_iter=20)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))`,
]

/** How many rows are served, of a notebook that picks rows by what they hold. */
const PICKS: Readonly<Record<string, { table: string; lines: string; served: number; of: number }>> = {
  'the tested rows are those of another time': {
    table: 'gaps.csv',
    lines: `earlier = df[df['score'] < 0.5].copy()
later = df[df['score'] >= 0.5]
X_train, y_train = earlier[['share', 'code']], earlier['sold']
X_test, y_test = later[['share', 'code']], later['sold']`,
    served: 400,
    of: 400,
  },
  'rows are left out of more than are tried one at a time': {
    table: 'many.csv',
    lines: `df = df[df['pay'] < 40000]
X_train, X_test, y_train, y_test = train_test_split(df[['share', 'code']], df['sold'], random_state=0)`,
    served: 3530,
    of: 4000,
  },
}

const picking = ({ table, lines }: { table: string; lines: string }) => [
  `df = pd.read_csv('${table}')
df['share'] = df['age'].fillna(df['age'].median()) / df['age'].max()
df['code'] = df['city'].fillna('none').astype('category').cat.codes
X = df`,
  `${lines}
model = HistGradientBoostingClassifier(max_iter=20)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))`,
]

suite('model: raw columns under their own names', () => {
  let ran: Ran | undefined
  suiteSetup(async () => {
    const all = [...Object.entries(GOES), ...Object.entries(STAYS)]
    ran = await Ran.start(
      new Map([
        ...all.map(([name, each]) => [name, notebook(each)] as const),
        ...Object.entries(PICKS).map(([name, picks]) => [name, picking(picks)] as const),
      ]),
    )
    for (const [name] of all) await copyFile(join(ran.folder, 'gaps.csv'), join(ran.folder, name, 'gaps.csv'))
    for (const [name, { table }] of Object.entries(PICKS))
      await copyFile(join(ran.folder, table), join(ran.folder, name, table))
  })
  suiteTeardown(() => ran?.remove())

  for (const [name, each] of Object.entries(GOES))
    test(name, async () => {
      const { made, raw, beyond, takes } = each
      const { model, signature } = await ran!.made(name)
      assert.equal(model.refused, null)
      assert.deepEqual(model.begins!.why, [])
      assert.deepEqual(signature!.features!.makes.toSorted(), made)
      if (takes) assert.deepEqual(model.begins!.features!.takes, takes)
      const inputs = signature!.inputs.map((input) => input.name)
      assert.deepEqual(
        inputs.filter((each) => !made.includes(each)),
        raw ?? [],
      )
      const folder = join(ran!.folder, name)
      if (beyond) await appendFile(join(folder, 'gaps.csv'), '44,2e9,0.1,rome,True,high,True,7,good,True\n')
      await writeFile(join(folder, 'source.py'), [BEGINNING, ...notebook(each)].join('\n'))
      const { stdout, stderr } = await servedRows(ran!, name, model.hash!, 'gaps.csv', made)
      assert.deepEqual(
        JSON.parse(stdout.trim().split('\n').at(-1) ?? stderr),
        { wrong: Object.fromEntries(made.map((each) => [each, 0])), rows: beyond ? 401 : 400, refused: {} },
        stderr,
      )
    })

  for (const [name, picks] of Object.entries(PICKS))
    test(name, async () => {
      const { model, signature } = await ran!.made(name)
      assert.equal(model.refused, null)
      assert.deepEqual(model.begins!.why, [])
      const made = ['code', 'share']
      assert.deepEqual(signature!.features!.makes.toSorted(), made)
      await writeFile(join(ran!.folder, name, 'source.py'), [BEGINNING, ...picking(picks)].join('\n'))
      const { stdout, stderr } = await servedRows(ran!, name, model.hash!, picks.table, made)
      const { wrong, rows, refused } = JSON.parse(stdout.trim().split('\n').at(-1) ?? stderr) as {
        wrong: object
        rows: number
        refused: Readonly<Record<string, string>>
      }
      assert.deepEqual({ wrong, rows }, { wrong: { code: 0, share: 0 }, rows: picks.served })
      assert.equal(rows + Object.keys(refused).length, picks.of)
    })

  for (const [name, { why }] of Object.entries(STAYS))
    test(`not ${name}`, async () => {
      const { model, signature } = await ran!.made(name)
      assert.equal(model.refused, null)
      assert.ok(signature!.inputs.some((each) => each.name === 'pay (made)'))
      assert.ok(!signature!.features?.makes.includes('pay (made)'))
      const reason = model.begins!.why.find(({ columns }) => columns.includes('pay (made)'))
      assert.match(reason?.reason ?? '', why)
    })
})

/** What rows of a table become as they are served, beside what the notebook makes of them. */
async function servedRows(
  { folder, interpreter }: Ran,
  name: string,
  hash: string,
  table: string,
  made: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  const scripts = join(ownScript('feature_rows.py'), '..')
  const model = join(folder, name, '.shiploop', 'models', hash)
  const args = [scripts, model, 'source.py', table, ...made]
  return interpreter.run(join(import.meta.dirname, 'served_rows.py'), { args, cwd: join(folder, name) })
}

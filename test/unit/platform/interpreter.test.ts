import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findInterpreter, type InterpreterHints } from '../../../src/platform/interpreter.ts'
import { judgeOf, judgeSyntax, packagesOf, refuseMissing } from '../../../src/platform/python.ts'
import { Problem } from '../../../src/platform/problem.ts'
import { runProcess } from '../../../src/platform/processes.ts'
import { examplesPython } from '../../fixtures/python.ts'

const sentence = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Problem) return error.sentence
    throw error
  }
  return assert.fail('no Problem')
}

suite('interpreter: which Python runs the notebook', () => {
  let folder: string
  let environment: string
  const find = (hints: Partial<InterpreterHints>) => findInterpreter({ folder, env: {}, ...hints })

  suiteSetup(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'shiploop-python-')))
    environment = join(folder, '.venv')
    const { path } = await examplesPython()
    await runProcess(path, ['-m', 'venv', '--without-pip', environment])
  })
  suiteTeardown(() => {
    rmSync(folder, { recursive: true })
  })

  test('an environment above the notebook is found, and said', async () => {
    const below = join(folder, 'deep', 'notebooks')
    mkdirSync(below, { recursive: true })
    const found = await find({ folder: below })
    assert.ok(found.path.startsWith(environment))
    assert.equal(found.reason, `the environment ${environment}`)
    assert.match(found.version, /^3\.\d+\.\d+$/)
  })

  test('the active environment goes before the one beside the notebook', async () => {
    const active = await examplesPython()
    const prefix = join(active.path, '..', '..')
    const found = await find({ env: { VIRTUAL_ENV: prefix } })
    assert.equal(found.path, active.path)
    assert.equal(found.reason, 'the active environment (VIRTUAL_ENV)')
  })

  test('shiploop.yaml goes before the active environment, and may name the environment by its folder', async () => {
    const found = await find({
      env: { VIRTUAL_ENV: '/nowhere' },
      setting: { path: '.venv', folder },
    })
    assert.ok(found.path.startsWith(environment))
    assert.equal(found.reason, 'python in shiploop.yaml')
  })

  test('the kernel of the notebook is found where Jupyter has it', async () => {
    const jupyter = join(folder, 'jupyter')
    const { path } = await examplesPython()
    mkdirSync(join(jupyter, 'kernels', 'mine'), { recursive: true })
    writeFileSync(
      join(jupyter, 'kernels', 'mine', 'kernel.json'),
      JSON.stringify({ argv: [path, '-m', 'ipykernel_launcher'], display_name: 'Mine' }),
    )
    const found = await find({ folder: tmpdir(), kernel: 'mine', env: { JUPYTER_PATH: jupyter } })
    assert.equal(found.path, path)
    assert.equal(found.reason, "the notebook's kernel (mine)")
  })

  test('one that was named and does not work is refused, never replaced by another', async () => {
    assert.match(
      await sentence(find({ asked: '/nowhere/python' })),
      /asked for: \/nowhere\/python is no Python that can run the notebook: there is no such file\..*--python PATH/,
    )
  })

  test('a program that is no Python is refused by name', async () => {
    const program = join(folder, 'not-python')
    writeFileSync(program, '#!/bin/sh\necho hello\n')
    chmodSync(program, 0o755)
    assert.match(
      await sentence(find({ setting: { path: './not-python', folder } })),
      /shiploop\.yaml: .*not-python is no Python/,
    )
  })

  test('a Python that is too old is refused with its version', async () => {
    const program = join(folder, 'old-python')
    writeFileSync(
      program,
      `#!/bin/sh\necho '{"path": "/usr/bin/python3", "version": "3.6.15", "prefix": "/usr"}'\n`,
    )
    chmodSync(program, 0o755)
    assert.match(await sentence(find({ asked: program })), /it is Python 3\.6\.15/)
  })
})

suite('interpreter: what it knows', () => {
  test('the interpreter has the last word on syntax, with line and column', async () => {
    const judge = judgeOf(await examplesPython())
    const { faults } = await judge(['a = 1', 'print "x"', 'await f()', 'if x:\n  a\n b', 'a = "\0"'])
    assert.deepEqual(faults, [
      null,
      {
        line: 1,
        column: 0,
        message: "Missing parentheses in call to 'print'. Did you mean print(...)?",
      },
      null,
      { line: 3, column: 2, message: 'unindent does not match any outer indentation level' },
      { line: 1, column: 0, message: 'source code string cannot contain null bytes' },
    ])
  })

  test('the interpreter that is found judges syntax in the process that finds it', async () => {
    const { path } = await examplesPython()
    const sources = ['a = 1', 'a =']
    const judged = await judgeSyntax({ asked: path, folder: tmpdir() }, sources)
    assert.deepEqual(judged.faults, [null, { line: 1, column: 3, message: 'invalid syntax' }])
    assert.match(judged.versions.pandas ?? '', /^3\./)
    const nowhere = judgeSyntax({ asked: join(tmpdir(), 'nowhere/python'), folder: tmpdir() }, sources)
    assert.match(await sentence(nowhere), /is no Python that can run the notebook/)
  })

  test('import names are told apart: package, standard library, file beside the notebook, missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shiploop-modules-'))
    writeFileSync(join(folder, 'helpers.py'), "raise SystemExit('nobody imports me')\n")
    const python = await examplesPython()
    const found = await packagesOf(python, ['sklearn', 'json', 'sys', 'helpers', 'nowhere', 'PIL'], folder)
    rmSync(folder, { recursive: true })
    assert.deepEqual(
      [...found].map(([name, { kind }]) => [name, kind]),
      [
        ['sklearn', 'package'],
        ['json', 'standard'],
        ['sys', 'standard'],
        ['helpers', 'local'],
        ['nowhere', 'missing'],
        ['PIL', 'package'],
      ],
    )
    const sklearn = found.get('sklearn')
    assert.ok(sklearn?.kind === 'package')
    assert.equal(sklearn.distribution, 'scikit-learn')
    assert.match(sklearn.version, /^\d+\.\d+/)
  })

  test('every missing package is named with the line that installs it under its own name', async () => {
    const python = await examplesPython()
    const packages = await packagesOf(python, ['json', 'cv2', 'nowhere'], '/')
    assert.throws(
      () => {
        refuseMissing(packages, python, 'cars.ipynb')
      },
      (error) =>
        error instanceof Problem &&
        error.sentence ===
          `cars.ipynb: The packages cv2, nowhere are missing in ${python.path}. ` +
            `Install: ${python.path} -m pip install opencv-python nowhere`,
    )
  })
})

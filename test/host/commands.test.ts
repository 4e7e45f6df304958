import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import * as vscode from 'vscode'
import { commands } from '../../src/contributions.ts'
import { RequestLog } from '../../src/deploy/log/log.ts'
import { environmentWithout } from '../fixtures/venv.ts'
import {
  inFolder,
  notebook,
  openNotebook,
  ran,
  records,
  run,
  runTakingFirst,
  tabs,
  until,
} from './helpers.ts'

const sure = { confirmed: true }

/** One story, in the order in which a person would do it: each test goes on where the one before ended. */
suite('commands: a turn in the editor', () => {
  suiteSetup(openNotebook)
  suiteTeardown(() => run('shiploop.stop'))

  test('init makes a project beside the notebook and keeps .shiploop/ out of git', async () => {
    await run('shiploop.init', notebook, sure)
    assert.match(readFileSync(inFolder('shiploop.yaml'), 'utf8'), /notebook: "flowers\.ipynb"/)
    assert.match(readFileSync(inFolder('.gitignore'), 'utf8'), /^\.shiploop\/$/m)
  })

  test('export writes the scripts', async () => {
    await run('shiploop.export', notebook, sure)
    const scripts = readdirSync(inFolder('pipeline'))
    assert.ok(scripts.includes('train.py') && scripts.includes('dvc.yaml'), scripts.join())
  })

  test('verify runs the notebook and the pipeline, and the record says what that has shown', async () => {
    await run('shiploop.verify')
    assert.match(records().at(-1)!, /^verified:[^]*?^ {2}equal: true$/m)
  })

  test('minimize names the statements that can go, and an export leaves them out', async () => {
    await run('shiploop.minimize')
    assert.match(records().at(-1)!, /^droppable:[^]*?dropped: false/m)
    await run('shiploop.exportMinimized', sure)
    assert.match(records().at(-1)!, /^droppable:[^]*?dropped: true/m)
  })

  test('slice opens the least that a cell needs, as a script', async () => {
    await run('shiploop.slice', 3)
    const text = vscode.window.activeTextEditor?.document.getText() ?? ''
    assert.match(text, /DecisionTreeClassifier/)
    assert.doesNotMatch(text, /LogisticRegression/)
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
  })

  test('what the conversion lacks is installed in a folder of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shiploop-'))
    const python = environmentWithout(process.env['SHIPLOOP_TEST_PYTHON']!, folder)
    const settings = vscode.workspace.getConfiguration()
    await settings.update('shiploop.python', python, vscode.ConfigurationTarget.Workspace)
    await run('shiploop.run')
    assert.match(records()[0]!, /^ {2}lacks: onnx$/m)
    await run('shiploop.install', undefined, sure)
    assert.equal(readdirSync(inFolder('.shiploop/python')).length, 1)
    await run('shiploop.run')
    assert.match(records()[0]!, /labelAgreement: 1\b/)
    await settings.update('shiploop.python', undefined, vscode.ConfigurationTarget.Workspace)
    rmSync(folder, { recursive: true, force: true })
  })

  test('ship ends with a running model', async () => {
    await run('shiploop.ship', notebook, sure)
    const [record] = records()
    assert.match(record!, /labelAgreement: 1\b/)
    const server = JSON.parse(readFileSync(inFolder('.shiploop/server.json'), 'utf8')) as { url: string }
    assert.equal((await fetch(`${server.url}/v2/health/ready`)).status, 200)
  })

  test('what the run counted of the rows stands on its line of the notebook', async () => {
    const document = await openNotebook()
    const counted = () =>
      vscode.languages
        .getDiagnostics(document.cellAt(5).document.uri)
        .filter(({ source }) => source === 'shiploop')
    await until(() => counted().length > 0)
    assert.match(counted()[0]!.message, /^Of the 45 tested rows, 16 have the values of another row/)
    assert.match(document.cellAt(5).document.getText(counted()[0]!.range), /^model = LogisticRegression\(/)
  })

  test('try a row says what the model answers', async () => {
    assert.match(
      String(await run('shiploop.tryRow')),
      /species is (setosa|versicolor|virginica).*petal_length/,
    )
  })

  test('replay sends the rows of a table and their labels', async () => {
    await run('shiploop.replay', vscode.Uri.file(inFolder('live.csv')), 'species')
    assert.deepEqual(logged(), { requests: 41, labels: 40 })
  })

  test('feedback sends labels for what was answered before', async () => {
    const log = RequestLog.open(inFolder('.shiploop/requests.db'))
    const deployment = log.latestDeployment()!.id
    const labelled = new Set(log.labelled({ deployment }).map(({ number }) => number))
    const open = log.rows({ deployment }).find(({ number }) => !labelled.has(number))!
    log.close()
    const file = inFolder('labels.csv')
    writeFileSync(file, `id,truth\n${open.request},${String(open.prediction)}\n`)
    await run('shiploop.feedback', vscode.Uri.file(file))
    assert.deepEqual(logged(), { requests: 41, labels: 41 })
  })

  test('measure writes the live accuracy and an advice into the record', async () => {
    await run('shiploop.measure')
    assert.match(records()[0]!, /^advice:/m)
    assert.match(records()[0]!, /n: 41/)
  })

  test('a challenger meets the same rows', async () => {
    await run('shiploop.challenge', 3)
    assert.match(records()[0]!, /name: .*DecisionTreeClassifier/)
  })

  test('a decision against the advice keeps its reason', async () => {
    await run('shiploop.decide', 'KEEP', 'it is good enough')
    assert.match(records()[0]!, /reason: it is good enough/)
  })

  test('the report opens as Markdown', async () => {
    await run('shiploop.report')
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^# first turn/)
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
  })

  test('rebuild makes a second turn from the labelled live rows', async () => {
    await run('shiploop.rebuild')
    assert.equal(records().length, 2)
    assert.match(records()[1]!, /rebuiltWith:/)
  })

  test('the second turn joins as a shadow, then takes over', async () => {
    await run('shiploop.deployShadow')
    assert.match(records()[1]!, /role: shadow/)
    await run('shiploop.deploy')
    assert.match(records()[1]!, /role: champion/)
  })

  test('acknowledging a drift alarm is taken by the server', async () => {
    await run('shiploop.acknowledge')
    const { url, tokenFile } = JSON.parse(readFileSync(inFolder('.shiploop/server.json'), 'utf8')) as Record<
      string,
      string
    >
    const headers = { authorization: `Bearer ${readFileSync(tokenFile!, 'utf8').trim()}` }
    const answer = (await (await fetch(`${url!}/shiploop/status`, { headers })).json()) as {
      monitors: { deployment: { alarm: boolean } }
    }
    assert.equal(answer.monitors.deployment.alarm, false)
  })

  test('run makes the scripts run again', async () => {
    await run('shiploop.run')
    assert.match(records().at(-1)!, /steps:/)
  })

  test('cancel ends what runs, and the lock is free', async () => {
    const running = run('shiploop.run')
    await until(() => existsSync(inFolder('.shiploop/lock')))
    await run('shiploop.cancel')
    await running
    await until(() => !existsSync(inFolder('.shiploop/lock')))
  })

  test('the dashboard opens, and compares two turns', async () => {
    await run('shiploop.dashboard.open')
    await until(() => tabs().some((label) => label.startsWith('flowers: ')))
    await run('shiploop.compare')
    assert.equal(tabs().filter((label) => label.startsWith('flowers: ')).length, 1)
  })

  test('record, script and settings open as files, a stage shows the cells that it came from', async () => {
    await run('shiploop.record.open')
    assert.ok(activeFile().endsWith('.yaml'))
    await run('shiploop.stage.open', inFolder('pipeline/train.py'))
    assert.equal(activeFile(), 'train.py')
    await run('shiploop.stage.cells', { id: 'stage train' })
    const { selections, notebook: shown } = vscode.window.activeNotebookEditor!
    assert.equal(basename(shown.uri.fsPath), 'flowers.ipynb')
    // The columns that the model learns from are named in cell 2.
    assert.deepEqual(
      selections.map(({ start }) => start),
      [2, 5],
    )
    await run('shiploop.settings.open')
    assert.equal(activeFile(), 'shiploop.yaml')
  })

  test('the log opens', async () => {
    await run('shiploop.output.show')
  })

  test('stop ends the server', async () => {
    await run('shiploop.stop')
    assert.equal(existsSync(inFolder('.shiploop/server.json')), false)
  })

  test('project and Python are chosen from a list', async () => {
    await runTakingFirst('shiploop.project.select')
    const settings = vscode.workspace.getConfiguration()
    const before = settings.inspect('shiploop.python')?.workspaceValue
    await runTakingFirst('shiploop.python.select', notebook)
    assert.notEqual(vscode.workspace.getConfiguration().inspect('shiploop.python')?.workspaceValue, undefined)
    await settings.update('shiploop.python', before, vscode.ConfigurationTarget.Workspace)
  })

  test('the cells are read in the order of the file from now on, which shiploop.yaml says', async () => {
    await run('shiploop.order.file', notebook, sure)
    assert.match(readFileSync(inFolder('shiploop.yaml'), 'utf8'), /^notebook: .*\norder: file$/m)
  })

  test('a time box is started, extended and stopped', async () => {
    await openNotebook()
    await run('shiploop.timeBox.start', 30)
    await run('shiploop.timeBox.extend', 15, 'labels came late')
    await run('shiploop.timeBox.stop')
    const kinds = readFileSync(inFolder('.shiploop/timebox.jsonl'), 'utf8').match(
      /"kind":"(start|extend|stop)"/g,
    )
    assert.deepEqual(kinds, ['"kind":"start"', '"kind":"extend"', '"kind":"stop"'])
  })

  test('a second notebook of the folder has a project of its own, which the views follow', async () => {
    const second = vscode.Uri.file(inFolder('second.ipynb'))
    copyFileSync(notebook.fsPath, second.fsPath)
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(second))
    await run('shiploop.export', second, sure)
    assert.ok(existsSync(inFolder('second', 'pipeline', 'train.py')))
    await openNotebook()
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(second))
    await run('shiploop.timeBox.start', 30)
    assert.match(readFileSync(inFolder('second', '.shiploop', 'timebox.jsonl'), 'utf8'), /"kind":"start"/)
    await run('shiploop.timeBox.stop')
    await openNotebook()
  })

  test('no command was forgotten', () => {
    assert.deepEqual(
      Object.keys(commands).filter((id) => !ran.has(id)),
      [],
    )
  })
})

function logged(): { requests: number; labels: number } {
  const log = RequestLog.open(inFolder('.shiploop/requests.db'))
  try {
    const { requests, labels } = log.counts(log.latestDeployment()!.id)
    return { requests, labels }
  } finally {
    log.close()
  }
}

function activeFile(): string {
  return basename(vscode.window.activeTextEditor?.document.fileName ?? '')
}

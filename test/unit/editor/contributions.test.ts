import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands, contextKeys, settings, views } from '../../../src/contributions.ts'

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[]
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> }
    readonly keybindings: readonly { readonly command: string }[]
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly completionEvents: readonly string[] }[]
    }[]
  }
}

const root = join(import.meta.dirname, '../../..')
const text = readFileSync(join(root, 'package.json'), 'utf8')
const { contributes } = JSON.parse(text) as Manifest
const english = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>
const german = JSON.parse(readFileSync(join(root, 'package.nls.de.json'), 'utf8')) as Record<string, string>

suite('contributions: the manifest and the table say the same', () => {
  test('commands', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.keys(commands).sort())
  })

  test('what the palette offers, and when', () => {
    const palette = Object.fromEntries(
      contributes.menus['commandPalette']!.map(({ command, when }) => [command, when]),
    )
    const wanted = Object.fromEntries(Object.entries(commands).map(([id, { when }]) => [id, String(when)]))
    assert.deepEqual(palette, wanted)
  })

  test('what needs a trusted workspace is disabled without one, wherever it is offered', () => {
    const wanted = Object.entries(commands).map(([id, { when }]) => [
      id,
      String(when).includes('isWorkspaceTrusted') ? 'isWorkspaceTrusted' : undefined,
    ])
    assert.deepEqual(
      contributes.commands.map(({ command, enablement }) => [command, enablement]).sort(),
      wanted.sort(),
    )
  })

  test('menus and keys name commands that exist', () => {
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings]
    assert.deepEqual(
      used.filter(({ command }) => !(command in commands)),
      [],
    )
  })

  test('views', () => {
    assert.deepEqual(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
      [...views],
    )
  })

  test('settings and their defaults', () => {
    const { properties } = contributes.configuration
    assert.deepEqual(
      Object.fromEntries(Object.entries(properties).map(([id, property]) => [id, property.default])),
      settings,
    )
  })

  test('when clauses name context keys that are set', () => {
    const named = [...text.matchAll(/"when": "([^"]*)"/g)].flatMap(([, when]) =>
      [...when!.replaceAll(/view == \S+/g, '').matchAll(/shiploop\.\w+/g)].map(([key]) => key),
    )
    assert.deepEqual(
      named.filter((key) => !(Object.values(contextKeys) as string[]).includes(key)),
      [],
    )
  })

  // VS Code never ticks a step whose event is true when the walkthrough is first opened: one that turns true is needed.
  test('each step of the walkthrough is done by a key that is set, when one comes to it or when one leaves', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps)
    assert.equal(steps.length, 5)
    const page = "activeEditor == 'gettingStartedPage'"
    const known = Object.values(contextKeys).map((key) =>
      [page, page.replace('==', '!=')].map((where) => `onContext:${key} && ${where}`).join(),
    )
    assert.deepEqual(
      steps
        .map(({ completionEvents }) => completionEvents.join())
        .filter((events) => !known.includes(events)),
      [],
    )
  })

  test('every text of the manifest is there in English and in German', () => {
    const used = new Set([...text.matchAll(/%([\w.]+)%/g)].map(([, key]) => key!))
    assert.deepEqual([...used].sort(), Object.keys(english).sort())
    assert.deepEqual(Object.keys(german).sort(), Object.keys(english).sort())
  })
})

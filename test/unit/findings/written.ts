/**
 * Whole notebooks as people write them, kept as scripts: `# %%` begins a cell, with its execution count in brackets where it
 * is not the next; `#> text` is what it printed, `#= value` its result; `#! kind` marks the line of a finding.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FindingCase } from './cases.ts'

const folder = join(import.meta.dirname, 'notebooks')

export function written(): FindingCase[] {
  return readdirSync(folder)
    .sort()
    .map((file) => caseOf(file.replace('.py', ''), readFileSync(join(folder, file), 'utf8')))
}

function caseOf(name: string, text: string): FindingCase {
  const parts = text.split(/^# %%/m).slice(1)
  let count = 0
  const counts = parts.map((part) => (count = Number(/^ \[(\d+)\]/.exec(part)?.[1] ?? count + 1)))
  const lines = parts.map((part) => part.trimEnd().split('\n').slice(1))
  const shown = (at: number, mark: string) =>
    lines[at]!.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length))
  const outputs = parts.map((_, at) => {
    const [printed, result] = [shown(at, '#> '), shown(at, '#= ')]
    return {
      ...(printed.length > 0 && { stdout: `${printed.join('\n')}\n` }),
      ...(result.length > 0 && { result: result.join('\n') }),
    }
  })
  const cells = lines.map((each) => each.filter((line) => !/^#[>=] /.test(line)).join('\n'))
  return { name, cells, counts, outputs: Object.fromEntries(outputs.entries()) }
}

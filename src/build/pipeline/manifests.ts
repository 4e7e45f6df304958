/** The files of a pipeline that are no scripts: params.yaml, requirements.txt, dvc.yaml. */
import type { Package } from '../../platform/python.ts'

/** @param values text of each literal, by stage and parameter */
export function paramsYaml(values: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const stages = [...values].filter(([, each]) => each.size > 0)
  const text = stages.map(
    ([stage, each]) => `${stage}:\n${[...each].map(([name, value]) => `  ${name}: ${value}\n`).join('')}`,
  )
  return `# Parameters of the stages: one \`name: value\` a line.\n${text.join('')}`
}

/** Exact versions of what is imported, as the interpreter has them. */
export function requirementsText(packages: ReadonlyMap<string, Package>): string {
  const pins = [...packages.values()].flatMap((each) =>
    each.kind === 'package' ? [`${each.distribution}==${each.version}\n`] : [],
  )
  return [...new Set(pins)].sort((a, b) => a.localeCompare(b)).join('')
}

interface DvcPaths {
  /** The notebook's folder from the folder of dvc.yaml, and both that folder and `.shiploop` from the notebook's. */
  readonly workingFolder: string
  readonly pipeline: string
  readonly state: string
}

/** Makes `dvc repro` run each stage whose code, parameters, data or earlier stage changed. */
export function dvcYaml(
  stages: readonly { readonly name: string; readonly data: readonly string[] }[],
  files: {
    readonly hasHelpers: boolean
    readonly hasShell: boolean
    readonly parameters: ReadonlySet<string>
  },
  { workingFolder, pipeline, state }: DvcPaths,
): string {
  const run = `${state}/runs/local`
  const artifact = (stage: string) => `${run}/artifacts/${stage}.joblib`
  const lines = ['stages:']
  for (const [at, { name, data }] of stages.entries()) {
    const deps = [
      `${pipeline}/${name}.py`,
      `${pipeline}/artifacts.py`,
      ...(files.hasHelpers ? [`${pipeline}/helpers.py`] : []),
      ...(files.hasShell ? [`${pipeline}/shell.py`] : []),
      ...data,
      ...(at === 0 ? [] : [artifact(stages[at - 1]!.name)]),
    ]
    const read = [name, ...(files.hasHelpers ? ['helpers'] : [])].filter((each) => files.parameters.has(each))
    lines.push(
      `  ${name}:`,
      `    wdir: ${quoted(workingFolder)}`,
      `    cmd: ${quoted(`python ${shellWord(pipeline)} ${name}`)}`,
      '    deps:',
      ...deps.map((each) => `      - ${quoted(each)}`),
      ...(read.length > 0
        ? [
            '    params:',
            `      - ${quoted(`${pipeline}/params.yaml`)}:`,
            ...read.map((each) => `          - ${each}`),
          ]
        : []),
      '    outs:',
      `      - ${quoted(artifact(name))}:`,
      '          cache: false',
    )
    if (at === stages.length - 1)
      lines.push('    metrics:', `      - ${quoted(`${run}/metrics.json`)}:`, '          cache: false')
  }
  return lines.map((each) => `${each}\n`).join('')
}

/** One word for the shells of all systems, also where a folder's name has spaces. */
function shellWord(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `"${path}"`
}

function quoted(text: string): string {
  return /^[\w./-][\w ./-]*$/.test(text) ? text : JSON.stringify(text)
}

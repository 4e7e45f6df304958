// The licences of what the bundles hold of other people's packages: they must go wherever the bundles go.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from './setup/run.mjs'

/** Loaded beside the bundles, not part of them. */
const BESIDE = ['onnxruntime-node', 'onnxruntime-common', 'tree-sitter-python']

/** @returns {string} name, version, licence and its text for each package in dist/ */
export function notices() {
  const outputs = JSON.parse(readFileSync(join(root, 'dist/meta.json'), 'utf8'))
  const folders = new Set(BESIDE.map((name) => join(root, 'node_modules', name)))
  for (const { inputs } of Object.values(outputs))
    for (const path of Object.keys(inputs)) {
      const [folder] = /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path) ?? []
      if (folder !== undefined) folders.add(resolve(root, folder))
    }
  const texts = [...folders].map((folder) => noticeOf(folder)).sort()
  return ['Shiploop contains these packages.', ...texts].join(`\n\n${'-'.repeat(80)}\n\n`)
}

function noticeOf(folder) {
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each))
  const text =
    file === undefined
      ? `Its package holds no text; ${repository?.url ?? 'npmjs.com'} does.`
      : readFileSync(join(folder, file), 'utf8')
  return `${name} ${version} (${license})\n\n${text.trim()}`
}

/** Between a raw column of ground truth and what the model predicts of it: `Yes` and class 1, a price and its logarithm. */
import type { Signature } from './schema.ts'

export type Labels = NonNullable<Signature['labels']>

const FUNCTIONS: Readonly<
  Record<Labels['function'], readonly [(x: number) => number, (y: number) => number]>
> = {
  same: [(x) => x, (y) => y],
  log: [Math.log, Math.exp],
  log1p: [Math.log1p, Math.expm1],
  log2: [Math.log2, (y) => 2 ** y],
  log10: [Math.log10, (y) => 10 ** y],
  sqrt: [Math.sqrt, (y) => y * y],
}

/**
 * The class of the model that a text means: itself where it is one, `1` for `1.0`, the class that the notebook makes of
 * it; any other text stays, and is a class that the model does not know.
 */
export function classOf({ classes, labels }: Signature, text: string): string {
  if (classes?.includes(text)) return text
  const whole = wholeOf(text)
  if (classes?.includes(whole)) return whole
  return named(labels?.names, text) ?? named(labels?.names, whole) ?? text
}

/** The class that the notebook makes of a value of the raw column, also where that value is the name of another class. */
export function classOfRaw(signature: Signature, text: string): string {
  const names = signature.labels?.names
  return named(names, text) ?? named(names, wholeOf(text)) ?? classOf(signature, text)
}

function wholeOf(text: string): string {
  return text.trim() !== '' && Number.isInteger(Number(text)) ? String(Number(text)) : text
}

function named(names: Labels['names'] | undefined, text: string): string | undefined {
  return names && Object.hasOwn(names, text) ? names[text] : undefined
}

/** What the model predicts of a raw number. */
export function numberOfRaw({ labels }: Signature, raw: number): number {
  if (labels == null) return raw
  return labels.scale * FUNCTIONS[labels.function][0](raw) + labels.offset
}

/** The value of the raw column that stands for a truth of the model; the truth itself where both are the same. */
export function rawOf({ labels }: Signature, truth: number | string): number | string {
  if (labels == null) return truth
  if (typeof truth === 'number') return FUNCTIONS[labels.function][1]((truth - labels.offset) / labels.scale)
  return Object.entries(labels.names ?? {}).find(([, name]) => name === truth)?.[0] ?? truth
}

/** JSON that keeps what JavaScript's own writer loses: the sign of -0, and integers beyond 2^53. */

/** Writes plain data as JSON. NaN and infinities have no JSON: they are an error here, never a silent null. */
export function toJson(value: unknown): string {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '-0.0'
    if (!Number.isFinite(value)) throw new RangeError(`${value} has no JSON.`)
    return String(value)
  }
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, held]) => held !== undefined)
    return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${toJson(held)}`).join(',')}}`
  }
  throw new TypeError(`A ${typeof value} has no JSON.`)
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/**
 * Natural logarithm of the gamma function, to about 14 digits.
 *
 * @param x above 0
 * @see Lanczos (1964), with the coefficients for g = 7, n = 9
 */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const z = x - 1
  let series = LANCZOS[0]!
  for (let term = 1; term < LANCZOS.length; term += 1) series += LANCZOS[term]! / (z + term)
  const t = z + 7.5
  return Math.log(Math.sqrt(2 * Math.PI) * series) + (z + 0.5) * Math.log(t) - t
}

/** Natural logarithm of the beta function B(a, b); a and b above 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

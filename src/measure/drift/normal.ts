/** The standard normal law. Both functions agree with `scipy.stats.norm` to 1e-12 (test/parity/measure). */

const NUMERATOR = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
]
const DENOMINATOR = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
]
/** Up to here the rational approximation is the more precise one. */
const CENTRAL = 3

/**
 * Distribution function of N(0, 1). For differences in the upper tail ask for the mirrored values: the lower tail
 * keeps its relative precision.
 *
 * @see Hart (1968), as given by West (2005), Better approximations to cumulative normal
 * functions; in the tail Laplace's continued fraction, which keeps its relative precision
 */
export function normalCdf(x: number): number {
  if (x > 0) return 1 - normalCdf(-x)
  const z = -x
  if (z > 38) return 0
  const bell = Math.exp((-z * z) / 2)
  if (z < CENTRAL) return (bell * polynomial(NUMERATOR, z)) / polynomial(DENOMINATOR, z)
  let fraction = z
  for (let depth = 100; depth > 0; depth -= 1) fraction = z + depth / fraction
  return bell / fraction / Math.sqrt(2 * Math.PI)
}

const CENTRE = [
  [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ],
  [
    -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
    -1.328068155288572e1, 1,
  ],
] as const
const TAIL = [
  [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
] as const

/**
 * Quantile of N(0, 1): the inverse of `normalCdf`; -Infinity at 0, Infinity at 1.
 *
 * @param p in [0, 1]
 * @see Acklam (2003), a rational approximation, made exact by one step of Halley's method
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p <= 0) return -Infinity
  const x = p < 0.02425 ? tailQuantile(p) : centreQuantile(p)
  const error = (normalCdf(x) - p) * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2)
  return x - error / (1 + (x * error) / 2)
}

function tailQuantile(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p))
  return polynomial(TAIL[0], q) / polynomial(TAIL[1], q)
}

function centreQuantile(p: number): number {
  const q = p - 0.5
  return (polynomial(CENTRE[0], q * q) * q) / polynomial(CENTRE[1], q * q)
}

/** Coefficients from the highest power down. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
}

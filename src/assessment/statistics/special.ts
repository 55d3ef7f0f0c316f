/** Distribution functions that the intervals need. Total over their stated ranges; relative error below 1e-10 in the tests. */

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
] as const

/** Natural logarithm of the gamma function for x > 0 (Lanczos, g = 7, nine terms). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const shifted = x - 1
  const t = shifted + 7.5
  let sum: number = LANCZOS[0]
  for (const [index, term] of LANCZOS.entries()) if (index > 0) sum += term / (shifted + index)
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Natural logarithm of the beta function, a and b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

/** Density of Beta(a, b) at x strictly inside (0, 1). */
export function betaDensity(x: number, a: number, b: number): number {
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b))
}

/** Distribution function of Beta(a, b), a and b > 0: the regularised incomplete beta function. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b))
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b
}

const FRACTION_STEPS_MAX = 10_000
const TINY = 1e-300

/** Continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let result = d
  for (let m = 1; m <= FRACTION_STEPS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    result *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    result *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return result
}

/** The x at which Beta(a, b) reaches a share strictly between 0 and 1. */
export function betaQuantile(share: number, a: number, b: number): number {
  return rootOf((x) => betaCdf(x, a, b) - share, 0, 1)
}

/** Distribution function of Student's t; degrees of freedom > 0. */
export function studentCdf(t: number, degrees: number): number {
  const tail = 0.5 * betaCdf(degrees / (degrees + t * t), degrees / 2, 0.5)
  return t > 0 ? 1 - tail : tail
}

/** Quantile of Student's t for a share strictly between 0 and 1. */
export function studentQuantile(share: number, degrees: number): number {
  if (share === 0.5) return 0
  if (share < 0.5) return -studentQuantile(1 - share, degrees)
  // The lower tail of the beta function keeps its digits where 1 - tail would lose them.
  const x = betaQuantile(2 * (1 - share), degrees / 2, 0.5)
  return Math.sqrt((degrees * (1 - x)) / x)
}

/** Distribution function of the standard normal, through the incomplete gamma function. */
export function normalCdf(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2)
  return z > 0 ? 1 - tail : tail
}

/** Quantile of the standard normal for a share strictly between 0 and 1. */
export function normalQuantile(share: number): number {
  return rootOf((z) => normalCdf(z) - share, -40, 40)
}

/** Regularised upper incomplete gamma function for a > 0, x >= 0 (DLMF 8.7.1 below a + 1, 8.9.2 above). */
function upperGamma(a: number, x: number): number {
  if (x === 0) return 1
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < FRACTION_STEPS_MAX && Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= x / (a + n)
      sum += term
    }
    return 1 - front * sum
  }
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let result = d
  for (let n = 1; n < FRACTION_STEPS_MAX; n++) {
    const step = -n * (n - a)
    b += 2
    d = 1 / (step * d + b)
    c = b + step / c
    result *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return front * result
}

/** The root of a function that does not fall between two bounds, by halving until the bounds are neighbours. */
export function rootOf(rising: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let step = 0; step < 1100; step++) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) break
    if (rising(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

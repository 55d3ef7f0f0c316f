/** A source of numbers in [0, 1). Passed in as an argument wherever chance is needed. */
export type Random = () => number

/** sfc32 seeded from a string: the same seed gives the same numbers on every machine. */
export function seededRandom(seed: string): Random {
  let hash = 2166136261
  const next = (): number => {
    hash = Math.imul(hash ^ (hash >>> 15), 2246822507)
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909)
    return (hash ^= hash >>> 16) >>> 0
  }
  for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619)
  let [a, b, c, d] = [next(), next(), next(), 1]
  const random: Random = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    return (t >>> 0) / 4294967296
  }
  for (let warm = 0; warm < 12; warm++) random()
  return random
}

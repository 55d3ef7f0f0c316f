/** Wilson's interval of a share at 95%. */
export function wilson(successes: number, trials: number): readonly [number, number] {
  if (trials === 0) return [0, 1]
  const z = 1.959964
  const share = successes / trials
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials)
  const half =
    (z / (1 + (z * z) / trials)) *
    Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}

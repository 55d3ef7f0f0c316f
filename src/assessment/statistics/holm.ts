/** Holm's step-down correction (1979): the adjusted p of each test, in the order given; controls any false claim among them. */
export function holm(values: readonly number[]): number[] {
  const order = values.map((p, index) => ({ p, index })).sort((x, y) => x.p - y.p)
  const adjusted = values.map(() => 1)
  let highest = 0
  for (const [rank, { p, index }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, p * (values.length - rank)))
    adjusted[index] = highest
  }
  return adjusted
}

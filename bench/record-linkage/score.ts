/** Pairs of record numbers with their weights in bits. */
export interface WeighedPairs {
  readonly a: Uint32Array
  readonly b: Uint32Array
  readonly bits: Float64Array
}

export interface LinkageScore {
  readonly threshold: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly bCubed: number
}

/** Clusters by connected components over each threshold, and gives the one with the best pairwise F1. */
export function bestScore(pairs: WeighedPairs, entities: readonly string[]): LinkageScore {
  let best: LinkageScore = { threshold: 0, precision: 0, recall: 0, f1: 0, bCubed: 0 }
  for (let threshold = -4; threshold <= 40; threshold += 1) {
    const score = scoreAt(pairs, entities, threshold)
    if (score.f1 > best.f1) best = score
  }
  return best
}

function scoreAt(
  pairs: WeighedPairs,
  entities: readonly string[],
  threshold: number,
): LinkageScore {
  const parent = Int32Array.from(entities, (_, index) => index)
  const find = (node: number): number => {
    let at = node
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at
      at = parent[at] ?? at
    }
    return at
  }
  for (let index = 0; index < pairs.bits.length; index++) {
    if ((pairs.bits[index] ?? 0) < threshold) continue
    const [x, y] = [find(pairs.a[index] ?? 0), find(pairs.b[index] ?? 0)]
    if (x !== y) parent[Math.max(x, y)] = Math.min(x, y)
  }
  const clusterSizes = new Map<number, number>()
  const entitySizes = new Map<string, number>()
  const both = new Map<string, number>()
  for (const [index, entity] of entities.entries()) {
    const root = find(index)
    clusterSizes.set(root, (clusterSizes.get(root) ?? 0) + 1)
    entitySizes.set(entity, (entitySizes.get(entity) ?? 0) + 1)
    const key = `${root} ${entity}`
    both.set(key, (both.get(key) ?? 0) + 1)
  }
  const pairsIn = (sizes: Iterable<number>): number => {
    let sum = 0
    for (const size of sizes) sum += (size * (size - 1)) / 2
    return sum
  }
  const right = pairsIn(both.values())
  const precision = right / Math.max(1, pairsIn(clusterSizes.values()))
  const recall = right / Math.max(1, pairsIn(entitySizes.values()))
  let [exact, whole] = [0, 0]
  for (const [key, count] of both) {
    const cut = key.indexOf(' ')
    exact += count ** 2 / (clusterSizes.get(Number(key.slice(0, cut))) ?? 1)
    whole += count ** 2 / (entitySizes.get(key.slice(cut + 1)) ?? 1)
  }
  const n = entities.length
  return {
    threshold,
    precision,
    recall,
    f1: (2 * precision * recall) / Math.max(1e-9, precision + recall),
    bCubed: (2 * (exact / n) * (whole / n)) / (exact / n + whole / n),
  }
}

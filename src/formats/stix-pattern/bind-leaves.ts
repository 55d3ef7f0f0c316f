/**
 * Whether each leaf can have an observation of its own (a matching of leaves to observations), so that a
 * search over all orders is not begun where none can succeed. An undefined leaf is not looked at.
 */
export function bindLeaves(leaves: readonly (readonly number[] | undefined)[]): boolean {
  const holder = new Map<number, number>()
  const assign = (leaf: number, seen: Set<number>): boolean => {
    for (const instance of leaves[leaf] ?? []) {
      if (seen.has(instance)) continue
      seen.add(instance)
      const other = holder.get(instance)
      if (other === undefined || assign(other, seen)) {
        holder.set(instance, leaf)
        return true
      }
    }
    return false
  }
  return leaves.every((instances, leaf) => instances === undefined || assign(leaf, new Set()))
}

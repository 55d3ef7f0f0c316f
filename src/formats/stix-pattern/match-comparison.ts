import type { Comparison, ObjectPath } from './ast.ts'
import {
  isJsonObject,
  propertyValue,
  type Value,
  type ValuePredicate,
  valuePredicate,
} from './match-values.ts'
import type { Json, Observation } from './observed-data.ts'

/** Gives the ids of an observation's objects that a comparison holds of. */
export type ObjectTest = (observation: Observation) => ReadonlySet<string>

/**
 * Prepares a comparison. AND asks its operands of one object, so AND over two types never holds. A path
 * that leads nowhere is false whatever the operator. Throws what the values' comparison throws.
 */
export function objectTest(comparison: Comparison): ObjectTest {
  switch (comparison.kind) {
    case 'all': {
      const tests = comparison.operands.map(objectTest)
      return (observation) => {
        let found: ReadonlySet<string> | undefined
        for (const test of tests) {
          const ids = test(observation)
          found = found === undefined ? ids : new Set([...found].filter((id) => ids.has(id)))
          if (found.size === 0) break
        }
        return found ?? new Set()
      }
    }
    case 'any': {
      const tests = comparison.operands.map(objectTest)
      return (observation) => new Set(tests.flatMap((test) => [...test(observation)]))
    }
    case 'exists': {
      const { path, isNegated } = comparison
      return (observation) =>
        rootsWhere(observation, path, (values) => values.length > 0 !== isNegated)
    }
    case 'in':
    case 'test': {
      const predicate: ValuePredicate = valuePredicate(comparison)
      return (observation) =>
        rootsWhere(observation, comparison.path, (values) => values.some(predicate))
    }
  }
}

function rootsWhere(
  observation: Observation,
  path: ObjectPath,
  holds: (values: readonly Value[]) => boolean,
): ReadonlySet<string> {
  const roots = new Set<string>()
  for (const [id, object] of observation.objects) {
    if (object['type'] !== path.objectType) continue
    if (holds(valuesAt(observation, object, path))) roots.add(id)
  }
  return roots
}

/** Values that a path leads to from one object; references lead on to the observation's own objects. */
function valuesAt(observation: Observation, root: Json, path: ObjectPath): readonly Value[] {
  let values: readonly Value[] = [root]
  for (const step of path.steps) {
    if (step.kind === 'any')
      values = values.flatMap((value) => (Array.isArray(value) ? (value as Json[]) : []))
    else if (step.kind === 'index') {
      values = values.flatMap((value) => {
        const item = Array.isArray(value) ? (value as Json[]).at(step.index) : undefined
        return item === undefined ? [] : [item]
      })
    } else values = values.flatMap((value) => stepInto(observation, value, step.name))
    if (values.length === 0) return values
  }
  return values
}

function stepInto(observation: Observation, value: Value, name: string): readonly Value[] {
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return []
  const member = value[name]
  if (member === undefined) return []
  if (name.endsWith('_ref')) return dereference(observation, [member])
  if (name.endsWith('_refs')) {
    const targets = Array.isArray(member) ? dereference(observation, member as Json[]) : []
    return targets.length === 0 ? [] : [targets]
  }
  const decoded = propertyValue(name, member)
  return decoded === undefined ? [] : [decoded]
}

function dereference(observation: Observation, references: readonly Json[]): Json[] {
  return references.flatMap((reference) => {
    const target = typeof reference === 'string' ? observation.objects.get(reference) : undefined
    return target === undefined ? [] : [target]
  })
}

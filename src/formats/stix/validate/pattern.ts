import { WindbreakError } from '../../../core/index.ts'
import {
  type Comparison,
  type ObjectPath,
  parsePattern,
  type Pattern,
} from '../../stix-pattern/index.ts'
import { OBSERVABLE_COMMON, OBSERVABLES } from '../tables/observables.ts'
import { checkCustomName } from './custom.ts'
import type { FindingList } from './finding.ts'
import { own, shown } from './json.ts'
import { isInTable } from './values.ts'

/** Checks that a STIX pattern parses, and the object types and properties that it names. */
export function checkIndicatorPattern(list: FindingList, path: string, text: string): void {
  let pattern: Pattern
  try {
    pattern = parsePattern(text, '2.1')
  } catch (error) {
    if (!(error instanceof WindbreakError)) throw error
    const [first = ''] = error.message.split('\n')
    return list.error('pattern', path, first, error.hint ?? 'correct the pattern')
  }
  for (const named of pathsOf(pattern)) checkPath(list, path, named)
}

function* pathsOf(pattern: Pattern): Generator<ObjectPath> {
  if (pattern.kind === 'observation') yield* comparedIn(pattern.comparison)
  else if (pattern.kind === 'qualified') yield* pathsOf(pattern.pattern)
  else for (const operand of pattern.operands) yield* pathsOf(operand)
}

function* comparedIn(comparison: Comparison): Generator<ObjectPath> {
  if (!('operands' in comparison)) yield comparison.path
  else for (const operand of comparison.operands) yield* comparedIn(operand)
}

function checkPath(list: FindingList, path: string, { objectType, steps }: ObjectPath): void {
  const table = own(OBSERVABLES, objectType)
  if (table === undefined) {
    if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(objectType) || objectType.length < 3)
      list.error(
        'pattern',
        path,
        `found ${shown(objectType)}, wanted a name of an observable`,
        'correct the type',
      )
    if (list.options.strictTypes === true)
      list.error(
        'unknown-type',
        path,
        `found ${shown(objectType)}, wanted a type of STIX 2.1`,
        'use a type of the specification',
      )
    warnOfName(list, path, 'object type', objectType, '-')
  }
  const [first] = steps
  if (first?.kind !== 'key') return
  const isKnown =
    table !== undefined &&
    (isInTable(table, first.name) || isInTable(OBSERVABLE_COMMON, first.name))
  if (isKnown) return
  if (!/^[a-z][a-z0-9_]{2,249}$/.test(first.name) && first.name !== 'id')
    list.error(
      'pattern',
      path,
      `found ${shown(first.name)}, wanted a name of a property`,
      'correct the property',
    )
  // What properties a type of somebody's own has is not ours to say.
  if (table === undefined && !first.name.startsWith('x_')) return
  if (list.options.strictProperties === true && table !== undefined)
    list.error(
      'unknown-property',
      path,
      `found ${shown(first.name)} of ${objectType}, wanted a property of STIX 2.1`,
      'correct the property',
    )
  warnOfName(list, path, 'property', first.name, '_')
}

/** An extension that defines the name may stand anywhere, so that in a pattern only the prefix can be judged. */
function warnOfName(
  list: FindingList,
  path: string,
  what: string,
  name: string,
  separator: '-' | '_',
): void {
  if (!list.isOn('extensions-use')) checkCustomName(list, path, what, name, separator)
}

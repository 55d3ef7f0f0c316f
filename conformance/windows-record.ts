import type { EventRecord, Scalar } from '../src/signals/rules/index.ts'

/** The name under which a keyword finds every value of a record. */
export const ANY_FIELD = '*'

/** Sigma's names of process fields in the events of another provider that records the same. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  Image: 'NewProcessName',
  ParentImage: 'ParentProcessName',
  User: 'SubjectUserName',
  LogonId: 'SubjectLogonId',
  TargetObject: 'ObjectName',
  Details: 'NewValue',
}

/**
 * A Windows record `{Event: {System, EventData}}` by the names that rules use: keys of EventData (or
 * UserData) and of System; names without the spaces that some providers write; attributes by name.
 */
export function windowsRecord(record: Readonly<Record<string, unknown>>): EventRecord {
  const fields = new Map<string, Scalar[]>()
  const leaves: Scalar[] = []
  collect(record, '', fields, leaves)
  return {
    isEmptyAbsent: false,
    values: (field) => {
      if (field === ANY_FIELD) return leaves
      return fields.get(field) ?? fields.get(OTHER_NAMES[field] ?? '') ?? []
    },
  }
}

function collect(
  value: unknown,
  name: string,
  fields: Map<string, Scalar[]>,
  leaves: Scalar[],
): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, name, fields, leaves)
    return
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
    const attributes = members.find(([key]) => key === '#attributes')?.[1] as
      | { Name?: unknown }
      | undefined
    const nameMember = attributes?.Name ?? members.find(([key]) => key === 'Name')?.[1]
    for (const [key, member] of members) {
      if (key === '#attributes') collectAttributes(member, name, fields, leaves)
      else if (key === '#text')
        add(typeof nameMember === 'string' ? nameMember : name, member, fields, leaves)
      else collect(member, key, fields, leaves)
    }
    return
  }
  add(name, value, fields, leaves)
}

function collectAttributes(
  value: unknown,
  name: string,
  fields: Map<string, Scalar[]>,
  leaves: Scalar[],
): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    add(`${name}_${key}`, member, fields, leaves)
    if (!fields.has(key)) add(key, member, fields, [])
  }
}

function add(name: string, value: unknown, fields: Map<string, Scalar[]>, leaves: Scalar[]): void {
  if (Array.isArray(value)) {
    for (const item of value) add(name, item, fields, leaves)
    return
  }
  if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) return
  const scalar = value as Scalar
  leaves.push(scalar)
  for (const key of new Set([name, name.replaceAll(' ', '')])) {
    const known = fields.get(key)
    if (known === undefined) fields.set(key, [scalar])
    else known.push(scalar)
  }
}

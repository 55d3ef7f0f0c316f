import { casesError } from '../errors.ts'

/** Everything that a person may be allowed to do. Content is what an account's holder wrote or was answered. */
export const PERMISSIONS = [
  'ingest',
  'cases.read',
  'cases.note',
  'cases.triage',
  'cases.work',
  'cases.attribute',
  'cases.review',
  'cases.hold',
  'content.redacted',
  'content.raw',
  'privacy.oversee',
  'decisions.make',
  'plans.read',
  'plans.propose',
  'plans.approve',
  'plans.execute',
  'appeals.decide',
  'disclosures.edit',
  'disclosures.publish',
  'audit.read',
  'people.manage',
  'settings.manage',
] as const

export type Permission = (typeof PERMISSIONS)[number]

export type Role =
  | 'triage'
  | 'investigator'
  | 'attribution-lead'
  | 'approver'
  | 'privacy-officer'
  | 'disclosure-editor'
  | 'disclosure-publisher'
  | 'auditor'
  | 'administrator'
  | 'ingest-operator'

/** The one table of roles; the tests of every route are made from it. An administrator sees no content and no case. */
export const ROLES: Readonly<Record<Role, readonly Permission[]>> = {
  triage: ['cases.read', 'cases.note', 'cases.triage', 'content.redacted'],
  investigator: [
    'cases.read',
    'cases.note',
    'cases.triage',
    'cases.work',
    'cases.review',
    'cases.hold',
    'content.redacted',
    'content.raw',
    'decisions.make',
    'plans.read',
    'plans.propose',
  ],
  'attribution-lead': [
    'cases.read',
    'cases.note',
    'cases.work',
    'cases.attribute',
    'cases.review',
    'content.redacted',
    'plans.read',
  ],
  approver: [
    'cases.read',
    'cases.note',
    'content.redacted',
    'plans.read',
    'plans.approve',
    'plans.execute',
    'appeals.decide',
  ],
  'privacy-officer': ['privacy.oversee', 'cases.hold', 'plans.read', 'plans.approve', 'audit.read'],
  'disclosure-editor': ['cases.read', 'disclosures.edit'],
  'disclosure-publisher': ['cases.read', 'disclosures.publish'],
  auditor: ['audit.read'],
  administrator: ['people.manage', 'settings.manage'],
  'ingest-operator': ['ingest'],
}

/** Who asks. `roles` are those that the records hold now, read anew for every request. */
export interface Person {
  readonly id: string
  readonly roles: readonly Role[]
}

/** Permissions that nobody holds together, through whatever roles: each alone is harmless, both hide a wrong. */
export const TOXIC_PAIRS: ReadonlyArray<readonly [Permission, Permission, string]> = [
  ['plans.propose', 'plans.approve', 'who proposes a plan could approve it'],
  ['people.manage', 'content.redacted', 'who gives rights could read content'],
  ['people.manage', 'content.raw', 'who gives rights could read content'],
  ['people.manage', 'plans.approve', 'who gives rights could approve'],
  ['people.manage', 'audit.read', 'who gives rights would watch who watches'],
  ['disclosures.edit', 'disclosures.publish', 'who writes a report could publish it'],
]

export function isRole(name: string): name is Role {
  return Object.hasOwn(ROLES, name)
}

export function isPermission(name: string): name is Permission {
  return (PERMISSIONS as readonly string[]).includes(name)
}

/** What a set of roles allows. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => ROLES[role]))
}

export function may(person: Person, permission: Permission): boolean {
  return permissionsOf(person.roles).has(permission)
}

/** Throws WB_CASES_FORBIDDEN when the person may not. */
export function demand(person: Person, permission: Permission): void {
  if (may(person, permission)) return
  throw casesError('WB_CASES_FORBIDDEN', `found no right "${permission}", wanted it for this`, {
    hint: 'ask somebody whose role has it; roles are given by an administrator',
  })
}

/** Throws WB_CASES_TOXIC_PAIR when the roles together give two permissions that nobody may hold together. */
export function refuseToxicPairs(roles: readonly Role[]): void {
  const held = permissionsOf(roles)
  const pair = TOXIC_PAIRS.find(([one, other]) => held.has(one) && held.has(other))
  if (pair === undefined) return
  throw casesError(
    'WB_CASES_TOXIC_PAIR',
    `the roles ${[...roles].sort().join(', ')} together give "${pair[0]}" and "${pair[1]}": ${pair[2]}`,
    { hint: 'give these roles to two people' },
  )
}

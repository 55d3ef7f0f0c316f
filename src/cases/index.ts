export { appendAudit } from './audit/append.ts'
export type { AuditEntry } from './audit/append.ts'
export { canonicalJson, jsonHash } from './json.ts'
export type { Json } from './json.ts'
export { casesMigrations } from './migrations.ts'
export {
  demand,
  isPermission,
  isRole,
  may,
  PERMISSIONS,
  permissionsOf,
  refuseToxicPairs,
  ROLES,
  TOXIC_PAIRS,
} from './people/roles.ts'
export type { Permission, Person, Role } from './people/roles.ts'
export type { CasesDb, CasesTables } from './tables.ts'

import type { Permission } from '../cases/index.ts'

/**
 * Who may ask a route: anybody (`public`), who is logged in with a browser (`session`), or who holds a permission, by a
 * session or by a token with that scope.
 */
export type Access = 'public' | 'session' | Permission

/** Who may ask a route: anybody, or who holds a permission. */
export type Access = 'public'

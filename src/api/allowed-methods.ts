import type { Route } from './route.ts'

/** The methods that some route takes at an address: those to tell of when another was asked. */
export function allowedMethods(routes: readonly Route[], url: string): string[] {
  const asked = (url.split('?')[0] ?? '').split('/')
  const methods = routes.filter(({ path }) => fits(path.split('/'), asked)).map((r) => r.method)
  return [...new Set(methods)].sort()
}

function fits(pattern: readonly string[], asked: readonly string[]): boolean {
  return (
    pattern.length === asked.length &&
    pattern.every((part, index) => part.startsWith(':') || part === asked[index])
  )
}

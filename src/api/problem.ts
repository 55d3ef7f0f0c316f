import { WindbreakError } from '../core/index.ts'

/** Every kind of refusal, with its HTTP status and title. `type` in an answer is `urn:windbreak:problem:` and the name. */
export const PROBLEMS = {
  'bad-request': [400, 'The request cannot be read'],
  'not-valid': [400, 'The request does not fit the schema'],
  unauthenticated: [401, 'Log in first'],
  'login-failed': [401, 'The login is not right'],
  forbidden: [403, 'This needs another right'],
  'cross-site': [403, 'The request came from another site'],
  'not-found': [404, 'There is no such thing'],
  'method-not-allowed': [405, 'The address does not take this method'],
  conflict: [409, 'It has changed, or is not in the state that this needs'],
  'too-large': [413, 'The body is too large'],
  'media-type': [415, 'The body is not JSON'],
  'not-accepted': [422, 'The request was read and cannot be done'],
  'too-many': [429, 'Too many attempts'],
  internal: [500, 'The server failed'],
  unavailable: [503, 'A part that this needs does not answer'],
} as const

export type ProblemName = keyof typeof PROBLEMS

export interface FieldProblem {
  /** Where: `body.limit`, `query.after`. */
  readonly path: string
  readonly message: string
}

/** A refusal as RFC 9457 puts it. `detail` never quotes content or names a person. */
export class Problem extends Error {
  readonly problem: ProblemName
  readonly status: number
  readonly more: { readonly errors?: readonly FieldProblem[]; readonly code?: string }

  constructor(
    problem: ProblemName,
    detail: string,
    more: { readonly errors?: readonly FieldProblem[]; readonly code?: string } = {},
  ) {
    super(detail)
    this.problem = problem
    this.status = PROBLEMS[problem][0]
    this.more = more
  }
}

/** The body of an answer of `application/problem+json`; `request` is the id to name when asking for help. */
export function problemBody(problem: Problem, request: string): Record<string, unknown> {
  return {
    type: `urn:windbreak:problem:${problem.problem}`,
    title: PROBLEMS[problem.problem][1],
    status: problem.status,
    detail: problem.message,
    ...problem.more,
    request,
  }
}

/** What the end of an error's code says about whose fault it was. */
const CODE_ENDINGS: ReadonlyArray<readonly [RegExp, ProblemName]> = [
  [/_NOT_FOUND$|_NO_[A-Z]+$/, 'not-found'],
  [/_CONFLICT$|_STATE$|_CHANGED$|_APPROVAL$|_REVERSE$/, 'conflict'],
  [/_FORBIDDEN$|_FOUR_EYES$/, 'forbidden'],
  [/_QUOTA$/, 'too-many'],
]
/** What the framework refuses by itself, by status. */
const FRAMEWORK: Readonly<Record<number, readonly [ProblemName, string]>> = {
  400: [
    'bad-request',
    'wanted a JSON body that can be parsed, without "__proto__" or "constructor"',
  ],
  404: ['not-found', 'no such address'],
  413: ['too-large', 'wanted a smaller body; send the data in parts'],
  414: ['bad-request', 'wanted a shorter address'],
  415: ['media-type', 'wanted content-type: application/json'],
}

/** Any error as a problem. What is ours to mend is `internal` and tells nothing of its cause. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof WindbreakError) return ofWindbreak(error)
  const { statusCode = 500, validation, validationContext } = error as FrameworkError
  if (validation !== undefined)
    return new Problem('not-valid', 'wanted what the schema at /api/v1/openapi.json says', {
      errors: validation.slice(0, 20).map((fault) => ({
        path: `${validationContext ?? 'body'}${(fault.instancePath ?? '').replaceAll('/', '.')}`,
        message: fault.message ?? 'not as the schema says',
      })),
    })
  const known = FRAMEWORK[statusCode]
  if (known !== undefined) return new Problem(known[0], known[1])
  return statusCode >= 400 && statusCode < 500
    ? new Problem('bad-request', 'the request could not be read')
    : new Problem('internal', 'give the id of this request when you report it')
}

interface FrameworkError {
  readonly statusCode?: number
  readonly validation?: ReadonlyArray<{ readonly instancePath?: string; readonly message?: string }>
  readonly validationContext?: string
}

function ofWindbreak(error: WindbreakError): Problem {
  const name =
    CODE_ENDINGS.find(([ending]) => ending.test(error.code))?.[1] ??
    (error.exitCode === 2 ? 'not-accepted' : 'unavailable')
  const detail = error.hint === undefined ? error.message : `${error.message}; ${error.hint}`
  return new Problem(name, detail, { code: error.code })
}

/** A refusal as TAXII 2.1 (3.6.1) words it; the HTTP status is the reason class, the description says what to change. */
export class TaxiiError extends Error {
  readonly status: number
  readonly title: string

  constructor(status: number, title: string, description: string) {
    super(description)
    this.name = 'TaxiiError'
    this.status = status
    this.title = title
  }
}

export function badRequest(description: string): TaxiiError {
  return new TaxiiError(400, 'Bad request', description)
}

export function notFound(what: string): TaxiiError {
  return new TaxiiError(404, 'Not found', `${what} does not exist, or is not yours to see.`)
}

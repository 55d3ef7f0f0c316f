import { CHECKS, type CheckName, isCheckOn } from './checks.ts'

/** Something found in STIX data. An `error` breaks a MUST, a `warning` a SHOULD of the specification. */
export interface Finding {
  readonly severity: 'error' | 'warning'
  /** What kind of thing it is; for warnings the name of the check, which options can switch. */
  readonly code: string
  /** Number of the check, 0 for errors. */
  readonly number: number
  /** JSON path such as `objects[3].valid_until`; '' is the whole. */
  readonly path: string
  /** What was found and what was wanted. */
  readonly message: string
  /** What to do. */
  readonly hint: string
}

/** How strictly data is judged. The names and numbers of checks are those of docs/reference/stix.md. */
export interface ValidateOptions {
  /** Warnings make the data invalid too. */
  readonly strict?: boolean
  /** Checks that are left out, by name or number; a group's name stands for its members. */
  readonly disabled?: readonly string[]
  /** Only these checks are made; wins over `disabled`. */
  readonly enabled?: readonly string[]
  /** Object types that the specification does not have are errors. */
  readonly strictTypes?: boolean
  /** Properties that the specification does not have are errors. */
  readonly strictProperties?: boolean
  /** References to objects that are not in the same bundle are errors. */
  readonly enforceRefs?: boolean
}

/** Findings that are kept of one document: a broken producer repeats itself. */
const FINDINGS_MAX = 10_000

/** Collects findings under the options. */
export class FindingList {
  readonly options: ValidateOptions
  readonly findings: Finding[] = []
  readonly #on = new Map<CheckName, boolean>()

  constructor(options: ValidateOptions) {
    this.options = options
  }

  isOn(check: CheckName): boolean {
    let on = this.#on.get(check)
    if (on === undefined) {
      on = isCheckOn(check, this.options.enabled ?? [], this.options.disabled ?? [])
      this.#on.set(check, on)
    }
    return on
  }

  error(code: string, path: string, message: string, hint: string): void {
    if (this.findings.length < FINDINGS_MAX)
      this.findings.push({ severity: 'error', code, number: 0, path, message, hint })
  }

  /** Adds a warning unless its check is switched off. */
  warn(check: CheckName, path: string, message: string, hint: string): void {
    if (!this.isOn(check) || this.findings.length >= FINDINGS_MAX) return
    const number = CHECKS[check]
    this.findings.push({ severity: 'warning', code: check, number, path, message, hint })
  }
}

import { FindingList, type ValidateOptions, type Finding } from './finding.ts'
import { checkObject } from './objects.ts'

/** Whether data is valid under the options, and everything that was found, in document order. */
export interface Validation {
  readonly isValid: boolean
  readonly findings: readonly Finding[]
}

/**
 * Validates a STIX 2.1 object or bundle. Total: every JSON value gets an answer. Musts are errors, shoulds
 * are warnings, which make the data invalid only when `strict`.
 */
export function validateStix(value: unknown, options: ValidateOptions = {}): Validation {
  const list = new FindingList(options)
  checkObject(list, '', value)
  const { findings } = list
  const isValid = !findings.some(({ severity }) => severity === 'error' || options.strict === true)
  return { isValid, findings }
}

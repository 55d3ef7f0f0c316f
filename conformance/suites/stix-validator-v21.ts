import { type ValidateOptions, validateStix } from '../../src/formats/stix/index.ts'
import type { Suite } from '../suite.ts'

/**
 * The records of network traffic refer to `ipv4-addr--...-22c398f78fb`, whose UUID lacks a digit. STIX 2.1
 * section 2.9 wants a UUID of RFC 4122 in every identifier; the recorded tool looks at the prefix of these only.
 */
const SHORT_UUID = 'a reference without a whole UUID, which section 2.9 refuses'

/** STIX 2.1 objects that are valid or not under the options of the OASIS validator. */
export const stixValidatorV21: Suite = {
  name: 'STIX objects are valid or not',
  file: 'stix_validator_v21.jsonl',
  run: (row) => {
    const wanted = row['error'] === undefined && row['valid'] === true
    const { isValid, findings } = validateStix(objectOf(row['obj']), optionsOf(row['options']))
    if (isValid === wanted) return 'passed'
    if (wanted && findings.every(({ code }) => code === 'identifier'))
      return { blocked: SHORT_UUID }
    const found = findings.map(({ path, code, message }) => `${path} ${code}: ${message}`)
    return { failed: wanted ? `refused: ${found.join('; ')}` : 'taken, and must be refused' }
  },
}

/** Text that is not JSON is no object, and so is refused. */
function objectOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function optionsOf(value: unknown): ValidateOptions {
  const options = (value ?? {}) as Readonly<Record<string, unknown>>
  return {
    strict: options['strict'] === true,
    strictTypes: options['strict_types'] === true,
    strictProperties: options['strict_properties'] === true,
    enforceRefs: options['enforce_refs'] === true,
    disabled: listOf(options['disabled']),
    enabled: listOf(options['enabled']),
  }
}

/** Names of checks as a list, or as text with commas. */
function listOf(value: unknown): string[] {
  const list = Array.isArray(value)
    ? value.map(String)
    : typeof value === 'string'
      ? value.split(',')
      : []
  return list.map((name) => name.trim()).filter((name) => name !== '')
}

import { WindbreakError } from '../src/core/index.ts'
import { parseSigma } from '../src/formats/sigma/index.ts'
import { evaluate, lowerSigma } from '../src/signals/rules/index.ts'
import type { CaseRow, Outcome } from './suite.ts'
import { ANY_FIELD, windowsRecord } from './windows-record.ts'

/**
 * Judges one rule on its events. `wanted` says for each event whether it must match; without it, every
 * event must. Detection only: which log source a rule is for is not looked at.
 */
export function sigmaPair(
  text: string,
  events: readonly CaseRow[],
  wanted: readonly boolean[] | undefined,
): Outcome {
  try {
    const rules = parseSigma(text).filter((document) => document.kind === 'rule')
    const resolve = (field: string | null): readonly string[] => [field ?? ANY_FIELD]
    const predicates = rules.map((rule) => lowerSigma(rule, { text, resolve }))
    const wrong = events.flatMap((event, index) => {
      const found = predicates.some((one) => evaluate(one, windowsRecord(event)) === 'yes')
      return found === (wanted?.[index] ?? true)
        ? []
        : [`event ${index + 1} ${found ? 'matches' : 'does not match'}`]
    })
    return wrong.length === 0 ? 'passed' : { failed: wrong.join('; ') }
  } catch (error) {
    if (error instanceof WindbreakError)
      return { failed: `${error.code}: ${error.message.split('\n')[0] ?? ''}` }
    throw error
  }
}

import { fieldsOf, isFields } from './fields.ts'

/** What a score says: a share from 0 to 1, or why it says nothing. */
export interface ReadScore {
  readonly score: number | null
  readonly unscored: string | null
  readonly isRefusal: boolean
}

const LETTERS: ReadonlyMap<string, number> = new Map(Object.entries({ C: 1, I: 0, P: 0.5, N: 0 }))
const WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({ yes: 1, true: 1, no: 0, false: 0 }),
)
const NO_ANSWER = 'N'

/**
 * Value of an Inspect score as its `value_to_float` takes it: `C` 1, `P` 0.5, `I` 0, `N` (no answer, so a
 * refusal) 0, numbers, yes and no. NaN, lists and numbers outside 0 to 1 are no score.
 */
export function readScore(value: unknown, scoreKey?: string): ReadScore {
  if (isFields(value)) {
    if (scoreKey !== undefined && Object.hasOwn(value, scoreKey))
      return readScore(fieldsOf(value)[scoreKey])
    return none('its score is an object; declare which member counts with score_key')
  }
  if (typeof value === 'boolean') return scored(value ? 1 : 0)
  if (typeof value === 'number') return inRange(value)
  if (typeof value !== 'string') return none('it has no score')
  if (value === NO_ANSWER) return { score: 0, unscored: null, isRefusal: true }
  const known = LETTERS.get(value) ?? WORDS.get(value.trim().toLowerCase())
  if (known !== undefined) return scored(known)
  return /^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(value)
    ? inRange(Number(value))
    : none('its score is not a number')
}

function inRange(value: number): ReadScore {
  if (!Number.isFinite(value)) return none('its score is not a number')
  return value >= 0 && value <= 1 ? scored(value) : none('its score lies outside 0 to 1')
}

const scored = (score: number): ReadScore => ({ score, unscored: null, isRefusal: false })
const none = (unscored: string): ReadScore => ({ score: null, unscored, isRefusal: false })

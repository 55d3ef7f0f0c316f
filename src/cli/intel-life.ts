import {
  countLife,
  DECAY_KINDS,
  type IndicatorLife,
  type LifeState,
  LIFE_STATES,
  nameValue,
  readLife,
} from '../intel/index.ts'
import { cliError } from './errors.ts'
import { type IntelAction, neededOption, printResult } from './intel-action.ts'
import { withIntel } from './open-intel.ts'
import { numberOption, type Options, readOptions, textOption } from './options.ts'
import { printable } from './printable.ts'

const LIMIT = 50
/** Days after the instant asked for at which `show` tells the score to come. */
const AHEAD_DAYS = [30, 90, 180, 365]
const DAY_MS = 86_400_000
const FOR_EVER = '2299-12-31'

export const INTEL_PLACE = {
  data: { type: 'string' },
  intel: { type: 'string', multiple: true },
  'as-of': { type: 'string' },
  json: { type: 'boolean' },
} as const

export const listIndicators: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      ...INTEL_PLACE,
      state: { type: 'string' },
      kind: { type: 'string' },
      limit: { type: 'string' },
    },
    usage,
  )
  const state = oneOf(options, 'state', LIFE_STATES) as LifeState | undefined
  const kind = oneOf(options, 'kind', DECAY_KINDS)
  const limit = numberOption(options, 'limit', 1, 1_000_000) ?? LIMIT
  await withIntel(options, terminal, usage, async (engine, at) => {
    const states = await countLife(engine, at)
    const indicators = await readLife(engine, {
      at,
      limit,
      ...(state === undefined ? {} : { state }),
      ...(kind === undefined ? {} : { kind }),
    })
    const counts = Object.entries(states).map(([name, count]) => `${count} ${name}`)
    printResult(terminal, options, { asOf: at, states, indicators }, [
      ...indicators.map(lineOf),
      `${counts.join(', ') || 'no values'}; ${indicators.length} shown`,
    ])
  })
}

export const showIndicator: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    { ...INTEL_PLACE, value: { type: 'string' }, kind: { type: 'string' } },
    usage,
  )
  const { value } = valueOption(options, usage)
  await withIntel(options, terminal, usage, async (engine, at) => {
    const found = await readLife(engine, { at, value, limit: 10 })
    if (found.length === 0)
      throw cliError('WB_CLI_BAD_OPTION', '--value: found no indicator that names this value', {
        hint: 'windbreak intel list shows what is there',
      })
    const ahead: { at: string; scores: number[] }[] = []
    for (const days of AHEAD_DAYS) {
      const then = new Date(Date.parse(at) + days * DAY_MS).toISOString()
      const lives = await readLife(engine, { at: then, value, limit: 10 })
      ahead.push({ at: then, scores: lives.map(({ score }) => score) })
    }
    printResult(terminal, options, { asOf: at, indicators: found, ahead }, [
      ...found.flatMap((life) => [lineOf(life), ...detailsOf(life)]),
      ...ahead.map(({ at: then, scores }) => `  on ${then.slice(0, 10)} ${scores.join(', ')}`),
    ])
  })
}

/** `--value` with its kind, as it is stored. Throws WB_CLI_BAD_OPTION. */
export function valueOption(options: Options, usage: string): { kind: string; value: string } {
  const text = neededOption(options, 'value', usage)
  const named = nameValue(text, oneOf(options, 'kind', DECAY_KINDS))
  if (named !== undefined) return named
  throw cliError('WB_CLI_BAD_OPTION', '--value: found a value whose kind cannot be told', {
    hint: `say which with --kind: ${DECAY_KINDS.join(', ')}`,
  })
}

/** An option that is one of a few words. Throws WB_CLI_BAD_OPTION that names them. */
export function oneOf(
  options: Options,
  name: string,
  words: readonly string[],
): string | undefined {
  const text = textOption(options, name)
  if (text === undefined || words.includes(text)) return text
  throw cliError('WB_CLI_BAD_OPTION', `--${name}: found "${text}", wanted ${words.join(', ')}`)
}

function lineOf(life: IndicatorLife): string {
  const until = life.valid_until.slice(0, 10)
  const end = until === FOR_EVER ? 'no end' : `until ${until}`
  const heard =
    life.seen + life.false_seen === 0 ? '' : `  seen by ${life.seen}, refuted by ${life.false_seen}`
  const decided = life.decision === '' ? '' : `  (${printable(life.decision, 80)})`
  const score = life.score.toFixed(1).padStart(5)
  const value = printable(life.value, 80)
  return `${score}  ${life.state.padEnd(13)}  ${end.padEnd(16)}  ${life.kind} ${value}${heard}${decided}`
}

function detailsOf({ claims, tlp, valid_from }: IndicatorLife): string[] {
  return [
    `  TLP:${tlp.toUpperCase()}, from ${valid_from.slice(0, 10)}`,
    ...claims.map(([source, id, letter, indicator, score, isRevoked, [days, speed, threshold]]) => {
      const word = isRevoked ? 'taken back' : `score ${score}`
      const rated = letter === '' ? 'not rated' : `rated ${letter}`
      const rule = `${days} days, speed ${speed}, threshold ${threshold}`
      return `  ${printable(source, 60)} [${printable(id, 60)}] ${rated}: ${word}; ${rule}; ${indicator}`
    }),
  ]
}

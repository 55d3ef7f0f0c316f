import {
  addDecision,
  addSighting,
  DECAY_DEFAULTS,
  DECAY_KINDS,
  DECAY_LIMITS,
  rateSource,
  readLifecycle,
  RELIABILITY_CAPS,
  setDecayRule,
} from '../intel/index.ts'
import { cliError } from './errors.ts'
import { type IntelAction, neededOption, printResult } from './intel-action.ts'
import { oneOf, valueOption } from './intel-life.ts'
import { withRecords } from './open-intel.ts'
import { instantOption, numberOption, type Options, readOptions, textOption } from './options.ts'
import { printable } from './printable.ts'

const VERDICTS = ['keep', 'revoke', 'withdraw', 'seen', 'false-positive']

/** `windbreak intel decide`: an analyst's word on a value, kept apart from what sources say. */
export const decideAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      data: { type: 'string' },
      value: { type: 'string' },
      kind: { type: 'string' },
      verdict: { type: 'string' },
      score: { type: 'string' },
      until: { type: 'string' },
      by: { type: 'string' },
      reason: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const named = valueOption(options, usage)
  const by = neededOption(options, 'by', usage)
  neededOption(options, 'verdict', usage)
  const verdict = oneOf(options, 'verdict', VERDICTS) ?? ''
  const score = numberOption(options, 'score', 1, 100)
  const until = instantOption(options, 'until') ?? null
  const reason = textOption(options, 'reason') ?? ''
  if ((verdict === 'keep') !== (score !== undefined))
    throw cliError('WB_CLI_BAD_OPTION', '--score goes with --verdict keep, and with no other')
  const at = terminal.clock()
  await withRecords(options, usage, async (db) => {
    if (verdict === 'seen' || verdict === 'false-positive')
      await addSighting(db, { ...named, reporter: by, isFalse: verdict !== 'seen', at })
    else if (verdict === 'keep' || verdict === 'revoke' || verdict === 'withdraw')
      await addDecision(db, { ...named, verdict, score: score ?? 0, until, by, reason, at })
  })
  printResult(terminal, options, { ...named, verdict, score, until, by, reason, at }, [
    `${verdict}: ${named.kind} ${printable(named.value)}, by ${printable(by)}`,
  ])
}

/** `windbreak intel decay`: shows the rules by which scores fall, and sets one for a source, a kind, or both. */
export const decayAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      data: { type: 'string' },
      source: { type: 'string' },
      kind: { type: 'string' },
      lifetime: { type: 'string' },
      speed: { type: 'string' },
      threshold: { type: 'string' },
      reliability: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const sourceId = textOption(options, 'source') ?? ''
  const kind = oneOf(options, 'kind', DECAY_KINDS) ?? ''
  const letter = oneOf(options, 'reliability', Object.keys(RELIABILITY_CAPS))
  if (letter !== undefined && sourceId === '')
    throw cliError('WB_CLI_BAD_OPTION', 'found --reliability without --source, wanted both')
  const lifetimeDays = within(options, 'lifetime', DECAY_LIMITS.lifetimeDays)
  const speed = within(options, 'speed', DECAY_LIMITS.speed)
  const threshold = within(options, 'threshold', DECAY_LIMITS.threshold)
  const [usual] = DECAY_DEFAULTS.filter((rule) => rule.kind === kind)
  await withRecords(options, usage, async (db) => {
    if (letter !== undefined) await rateSource(db, sourceId, letter)
    if (usual !== undefined && [lifetimeDays, speed, threshold].some((one) => one !== undefined))
      await setDecayRule(db, {
        sourceId,
        kind,
        lifetimeDays: lifetimeDays ?? usual.lifetimeDays,
        speed: speed ?? usual.speed,
        threshold: threshold ?? usual.threshold,
      })
    const { rules: own, reliability } = await readLifecycle(db)
    const rules = [
      ...new Map(
        [...DECAY_DEFAULTS, ...own].map((rule) => [`${rule.kind}\n${rule.sourceId}`, rule]),
      ).values(),
    ]
    printResult(terminal, options, { rules, reliability }, [
      ...rules.map(
        (rule) =>
          `${(rule.kind || 'any kind').padEnd(11)}  ${printable(rule.sourceId || 'any source')}  ` +
          `lifetime ${rule.lifetimeDays} days, speed ${rule.speed}, threshold ${rule.threshold}`,
      ),
      ...reliability.map((one) => `reliability  ${printable(one.sourceId)}  ${one.letter}`),
    ])
  })
}

/** A number within limits. Throws WB_CLI_BAD_OPTION. */
function within(
  options: Options,
  name: string,
  { low, high }: { readonly low: number; readonly high: number },
): number | undefined {
  const text = textOption(options, name)
  if (text === undefined) return undefined
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value >= low && value <= high) return value
  throw cliError(
    'WB_CLI_BAD_OPTION',
    `--${name}: found "${text}", wanted a number from ${low} to ${high}`,
  )
}

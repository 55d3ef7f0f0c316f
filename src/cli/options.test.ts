import { describe, expect, it } from 'vitest'
import { WindbreakError } from '../core/index.ts'
import { instantOption, listOption, numberOption, readOptions, textOption } from './options.ts'

const CONFIG = {
  usage: { type: 'string', multiple: true },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const

const caught = (work: () => unknown): WindbreakError => {
  try {
    work()
  } catch (error) {
    if (error instanceof WindbreakError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('options', () => {
  it.each([
    [['--usage', 'a', 'b', '--out', 'c'], ['a', 'b'], 'c'],
    [['--usage', 'a', '--usage', 'b'], ['a', 'b'], undefined],
    [['--usage=a', 'b', '--json'], ['a', 'b'], undefined],
    [['--out', 'c'], [], 'c'],
  ])('reads %j', (args, usage, out) => {
    const options = readOptions(args, CONFIG, 'usage: …')
    expect(listOption(options, 'usage')).toEqual(usage)
    expect(textOption(options, 'out')).toBe(out)
  })

  it.each([[['--nope']], [['--out']], [['stray']], [['--out', 'a', 'b']]])(
    'refuses %j with exit code 2 and the usage',
    (args) => {
      const error = caught(() => readOptions(args, CONFIG, 'usage: …'))
      expect(error).toMatchObject({ code: 'WB_CLI_BAD_OPTION', exitCode: 2, hint: 'usage: …' })
    },
  )

  it('refuses an instant and a number that are none, and says what was found and wanted', () => {
    expect(caught(() => instantOption({ 'as-of': 'yesterday' }, 'as-of')).message).toContain(
      'found "yesterday", wanted an instant',
    )
    expect(caught(() => numberOption({ days: '1.5' }, 'days', 2, 365)).message).toContain(
      'from 2 to 365',
    )
    expect(instantOption({ 'as-of': '2026-01-05' }, 'as-of')).toBe('2026-01-05T00:00:00.000Z')
    expect(numberOption({ days: '30' }, 'days', 2, 365)).toBe(30)
  })
})

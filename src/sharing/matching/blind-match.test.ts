import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addPartner,
  answerMatch,
  askMatch,
  endPartner,
  type Identifier,
  parseMatchAnswer,
  parseMatchRequest,
  parseMatchSecret,
  readIdentifiers,
  readMatch,
  type SharingTables,
  spendMatchAllowance,
} from '../index.ts'
import { openTestRecords } from '../../../test/fixtures/records.ts'

const email = (name: string): Identifier => ({ kind: 'email', value: `${name}@mail.example` })
const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'done'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('blind matching', () => {
  it('finds exactly what both sides have, and the files hold none of it', () => {
    const values = fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom('email', 'payment', 'phone'),
        value: fc.constantFrom('secret-a', 'secret-b', 'secret-c', 'secret-d'),
      }),
      { minLength: 1, maxLength: 6, selector: ({ kind, value }) => `${kind} ${value}` },
    )
    const text = ({ kind, value }: Identifier): string => `${kind} ${value}`
    fc.assert(
      fc.property(values, values, (ours, theirs) => {
        const { request, secret } = askMatch(ours)
        const sent = JSON.stringify(request)
        const back = JSON.stringify(answerMatch(parseMatchRequest(sent), theirs))
        const kept = parseMatchSecret(JSON.stringify(secret))
        const held = new Set(theirs.map(text))
        expect(readMatch(kept, parseMatchAnswer(back)).map(text).sort()).toEqual(
          ours
            .map(text)
            .filter((one) => held.has(one))
            .sort(),
        )
        expect(`${sent}${back}`).not.toContain('secret')
      }),
      { numRuns: 40, seed: 3 },
    )
  })

  it('gives two requests and two answers for the same values nothing in common', () => {
    const [one, other] = [askMatch([email('a')]), askMatch([email('a')])]
    expect(one.request.blinded).not.toEqual(other.request.blinded)
    const answers = [0, 1].map(() => answerMatch(one.request, [email('a')]))
    expect(answers[0]?.held).not.toEqual(answers[1]?.held)
    expect(answers.map((answer) => readMatch(one.secret, answer).length)).toEqual([1, 1])
  })

  it('refuses files that are broken, of another request, or hold what is no point', () => {
    const { request, secret } = askMatch([email('a')])
    const answer = answerMatch(request, [email('a')])
    const other = askMatch([email('a')])
    const broken: Array<() => unknown> = [
      () => parseMatchRequest('{'),
      () => parseMatchRequest('null'),
      () => parseMatchRequest(JSON.stringify({ ...request, form: 'x' })),
      () => parseMatchRequest(JSON.stringify({ ...request, blinded: ['zz'] })),
      () => parseMatchAnswer(JSON.stringify({ ...answer, held: [1] })),
      () => readMatch(other.secret, answer),
      () => readMatch(secret, { ...answer, evaluated: ['ff'.repeat(32)] }),
      () => readMatch(secret, { ...answer, evaluated: ['00'.repeat(32)] }),
      () => answerMatch({ ...request, blinded: ['ff'.repeat(32)] }, [email('a')]),
    ]
    expect(broken.map(codeOf)).toEqual(broken.map(() => 'WB_SHARING_BAD_MATCH'))
  })

  it('refuses an empty set and one beyond the limit', () => {
    const { request } = askMatch([email('a')])
    const many = { ...request, blinded: Array.from({ length: 10_001 }, () => '0'.repeat(64)) }
    const cases = [
      () => askMatch([]),
      () => answerMatch(request, []),
      () => answerMatch(many, [email('a')]),
    ]
    expect(cases.map(codeOf)).toEqual(cases.map(() => 'WB_SHARING_MATCH_LIMIT'))
  })

  it('counts what a partner asks for in 24 hours, and answers none that has left', async () => {
    const records = await openTestRecords<SharingTables>()
    const { db } = records
    const at = (time: string) => () => time
    const partner = await addPartner(db, at('2026-01-01T00:00:00.000Z'), {
      name: 'North',
      agreement: 'A-1',
      clearance: 'green',
      unmarkedAs: 'amber',
    })
    const spend = (time: string, asked: number) =>
      spendMatchAllowance(db, at(time), partner, { asked, held: 5 }).then(
        () => 'done',
        (error: { code: string }) => error.code,
      )
    expect(await spend('2026-01-02T00:00:00.000Z', 6000)).toBe('done')
    expect(await spend('2026-01-02T10:00:00.000Z', 4001)).toBe('WB_SHARING_MATCH_LIMIT')
    expect(await spend('2026-01-02T10:00:00.000Z', 4000)).toBe('done')
    expect(await spend('2026-01-03T00:00:01.000Z', 6000)).toBe('done')
    await endPartner(db, at('2026-01-04T00:00:00.000Z'), partner)
    expect(await spend('2026-01-09T00:00:00.000Z', 1)).toBe('WB_SHARING_NO_PARTNER')
    await records.close()
  })
})

describe('readIdentifiers', () => {
  const line = (kind: string, value: string): string => JSON.stringify({ kind, value })
  it('brings spellings of one identifier together and names lines that hold none', () => {
    const text = [
      line('email', ' Ada@Mail.Example '),
      line('email', 'ada@mail.example'),
      line('phone', '+49 (30) 555-0101'),
      line('phone', '0049305550101'),
      line('payment', 'FP_68BC3B3B'),
      '',
      line('phone', '030 5550101'),
      line('name', 'Ada'),
      line('email', 'ada'),
      '[]',
      '{',
      'null',
    ].join('\n')
    expect(readIdentifiers(text)).toEqual({
      identifiers: [
        { kind: 'email', value: 'ada@mail.example' },
        { kind: 'phone', value: '+49305550101' },
        { kind: 'payment', value: 'fp_68bc3b3b' },
      ],
      badLines: [7, 8, 9, 10, 11, 12],
    })
  })
})

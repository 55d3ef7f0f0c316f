import { describe, expect, it } from 'vitest'
import { openHealthGate } from './health-gate.ts'

describe('the health gate', () => {
  let now = Date.parse('2026-11-25T08:00:00.000Z')
  const clock = () => new Date(now).toISOString()

  it('lets go on for 2xx, holds back for another answer, waits without one, and is asked twice a minute', async () => {
    const answers: (number | undefined)[] = [204, 503, undefined]
    let asked = 0
    const send = async () => {
      const status = answers[asked++]
      if (status === undefined) throw new Error('no answer')
      return { status, headers: {}, body: '' }
    }
    const gate = openHealthGate({ send }, clock, 'https://health.example/')
    expect(gate.answer()).toBe('wait')
    const told = []
    for (let half = 0; half < 3; half += 1) {
      await gate.ask()
      await gate.ask()
      told.push(gate.answer())
      now += 30_000
    }
    expect(told).toEqual([[], ['the health gate answered 503'], 'wait'])
    expect(asked).toBe(3)
  })

  it('is open without an address', async () => {
    const gate = openHealthGate({ send: () => Promise.reject(new Error()) }, clock, undefined)
    await gate.ask()
    expect(gate.answer()).toEqual([])
  })
})

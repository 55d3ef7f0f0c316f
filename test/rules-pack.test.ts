import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  loadRules,
  readRuleFiles,
  type RuleFile,
  type RuleSet,
  runRuleTests,
} from '../src/signals/index.ts'
import { TTP_LABELS } from '../src/signals/ttp-model/index.ts'
import { openStore, type Store } from './fixtures/store.ts'

const folder = resolve(import.meta.dirname, '..', 'rules')
let files: RuleFile[]
let set: RuleSet
let store: Store

beforeAll(async () => {
  files = await readRuleFiles([folder])
  set = loadRules(files)
  store = await openStore()
})
afterAll(() => store.close())

describe('the rule pack', () => {
  it('has no error and no warning', () => {
    expect(set.findings.filter(({ severity }) => severity !== 'note')).toEqual([])
    expect(set.rules.length).toBeGreaterThan(40)
  })

  it('passes its own tests, and every reported rule has one that matches and one that does not', async () => {
    const results = await runRuleTests(store.engine, set.rules, files)
    expect(results.filter(({ isPassed }) => !isPassed)).toEqual([])
    const tested = new Set(results.map(({ rule, match }) => `${rule} ${match}`))
    const untested = set.rules
      .filter(({ isReported }) => isReported)
      .map(({ names }) => names.at(-1) ?? '')
      .filter((name) => !tested.has(`${name} true`) || !tested.has(`${name} false`))
    expect(untested).toEqual([])
  }, 240_000)

  it('tags rules only with techniques that its attack-patterns define', () => {
    const bundle = JSON.parse(readFileSync(join(folder, 'attack-patterns.json'), 'utf8')) as {
      objects: { id: string; external_references: { external_id: string }[] }[]
    }
    const defined = bundle.objects.map((object) => object.external_references[0]?.external_id ?? '')
    expect(defined).toHaveLength(TTP_LABELS.length)
    expect(new Set(bundle.objects.map(({ id }) => id)).size).toBe(TTP_LABELS.length)
    expect(bundle.objects[0]?.id).toBe('attack-pattern--724cd05a-ed86-5fb9-94bd-09face765473')
    const used = new Set(
      set.rules.flatMap(({ tags }) => tags.filter((tag) => tag.startsWith('llm-ttp.'))),
    )
    expect([...used].filter((tag) => !defined.includes(tag))).toEqual([])
    expect([...defined].filter((tag) => !used.has(tag))).toEqual([])
  })
})

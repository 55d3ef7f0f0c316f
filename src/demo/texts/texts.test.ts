import { describe, expect, it } from 'vitest'
import { chanceOf } from '../chance.ts'
import type { LanguageCode } from '../countries.ts'
import { drawWorkspace } from '../workspace.ts'
import {
  composeFollowUp,
  composePrompt,
  composeScript,
  composeFromScript,
  composeUse,
  languageFor,
  type Topic,
} from './compose.ts'
import { packOf, techniquesOf } from './languages.ts'
import { parsePack } from './pack.ts'
import { sharedWords } from './words.ts'

const LANGUAGES: readonly LanguageCode[] = [
  'ar',
  'de',
  'en',
  'es',
  'fa',
  'fr',
  'hi',
  'ko',
  'ru',
  'zh',
]
const TOPICS: readonly Topic[] = [
  'translate',
  'code',
  'write',
  'study',
  'life',
  'business',
  'research',
  'security',
]
const FROM_WRITER = new Set(['snippet', 'file', 'func', 'project', 'host', 'ioc'])

describe.each(LANGUAGES)('texts in %s', (language) => {
  it('fill every slot', () => {
    const pack = packOf(language)
    const unknown: string[] = []
    for (const lists of [pack, techniquesOf(language) ?? new Map<string, never>()])
      for (const [name, templates] of lists)
        for (const template of templates)
          for (let i = 1; i < template.length; i += 2) {
            const slot = template[i] as string
            if (!FROM_WRITER.has(slot) && !pack.has(slot) && !sharedWords.has(slot))
              unknown.push(`${name}: ${slot}`)
          }
    expect(unknown).toEqual([])
  })

  it('are 50 to 1,500 characters long, leave no slot open and rarely repeat', () => {
    const random = chanceOf('texts', language)
    const seen = new Set<string>()
    const bad: string[] = []
    for (let i = 0; i < 1600; i++) {
      const topic = TOPICS[i % TOPICS.length] as Topic
      const writer = { workspace: drawWorkspace(random, 0.5), quotes: ['quoted.example'] }
      const text = composePrompt(random, language, topic, writer)
      const isOpen = /\{[a-z-]+\}|§/.test(text.replaceAll(/\{ ?items ?\}|\{id\}/g, ''))
      if (text.length < 50 || text.length > 1500 || isOpen) bad.push(text)
      seen.add(text)
    }
    expect(bad).toEqual([])
    expect(seen.size).toBeGreaterThan(1500)
  })
})

describe('the composer', () => {
  const random = chanceOf('composer')
  const writer = { workspace: drawWorkspace(random, 1), quotes: [] }

  it('puts a used value into code', () => {
    for (const kind of ['domain', 'ip', 'hash', 'email'] as const)
      expect(composeUse(random, 'ko', { kind, value: 'THE-VALUE' }, writer)).toContain('THE-VALUE')
  })

  it('keeps most of a script from one filling to the next', () => {
    const script = composeScript(random, 'de', 'business', writer)
    const first = composeFromScript(random, 'de', script, writer)
    const second = composeFromScript(random, 'de', script, writer)
    expect(first.slice(0, 20)).toBe(second.slice(0, 20))
    expect(first).not.toBe(second)
  })

  it('asks in English about techniques that a language has no words for', () => {
    expect(languageFor('hi', 'ttp-recon')).toBe('en')
    expect(languageFor('fa', 'ttp-recon')).toBe('fa')
    expect(languageFor('hi', 'study')).toBe('hi')
  })

  it('goes on with a conversation in the same language', () => {
    expect(composeFollowUp(random, 'ru', 'study', writer)).toMatch(/[а-я]/)
  })
})

describe('a pack', () => {
  it('is read from headings, lines and words', () => {
    const pack = parsePack('[hello]\nHi {name}!\n[name|]\nAnn | Bo\nCy')
    expect(pack.get('hello')).toEqual([['Hi ', 'name', '!']])
    expect(pack.get('name')).toEqual([['Ann'], ['Bo'], ['Cy']])
  })
})

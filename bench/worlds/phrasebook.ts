import type { Chance } from './chance.ts'
import { madeWord } from './made-words.ts'

/** What an operation may ask a model for; the same requests are made by students, defenders and red teams. */
export const TACTICS = [
  'reconnaissance',
  'scripting',
  'development',
  'social',
  'vulnerability',
  'payload',
  'evasion',
  'bypass',
  'resources',
  'commands',
  'translation',
] as const
export type Tactic = (typeof TACTICS)[number]

/** Sentence patterns of one language. Slots: {thing} {name} {n} {file} {ident} {host} {target}. */
export interface Phrasebook {
  readonly language: string
  readonly section: (title: string) => readonly string[]
}

/** Reads `# title` sections of one pattern a line. */
export function readPhrasebook(language: string, text: string): Phrasebook {
  const sections = new Map<string, string[]>()
  let current: string[] = []
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line.startsWith('# ')) sections.set(line.slice(2), (current = []))
    else if (line !== '') current.push(line)
  }
  return { language, section: (title) => sections.get(title) ?? [] }
}

/** Names that stand in a text: an account's or a crew's own, or anybody's. */
export interface Names {
  readonly files: readonly string[]
  readonly idents: readonly string[]
  readonly hosts: readonly string[]
}

const EVERYBODY: Names = {
  files:
    'main.py index.html app.js notes.txt report.docx data.csv config.yaml test.py budget.xlsx README.md'.split(
      ' ',
    ),
  idents: 'result user_id total handleClick get_data items process_row parseInput counter'.split(
    ' ',
  ),
  hosts: 'api.example.com www.example.org localhost:8080 shop.example.net db.example.com'.split(
    ' ',
  ),
}

/** Fills the slots of a pattern. Own names are used at `ownRate`, everybody's or new ones otherwise. */
export function fillPattern(
  book: Phrasebook,
  pattern: string,
  own: Names,
  ownRate: number,
  chance: Chance,
): string {
  const named = (kind: keyof Names): string =>
    chance.happens(ownRate) && own[kind].length > 0
      ? chance.pick(own[kind])
      : chance.pick(EVERYBODY[kind])
  return pattern.replace(/\{(\w+)\}/g, (_, slot: string) => {
    if (slot === 'thing') return chance.pick(book.section('things'))
    if (slot === 'target') return chance.pick(book.section('targets'))
    if (slot === 'name') return madeWord(chance, chance.happens(0.4) ? book.language : 'en')
    if (slot === 'file') return named('files')
    if (slot === 'ident') return named('idents')
    if (slot === 'host') return named('hosts')
    return String(chance.wide(2, 900))
  })
}

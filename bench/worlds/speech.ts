import type { Chance } from './chance.ts'
import { arabic, chinese, persian } from './phrasebooks/eastern.ts'
import { english } from './phrasebooks/english.ts'
import { german, korean, russian } from './phrasebooks/german-russian.ts'
import { french, portuguese, spanish } from './phrasebooks/romance.ts'
import { estonian, swahili } from './phrasebooks/small-languages.ts'
import { fillPattern, type Phrasebook, type Tactic } from './phrasebook.ts'
import type { Habits } from './plan.ts'

const BOOKS: ReadonlyMap<string, Phrasebook> = new Map(
  [
    english,
    spanish,
    french,
    german,
    portuguese,
    russian,
    chinese,
    persian,
    korean,
    arabic,
    estonian,
    swahili,
  ].map((book) => [book.language, book]),
)

export const LANGUAGES: readonly string[] = [...BOOKS.keys()]

export function bookOf(language: string): Phrasebook {
  return BOOKS.get(language) ?? english
}

/** One prompt of an account, by its own mixture of ordinary, coding, defensive and tactical requests. */
export function speak(habits: Habits, chance: Chance): string {
  const language = chance.happens(0.8)
    ? (habits.languages[0] ?? 'en')
    : chance.pick(habits.languages)
  const book = bookOf(language)
  const draw = chance.next()
  if (draw < habits.tactics)
    return tacticalPrompt(book, chance.pick(habits.tacticKinds), habits, chance)
  if (draw < habits.tactics + habits.defence)
    return around(book, patternOf(book, 'defence', chance), habits, chance)
  const isCoding = chance.happens(habits.coding)
  return around(book, patternOf(book, isCoding ? 'coding' : 'asks', chance), habits, chance)
}

/** A request of one tactic in a language; falls back to English where the language has no pattern for it. */
export function tacticalPrompt(
  book: Phrasebook,
  tactic: Tactic,
  habits: Habits,
  chance: Chance,
): string {
  const title = `tactics ${tactic}`
  const from = book.section(title).length > 0 ? book : english
  return around(from, patternOf(from, title, chance), habits, chance)
}

function patternOf(book: Phrasebook, title: string, chance: Chance): string {
  const own = book.section(title)
  return chance.pick(own.length > 0 ? own : english.section(title))
}

/** Puts an opener, a detail and a closer round a request, each only sometimes, and now and then a second request or pasted lines. */
function around(book: Phrasebook, pattern: string, habits: Habits, chance: Chance): string {
  const fill = (text: string): string =>
    fillPattern(book, text, habits.names, habits.ownRate, chance)
  const parts: string[] = []
  if (chance.happens(0.45)) parts.push(fill(chance.pick(book.section('openers'))))
  parts.push(fill(pattern))
  if (chance.happens(0.12)) parts.push(fill(chance.pick(book.section('asks'))))
  if (chance.happens(0.4)) parts.push(fill(chance.pick(book.section('details'))))
  if (chance.happens(0.25)) parts.push(fill(chance.pick(book.section('closers'))))
  const text = parts.join(' ')
  return habits.coding > 0.3 && chance.happens(0.25)
    ? `${text}\n${pasted(book, habits, chance)}`
    : text
}

function pasted(book: Phrasebook, habits: Habits, chance: Chance): string {
  const forms = [
    '```python\nimport os\nfor {ident} in open("{file}"):\n    print({ident}, {n})\n```',
    '```\n$ node {file} --limit {n}\nTypeError: {ident} is not a function\n```',
    '```sql\nSELECT {ident}, count(*) FROM events GROUP BY {ident} LIMIT {n};\n```',
    '```yaml\nservice: {ident}\nendpoint: https://{host}/v1\nretries: {n}\n```',
    '```bash\ncurl -s https://{host}/status | tee {file}\n```',
  ]
  return fillPattern(book, chance.pick(forms), habits.names, habits.ownRate, chance)
}

/** A short answer of the model. It may repeat names of the request, never more of it. */
export function answer(habits: Habits, chance: Chance): string {
  const book = bookOf(habits.languages[0] ?? 'en')
  const lines = ['1. {thing}', '2. {name}: {n}', '{thing}, {n}', '{name}', '{ident} = {n}', 'OK.']
  return chance
    .sample(lines, chance.whole(1, 3))
    .map((line) => fillPattern(book, line, habits.names, habits.ownRate * 0.5, chance))
    .join('\n')
}

import type { Random } from '../core/index.ts'
import { pickWeighted, type Weighted } from './chance.ts'

export type LanguageCode = 'en' | 'ru' | 'zh' | 'ko' | 'fa' | 'es' | 'de' | 'fr' | 'ar' | 'hi'

/** A country as the world sees it: when it works, what it writes, how many users it has. */
export interface Country {
  readonly code: string
  /** Hours east of UTC, in winter. */
  readonly offset: number
  /** Share of innocent users, per thousand. */
  readonly share: number
  readonly languages: ReadonlyArray<Weighted<LanguageCode>>
  /** Days off, 0 = Sunday. */
  readonly weekend: readonly number[]
  readonly names: NameStock
}

/** Whose given and family names people of a country bear (names.ts). */
export type NameStock =
  | 'english'
  | 'russian'
  | 'chinese'
  | 'korean'
  | 'persian'
  | 'spanish'
  | 'german'
  | 'french'
  | 'arabic'
  | 'indian'

const SAT_SUN = [6, 0]
const FRI_SAT = [5, 6]

function country(
  code: string,
  offset: number,
  share: number,
  names: NameStock,
  languages: ReadonlyArray<Weighted<LanguageCode>>,
  weekend: readonly number[] = SAT_SUN,
): Country {
  return { code, offset, share, languages, weekend, names }
}

export const COUNTRIES: readonly Country[] = [
  country('US', -6, 190, 'english', [
    ['en', 93],
    ['es', 6],
    ['zh', 1],
  ]),
  country('GB', 0, 70, 'english', [
    ['en', 97],
    ['fr', 1],
    ['ar', 2],
  ]),
  country('CA', -5, 35, 'english', [
    ['en', 78],
    ['fr', 20],
    ['zh', 2],
  ]),
  country('AU', 10, 25, 'english', [
    ['en', 95],
    ['zh', 5],
  ]),
  country('SG', 8, 25, 'chinese', [
    ['en', 70],
    ['zh', 30],
  ]),
  country('NG', 1, 20, 'english', [['en', 100]]),
  country('KE', 3, 15, 'english', [['en', 100]]),
  country('IN', 5.5, 120, 'indian', [
    ['en', 62],
    ['hi', 38],
  ]),
  country('DE', 1, 70, 'german', [
    ['de', 72],
    ['en', 24],
    ['ru', 3],
    ['ar', 1],
  ]),
  country('AT', 1, 15, 'german', [
    ['de', 78],
    ['en', 22],
  ]),
  country('CH', 1, 15, 'german', [
    ['de', 52],
    ['fr', 24],
    ['en', 24],
  ]),
  country('FR', 1, 60, 'french', [
    ['fr', 78],
    ['en', 19],
    ['ar', 3],
  ]),
  country('BE', 1, 15, 'french', [
    ['fr', 55],
    ['en', 45],
  ]),
  country('ES', 1, 40, 'spanish', [
    ['es', 82],
    ['en', 18],
  ]),
  country('MX', -6, 45, 'spanish', [
    ['es', 88],
    ['en', 12],
  ]),
  country('AR', -3, 25, 'spanish', [
    ['es', 90],
    ['en', 10],
  ]),
  country('CO', -5, 20, 'spanish', [
    ['es', 90],
    ['en', 10],
  ]),
  country('RU', 3, 45, 'russian', [
    ['ru', 80],
    ['en', 20],
  ]),
  country('KZ', 5, 12, 'russian', [
    ['ru', 82],
    ['en', 18],
  ]),
  country('UA', 2, 18, 'russian', [
    ['ru', 45],
    ['en', 55],
  ]),
  country('CN', 8, 32, 'chinese', [
    ['zh', 78],
    ['en', 22],
  ]),
  country('TW', 8, 18, 'chinese', [
    ['zh', 84],
    ['en', 16],
  ]),
  country('HK', 8, 18, 'chinese', [
    ['zh', 66],
    ['en', 34],
  ]),
  country('KR', 9, 32, 'korean', [
    ['ko', 84],
    ['en', 16],
  ]),
  country(
    'IR',
    3.5,
    16,
    'persian',
    [
      ['fa', 76],
      ['en', 24],
    ],
    [4, 5],
  ),
  country('AE', 4, 20, 'arabic', [
    ['ar', 40],
    ['en', 50],
    ['fa', 6],
    ['hi', 4],
  ]),
  country(
    'EG',
    2,
    20,
    'arabic',
    [
      ['ar', 82],
      ['en', 18],
    ],
    FRI_SAT,
  ),
  country(
    'SA',
    3,
    16,
    'arabic',
    [
      ['ar', 84],
      ['en', 16],
    ],
    FRI_SAT,
  ),
  country('MA', 1, 12, 'arabic', [
    ['ar', 48],
    ['fr', 44],
    ['en', 8],
  ]),
]

const BY_CODE = new Map(COUNTRIES.map((entry) => [entry.code, entry]))
const BY_SHARE = COUNTRIES.map((entry): Weighted<Country> => [entry, entry.share])

/** A country of the list above. */
export function countryOf(code: string): Country {
  const found = BY_CODE.get(code)
  if (found === undefined) throw new RangeError(`no country ${code} in the demo world`)
  return found
}

/** A country drawn by its share of users. */
export function drawCountry(random: Random): Country {
  return pickWeighted(random, BY_SHARE)
}

/** Position of a country in the list: its part of the address plan. */
export function countryIndex(entry: Country): number {
  return COUNTRIES.indexOf(entry)
}

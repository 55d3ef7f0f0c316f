import type { LanguageCode } from '../countries.ts'
import { en } from './en.ts'
import type { Pack } from './pack.ts'
import { ru } from './ru.ts'
import { techniques } from './techniques.ts'
import { zh } from './zh.ts'

const PACKS: Readonly<Partial<Record<LanguageCode, Pack>>> = { en, ru, zh }

/** The texts of a language. */
export function packOf(language: LanguageCode): Pack {
  return PACKS[language] ?? en
}

/** Requests of the LLM-themed kinds in a language, in English where there are none. */
export function techniquesOf(language: LanguageCode): Pack {
  return techniques[language] ?? techniques.en
}

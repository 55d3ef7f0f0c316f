import type { LanguageCode } from '../countries.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import { hi } from './hi.ts'
import { ko } from './ko.ts'
import { ru } from './ru.ts'
import { zh } from './zh.ts'
import type { Pack } from './pack.ts'
import { techniques } from './techniques.ts'

const PACKS: Readonly<Record<LanguageCode, Pack>> = { ar, de, en, es, fa, fr, hi, ko, ru, zh }

/** The texts of a language. */
export function packOf(language: LanguageCode): Pack {
  return PACKS[language]
}

/** Requests of the LLM-themed kinds in a language, if there are any. */
export function techniquesOf(language: LanguageCode): Pack | undefined {
  return techniques[language]
}

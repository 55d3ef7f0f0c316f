import type { Random } from '../../src/core/index.ts'

/** Phrases by which a public set gives itself away; they say who wrote a text, not what it wants. */
const GIVEAWAYS: readonly RegExp[] = [
  /\s*Only return the code,? don't include any other information,?\s*such as a preamble or suffix\.?/gi,
  /\((?:No malicious|Keine b|Sin intenci|Aucune intention|Nessun intento|Sem inten)[^)]*\)/gi,
  /\b(?:i\.e\. )?no malicious intent[^.]*\.?/gi,
]
const OPENING = /^[^.;!?]{0,160}?\b(?:that|which|to|code|program|script)\b\s+/i
const PREAMBLE = /^[^,;:]{8,140}[,;:]\s+/

/** A text as it is taught: the giveaways gone. */
export function withoutGiveaways(text: string): string {
  return GIVEAWAYS.reduce((rest, pattern) => rest.replaceAll(pattern, ' '), text).trim()
}

/**
 * Other forms of the same text, so that a model learns what is asked and not how a source says it: without its
 * preamble, without its opening, one sentence, a crop, or without punctuation and case.
 */
export function variantsOf(text: string, random: Random): string[] {
  const clean = withoutGiveaways(text)
  const core = clean.replace(PREAMBLE, '').replace(OPENING, '')
  const sentences = clean
    .split(/(?<=[.!?。！？।؟])\s+|\n+/)
    .filter((part) => part.trim().length > 20)
  const sentence = sentences[Math.floor(random() * sentences.length)] ?? clean
  const forms = [clean, core, sentence, crop(clean, random)]
  if (random() < 0.3) forms.push(clean.toLowerCase().replaceAll(/[.,;:!?"'()]/g, ''))
  return [...new Set(forms.filter((form) => form.trim().length >= 8))]
}

function crop(text: string, random: Random): string {
  const length = 60 + Math.floor(random() * 340)
  if (text.length <= length) return text
  const start = Math.floor(random() * (text.length - length))
  return Array.from(text)
    .slice(start, start + length)
    .join('')
}

import type { NameClaim } from './name-claim.ts'

/**
 * The five actors of the first public report on misuse of language models by states (February 2024), by two who name
 * them: facts in our own words. All else comes from files that the operator imports.
 */
const KNOWN: ReadonlyArray<readonly [entry: string, source: string, aliases: readonly string[]]> = [
  ['Charcoal Typhoon', 'Microsoft', ['CHROMIUM', 'ControlX']],
  ['Salmon Typhoon', 'Microsoft', ['SODIUM', 'APT4', 'Maverick Panda']],
  ['Crimson Sandstorm', 'Microsoft', ['CURIUM', 'Imperial Kitten', 'TA456']],
  ['Emerald Sleet', 'Microsoft', ['THALLIUM', 'Velvet Chollima', 'Kimsuky']],
  ['Forest Blizzard', 'Microsoft', ['STRONTIUM', 'Fancy Bear', 'APT28']],
  // Names that the same source gives to others too, so that none of the five is taken for certain.
  ['Cuboid Sandstorm', 'Microsoft', ['Imperial Kitten']],
  ['Smoke Sandstorm', 'Microsoft', ['Imperial Kitten']],
  ['Opal Sleet', 'Microsoft', ['Velvet Chollima']],
  ['Ruby Sleet', 'Microsoft', ['Velvet Chollima']],
  ['Earth Lusca', 'ATT&CK', ['G1006', 'Charcoal Typhoon', 'CHROMIUM', 'ControlX', 'TAG-22']],
  ['CURIUM', 'ATT&CK', ['G1012', 'Crimson Sandstorm', 'TA456']],
  ['Kimsuky', 'ATT&CK', ['G0094', 'Emerald Sleet', 'THALLIUM', 'Velvet Chollima']],
  ['APT28', 'ATT&CK', ['G0007', 'Forest Blizzard', 'STRONTIUM', 'Fancy Bear', 'Sofacy', 'Sednit']],
]

export const KNOWN_ACTORS: readonly NameClaim[] = KNOWN.flatMap(([entry, source, aliases]) =>
  [entry, ...aliases].map((name) => ({ name, entry, entryId: '', source, confidence: undefined })),
)

import { TLP_LEVELS, type Tlp } from '../stix/index.ts'

const SCALES: ReadonlyArray<readonly [RegExp, Readonly<Record<string, number>>]> = [
  [
    /^admiralty-scale:information-credibility="(\d)"$/,
    { '1': 90, '2': 70, '3': 50, '4': 30, '5': 10 },
  ],
  [
    /^misp:confidence-level="([a-z-]+)"$/,
    {
      'completely-confident': 100,
      'usually-confident': 75,
      'fairly-confident': 50,
      'rarely-confident': 25,
      unconfident: 0,
    },
  ],
  [
    /^estimative-language:confidence-in-analytic-judgment="([a-z]+)"$/,
    { high: 85, moderate: 50, low: 15 },
  ],
]

/** Confidence 0..100 that the tags state; undefined if they state none. The lowest of several counts. */
export function confidenceOf(tags: readonly string[]): number | undefined {
  const found: number[] = []
  for (const tag of tags) {
    for (const [shape, scale] of SCALES) {
      const value = scale[shape.exec(tag.toLowerCase())?.[1] ?? '']
      if (value !== undefined) found.push(value)
    }
  }
  return found.length === 0 ? undefined : Math.min(...found)
}

/** The strictest Traffic Light Protocol tag; undefined if there is none. */
export function tlpOf(tags: readonly string[]): Tlp | undefined {
  let rank = -1
  for (const tag of tags) {
    const name = tag
      .toLowerCase()
      .replace(/^tlp:/, '')
      .replace(/^white$/, 'clear')
    if (/^tlp:/i.test(tag)) rank = Math.max(rank, TLP_LEVELS.indexOf(name as Tlp))
  }
  return TLP_LEVELS[rank]
}

/** A galaxy cluster that a tag such as `misp-galaxy:threat-actor="Name"` stands for. */
export function clusterOfTag(tag: string): { galaxy: string; value: string } | undefined {
  const parts = /^misp-galaxy:([a-z0-9-]+)="([^"]+)"$/.exec(tag)
  return parts === null ? undefined : { galaxy: parts[1] ?? '', value: parts[2] ?? '' }
}

/** Tags that STIX has a place of its own for: markings, galaxies, phases of the kill chain. */
const ELSEWHERE = /^(?:tlp:|misp-galaxy:|kill-chain:)/i
const KILL_CHAIN = 'lockheed-martin-cyber-kill-chain'

/** The tags that stay as labels, each once. */
export function labelsOf(tags: readonly string[]): string[] {
  return [...new Set(tags.filter((tag) => tag !== '' && !ELSEWHERE.test(tag)))]
}

/** MISP's taxonomy of the kill chain, in its spelling. */
const PHASES = [
  'Reconnaissance',
  'Weaponization',
  'Delivery',
  'Exploitation',
  'Installation',
  'Command and Control',
  'Actions on Objectives',
]
const phaseName = (phase: string): string => phase.toLowerCase().replace(/ /g, '-')

/** Phases of the kill chain that tags such as `kill-chain:Command and Control` name. */
export function killChainOf(
  tags: readonly string[],
): Array<{ readonly kill_chain_name: string; readonly phase_name: string }> {
  const named = tags.map((tag) => tag.toLowerCase())
  return PHASES.filter((phase) => named.includes(`kill-chain:${phase.toLowerCase()}`)).map(
    (phase) => ({ kill_chain_name: KILL_CHAIN, phase_name: phaseName(phase) }),
  )
}

/** The tag of a phase; undefined for phases of other chains, which MISP has as galaxies. */
export function tagOfPhase(chain: string, phase: string): string | undefined {
  const found = PHASES.find((one) => phaseName(one) === phase)
  return chain !== KILL_CHAIN || found === undefined ? undefined : `kill-chain:${found}`
}

import type { Weighted } from '../chance.ts'
import type { LanguageCode } from '../countries.ts'
import type { Topic } from '../texts/compose.ts'

type Topics = ReadonlyArray<Weighted<Topic>>

/** An operation as public reports describe it, as far as the world needs it. */
export interface Actor {
  /** The name in the truth and, for named ones, in the partner's bundle. */
  readonly name: string
  readonly aliases: readonly string[]
  readonly description: string
  /** Whose working hours it keeps. */
  readonly home: string
  /** Countries its accounts say they are in. */
  readonly claims: readonly string[]
  readonly languages: ReadonlyArray<Weighted<LanguageCode>>
  /** Ordinary work that covers the rest. */
  readonly cover: Topics
  readonly techniques: Topics
  /** ATT&CK techniques that reports connect with it. */
  readonly attack: readonly string[]
}

/** The five actors of the disclosures of February 2024: the facts are from the reports, the words are ours. */
export const NAMED_ACTORS: readonly Actor[] = [
  {
    name: 'Charcoal Typhoon',
    aliases: [
      'CHROMIUM',
      'ControlX',
      'RedHotel',
      'BRONZE UNIVERSITY',
      'Earth Lusca',
      'AQUATIC PANDA',
    ],
    description:
      'Assessed to work for China. Studied companies and security tools, debugged code, translated and drafted messages.',
    home: 'CN',
    claims: ['SG', 'HK', 'TW', 'CN'],
    languages: [
      ['zh', 6],
      ['en', 4],
    ],
    cover: [
      ['code', 5],
      ['research', 4],
      ['translate', 4],
      ['write', 1],
      ['business', 1],
    ],
    techniques: [
      ['ttp-recon', 4],
      ['ttp-script', 4],
      ['ttp-social', 2],
      ['ttp-command', 3],
    ],
    attack: ['T1583.001', 'T1566.002', 'T1059.001', 'T1190', 'T1588.002'],
  },
  {
    name: 'Salmon Typhoon',
    aliases: ['SODIUM', 'MAVERICK PANDA', 'APT4', 'BRONZE EDISON'],
    description:
      'Assessed to work for China. Translated technical papers, read about agencies and other groups, asked for help with code.',
    home: 'CN',
    claims: ['HK', 'SG', 'US', 'CN'],
    languages: [
      ['zh', 5],
      ['en', 5],
    ],
    cover: [
      ['translate', 6],
      ['research', 6],
      ['code', 3],
      ['study', 1],
    ],
    techniques: [
      ['ttp-recon', 4],
      ['ttp-translate', 4],
      ['ttp-script', 2],
      ['ttp-command', 1],
      ['ttp-evasion', 1],
    ],
    attack: ['T1583.003', 'T1564', 'T1027', 'T1593'],
  },
  {
    name: 'Crimson Sandstorm',
    aliases: ['CURIUM', 'TA456', 'Tortoiseshell', 'IMPERIAL KITTEN', 'Yellow Liderc', 'HOUSEBLEND'],
    description:
      'Assessed to work for Iran. Wrote lures, built web and app parts, asked how programs stay unnoticed.',
    home: 'IR',
    claims: ['AE', 'IR', 'DE'],
    languages: [
      ['fa', 5],
      ['en', 5],
    ],
    cover: [
      ['code', 6],
      ['write', 3],
      ['translate', 3],
      ['research', 1],
    ],
    techniques: [
      ['ttp-social', 4],
      ['ttp-script', 4],
      ['ttp-evasion', 3],
      ['ttp-develop', 2],
    ],
    attack: ['T1566.001', 'T1566.003', 'T1583.001', 'T1585.001', 'T1059.001'],
  },
  {
    name: 'Emerald Sleet',
    aliases: [
      'THALLIUM',
      'Kimsuky',
      'Velvet Chollima',
      'Black Banshee',
      'TA427',
      'APT43',
      'Springtail',
    ],
    description:
      'Assessed to work for North Korea. Looked for experts on the region, studied public faults, drafted messages to experts.',
    home: 'KR',
    claims: ['KR', 'CN', 'US'],
    languages: [
      ['ko', 6],
      ['en', 4],
    ],
    cover: [
      ['research', 5],
      ['write', 3],
      ['translate', 4],
      ['code', 3],
    ],
    techniques: [
      ['ttp-social', 4],
      ['ttp-vuln', 3],
      ['ttp-recon', 4],
      ['ttp-script', 2],
    ],
    attack: ['T1566', 'T1598.003', 'T1589.002', 'T1583.001', 'T1585.002'],
  },
  {
    name: 'Forest Blizzard',
    aliases: [
      'STRONTIUM',
      'APT28',
      'Fancy Bear',
      'Sednit',
      'Sofacy',
      'Pawn Storm',
      'FROZENLAKE',
      'BlueDelta',
    ],
    description:
      'Assessed to work for Russia. Read about satellite protocols and radar imaging, asked for help with scripts.',
    home: 'RU',
    claims: ['RU', 'KZ', 'UA', 'DE'],
    languages: [
      ['ru', 6],
      ['en', 4],
    ],
    cover: [
      ['research', 5],
      ['code', 6],
      ['translate', 2],
      ['study', 2],
    ],
    techniques: [
      ['ttp-recon', 5],
      ['ttp-script', 5],
      ['ttp-translate', 1],
    ],
    attack: ['T1583.003', 'T1598', 'T1059.001', 'T1114.002', 'T1003.003'],
  },
]

/** Homes that the actor without a name may have: its habits resemble everybody's there. */
export const UNNAMED_HOMES: ReadonlyArray<
  readonly [home: string, languages: ReadonlyArray<Weighted<LanguageCode>>]
> = [
  [
    'IN',
    [
      ['en', 6],
      ['hi', 4],
    ],
  ],
  [
    'EG',
    [
      ['ar', 6],
      ['en', 4],
    ],
  ],
  [
    'MX',
    [
      ['es', 6],
      ['en', 4],
    ],
  ],
  [
    'KR',
    [
      ['ko', 6],
      ['en', 4],
    ],
  ],
  [
    'RU',
    [
      ['ru', 6],
      ['en', 4],
    ],
  ],
  [
    'CN',
    [
      ['zh', 6],
      ['en', 4],
    ],
  ],
]

/** The actor whom the partner's intelligence does not know. */
export function unnamedActor(home: string, languages: Actor['languages']): Actor {
  return {
    name: 'unknown:A',
    aliases: [],
    description: '',
    home,
    claims: [home, 'SG', 'AE'],
    languages,
    cover: [
      ['code', 4],
      ['research', 3],
      ['translate', 3],
      ['write', 3],
    ],
    techniques: [
      ['ttp-recon', 3],
      ['ttp-social', 3],
      ['ttp-develop', 2],
      ['ttp-resource', 1],
      ['ttp-vuln', 2],
    ],
    attack: [],
  }
}

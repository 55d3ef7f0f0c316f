import { siteAddress, vpnRoute } from '../addresses.ts'
import { between, DAY_MS, happens, HOUR_MS, pick } from '../chance.ts'
import { browserAgent } from '../clients.ts'
import { countryOf, drawCountry, type LanguageCode } from '../countries.ts'
import { drawMailPattern, patternedAddress } from '../names.ts'
import { drawCard, voiceOf } from '../person.ts'
import { rhythmIn } from '../rhythm.ts'
import { composePhrase, composePrompt } from '../texts/compose.ts'
import { drawWorkspace } from '../workspace.ts'
import type { Kind } from './kind.ts'

const SMALL_LANGUAGES: ReadonlyArray<readonly [LanguageCode, string]> = [
  ['fa', 'IR'],
  ['ko', 'KR'],
  ['ru', 'KZ'],
  ['zh', 'TW'],
  ['hi', 'IN'],
  ['ar', 'EG'],
  ['fa', 'AE'],
  ['ru', 'RU'],
  ['zh', 'CN'],
]

/** People who resemble each other, or an actor, without knowing each other. */
export const CROWD_KINDS: readonly Kind[] = [
  {
    // Junior analysts, translators and developers where the actors are: same hours, languages and topics.
    name: 'topic-twin',
    perThousand: 25,
    size: [1, 1],
    begin: ({ twinCountries }, random) => {
      const country = pick(random, twinCountries)
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.rhythm = rhythmIn(country, 'office', own)
          voice.topics = [
            ['research', 5],
            ['translate', 5],
            ['code', 5],
            ['write', 2],
            ['ttp-translate', 1],
            ['ttp-script', 1],
            ['ttp-social', 0.3],
          ]
          voice.workspace = drawWorkspace(own, 0.7)
          if (happens(own, 0.4)) voice.routes = [[vpnRoute(own), 4], ...voice.routes]
        },
      }
    },
  },
  {
    name: 'bulk-trial',
    perThousand: 30,
    size: [20, 60],
    begin({ settings }, random) {
      const country = drawCountry(random)
      const pattern = drawMailPattern(random, country.names)
      const range = siteAddress(random).split('.').slice(0, 3).join('.')
      const base = between(random, 1, 170)
      const atMs =
        settings.startMs +
        between(random, -20, Math.max(0, settings.days - 4)) * DAY_MS +
        random() * DAY_MS
      const agent = browserAgent(random, true)
      return {
        country,
        shape(account, position, own) {
          const voice = voiceOf(account)
          account.email = patternedAddress(pattern, position, own)
          account.createdMs = Math.floor(atMs + own() * 3 * HOUR_MS)
          account.signupIp = `${range}.${base + between(own, 0, 20)}`
          account.signupAgent = happens(own, 0.5) ? agent : account.signupAgent
          Object.assign(account, { plan: 'free', card: null })
          if (happens(own, 0.3))
            voice.routes = [[{ kind: 'fixed', address: account.signupIp }, 3], ...voice.routes]
        },
      }
    },
  },
  {
    name: 'viral-prompt',
    perThousand: 35,
    size: [15, 60],
    begin(_around, random) {
      const language = pick(random, [
        'en',
        'en',
        'es',
        'hi',
        'ru',
        'zh',
        'ko',
        'de',
        'fr',
        'ar',
        'fa',
      ] as const)
      const writer = { workspace: drawWorkspace(random, 0), quotes: [] }
      const topic = pick(random, ['life', 'write', 'study', 'business'] as const)
      const copied = composePrompt(random, language, topic, writer)
      return {
        country: undefined,
        shape(account) {
          voiceOf(account).copied = copied
        },
      }
    },
  },
  {
    name: 'language-community',
    perThousand: 20,
    size: [6, 25],
    begin(_around, random) {
      const [language, code] = pick(random, SMALL_LANGUAGES)
      const country = countryOf(code)
      const writer = { workspace: drawWorkspace(random, 0), quotes: [] }
      const phrases = [0, 1, 2].map(() => composePhrase(random, language, writer))
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.languages = [[language, 1]]
          voice.phrases = [pick(own, phrases), pick(own, phrases)]
        },
      }
    },
  },
  {
    name: 'shared-card',
    perThousand: 10,
    size: [2, 3],
    begin(_around, random) {
      const card = drawCard(random)
      return {
        country: happens(random, 0.8) ? drawCountry(random) : undefined,
        shape(account) {
          Object.assign(account, { plan: 'paid', card })
        },
      }
    },
  },
  {
    name: 'new-holder',
    perThousand: 2,
    size: [1, 1],
    begin: ({ settings, releasedAddresses }, random) => ({
      country: drawCountry(random),
      shape(account, _position, own) {
        if (releasedAddresses.length === 0) return
        const address = pick(own, releasedAddresses)
        const voice = voiceOf(account)
        voice.routes = [[{ kind: 'fixed', address }, 8], ...voice.routes]
        voice.visits = [{ kind: 'fixed', address }]
        if (!happens(own, 0.5)) return
        account.signupIp = address
        account.createdMs = Math.floor(settings.startMs - own() * 20 * DAY_MS)
      },
    }),
  },
]

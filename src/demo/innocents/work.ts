import {
  homeRoute,
  hostingAddress,
  type Route,
  serverAddress,
  siteAddress,
  vpnRoute,
} from '../addresses.ts'
import { between, DAY_MS, happens, HOUR_MS, pick } from '../chance.ts'
import { programAgent } from '../clients.ts'
import { countryOf, drawCountry } from '../countries.ts'
import {
  drawMailPattern,
  drawName,
  drawOrganization,
  mailboxName,
  patternedAddress,
} from '../names.ts'
import { drawCard, voiceOf } from '../person.ts'
import { rhythmIn } from '../rhythm.ts'
import { composePhrase, composeScript } from '../texts/compose.ts'
import { drawWorkspace, shareWorkspace } from '../workspace.ts'
import type { Kind } from './kind.ts'

/** People and programs that share because they work together. */
export const WORK_KINDS: readonly Kind[] = [
  {
    name: 'company-team',
    perThousand: 32,
    size: [4, 15],
    begin(_around, random) {
      const country = drawCountry(random)
      const organization = drawOrganization(random)
      const language = (country.languages[0] ?? ['en', 1])[0]
      const project = drawWorkspace(random, 1)
      const script = composeScript(random, language, pick(random, ['business', 'write', 'code']), {
        workspace: project,
        quotes: [],
      })
      const card = drawCard(random)
      const site: Route = { kind: 'fixed', address: siteAddress(random) }
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.languages = [[language, 1]]
          voice.script = script
          voice.systemText = `You assist the staff of ${organization.name}. Never give out customer data.`
          voice.rhythm = rhythmIn(country, 'office', own)
          voice.workspace = shareWorkspace(project, voice.workspace, 0.75, own)
          if (happens(own, 0.7)) voice.routes = [[site, 8], ...voice.routes]
          Object.assign(account, { plan: 'enterprise', card, organization: organization.name })
          account.email = `${mailboxName(own, drawName(own, country.names))}@${organization.domain}`
        },
      }
    },
  },
  {
    // Friends with a start-up or a side project: no company, webmail, and all the traits of a crew.
    name: 'small-team',
    perThousand: 22,
    size: [2, 5],
    begin({ settings, twinCountries }, random) {
      const country = happens(random, 0.5) ? drawCountry(random) : pick(random, twinCountries)
      const project = drawWorkspace(random, 1)
      const card = drawCard(random)
      const server: Route = { kind: 'fixed', address: serverAddress(random) }
      const agent = programAgent(random, true)
      const bornMs = settings.startMs + between(random, -90, settings.days - 2) * DAY_MS
      const pattern = drawMailPattern(random, country.names)
      return {
        country,
        shape(account, position, own) {
          const voice = voiceOf(account)
          voice.workspace = shareWorkspace(project, voice.workspace, 0.7, own)
          voice.topics = [
            ['code', 9],
            ['business', 2],
            ['translate', 2],
            ['research', 1],
          ]
          voice.turns += 1
          if (happens(own, 0.4)) voice.routes = [[server, 3], ...voice.routes]
          if (happens(own, 0.35)) voice.agents = [agent, ...voice.agents]
          if (happens(own, 0.4)) Object.assign(account, { plan: 'paid', card })
          if (happens(own, 0.3))
            account.createdMs = Math.floor(bornMs + 10 * HOUR_MS + own() * HOUR_MS)
          if (happens(own, 0.2)) account.email = patternedAddress(pattern, position, own)
        },
      }
    },
  },
  {
    name: 'open-source-project',
    perThousand: 15,
    size: [3, 12],
    begin(_around, random) {
      const project = drawWorkspace(random, 1)
      return {
        country: undefined,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.workspace = shareWorkspace(project, voice.workspace, 0.8, own)
          voice.topics = [['code', 1]]
          voice.agents = [programAgent(own), ...voice.agents]
        },
      }
    },
  },
  {
    name: 'ngo-team',
    perThousand: 12,
    size: [3, 8],
    begin({ twinCountries }, random) {
      const country = happens(random, 0.6) ? pick(random, twinCountries) : drawCountry(random)
      const organization = drawOrganization(random, 'aid')
      const project = drawWorkspace(random, 0.9)
      const language = (country.languages[0] ?? ['en', 1])[0]
      const phrase = composePhrase(random, language, { workspace: project, quotes: [] })
      const exit = vpnRoute(random)
      const card = drawCard(random)
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.languages = [
            [language, 3],
            ['en', 1],
          ]
          voice.topics = [
            ['translate', 5],
            ['write', 3],
            ['research', 4],
            ['business', 1],
          ]
          voice.phrases = [phrase]
          voice.workspace = shareWorkspace(project, voice.workspace, 0.6, own)
          if (happens(own, 0.6)) voice.routes = [[exit, 4], ...voice.routes]
          if (happens(own, 0.4)) Object.assign(account, { plan: 'paid', card })
          if (happens(own, 0.5))
            account.email = `${mailboxName(own, drawName(own, country.names))}@${organization.domain}`
        },
      }
    },
  },
  {
    name: 'reseller-client',
    perThousand: 15,
    size: [10, 30],
    begin({ settings }, random) {
      const country = drawCountry(random)
      const agency = drawOrganization(random, 'agency')
      const card = drawCard(random)
      const address = hostingAddress(random)
      const pattern = { ...drawMailPattern(random, country.names), domain: agency.domain }
      return {
        country,
        shape(account, position, own) {
          const voice = voiceOf(account)
          Object.assign(account, { plan: 'paid', card, signupIp: address })
          if (happens(own, 0.7)) account.email = patternedAddress(pattern, position, own)
          if (happens(own, 0.4)) voice.routes = [[{ kind: 'fixed', address }, 5], ...voice.routes]
          else voice.routes = [[homeRoute(country, settings.accounts, own), 1]]
        },
      }
    },
  },
  {
    name: 'integration',
    perThousand: 10,
    size: [1, 4],
    begin({ settings }, random) {
      const country = drawCountry(random)
      const organization = drawOrganization(random)
      const service = drawWorkspace(random, 1)
      const script = composeScript(random, 'en', pick(random, ['business', 'translate', 'write']), {
        workspace: service,
        quotes: [],
      })
      const card = drawCard(random)
      const agent = programAgent(random, true)
      const servers = [serverAddress(random), hostingAddress(random)]
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.languages = [['en', 1]]
          voice.rhythm = { kind: 'machine', offset: 0, weekend: [], weekendWork: 1 }
          voice.routes = [[{ kind: 'fixed', address: pick(own, servers) }, 1]]
          voice.agents = [agent]
          voice.script = script
          voice.systemText = `You are a step in ${service.project}. Answer with one line.`
          voice.turns = 1
          voice.workspace = service
          if (settings.requestsPerAccount > 1)
            voice.requests = Math.ceil(settings.requestsPerAccount * (2 + own() * 6))
          Object.assign(account, { plan: 'enterprise', card, organization: organization.name })
          account.email = `service${between(own, 1, 99)}@${organization.domain}`
        },
      }
    },
  },
  {
    name: 'night-shift',
    perThousand: 6,
    size: [1, 2],
    begin: () => ({
      country: countryOf('IN'),
      shape(account, _position, own) {
        const voice = voiceOf(account)
        voice.rhythm = { ...rhythmIn(countryOf('US'), 'office', own) }
        voice.languages = [['en', 1]]
      },
    }),
  },
]

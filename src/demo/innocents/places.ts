import {
  type Route,
  vpnRoute,
  carrierRoute,
  homeRoute,
  addressOn,
  siteAddress,
} from '../addresses.ts'
import { between, DAY_MS, happens, HOUR_MS, pick } from '../chance.ts'
import { browserAgent } from '../clients.ts'
import { drawCountry } from '../countries.ts'
import { drawName, drawOrganization, mailboxName } from '../names.ts'
import { drawCard, voiceOf } from '../person.ts'
import { rhythmIn } from '../rhythm.ts'
import { composeScript } from '../texts/compose.ts'
import { drawWorkspace, shareWorkspace } from '../workspace.ts'
import type { Kind } from './kind.ts'

/** People who share an address because they share a place or a carrier. */
export const PLACE_KINDS: readonly Kind[] = [
  {
    name: 'household',
    perThousand: 45,
    size: [2, 4],
    begin({ settings }, random) {
      const country = drawCountry(random)
      const route = homeRoute(country, settings.accounts, random)
      const card = drawCard(random)
      const agent = browserAgent(random, true)
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.routes = [
            [route, 9],
            [carrierRoute(country, settings.accounts, own), 1],
          ]
          account.signupIp = addressOn(route, account.createdMs, own)
          if (happens(own, 0.6)) Object.assign(account, { plan: 'paid', card })
          if (happens(own, 0.3)) voice.agents = [agent]
        },
      }
    },
  },
  {
    name: 'office',
    perThousand: 55,
    size: [5, 40],
    begin(_around, random) {
      const country = drawCountry(random)
      const site: Route = { kind: 'fixed', address: siteAddress(random) }
      const organization = drawOrganization(random)
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.routes = [[site, 8], ...voice.routes]
          voice.rhythm = rhythmIn(country, 'office', own)
          if (happens(own, 0.7))
            account.email = `${mailboxName(own, drawName(own, country.names))}@${organization.domain}`
          if (happens(own, 0.4)) account.organization = organization.name
          if (happens(own, 0.6)) account.signupIp = (site as { address: string }).address
        },
      }
    },
  },
  {
    name: 'campus',
    perThousand: 50,
    size: [40, 120],
    begin(_around, random) {
      const country = drawCountry(random)
      const sites = Array.from({ length: 4 }, () => siteAddress(random))
      const school = drawOrganization(random, 'university')
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          for (let i = 0; i < 2; i++)
            voice.routes = [[{ kind: 'fixed', address: pick(own, sites) }, 6], ...voice.routes]
          if (happens(own, 0.75))
            account.email = `${mailboxName(own, drawName(own, country.names))}@student.${school.domain}`
          if (happens(own, 0.5)) account.signupIp = pick(own, sites)
          voice.topics = [
            ['study', 6],
            ['code', 4],
            ['write', 2],
            ['translate', 2],
            ['research', 1],
          ]
        },
      }
    },
  },
  {
    name: 'classroom',
    perThousand: 30,
    size: [12, 32],
    begin({ settings }, random) {
      const country = drawCountry(random)
      const site = siteAddress(random)
      const school = drawOrganization(random, 'school')
      const language = (country.languages[0] ?? ['en', 1])[0]
      const course = drawWorkspace(random, 0.6)
      const topic = pick(random, ['study', 'code', 'write'] as const)
      const script = composeScript(random, language, topic, { workspace: course, quotes: [] })
      const weekMs = settings.startMs + between(random, 0, Math.max(1, settings.days - 10)) * DAY_MS
      const hasOwnMail = happens(random, 0.6)
      return {
        country,
        shape(account, position, own) {
          const voice = voiceOf(account)
          voice.languages = [[language, 1]]
          voice.script = happens(own, 0.85) ? script : undefined
          voice.topics = [
            [topic, 5],
            ['study', 2],
          ]
          voice.workspace = shareWorkspace(course, voice.workspace, 0.7, own)
          voice.routes = [[{ kind: 'fixed', address: site }, 6], ...voice.routes]
          account.createdMs = Math.floor(weekMs + own() * 4 * DAY_MS)
          if (happens(own, 0.7))
            account.createdMs = Math.floor(weekMs + 9 * HOUR_MS + own() * HOUR_MS)
          if (happens(own, 0.6)) account.signupIp = site
          Object.assign(account, { plan: 'free', card: null })
          if (hasOwnMail)
            account.email = `${drawName(own, country.names).given}${position + 1}@${school.domain}`
        },
      }
    },
  },
  {
    name: 'coworking',
    perThousand: 15,
    size: [6, 20],
    begin({ settings }, random) {
      const country = drawCountry(random)
      const address = siteAddress(random)
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.routes = [
            [{ kind: 'fixed', address }, 7],
            [homeRoute(country, settings.accounts, own), 3],
          ]
          voice.workspace = drawWorkspace(own, 0.85)
          voice.topics = [
            ['code', 6],
            ['business', 4],
            ['write', 3],
            ['translate', 2],
          ]
          if (happens(own, 0.4)) account.signupIp = address
          if (happens(own, 0.6)) Object.assign(account, { plan: 'paid', card: drawCard(own) })
        },
      }
    },
  },
  {
    name: 'internet-cafe',
    perThousand: 10,
    size: [4, 12],
    begin(_around, random) {
      const country = drawCountry(random)
      const address = siteAddress(random)
      const machines = Array.from({ length: 3 }, () => browserAgent(random, true))
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.routes = [[{ kind: 'fixed', address }, 8], ...voice.routes]
          voice.agents = [pick(own, machines), pick(own, machines)]
          account.signupIp = address
          account.signupAgent = pick(own, machines)
          Object.assign(account, { plan: 'free', card: null })
        },
      }
    },
  },
  {
    name: 'carrier-crowd',
    perThousand: 80,
    size: [1, 1],
    begin: ({ settings }, random) => ({
      country: drawCountry(random),
      shape(account, _position, own) {
        const route = carrierRoute(account.country, settings.accounts, own)
        voiceOf(account).routes = [[route, 1]]
        account.signupIp = addressOn(route, account.createdMs, own)
      },
    }),
  },
  {
    name: 'vpn-user',
    perThousand: 40,
    size: [1, 1],
    begin: (_around, random) => ({
      country: drawCountry(random),
      shape(account, _position, own) {
        const route = vpnRoute(own)
        const voice = voiceOf(account)
        voice.routes = happens(own, 0.5) ? [[route, 1]] : [[route, 3], ...voice.routes]
        if (happens(own, 0.6)) account.signupIp = addressOn(route, account.createdMs, own)
      },
    }),
  },
]

import { type Route, serverAddress, siteAddress } from '../addresses.ts'
import { happens, pick, pickSome, type Weighted } from '../chance.ts'
import { programAgent } from '../clients.ts'
import { type Country, drawCountry } from '../countries.ts'
import { drawName, drawOrganization, mailboxName } from '../names.ts'
import { drawCard, voiceOf } from '../person.ts'
import { rhythmIn } from '../rhythm.ts'
import type { Topic } from '../texts/compose.ts'
import { drawWorkspace, shareWorkspace } from '../workspace.ts'
import type { Group, Kind, Surroundings } from './kind.ts'
import type { Random } from '../../core/index.ts'

type Topics = ReadonlyArray<Weighted<Topic>>

const DEFENCE: Topics = [
  ['security', 9],
  ['code', 4],
  ['ttp-vuln', 2],
  ['ttp-command', 1],
  ['ttp-evasion', 1],
  ['write', 1],
]
const ANALYSIS: Topics = [
  ['security', 6],
  ['ttp-payload', 3],
  ['ttp-develop', 2],
  ['ttp-evasion', 2],
  ['code', 4],
]
const PRESS: Topics = [
  ['research', 6],
  ['security', 3],
  ['write', 4],
  ['translate', 3],
]
const STUDY: Topics = [
  ['research', 7],
  ['security', 3],
  ['translate', 3],
  ['ttp-translate', 1],
  ['ttp-recon', 1],
]
const ATTACK_TEAM: Topics = [
  ['ttp-payload', 3],
  ['ttp-evasion', 3],
  ['ttp-command', 3],
  ['ttp-social', 3],
  ['ttp-recon', 3],
  ['ttp-bypass', 2],
  ['ttp-develop', 3],
  ['ttp-resource', 1],
  ['ttp-vuln', 3],
  ['ttp-script', 2],
  ['code', 5],
  ['write', 2],
]
const LESSONS: Topics = [
  ['study', 4],
  ['security', 3],
  ['ttp-vuln', 2],
  ['ttp-command', 2],
  ['ttp-payload', 1],
  ['ttp-bypass', 1],
  ['code', 4],
]

/** People who study or hunt such actors: they quote indicators and ask worse things than the actors do. */
export const WATCHER_KINDS: readonly Kind[] = [
  watchers('defender', 8, [1, 6], 'security', DEFENCE, 0.7),
  watchers('malware-analyst', 4, [1, 3], 'labs', ANALYSIS, 0.8),
  watchers('journalist', 4, [1, 2], 'press', PRESS, 0.6),
  watchers('threat-researcher', 5, [1, 4], 'institute', STUDY, 0.7),
  {
    name: 'red-team',
    perThousand: 4,
    size: [2, 5],
    begin(around, random) {
      const group = workplace(around, random, 'offensive', ATTACK_TEAM, 0.3)
      const server: Route = { kind: 'fixed', address: serverAddress(random) }
      const tools = drawWorkspace(random, 1)
      return {
        country: group.country,
        shape(account, position, own) {
          group.shape(account, position, own)
          const voice = voiceOf(account)
          voice.workspace = shareWorkspace(tools, voice.workspace, 0.75, own)
          voice.routes = [[server, 3], ...voice.routes]
          voice.turns += 1
          account.tags = ['authorised-red-team']
        },
      }
    },
  },
  {
    name: 'security-student',
    perThousand: 10,
    size: [1, 12],
    begin({ quotable }, random) {
      const country = drawCountry(random)
      const lab = drawWorkspace(random, 1)
      return {
        country,
        shape(account, _position, own) {
          const voice = voiceOf(account)
          voice.topics = LESSONS
          voice.workspace = shareWorkspace(lab, voice.workspace, 0.6, own)
          voice.quotes = happens(own, 0.3) ? pickSome(own, quotable, 2) : []
          voice.rhythm = rhythmIn(country, pick(own, ['evening', 'daytime']), own)
        },
      }
    },
  },
]

function watchers(
  name: string,
  perThousand: number,
  size: readonly [number, number],
  ending: string,
  topics: Topics,
  quoting: number,
): Kind {
  return {
    name,
    perThousand,
    size,
    begin: (around, random) => workplace(around, random, ending, topics, quoting),
  }
}

function workplace(
  { quotable, twinCountries }: Surroundings,
  random: Random,
  ending: string,
  topics: Topics,
  quoting: number,
): Group {
  const country: Country = happens(random, 0.3) ? pick(random, twinCountries) : drawCountry(random)
  const organization = drawOrganization(random, ending)
  const site: Route = { kind: 'fixed', address: siteAddress(random) }
  const card = drawCard(random)
  const report = pickSome(random, quotable, 6)
  return {
    country,
    shape(account, _position, own) {
      const voice = voiceOf(account)
      voice.topics = topics
      voice.rhythm = rhythmIn(country, 'office', own)
      voice.quotes = happens(own, quoting) ? [...report, ...pickSome(own, quotable, 4)] : []
      if (happens(own, 0.5)) voice.routes = [[site, 6], ...voice.routes]
      if (happens(own, 0.4)) voice.agents = [programAgent(own), ...voice.agents]
      if (happens(own, 0.55)) {
        account.organization = organization.name
        account.email = `${mailboxName(own, drawName(own, country.names))}@${organization.domain}`
      }
      if (happens(own, 0.6))
        Object.assign(account, { plan: 'paid', card: happens(own, 0.5) ? card : drawCard(own) })
    },
  }
}

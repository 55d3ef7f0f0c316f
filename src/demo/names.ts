import type { Random } from '../core/index.ts'
import { between, happens, madeUpWord, pick, pickWeighted, type Weighted } from './chance.ts'
import type { NameStock } from './countries.ts'
import { NAME_PARTS } from './texts/words.ts'

const words = (text: string): readonly string[] => text.split(' ')

const GIVEN: Readonly<Record<NameStock, readonly string[]>> = {
  english: words(
    'james mary john linda robert susan michael karen david lisa mark emma paul laura kevin amy brian grace sam chidi amina otieno',
  ),
  russian: words(
    'ivan olga sergey anna dmitry elena alexey maria pavel irina nikita daria andrey svetlana roman yulia maxim vera timur aigul oleg nina',
  ),
  chinese: words(
    'wei fang min lei yan jun ying hao jing tao xin mei bo lan chen yu kai hui ming rui zhen qing',
  ),
  korean: words(
    'minjun seoyeon jihoon jiwoo hyunwoo sujin donghyun eunji sungmin hana jaehyun yuna taeyang minseo kyungho boram sangwoo dahye',
  ),
  persian: words(
    'ali maryam reza zahra hossein fatemeh mehdi sara amir nasrin hamid leila omid shirin kaveh parisa behrouz mina saeed elham',
  ),
  spanish: words(
    'jose maria juan carmen luis ana carlos lucia miguel sofia pedro elena diego valeria jorge paula andres camila pablo rosa',
  ),
  german: words(
    'hans anna peter julia thomas sabine stefan laura jan lena markus katrin felix nina tobias eva lukas heike moritz greta',
  ),
  french: words(
    'jean marie pierre sophie luc camille antoine julie paul claire hugo lea louis manon marc chloe yves ines',
  ),
  arabic: words(
    'mohamed fatima ahmed aisha omar layla hassan noor youssef salma khalid huda tariq rania samir dina faisal mona',
  ),
  indian: words(
    'amit priya rahul anjali vijay neha sanjay pooja arjun kavita rohan divya manish sunita deepak asha nikhil meera',
  ),
}
const FAMILY: Readonly<Record<NameStock, readonly string[]>> = {
  english: words(
    'smith jones taylor brown wilson evans walker wright hall green baker adams carter mitchell parker okafor mwangi cooper reed ward',
  ),
  russian: words(
    'ivanov petrova sidorov smirnova volkov kuznetsova popov lebedeva novikov morozova egorov pavlova orlov belova karimov akhmetov',
  ),
  chinese: words(
    'wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo lin he gao luo',
  ),
  korean: words('kim lee park choi jung kang cho yoon jang lim han oh seo shin kwon hwang'),
  persian: words(
    'ahmadi hosseini karimi rahimi moradi jafari rezaei sadeghi kazemi ghasemi rostami azizi bagheri nouri tehrani',
  ),
  spanish: words(
    'garcia martinez lopez sanchez perez gomez diaz ruiz torres flores vargas castro ortiz ramos rojas',
  ),
  german: words(
    'mueller schmidt weber fischer wagner becker hoffmann koch bauer richter klein wolf schroeder neumann braun huber',
  ),
  french: words(
    'martin bernard dubois petit durand leroy moreau simon laurent lefevre roux fournier girard bonnet mercier',
  ),
  arabic: words(
    'hassan ali ibrahim mahmoud saleh nasser farouk mansour haddad khoury rahman aziz benali idrissi',
  ),
  indian: words(
    'sharma verma gupta singh kumar patel reddy nair iyer joshi mehta das khan rao chopra',
  ),
}
const WEBMAIL: ReadonlyArray<Weighted<string>> = [
  ['mail.example', 60],
  ['inbox.example', 16],
  ['post.test', 9],
  ['webmail.example', 7],
  ['letterbox.test', 4],
  ['quickmail.example', 3],
  ['privatemail.invalid', 1],
]
const REGIONAL: Readonly<Partial<Record<NameStock, string>>> = {
  russian: 'pochta.example',
  chinese: 'youxiang.example',
  korean: 'pyeonji.example',
  persian: 'name.test',
  german: 'brief.example',
}
const FIRM_ENDINGS = words(
  'labs works group systems partners media energy foods travel health legal logistics design bank press studio',
)

/** A person's given and family name in Latin letters. */
export interface PersonName {
  readonly given: string
  readonly family: string
}

export function drawName(random: Random, stock: NameStock): PersonName {
  return { given: pick(random, GIVEN[stock]), family: pick(random, FAMILY[stock]) }
}

/** The part of an address before the @, by one of the ways in which people write it. */
export function mailboxName(random: Random, name: PersonName): string {
  const { given, family } = name
  const drawn = random()
  if (drawn < 0.26) return `${given}.${family}${between(random, 10, 9999)}`
  if (drawn < 0.44)
    return `${given}${family}${between(random, 1, 31)}${between(random, 1960, 2009)}`
  if (drawn < 0.56) return `${given[0] as string}${family}${between(random, 100, 99999)}`
  if (drawn < 0.68) return `${given}_${family}_${madeUpWord(random, 2)}${between(random, 1, 99)}`
  if (drawn < 0.78) return `${family}.${given}.${madeUpWord(random, 2)}`
  if (drawn < 0.88)
    return `${pick(random, NAME_PARTS)}${madeUpWord(random, 3)}${between(random, 1, 99)}`
  if (drawn < 0.92)
    return `${given}.${family}${between(random, 10, 999)}+${pick(random, NAME_PARTS)}`
  return `${madeUpWord(random, 3)}.${family}${between(random, 1, 99)}`
}

/** A private e-mail address at a webmail service. */
export function webmailAddress(random: Random, stock: NameStock, name: PersonName): string {
  return `${mailboxName(random, name)}@${webmailDomain(random, stock)}`
}

/** A webmail service, sometimes one of the region. */
function webmailDomain(random: Random, stock: NameStock): string {
  const regional = REGIONAL[stock]
  return regional !== undefined && happens(random, 0.35) ? regional : pickWeighted(random, WEBMAIL)
}

/** An organisation with a name and a mail domain of its own. */
export interface Organization {
  readonly name: string
  readonly domain: string
}

export function drawOrganization(random: Random, ending?: string): Organization {
  const first = pick(random, NAME_PARTS)
  const second = pick(random, NAME_PARTS)
  const last = ending ?? pick(random, FIRM_ENDINGS)
  const name = [first, second, last]
    .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
    .join(' ')
  return { name, domain: `${first}${second}-${last}.example` }
}

/** How members of an e-mail pattern are numbered: a stem, an optional separator, digits. */
export interface MailPattern {
  readonly stem: string
  readonly separator: string
  readonly first: number
  readonly step: number
  readonly domain: string
}

export function drawMailPattern(random: Random, stock: NameStock): MailPattern {
  return {
    stem: happens(random, 0.5)
      ? pick(random, NAME_PARTS) + pick(random, NAME_PARTS)
      : drawName(random, stock).family,
    separator: pick(random, ['', '', '.', '_', '-']),
    first: between(random, 1, 9000),
    step: pick(random, [1, 1, 1, 2, 7, 11]),
    domain: webmailDomain(random, stock),
  }
}

/** Member `position` of a pattern. */
export function patternedAddress(pattern: MailPattern, position: number, random: Random): string {
  const prefix = happens(random, 0.4) ? pick(random, GIVEN.english) : ''
  return `${prefix}${pattern.stem}${pattern.separator}${pattern.first + position * pattern.step}@${pattern.domain}`
}

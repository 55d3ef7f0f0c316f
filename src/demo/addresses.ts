import type { Random } from '../core/index.ts'
import { between, DAY_MS, pickWeighted, stableNumber, type Weighted } from './chance.ts'
import { COUNTRIES, type Country, countryIndex } from './countries.ts'

/**
 * Where traffic may come from. All ranges are reserved ones: 198.18/16 homes, 198.19/16 offices,
 * campuses and data centres, 203.0.113/24 VPN exits, 198.51.100/24 shared hosting, 192.0.2/24
 * public services, 100.64/10 carriers, 2001:db8::/32 homes with IPv6.
 */
export type Route =
  | { readonly kind: 'fixed'; readonly address: string }
  | {
      readonly kind: 'leased'
      readonly country: Country
      readonly key: number
      readonly leaseDays: number
    }
  | { readonly kind: 'v6'; readonly country: Country; readonly key: number }
  | {
      readonly kind: 'carrier'
      readonly country: Country
      readonly key: number
      readonly pool: number
    }
  | { readonly kind: 'vpn'; readonly provider: number; readonly key: number }
  | { readonly kind: 'proxy'; readonly countries: readonly Country[] }

export type Routes = ReadonlyArray<Weighted<Route>>

const VPN_PROVIDERS = 5
const VPN_EXITS = 12
const HOSTING_ADDRESSES = 40

/** The address that a route shows at this time; the same account keeps it for as long as its provider would let it. */
export function addressOn(route: Route, atMs: number, random: Random): string {
  const day = Math.floor(atMs / DAY_MS)
  switch (route.kind) {
    case 'fixed':
      return route.address
    case 'leased':
      return homeAddress(
        route.country,
        stableNumber('lease', route.key, Math.floor((day + (route.key % 29)) / route.leaseDays)),
      )
    case 'v6':
      return homeAddress6(route.country, route.key, day)
    case 'carrier':
      return carrierAddress(
        route.country,
        stableNumber('carrier', route.key, Math.floor(atMs / (DAY_MS / 2))) % route.pool,
      )
    case 'vpn':
      return vpnExit(
        route.provider,
        stableNumber('vpn', route.key, Math.floor(day / 2)) % VPN_EXITS,
      )
    case 'proxy': {
      const country = route.countries[Math.floor(random() * route.countries.length)] as Country
      return homeAddress(country, Math.floor(random() * 4294967296))
    }
  }
}

/** The address for one conversation, by the weights of an account's routes. */
export function drawAddress(routes: Routes, atMs: number, random: Random): string {
  return addressOn(pickWeighted(random, routes), atMs, random)
}

const SHARE_TOTAL = COUNTRIES.reduce((sum, entry) => sum + entry.share, 0)
const BLOCKS: ReadonlyArray<readonly [first: number, count: number]> = COUNTRIES.map((_, index) => {
  const before = COUNTRIES.slice(0, index).reduce((sum, entry) => sum + entry.share, 0)
  const first = Math.floor((before / SHARE_TOTAL) * 256)
  const end = Math.floor((before + (COUNTRIES[index] as Country).share) * (256 / SHARE_TOTAL))
  return [first, Math.max(1, end - first)] as const
})

/** A home address in a country's part of 198.18/16. */
export function homeAddress(country: Country, number: number): string {
  const [first, count] = BLOCKS[countryIndex(country)] as readonly [number, number]
  const third = first + (number % count)
  return `198.18.${third}.${1 + (Math.floor(number / 256) % 254)}`
}

function homeAddress6(country: Country, key: number, day: number): string {
  const site = stableNumber('v6', key)
  const high = ((1 + countryIndex(country)) << 8) | (site >>> 24)
  const host = [0, 1, 2, 3].map(
    (part) => 0x1000 + (stableNumber('v6host', key, day, part) & 0xefff),
  )
  const groups = [high, 0x1000 + ((site >>> 8) % 0xf000), ...host].map((group) =>
    group.toString(16),
  )
  return `2001:db8:${groups.join(':')}`
}

/** One of a carrier's shared addresses. */
export function carrierAddress(country: Country, member: number): string {
  return `100.${64 + countryIndex(country)}.${1 + Math.floor(member / 250)}.${1 + (member % 250)}`
}

/** Exit `exit` of VPN provider `provider`. */
export function vpnExit(provider: number, exit: number): string {
  return `203.0.113.${1 + (provider % VPN_PROVIDERS) * 50 + (exit % VPN_EXITS) * 4}`
}

/** An office or campus address out of 198.19/16. */
export function siteAddress(random: Random): string {
  return `198.19.${between(random, 0, 255)}.${between(random, 1, 199)}`
}

/** A rented server of one's own, in the upper part of the same ranges. */
export function serverAddress(random: Random): string {
  return `198.19.${between(random, 0, 255)}.${between(random, 200, 247)}`
}

/** A rented server that no other account of this world rents: what a partner names must not be hit by chance. */
export function soleServerAddress(random: Random): string {
  return `198.19.${between(random, 0, 255)}.${between(random, 248, 254)}`
}

/** One of the few addresses of shared hosting, behind which many programs run. */
export function hostingAddress(random: Random): string {
  return `198.51.100.${between(random, 1, HOSTING_ADDRESSES)}`
}

/** An IPv6 address of a home or a server that nobody else has. */
export function soleAddress6(country: Country, random: Random): string {
  return homeAddress6(country, Math.floor(random() * 4294967296), 0)
}

/** An address of a public service: resolvers, content networks. */
export function serviceAddress(number: number): string {
  return `192.0.2.${1 + (number % 254)}`
}

/** How a private user reaches the service: leased IPv4, IPv6 or a carrier's shared address. */
export function homeRoute(country: Country, accounts: number, random: Random): Route {
  const key = Math.floor(random() * 2147483648)
  const leased = Math.min(0.55, 24_000 / accounts)
  const drawn = random()
  if (drawn < leased)
    return { kind: 'leased', country, key, leaseDays: pickWeighted(random, LEASE_DAYS) }
  if (drawn < leased + (1 - leased) * 0.75) return { kind: 'v6', country, key }
  return carrierRoute(country, accounts, random)
}

const LEASE_DAYS: ReadonlyArray<Weighted<number>> = [
  [365, 5],
  [30, 2],
  [7, 2],
  [1, 1],
]

/** A carrier that puts many users behind few addresses. */
export function carrierRoute(country: Country, accounts: number, random: Random): Route {
  const pool = Math.max(3, Math.min(5000, Math.round((accounts * country.share) / 1000 / 60)))
  return { kind: 'carrier', country, key: Math.floor(random() * 2147483648), pool }
}

/** A commercial VPN that many strangers use. */
export function vpnRoute(random: Random): Route {
  return {
    kind: 'vpn',
    provider: between(random, 0, VPN_PROVIDERS - 1),
    key: Math.floor(random() * 2147483648),
  }
}

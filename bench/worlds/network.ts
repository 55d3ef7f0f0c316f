import type { Chance } from './chance.ts'
import { COUNTRIES } from './countries.ts'
import type { Traits } from './knobs.ts'

/** Hands out addresses of the reserved ranges: homes by country, hosts of data centres. */
export interface Network {
  /** A home address; new unless the world recycles them. */
  home(country: string): string
  /** A home address that somebody may hold already: the exit of a residential proxy. */
  residential(country: string): string
  /** A data-centre address, never handed out twice. */
  hosted(): string
}

const HOSTED_BLOCKS = 24

/** 198.18.0.0/15 is cut into one run of /24 a country; the documentation ranges and its first blocks are data centres. */
export function openNetwork(
  weights: ReadonlyMap<string, number>,
  traits: Traits,
  chance: Chance,
): Network {
  const blocks = cutBlocks(weights)
  const recycled = traits.real('net/recycled', 0.01, 0.12)
  const v6 = traits.real('net/v6', 0, 0.35)
  const used = new Map<string, string[]>()
  const next = new Map<string, number>()
  let v6Count = 0
  const homes = (country: string): string[] => {
    const held = used.get(country) ?? []
    used.set(country, held)
    return held
  }
  const fresh = (country: string): string => {
    const list = blocks.get(country) ?? blocks.get('US') ?? []
    const index = next.get(country) ?? 0
    next.set(country, index + 1)
    // A stride coprime to the size spreads neighbours over the blocks, so that a /24 is no person's own.
    const size = list.length * 254
    const slot = (index * 7919 + 13) % size
    const block = list[Math.floor(slot / 254)] ?? 200
    return blockAddress(block, (slot % 254) + 1)
  }
  const hosts = hostedAddresses(chance)
  return {
    home(country) {
      const list = homes(country)
      if (list.length > 20 && chance.happens(recycled)) return chance.pick(list)
      const code = COUNTRIES.findIndex((one) => one.code === country) + 1
      const address = chance.happens(v6)
        ? `2001:db8:${code.toString(16)}:${(++v6Count).toString(16)}::${chance.whole(1, 0xffff).toString(16)}`
        : fresh(country)
      list.push(address)
      return address
    },
    residential(country) {
      const list = homes(country)
      return list.length > 0 && chance.happens(0.5) ? chance.pick(list) : fresh(country)
    },
    hosted() {
      const address = hosts.pop()
      if (address === undefined)
        throw new RangeError('the world asks for more hosted addresses than are reserved')
      return address
    },
  }
}

function blockAddress(block: number, host: number): string {
  return `198.${18 + Math.floor(block / 256)}.${block % 256}.${host}`
}

function hostedAddresses(chance: Chance): string[] {
  const prefixes = ['192.0.2', '198.51.100', '203.0.113']
  const all: string[] = []
  for (let host = 1; host < 255; host++) {
    for (const prefix of prefixes) all.push(`${prefix}.${host}`)
    for (let block = 0; block < HOSTED_BLOCKS; block++) all.push(blockAddress(block, host))
  }
  return chance.sample(all, all.length)
}

function cutBlocks(weights: ReadonlyMap<string, number>): Map<string, number[]> {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const blocks = new Map<string, number[]>()
  let start = HOSTED_BLOCKS
  let passed = 0
  for (const [country, weight] of weights) {
    passed += weight
    const end = HOSTED_BLOCKS + Math.round((passed / total) * (512 - HOSTED_BLOCKS))
    const list: number[] = []
    for (let block = start; block < Math.max(end, start + 1); block++)
      list.push(Math.min(block, 511))
    blocks.set(country, list)
    start = Math.max(end, start)
  }
  return blocks
}

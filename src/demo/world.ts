import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planActors } from './actors/plan.ts'
import { NAMED_ACTORS } from './actors/actor.ts'
import { chanceOf } from './chance.ts'
import { writeRequests } from './conversation.ts'
import { countryOf } from './countries.ts'
import { bundleText } from './intel/bundle.ts'
import { planPartner } from './intel/indicator.ts'
import { type Settings, settle, type WorldOptions, type WorldSummary } from './options.ts'
import type { Account } from './person.ts'
import { populate } from './population.ts'
import { directoryLine, truthLine } from './writers/directory.ts'
import { GrowingFiles } from './writers/files.ts'
import { UsageWriter } from './writers/usage.ts'

const PAUSE_EVERY = 250

/**
 * Writes a seeded world below `out`: `usage/`, `accounts.jsonl`, `intel/partner.json` and
 * `truth/accounts.jsonl`. Streams: memory does not grow with the accounts. Errors: WB_DEMO_BAD_OPTION.
 */
export async function generateWorld(options: WorldOptions): Promise<WorldSummary> {
  const settings = settle(options)
  const plan = planActors(settings)
  const partner = planPartner(settings, plan.known, chanceOf(settings.seed, 'partner'))
  const twins = new Set(NAMED_ACTORS.flatMap((actor) => [actor.home, ...actor.claims]))
  const around = { settings, ...partner, twinCountries: [...twins].map(countryOf) }
  mkdirSync(join(settings.out, 'intel'), { recursive: true })
  writeFileSync(
    join(settings.out, 'intel', 'partner.json'),
    bundleText(settings, partner.indicators),
  )
  const files = new GrowingFiles(settings.out)
  const usage = new UsageWriter(files)
  const tally = new Tally(settings)
  const total = settings.accounts + settings.actorAccounts
  for (const account of populate(plan, around)) {
    files.append('accounts.jsonl', directoryLine(account))
    files.append('truth/accounts.jsonl', truthLine(account))
    writeRequests(settings, account, (request) => usage.add(request))
    tally.count(account)
    if (tally.done % PAUSE_EVERY !== 0) continue
    options.onProgress?.(tally.done, total)
    await new Promise<void>((resume) => setImmediate(resume))
  }
  usage.flush()
  const usageFiles = files.finish().filter((path) => path.startsWith('usage/'))
  return tally.summary(usage.requests, files.bytes, usageFiles)
}

class Tally {
  readonly #settings: Settings
  readonly #kinds = new Map<string, number>()
  readonly #truths = { actor: 0, benign: 0, victim: 0 }
  #indicated = 0
  done = 0

  constructor(settings: Settings) {
    this.#settings = settings
  }

  count(account: Account): void {
    this.done++
    this.#truths[account.truth]++
    this.#kinds.set(account.kind, (this.#kinds.get(account.kind) ?? 0) + 1)
    if (account.isIndicated) this.#indicated++
  }

  summary(requests: number, bytes: number, usageFiles: readonly string[]): WorldSummary {
    return {
      seed: this.#settings.seed,
      accounts: this.done,
      actorAccounts: this.#truths.actor,
      victimAccounts: this.#truths.victim,
      indicatedAccounts: this.#indicated,
      requests,
      bytes,
      usageFiles,
      kinds: Object.fromEntries([...this.#kinds].sort(([a], [b]) => (a < b ? -1 : 1))),
    }
  }
}

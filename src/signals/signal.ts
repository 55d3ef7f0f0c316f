import type { Tlp } from '../formats/stix/index.ts'

/** One piece of evidence about an account, as the ledger and `leads.jsonl` show it. `bits` is a log2 likelihood ratio. */
export interface Signal {
  readonly source: 'indicator' | 'rule' | 'model' | 'behaviour' | 'link'
  readonly name: string
  readonly bits: number
  readonly events: readonly string[]
  readonly observed: string
  readonly techniques: readonly string[]
  /** Id of the indicator, or null for evidence that comes from no intelligence. */
  readonly intel: string | null
  /** TLP of the indicator: what its marking lets one do with the signal; absent where no indicator is. */
  readonly tlp?: Tlp
  /** Why the weight is what it is, in words. */
  readonly note: string
  /** Name of the actor that the intelligence names; empty when none. */
  readonly actor: string
}

export interface AccountSignal extends Signal {
  readonly account: string
  /** How the account met the observed value, where there is one. */
  readonly relation?: string
}

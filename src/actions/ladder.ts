/** Rungs from the lightest to the heaviest. The names are data: they stand in plans, audit entries and reports. */
export type ActionKind =
  | 'warn'
  | 'require-verification'
  | 'rate-limit'
  | 'restrict-models'
  | 'restrict-tools'
  | 'watch'
  | 'revoke-sessions'
  | 'revoke-keys'
  | 'block-payment'
  | 'block-signup'
  | 'suspend'
  | 'suspend-organization'
  | 'terminate'

export const TARGET_KINDS = [
  'account',
  'organization',
  'end-user',
  'payment-instrument',
  'signup-fingerprint',
] as const
export type TargetKind = (typeof TARGET_KINDS)[number]

/** What the holder is told: at once, at a review date, or (watch) not while it lasts, with a recorded reason. */
export type Notice = 'required' | 'delayed' | 'withheld'

/** Fields of the EC's statement of reasons that a rung sets (operations 3.2). Empty: nothing was restricted. */
export type DsaRestriction = Readonly<
  Partial<Record<'decision_account' | 'decision_provision' | 'decision_monetary', string>>
>

export interface Rung {
  readonly targets: readonly TargetKind[]
  /** Whether the service can be brought back to how it was: `partial` loses something, which the connector names. */
  readonly reversible: 'yes' | 'partial' | 'no'
  /** What its undoing is called. null: there is nothing to take back. */
  readonly inverse: string | null
  readonly notice: Notice
  /** Two approvers of different roles whatever the number of accounts. */
  readonly twoApprovers: boolean
  /** One person may do it alone in an emergency, for a limited time (break glass). */
  readonly breakGlass: boolean
  /** It needs an end: such an action is taken back when its `until` has passed. */
  readonly ends: boolean
  readonly dsa: DsaRestriction
}

const LIGHT = {
  reversible: 'yes',
  notice: 'required',
  twoApprovers: false,
  breakGlass: false,
} as const
const PARTLY = { decision_provision: 'DECISION_PROVISION_PARTIAL_SUSPENSION' }

/**
 * The ladder. A termination needs two people here whatever the threshold: it is the rung that wrongs most. Sessions that
 * were ended cannot be given back, the holder signs in again; that is why `revoke-sessions` is not reversible and light.
 */
export const LADDER: Readonly<Record<ActionKind, Rung>> = {
  warn: { ...LIGHT, targets: ['account'], reversible: 'no', inverse: null, ends: false, dsa: {} },
  'require-verification': {
    ...LIGHT,
    targets: ['account'],
    inverse: 'waive-verification',
    ends: false,
    dsa: PARTLY,
  },
  'rate-limit': {
    ...LIGHT,
    targets: ['account'],
    inverse: 'lift-rate-limit',
    ends: false,
    dsa: PARTLY,
  },
  'restrict-models': {
    ...LIGHT,
    targets: ['account'],
    inverse: 'lift-model-restriction',
    ends: false,
    dsa: PARTLY,
  },
  'restrict-tools': {
    ...LIGHT,
    targets: ['account'],
    inverse: 'lift-tool-restriction',
    ends: false,
    dsa: PARTLY,
  },
  watch: {
    ...LIGHT,
    targets: ['account'],
    inverse: 'end-watch',
    notice: 'withheld',
    ends: true,
    dsa: {},
  },
  'revoke-sessions': {
    ...LIGHT,
    targets: ['account'],
    reversible: 'no',
    inverse: null,
    ends: false,
    dsa: {},
  },
  'revoke-keys': {
    ...LIGHT,
    targets: ['account'],
    inverse: 'restore-keys',
    ends: false,
    dsa: PARTLY,
  },
  'block-payment': {
    ...LIGHT,
    targets: ['payment-instrument'],
    inverse: 'unblock-payment',
    ends: false,
    dsa: { decision_monetary: 'DECISION_MONETARY_OTHER' },
  },
  'block-signup': {
    ...LIGHT,
    targets: ['signup-fingerprint'],
    inverse: 'unblock-signup',
    ends: false,
    dsa: { decision_provision: 'DECISION_PROVISION_PARTIAL_TERMINATION' },
  },
  suspend: {
    ...LIGHT,
    targets: ['account', 'end-user'],
    inverse: 'reinstate',
    breakGlass: true,
    ends: true,
    dsa: { decision_account: 'DECISION_ACCOUNT_SUSPENDED' },
  },
  'suspend-organization': {
    ...LIGHT,
    targets: ['organization'],
    inverse: 'reinstate-organization',
    twoApprovers: true,
    ends: true,
    dsa: { decision_account: 'DECISION_ACCOUNT_SUSPENDED' },
  },
  terminate: {
    ...LIGHT,
    targets: ['account', 'end-user'],
    inverse: 'reinstate',
    twoApprovers: true,
    ends: false,
    dsa: {
      decision_account: 'DECISION_ACCOUNT_TERMINATED',
      decision_provision: 'DECISION_PROVISION_TOTAL_TERMINATION',
    },
  },
}

export const ACTION_KINDS: readonly ActionKind[] = Object.keys(LADDER) as ActionKind[]

import type { Engine } from '../platform/index.ts'
import { TAG_PARAMETERS as P } from './parameters.ts'
import type { AccountSignal } from './signal.ts'

/**
 * What the operator itself has recorded about accounts: a tag of an authorised red team weighs against.
 * It explains conduct and gives no immunity; the account's own indicators still count.
 */
export async function weighTags(
  engine: Engine,
  accounts: readonly string[],
): Promise<AccountSignal[]> {
  const rows = await engine.rows<{ account_id: string; tag: string }>(
    `SELECT account_id, arrayFirst(tag -> match(lower(tag), {pattern:String}), tags) AS tag
     FROM population WHERE account_id IN {accounts:Array(String)} AND tag != '' ORDER BY account_id`,
    { accounts, pattern: '^authori[sz]ed[-_ ](red[-_ ]?team|pen(etration)?[-_ ]?test(ing)?)$' },
  )
  return rows.map((row) => ({
    account: row.account_id,
    source: 'behaviour',
    name: `tagged ${row.tag}`,
    bits: P.authorisedBits,
    events: [],
    observed: '',
    techniques: [],
    intel: null,
    note: 'the account directory says that this account is authorised to do such work',
    actor: '',
  }))
}

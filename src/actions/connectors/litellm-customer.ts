import { asObject, type Calls, objectOf } from './calls.ts'
import type { ProxyCall, TargetActions } from './litellm.ts'

/** What is kept of a customer over deleting and making it anew. */
const KEPT = ['alias', 'budget_id', 'allowed_model_region', 'default_model'] as const

/**
 * A customer (`end_user`) of the proxy. Its block is a column that neither `/customer/unblock` (edits a list in memory) nor
 * `/customer/update` (answers 200 and drops `false`) takes back. What works is deleting the customer and making it anew
 * with what it had; its spend so far is lost, which is why this can be taken back only in part.
 */
export function customerActions(call: ProxyCall): TargetActions {
  const info = async (calls: Calls, id: string) => {
    const path = `/customer/info?end_user_id=${encodeURIComponent(id)}`
    // An unknown customer is 400 in older versions and 404 in newer ones.
    const answer = await calls.expect('GET customer/info', call('GET', path), [400, 404])
    return answer.status === 200 ? objectOf(answer) : undefined
  }
  return {
    // A customer that the proxy has not met yet can be blocked all the same: the block makes the row.
    look: async (calls, { target }) => {
      const row = await info(calls, target.id)
      const inEffect = row?.['blocked'] === true
      return { inEffect, memory: { already: inEffect, kept: keptOf(row) } }
    },
    apply: async (calls, { target }) => {
      const request = call('POST', '/customer/block', { user_ids: [target.id] })
      await calls.expect('POST customer/block', request)
    },
    revert: async (calls, { target }, memory) => {
      if (memory['already'] === true) return calls.note('blocked before us: left so')
      const row = await info(calls, target.id)
      // Not there: an attempt before this one was cut off between deleting and making anew; the memory has what it had.
      if (row !== undefined && row['blocked'] !== true) return calls.note('not blocked any more')
      const kept = row === undefined ? asObject(memory['kept']) : keptOf(row)
      if (row !== undefined) {
        const request = call('POST', '/customer/delete', { user_ids: [target.id] })
        await calls.expect('POST customer/delete', request)
      }
      await calls.expect(
        'POST customer/new',
        call('POST', '/customer/new', { user_id: target.id, ...kept, blocked: false }),
      )
      calls.note('the spend history of the customer was lost with its row')
    },
  }
}

/** The budget's id stands in an object of its own in newer versions. */
function keptOf(row: Record<string, unknown> | undefined): Record<string, unknown> {
  const { budget_id } = asObject(row?.['litellm_budget_table'])
  const all: Record<string, unknown> = { budget_id, ...row }
  const given = KEPT.filter((name) => all[name] !== undefined && all[name] !== null)
  return Object.fromEntries(given.map((name) => [name, all[name]]))
}

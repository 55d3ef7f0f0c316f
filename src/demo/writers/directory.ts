import type { Account } from '../person.ts'

const quote = JSON.stringify

/** An account as a line of the account directory (CONTRACTS.md 3). */
export function directoryLine(account: Account): string {
  return (
    `{"account_id":"${account.id}","created_at":"${new Date(account.createdMs).toISOString()}"` +
    `,"email":${quote(account.email)},"phone_country":"${account.phoneCountry}","country":"${account.country.code}"` +
    `,"organization":${quote(account.organization)},"plan":"${account.plan}","payment_fingerprint":${quote(account.card)}` +
    `,"signup_ip":"${account.signupIp}","signup_user_agent":${quote(account.signupAgent)}` +
    `,"status":"${account.status}","tags":${quote(account.tags)}}`
  )
}

/** An account as a line of the truth (CONTRACTS.md 7). */
export function truthLine(account: Account): string {
  return (
    `{"account_id":"${account.id}","truth":"${account.truth}","actor":${quote(account.actor)}` +
    `,"team":${quote(account.team)},"kind":"${account.kind}","directly_indicated":${account.isIndicated}}`
  )
}

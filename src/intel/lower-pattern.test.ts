import { describe, expect, it } from 'vitest'
import { lowerPattern } from './lower-pattern.ts'

/** Values as `kind match value`, or the status and reason. */
function lower(text: string, version = ''): readonly string[] {
  const lowered = lowerPattern(text, version)
  return lowered.status === 'evaluated'
    ? lowered.values.map(({ kind, match, value }) => `${kind} ${match} ${value}`)
    : [`${lowered.status}: ${lowered.reason}`]
}

describe('lowerPattern', () => {
  it.each([
    ["[ipv4-addr:value = '198.51.100.3']", ['ip exact 198.51.100.3']],
    ["[ipv4-addr:value = '198.51.100.3/32']", ['ip exact 198.51.100.3']],
    ["[ipv4-addr:value = '58.246.0.0/15']", ['ip cidr 58.246.0.0/15']],
    ["[ipv4-addr:value ISSUBSET '198.51.100.77/24']", ['ip cidr 198.51.100.0/24']],
    ["[ipv6-addr:value ISSUBSET '2001:db8:1:2::/48']", ['ip cidr 2001:db8:1::/48']],
    ["[ipv6-addr:value = '2001:DB8::1']", ['ip exact 2001:db8::1']],
    ["[network-traffic:dst_ref.value = 'C2.Example']", ['domain exact c2.example']],
    ["[network-traffic:src_ref.value = '198.51.100.3']", ['ip exact 198.51.100.3']],
    ["[domain-name:value = '198.51.100.3']", ['ip exact 198.51.100.3']],
    ["[domain-name:value LIKE '%.Evil.Example']", ['domain like %.evil.example']],
    ["[domain-name:value LIKE 'evil.example']", ['domain exact evil.example']],
    ["[file:name LIKE 'a\\\\b%']", ['file like a\\\\b%']],
    ["[url:value = 'HTTP://Evil.Example/A#x']", ['url exact http://evil.example/A']],
    ["[email-message:from_ref.value = 'A@Mail.Example']", ['email exact a@mail.example']],
    [
      "[file:hashes.'SHA-1' = 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709']",
      ['hash exact da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ],
    ["[file:name = 'Lure.DOCX']", ['file exact lure.docx']],
    [
      "[user-account:user_id = 'u-1' OR user-account:account_login = 'a@mail.example']",
      ['identifier exact u-1', 'email exact a@mail.example'],
    ],
    ["[user-account:x_payment_fingerprint = 'fp_12']", ['payment exact fp_12']],
    [
      "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'probe/1.0']",
      ['user_agent exact probe/1.0'],
    ],
    [
      "[domain-name:value IN ('a.example', 'b.example', 'A.example')]",
      ['domain exact a.example', 'domain exact b.example'],
    ],
    [
      "([domain-name:value = 'a.example'] OR [ipv4-addr:value = '198.51.100.3' OR url:value = 'http://a.example/'])",
      ['domain exact a.example', 'ip exact 198.51.100.3', 'url exact http://a.example/'],
    ],
    [
      "[domain-name:value = 'not a name' OR domain-name:value = 'a.example']",
      ['domain exact a.example'],
    ],
  ])('looks up %s', (text, values) => expect(lower(text)).toEqual(values))

  it.each([
    [
      "[ipv4-addr:value = '198.51.100.3' AND ipv4-addr:value = '198.51.100.4']",
      'AND of comparisons',
    ],
    [
      "[domain-name:value = 'a.example' OR (file:name = 'a' AND file:size = 3)]",
      'AND of comparisons',
    ],
    [
      "[ipv4-addr:value = '198.51.100.3'] AND [ipv4-addr:value = '198.51.100.4']",
      'AND of observations',
    ],
    [
      "[ipv4-addr:value = '198.51.100.3'] FOLLOWEDBY [ipv4-addr:value = '198.51.100.4']",
      'FOLLOWEDBY',
    ],
    ["[ipv4-addr:value = '198.51.100.3'] REPEATS 5 TIMES", 'qualifier REPEATS'],
    [
      "[ipv4-addr:value = '198.51.100.3'] OR [domain-name:value = 'a.example'] WITHIN 5 SECONDS",
      'qualifier WITHIN',
    ],
    ["[domain-name:value MATCHES 'evil']", 'operator MATCHES'],
    ["[domain-name:value != 'a.example']", 'operator !='],
    ["[domain-name:value NOT = 'a.example']", 'NOT'],
    ["[domain-name:value NOT IN ('a.example')]", 'NOT'],
    ['[EXISTS domain-name:value]', 'EXISTS'],
    ["[windows-registry-key:key = 'HKLM']", 'path windows-registry-key:key'],
    [
      "[domain-name:resolves_to_refs[*].value = '198.51.100.3']",
      'path domain-name:resolves_to_refs[*].value',
    ],
    ["[domain-name:value ISSUBSET '198.51.100.0/24']", 'ISSUBSET on a domain'],
    ['[user-account:user_id = 5]', 'a value that is not text: integer'],
  ])('does not guess at %s', (text, reason) =>
    expect(lower(text)).toEqual([`not-yet-evaluated: ${reason}`]),
  )

  it.each([
    ["[ipv4-addr:value = '198.51.100.300']", 'rejected: a value that cannot match: not an address'],
    [
      "[ipv4-addr:value = '198.51.100.0/99']",
      'rejected: a value that cannot match: not an address or a range',
    ],
    ["[ipv4-addr:value = '0.0.0.0/0']", 'rejected: a range too wide to say anything: /0'],
    [
      "[domain-name:value LIKE '%.%']",
      'rejected: a LIKE with fewer than three fixed characters, which says nothing',
    ],
    ['[domain-name:value IN ()]', 'rejected: the pattern names no value'],
    [
      "[ipv4-addr:value = '198.51.100.3'",
      "rejected: the pattern does not parse: found the end of the pattern, wanted AND, OR or ']'",
    ],
  ])('rejects %s', (text, outcome) => expect(lower(text)).toEqual([outcome]))

  it('says which values of a pattern were left out', () => {
    expect(lowerPattern("[domain-name:value IN ('a b', 'a.example')]", '')).toMatchObject({
      status: 'evaluated',
      reason: '1 of its values left out: a value that cannot match: not a domain name',
    })
  })

  it('reads the older grammar unless the object says that it is 2.1', () => {
    const old = "[a:b = 1] START '2026-01-01T00:00:00Z' STOP '2026-02-01T00:00:00Z'"
    expect(lower(old, '')).toEqual(['not-yet-evaluated: qualifier START-STOP'])
    expect(lower(old, '2.1')[0]).toContain('rejected: the pattern does not parse')
  })
})

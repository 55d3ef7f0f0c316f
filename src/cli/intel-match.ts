import { readFile, writeFile } from 'node:fs/promises'
import {
  answerMatch,
  askMatch,
  askPartner,
  type Identifier,
  keepMatchAnswer,
  listWaitingMatches,
  parseMatchAnswer,
  parseMatchRequest,
  parseMatchSecret,
  readIdentifiers,
  readMatch,
  spendMatchAllowance,
  waitingMatch,
} from '../sharing/index.ts'
import { cliError } from './errors.ts'
import { type IntelAction, neededOption, printResult } from './intel-action.ts'
import { openSharing } from './open-sharing.ts'
import { accessOf, LINK, partnerUrl } from './intel-feeds.ts'
import { type Options, readOptions, textOption } from './options.ts'
import { printable } from './printable.ts'

/** The values behind the blinds are personal, and with them the request is no longer blind. */
const OWNER_ONLY = 0o600

export const matchRequestAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      values: { type: 'string' },
      to: { type: 'string' },
      secret: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const to = neededOption(options, 'to', usage)
  const secretFile = neededOption(options, 'secret', usage)
  const identifiers = await readValues(neededOption(options, 'values', usage))
  const { request, secret } = askMatch(identifiers)
  await writeFile(secretFile, `${JSON.stringify(secret)}\n`, { mode: OWNER_ONLY, flag: 'wx' })
  await writeFile(to, `${JSON.stringify(request)}\n`)
  printResult(terminal, options, { request: request.id, values: identifiers.length }, [
    `asks for ${identifiers.length} values; the partner learns that number and nothing else`,
    'keep the secret file here; it holds the values',
  ])
}

export const matchAnswerAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      data: { type: 'string' },
      partner: { type: 'string' },
      values: { type: 'string' },
      request: { type: 'string' },
      waiting: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const waiting = textOption(options, 'waiting')
  const held = await readValues(neededOption(options, 'values', usage))
  const given = waiting === undefined ? await givenRequest(options, usage) : undefined
  const to = waiting === undefined ? neededOption(options, 'to', usage) : ''
  const records = await openSharing(options, usage)
  try {
    const { partner, request } = given ?? (await waitingMatch(records.db, waiting ?? ''))
    const counts = { asked: request.blinded.length, held: held.length }
    await spendMatchAllowance(records.db, terminal.clock, partner, counts)
    const answer = answerMatch(request, held)
    if (waiting === undefined) await writeFile(to, `${JSON.stringify(answer)}\n`)
    else await keepMatchAnswer(records.db, terminal.clock, answer)
    printResult(terminal, options, counts, [
      `answers for ${counts.asked} values; the partner learns which of them are here, and that ${counts.held} are held`,
    ])
  } finally {
    await records.close()
  }
}

async function givenRequest(options: Options, usage: string) {
  const partner = neededOption(options, 'partner', usage)
  const text = await readFile(neededOption(options, 'request', usage), 'utf8')
  return { partner, request: parseMatchRequest(text) }
}

/** Requests that partners left over HTTP: who asks, and for how many values. */
export const matchWaitingAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(args, { data: { type: 'string' }, json: { type: 'boolean' } }, usage)
  const records = await openSharing(options, usage)
  try {
    const waiting = await listWaitingMatches(records.db)
    printResult(terminal, options, { waiting }, [
      ...waiting.map(
        ({ id, partner, receivedAt, asked }) =>
          `${id}  ${receivedAt}  partner ${printable(partner)}  ${asked} values`,
      ),
      ...(waiting.length === 0 ? ['no request waits'] : []),
    ])
  } finally {
    await records.close()
  }
}

/** Leaves a request with a partner, and fetches the answer once its people have given one. */
export const matchExchangeAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      partner: { type: 'string' },
      request: { type: 'string' },
      to: { type: 'string' },
      ...LINK,
      json: { type: 'boolean' },
    },
    usage,
  )
  const base = new URL('matching/requests', partnerUrl(options, 'partner', usage)).href
  const to = neededOption(options, 'to', usage)
  const request = parseMatchRequest(await readFile(neededOption(options, 'request', usage), 'utf8'))
  const access = { ...(await accessOf(options, usage)), mediaType: 'application/json' }
  await askPartner(access, base, JSON.stringify(request))
  const { body, text } = await askPartner(access, `${base}/${request.id}`)
  const isAnswered = body['state'] !== 'waiting'
  if (isAnswered) await writeFile(to, `${JSON.stringify(parseMatchAnswer(text))}\n`)
  printResult(terminal, options, { request: request.id, isAnswered }, [
    isAnswered
      ? 'answered; read it with match-result'
      : 'the partner has the request; run this again once its people have answered',
  ])
}

export const matchResultAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    { secret: { type: 'string' }, answer: { type: 'string' }, json: { type: 'boolean' } },
    usage,
  )
  const secret = parseMatchSecret(await readFile(neededOption(options, 'secret', usage), 'utf8'))
  const answer = parseMatchAnswer(await readFile(neededOption(options, 'answer', usage), 'utf8'))
  const common = readMatch(secret, answer)
  printResult(
    terminal,
    options,
    { asked: secret.entries.length, held: answer.held.length, common },
    [
      `${common.length} of ${secret.entries.length} values are there too, among ${answer.held.length}`,
      ...common.map(({ kind, value }) => `${kind} ${printable(value)}`),
    ],
  )
}

/** Throws WB_CLI_BAD_OPTION that names the lines and quotes none. */
async function readValues(file: string): Promise<readonly Identifier[]> {
  const { identifiers, badLines } = readIdentifiers(await readFile(file, 'utf8'))
  const [first] = badLines
  if (first === undefined) return identifiers
  throw cliError('WB_CLI_BAD_OPTION', `--values: ${badLines.length} lines are no identifiers`, {
    hint: 'lines are {"kind":"email","value":"…"}; kinds are email, payment and phone (+ and country code)',
    at: { file, line: first },
  })
}

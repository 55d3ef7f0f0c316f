import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import {
  anchorAudit,
  auditFault,
  type AuditVerdict,
  type CasesTables,
  exportAudit,
  fileAnchor,
  openAuditKey,
  parseVerifierKey,
  readAnchors,
  verifyExport,
  verifyRecords,
} from '../cases/index.ts'
import { prepareFolder, type Records } from '../platform/index.ts'
import { chooseAction } from './choose-action.ts'
import type { Command, Terminal } from './command.ts'
import { cliError } from './errors.ts'
import { neededOption, printResult } from './intel-action.ts'
import { openAllRecords } from './open-all-records.ts'
import { type Options, readOptions, textOption } from './options.ts'

const USAGE = `windbreak audit: sign, export and verify the audit log.

usage: windbreak audit verify FILE       [--key TEXT] [--anchors FILE] [--json]
       windbreak audit verify --data DIR [--key TEXT] [--anchors FILE] [--json]
       windbreak audit checkpoint --data DIR [--anchors FILE] [--json]
       windbreak audit export --data DIR --out FILE [--json]
       windbreak audit key --data DIR [--json]

  verify      says whether the log is as it was written, and if not which entry is the first that is not
  checkpoint  signs the log as it stands, unless it does not follow from what was signed before
  export      signs, and writes the log to a file that verifies without these records
  key         prints the public key that verifies; hand it to who will verify

  FILE            an export; no records are needed
  --data DIR      the folder of the records and of audit.key (with DATABASE_URL, of the key alone)
  --key TEXT      the public key to trust (default: the one in the data folder or in the file itself)
  --anchors FILE  checkpoints that are kept elsewhere: checkpoint adds to them, verify compares with them
  --out FILE      the export; it must not be there yet
  --json          print the result as JSON
`

type AuditAction = (args: readonly string[], terminal: Terminal) => Promise<void>

const TEXT = { type: 'string' } as const
const JSON_SWITCH = { type: 'boolean' } as const

async function openAudit(options: Options): Promise<Records<CasesTables> & { data: string }> {
  const data = neededOption(options, 'data', USAGE)
  await prepareFolder(data, '--data')
  const databaseUrl = process.env['DATABASE_URL']
  return { ...(await openAllRecords<CasesTables>({ databaseUrl, data })), data }
}

const verifyAction: AuditAction = async (args, terminal) => {
  const [file = ''] = args
  const isFile = file !== '' && !file.startsWith('--')
  const options = readOptions(
    isFile ? args.slice(1) : args,
    { ...(isFile ? {} : { data: TEXT }), key: TEXT, anchors: TEXT, json: JSON_SWITCH },
    USAGE,
  )
  const anchorsFile = textOption(options, 'anchors')
  const anchors = anchorsFile === undefined ? [] : await readAnchors(anchorsFile)
  if (anchorsFile !== undefined && anchors.length === 0)
    throw cliError('WB_CLI_BAD_OPTION', '--anchors: found no checkpoint in the file, wanted one')
  const keyText = textOption(options, 'key')
  const key = keyText === undefined ? undefined : parseVerifierKey(keyText)
  if (isFile) {
    const verdict = await verifyExport(file, { key, anchors })
    const trust =
      key === undefined ? [`judged by the key that the file itself names: ${verdict.key}`] : []
    printVerdict(terminal, options, verdict, trust)
    return
  }
  const records = await openAudit(options)
  try {
    const own = key ?? (await openAuditKey(records.data)).verifier
    printVerdict(terminal, options, await verifyRecords(records.db, own, anchors), [])
  } finally {
    await records.close()
  }
}

function printVerdict(
  terminal: Terminal,
  options: Options,
  verdict: AuditVerdict,
  trust: readonly string[],
): void {
  if (verdict.fault !== undefined) {
    if (options['json'] === true) printResult(terminal, options, verdict, [])
    throw auditFault(verdict)
  }
  const { entries, covered, checkpoints, anchors, root } = verdict
  printResult(terminal, options, verdict, [
    `the audit log is as it was written: ${entries} entries, root ${root}`,
    `${checkpoints} checkpoints and ${anchors} anchors agree; ${entries - covered} entries after the last of them`,
    ...trust,
  ])
}

const checkpointAction: AuditAction = async (args, terminal) => {
  const options = readOptions(args, { data: TEXT, anchors: TEXT, json: JSON_SWITCH }, USAGE)
  const file = textOption(options, 'anchors')
  const records = await openAudit(options)
  try {
    const key = await openAuditKey(records.data)
    const anchors = file === undefined ? [] : [fileAnchor(file)]
    const note = await anchorAudit(records.db, terminal.clock, key, anchors)
    printResult(terminal, options, { note: note ?? null }, [
      note?.trimEnd() ?? 'the log is empty: nothing to sign',
    ])
  } finally {
    await records.close()
  }
}

const exportAction: AuditAction = async (args, terminal) => {
  const options = readOptions(args, { data: TEXT, out: TEXT, json: JSON_SWITCH }, USAGE)
  const out = neededOption(options, 'out', USAGE)
  const records = await openAudit(options)
  try {
    const key = await openAuditKey(records.data)
    const file = createWriteStream(out, { flags: 'wx', mode: 0o600 })
    const done = finished(file)
    // A refusal of the file is met at the end; until then nobody listens.
    done.catch(() => undefined)
    let lines = 0
    for await (const line of exportAudit(records.db, terminal.clock, key)) {
      file.write(`${line}\n`)
      lines += 1
    }
    file.end()
    await done
    printResult(terminal, options, { out, lines, key: key.verifier.text }, [
      `${lines} lines; verify with --key ${key.verifier.text}`,
    ])
  } finally {
    await records.close()
  }
}

const keyAction: AuditAction = async (args, terminal) => {
  const options = readOptions(args, { data: TEXT, json: JSON_SWITCH }, USAGE)
  const data = neededOption(options, 'data', USAGE)
  await prepareFolder(data, '--data')
  const { text } = (await openAuditKey(data)).verifier
  printResult(terminal, options, { key: text }, [text])
}

const ACTIONS: Readonly<Record<string, AuditAction>> = {
  verify: verifyAction,
  checkpoint: checkpointAction,
  export: exportAction,
  key: keyAction,
}

export const audit: Command = {
  usage: USAGE,
  run: async ([action = '', ...rest], terminal) => {
    await chooseAction(ACTIONS, action, USAGE)(rest, terminal)
    return 0
  },
}

import { randomBytes } from 'node:crypto'
import { addFirstAdministrator, type CasesTables } from '../cases/index.ts'
import type { Command } from './command.ts'
import { cliError } from './errors.ts'
import { neededOption, printResult } from './intel-action.ts'
import { openGivenRecords } from './open-all-records.ts'
import { readOptions, textOption } from './options.ts'
import { printable } from './printable.ts'

const USAGE = `windbreak people: the first person who may log in, an administrator.

usage: windbreak people first --data DIR --login NAME [--name TEXT] [--json]

  --data DIR    the folder of the records (not needed when DATABASE_URL names a Postgres server)
  --login NAME  what is typed at login
  --name TEXT   the name that others see (default: the login)
  --json        print the result as JSON

The password is made here and shown once. It is refused as soon as there is anybody: the administrator adds the others.
`

export const people: Command = {
  usage: USAGE,
  run: async ([action = '', ...rest], terminal) => {
    if (action !== 'first')
      throw cliError('WB_CLI_BAD_OPTION', `found "${action}", wanted first`, { hint: USAGE })
    const text = { type: 'string' } as const
    const options = readOptions(
      rest,
      { data: text, login: text, name: text, json: { type: 'boolean' } },
      USAGE,
    )
    const login = neededOption(options, 'login', USAGE)
    const password = randomBytes(18).toString('base64url')
    const records = await openGivenRecords<CasesTables>(options, USAGE)
    try {
      const name = textOption(options, 'name') ?? login
      const id = await addFirstAdministrator(records.db, terminal.clock, { login, name, password })
      printResult(terminal, options, { id, login, password }, [
        `administrator ${printable(login)}, password ${password}`,
        'this password is not shown again; change it after the first login and set up codes',
      ])
    } finally {
      await records.close()
    }
    return 0
  },
}

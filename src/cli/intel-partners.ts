import { addCredential, addPartner, endPartner } from '../sharing/index.ts'
import { type IntelAction, neededOption, printResult, tlpOption } from './intel-action.ts'
import { openSharing } from './open-sharing.ts'
import { readOptions, textOption } from './options.ts'
import { printable } from './printable.ts'

export const addPartnerAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      data: { type: 'string' },
      name: { type: 'string' },
      agreement: { type: 'string' },
      clearance: { type: 'string' },
      'unmarked-as': { type: 'string' },
      user: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const partner = {
    name: neededOption(options, 'name', usage),
    agreement: neededOption(options, 'agreement', usage),
    clearance: tlpOption(options, 'clearance', usage),
    unmarkedAs: tlpOption(options, 'unmarked-as', usage),
  }
  const user = textOption(options, 'user')
  const records = await openSharing(options, usage)
  try {
    const id = await addPartner(records.db, terminal.clock, partner)
    const asked =
      user === undefined
        ? { kind: 'bearer' as const, name: '' }
        : { kind: 'basic' as const, name: user }
    const { kind, secret } = await addCredential(records.db, terminal.clock, id, asked)
    printResult(terminal, options, { partner: id, kind, user, secret }, [
      `partner ${id}: ${printable(partner.name)}, up to TLP:${partner.clearance.toUpperCase()}`,
      kind === 'basic'
        ? `user ${printable(user ?? '')}, password ${secret}`
        : `bearer token ${secret}`,
      'this secret is not shown again; hand it over by a way of its own',
    ])
  } finally {
    await records.close()
  }
}

export const endPartnerAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    { data: { type: 'string' }, partner: { type: 'string' }, json: { type: 'boolean' } },
    usage,
  )
  const id = neededOption(options, 'partner', usage)
  const records = await openSharing(options, usage)
  try {
    await endPartner(records.db, terminal.clock, id)
    printResult(terminal, options, { partner: id, ended: true }, [
      `sharing with ${printable(id)} has ended`,
    ])
  } finally {
    await records.close()
  }
}

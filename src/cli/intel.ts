import type { Command } from './command.ts'
import { cliError } from './errors.ts'
import { type IntelAction } from './intel-action.ts'
import {
  addCollectionAction,
  grantAction,
  listSharing,
  releaseAction,
} from './intel-collections.ts'
import { pullAction, pushAction } from './intel-feeds.ts'
import { addPartnerAction, endPartnerAction } from './intel-partners.ts'

const USAGE = `windbreak intel: share intelligence with partners over TAXII 2.1.

usage: windbreak intel pull       --collection URL --into DIR [--user NAME] [--json]
       windbreak intel push       --collection URL --files PATH... [--user NAME] [--json]
       windbreak intel partner    --data DIR --name TEXT --agreement TEXT --clearance TLP --unmarked-as TLP [--user NAME] [--json]
       windbreak intel end        --data DIR --partner ID [--json]
       windbreak intel collection --data DIR --root NAME --title TEXT --ceiling TLP [--json]
       windbreak intel grant      --data DIR --partner ID --collection ID --rights read|write|both [--json]
       windbreak intel release    --data DIR --collection ID --files PATH... --unmarked-as TLP [--dry-run] [--json]
       windbreak intel list       --data DIR [--json]

  pull        reads what a partner's collection got since the last time, into a folder that --intel of screen reads
  push        sends the objects of STIX bundles to a partner's collection
  partner     adds a partner and prints its password once
  end         ends sharing with a partner: its credentials stop at once
  collection  adds a collection, and its API root when there is none of that name
  grant       lets a partner into a collection whose ceiling its clearance reaches
  release     puts objects into a collection through the gate: nothing above its ceiling, nothing that names what is withheld
  list        partners, collections and grants

  --collection    the address of a partner's collection (pull, push), or the id of one of ours
  --into DIR      a folder of its own for each collection
  --files PATH... STIX bundles
  --user NAME     HTTP Basic with the password in WINDBREAK_TAXII_SECRET; without --user that is a bearer token
  --clearance, --ceiling, --unmarked-as  clear, green, amber, amber+strict or red
  --rights        read, write or both
  --dry-run       say what would be released and what withheld, and change nothing
  --data DIR      the folder of the records (not needed when DATABASE_URL names a Postgres server)
  --json          print the result as JSON
`

const ACTIONS: Readonly<Record<string, IntelAction>> = {
  pull: pullAction,
  push: pushAction,
  partner: addPartnerAction,
  end: endPartnerAction,
  collection: addCollectionAction,
  grant: grantAction,
  release: releaseAction,
  list: listSharing,
}

export const intel: Command = {
  name: 'intel',
  summary: 'share intelligence with partners over TAXII 2.1',
  usage: USAGE,
  run: async ([action = '', ...rest], terminal) => {
    const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
    if (run === undefined)
      throw cliError(
        'WB_CLI_BAD_OPTION',
        `found "${action}", wanted ${Object.keys(ACTIONS).join(', ')}`,
        { hint: USAGE },
      )
    await run(rest, terminal, USAGE)
    return 0
  },
}

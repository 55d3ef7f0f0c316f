import { chooseAction } from './choose-action.ts'
import type { Command } from './command.ts'
import { type IntelAction } from './intel-action.ts'
import { aliasAction } from './intel-alias.ts'
import { checkAction } from './intel-check.ts'
import {
  addCollectionAction,
  grantAction,
  listSharing,
  releaseAction,
} from './intel-collections.ts'
import { exportAction } from './intel-export.ts'
import { findingsAction } from './intel-findings.ts'
import { matchAnswerAction, matchRequestAction, matchResultAction } from './intel-match.ts'
import { pullAction, pushAction } from './intel-feeds.ts'
import {
  approveAction,
  proposeAction,
  publishAction,
  recallAction,
  receiptsAction,
} from './intel-releases.ts'
import { decayAction, decideAction } from './intel-decide.ts'
import { listIndicators, showIndicator } from './intel-life.ts'
import { addPartnerAction, endPartnerAction } from './intel-partners.ts'

const USAGE = `windbreak intel: check, list and judge intelligence, and share it with partners over TAXII 2.1.

usage: windbreak intel check      FILE... [--strict] [--strict-types] [--strict-properties] [--enforce-refs]
                                  [--enable NAMES] [--disable NAMES] [--json]
       windbreak intel pull       --collection URL --into DIR [--user NAME] [--json]
       windbreak intel push       --collection URL --files PATH... [--user NAME] [--json]
       windbreak intel partner    --data DIR --name TEXT --agreement TEXT --clearance TLP --unmarked-as TLP [--user NAME] [--json]
       windbreak intel end        --data DIR --partner ID [--json]
       windbreak intel collection --data DIR --root NAME --title TEXT --ceiling TLP [--json]
       windbreak intel grant      --data DIR --partner ID --collection ID --rights read|write|both [--json]
       windbreak intel release    --data DIR --collection ID --files PATH... --unmarked-as TLP [--dry-run] [--json]
       windbreak intel findings   --data DIR --out-folder DIR --cluster NAME --tlp TLP --to FILE [--intel PATH...]
                                  [--unmarked-as TLP] [--from TEXT] [--preview] [--json]
       windbreak intel propose    --data DIR --files FILE --by NAME [--json]
       windbreak intel approve    --data DIR --release ID --files FILE --by NAME [--json]
       windbreak intel publish    --data DIR --release ID --files FILE --collection ID [--json]
       windbreak intel recall     --data DIR --release ID --by NAME [--json]
       windbreak intel receipts   --data DIR [--release ID] [--json]
       windbreak intel match-request --values FILE --to FILE --secret FILE [--json]
       windbreak intel match-answer  --data DIR --partner ID --values FILE --request FILE --to FILE [--json]
       windbreak intel match-result  --secret FILE --answer FILE [--json]
       windbreak intel partners   --data DIR [--json]
       windbreak intel list       (--intel PATH... | --data DIR) [--as-of INSTANT] [--state STATE] [--kind KIND] [--limit N] [--json]
       windbreak intel show       (--intel PATH... | --data DIR) --value TEXT [--kind KIND] [--as-of INSTANT] [--json]
       windbreak intel decide     --data DIR --value TEXT [--kind KIND] --verdict VERDICT --by NAME
                                  [--score N] [--until INSTANT] [--reason TEXT] [--json]
       windbreak intel decay      --data DIR [--source ID] [--kind KIND] [--lifetime DAYS] [--speed N] [--threshold N]
                                  [--reliability LETTER] [--json]
       windbreak intel export     (--intel PATH... | --data DIR [--collection ID]) --tlp TLP --unmarked-as TLP --to PATH
                                  [--format stix|misp] [--as-of INSTANT] [--from TEXT] [--objects-only] [--json]
       windbreak intel alias      NAME [--actors PATH...] [--json]

  check       judges STIX 2.1 bundles, objects, or lists of objects, by every must (error) and should (warning)
  pull        reads what a partner's collection got since the last time, into a folder that --intel of screen reads
  push        sends the objects of STIX bundles to a partner's collection
  partner     adds a partner and prints its password once
  end         ends sharing with a partner: its credentials stop at once
  collection  adds a collection, and its API root when there is none of that name
  grant       lets a partner into a collection whose ceiling its clearance reaches
  release     puts objects into a collection through the gate: nothing above its ceiling, nothing that names what is withheld
  findings    makes a STIX bundle of a cluster that screen found: nothing personal in it, accounts as keyed hashes
  propose     asks for the release of a bundle, exactly as it is
  approve     approves it, by another person
  publish     puts an approved bundle into a collection, whole; a file that was changed since is refused
  recall      revokes what was published, in every collection it went into
  receipts    what each partner fetched, and whether it fetched a recall
  match-request, match-answer, match-result  which account identifiers two operators have in common, and nothing else
  partners    partners, collections and grants
  list        the values that indicators name, with score, state and end, the highest score first
  show        one value: what each source says, what was decided, and the score to come
  decide      an analyst's word on a value, which always wins; or a sighting, or that one was false
  decay       the rules by which scores fall; sets one, or rates a source
  export      what is known, as STIX 2.1 or a MISP feed, through the same gate as release, with what we hold of it
  alias       who may be meant by an actor's name, by whose word, and where it is ambiguous

  --collection    the address of a partner's collection (pull, push), or the id of one of ours
  --into DIR      a folder of its own for each collection
  --files PATH... STIX bundles
  --user NAME     HTTP Basic with the password in WINDBREAK_TAXII_SECRET; without --user that is a bearer token
  --clearance, --ceiling, --unmarked-as  clear, green, amber, amber+strict or red
  --out-folder    what screen wrote with --out
  --tlp           the level at which the bundle may be passed on; export: nothing above it leaves
  --intel PATH... STIX bundles whose indicators and actors may be named in it, where their own marking allows the level
  --from TEXT     the name under which it is published
  --by NAME       who does it
  --release ID    what propose printed
  --values FILE   lines of {"kind":"email","value":"…"}; kinds are email, payment (a card's fingerprint) and phone
  --secret FILE   what the asker keeps until the answer comes; it holds the values
  --preview       print the bundle, and change nothing
  --rights        read, write or both
  --dry-run       say what would be released and what withheld, and change nothing
  --to PATH       a file; with --format misp a folder, to be put on a web server as a feed
  --objects-only  others' objects alone, without our scores, decisions and sightings
  --strict, --strict-types, --strict-properties, --enforce-refs
                  warnings; types; properties; references to what is not in the same bundle count as errors
  --enable, --disable  only these checks of SHOULDs, or all but these: names or numbers, with commas
  --intel PATH... files of intelligence, as screen takes them; without it, what screen last read into --data
  --as-of INSTANT how things stood then (default: now)
  --state STATE   active, expired, revoked or not-yet-valid
  --kind KIND     ip, domain, url, email, hash, file, user_agent, identifier, payment or wallet
  --limit N       values that are shown (default 50)
  --value TEXT    an address, domain, URL, e-mail address or hash; of other kinds with --kind
  --verdict       keep (with --score, 1 to 100), revoke, withdraw (the decision before), seen or false-positive
  --by NAME       whose word it is; --reason TEXT why; --until INSTANT when it ends by itself
  --source ID     a source's identity id, or its file where it names nobody; show tells it
  --lifetime, --speed, --threshold  score = confidence * (1 - (age / lifetime) ^ (1 / speed)), ended below the threshold
  --actors PATH...  MISP galaxy clusters, ATT&CK and other STIX as published, or a list of your own
  --reliability   A to F on the Admiralty scale, for --source
  --data DIR      the store of screen, with the records in it (records: or DATABASE_URL names a Postgres server)
  --json          print the result as JSON
`

const ACTIONS: Readonly<Record<string, IntelAction>> = {
  check: checkAction,
  pull: pullAction,
  push: pushAction,
  partner: addPartnerAction,
  end: endPartnerAction,
  collection: addCollectionAction,
  grant: grantAction,
  release: releaseAction,
  findings: findingsAction,
  propose: proposeAction,
  approve: approveAction,
  publish: publishAction,
  recall: recallAction,
  receipts: receiptsAction,
  'match-request': matchRequestAction,
  'match-answer': matchAnswerAction,
  'match-result': matchResultAction,
  partners: listSharing,
  list: listIndicators,
  show: showIndicator,
  decide: decideAction,
  decay: decayAction,
  export: exportAction,
  alias: aliasAction,
}

export const intel: Command = {
  usage: USAGE,
  run: async ([action = '', ...rest], terminal) => {
    await chooseAction(ACTIONS, action, USAGE)(rest, terminal, USAGE)
    return 0
  },
}

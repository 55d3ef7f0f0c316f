import { cliError } from './errors.ts'

/** The action that stands after a command's name. Throws WB_CLI_BAD_OPTION that names those there are. */
export function chooseAction<Action>(
  actions: Readonly<Record<string, Action>>,
  name: string,
  usage: string,
): Action {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (action !== undefined) return action
  const wanted = Object.keys(actions).join(', ')
  throw cliError('WB_CLI_BAD_OPTION', `found "${name}", wanted ${wanted}`, { hint: usage })
}

import type { Route } from '../route.ts'
import { addPersonIdentity } from './add-identity.ts'
import { addNewPerson } from './add-person.ts'
import { addToken } from './add-token.ts'
import { beginProviderLogin } from './begin-provider-login.ts'
import { confirmOwnTotp } from './confirm-totp.ts'
import { disableOnePerson } from './disable-person.ts'
import { finishProviderLogin } from './finish-provider-login.ts'
import { healthz } from './healthz.ts'
import { listAllPeople } from './list-people.ts'
import { logIn } from './log-in.ts'
import { logOut } from './log-out.ts'
import { metrics } from './metrics.ts'
import { offerOwnTotp } from './offer-totp.ts'
import { openapi } from './openapi.ts'
import { readOwnSession } from './read-session.ts'
import { readyz } from './readyz.ts'
import { revokeToken } from './revoke-token.ts'
import { setOwnPassword } from './set-password.ts'
import { setPersonRoles } from './set-roles.ts'

/** Every route of the server but those of TAXII. The description, the guard and the tests of rights are made from it. */
export const ROUTES: readonly Route[] = [
  healthz,
  readyz,
  metrics,
  openapi,
  logIn,
  readOwnSession,
  logOut,
  beginProviderLogin,
  finishProviderLogin,
  offerOwnTotp,
  confirmOwnTotp,
  setOwnPassword,
  addToken,
  revokeToken,
  listAllPeople,
  addNewPerson,
  setPersonRoles,
  disableOnePerson,
  addPersonIdentity,
]

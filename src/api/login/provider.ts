import * as oidc from 'openid-client'
import type { OidcSettings } from '../../platform/index.ts'

/** What a browser keeps between leaving for the provider and coming back. */
export interface LoginOnItsWay {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface Provider {
  /** Where to send the browser, and what it keeps meanwhile. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly kept: LoginOnItsWay }>
  /** Whose login it was, once the answer is proven to be to this question. Throws when it is not. */
  finish(answered: URL, kept: LoginOnItsWay): Promise<{ issuer: string; subject: string }>
}

/**
 * An OpenID provider by code with PKCE, state and nonce. Its description is fetched at the first login, and again after a
 * failure, so that the server starts without it. Subjects are told apart by issuer and subject, never by e-mail.
 */
export function openProvider({ issuer, clientId, clientSecret }: OidcSettings): Provider {
  let found: Promise<oidc.Configuration> | undefined
  const discover = async (): Promise<oidc.Configuration> => {
    const isPlain = issuer.startsWith('http://')
    found ??= oidc
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        // The library trusts TLS to the provider in place of a signature; whoever ends that TLS could be anybody.
        execute: [
          oidc.enableNonRepudiationChecks,
          ...(isPlain ? [oidc.allowInsecureRequests] : []),
        ],
      })
      .catch((cause: unknown) => {
        found = undefined
        throw cause
      })
    return found
  }
  return {
    begin: async (redirectUri) => {
      const kept = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const url = oidc.buildAuthorizationUrl(await discover(), {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, kept }
    },
    finish: async (answered, { state, nonce, verifier }) => {
      const tokens = await oidc.authorizationCodeGrant(await discover(), answered, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (claims === undefined) throw new Error('the provider gave no id token')
      return { issuer: claims.iss, subject: claims.sub }
    },
  }
}

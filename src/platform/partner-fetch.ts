/** How a partner is reached, where that is not as usual. Certificates and keys are PEM texts. */
export interface PartnerLink {
  /** Authorities that the partner's certificate may be of, in place of those of Node. */
  readonly ca?: string
  /** A certificate of ours and its key, where the partner asks for one. */
  readonly cert?: string
  readonly key?: string
  /** 1.2 unless given. */
  readonly tlsMin?: 'TLSv1.2' | 'TLSv1.3'
  /** Address of a proxy that is asked for a tunnel, so that it sees neither credential nor content. */
  readonly proxy?: string
}

/** A `fetch` over such a link. Nothing turns the check of certificates off. */
export async function openPartnerFetch(link: PartnerLink): Promise<typeof fetch> {
  const { Agent, fetch: ask, ProxyAgent } = await import('undici')
  const { ca, cert, key, tlsMin = 'TLSv1.2', proxy } = link
  const tls = {
    minVersion: tlsMin,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  }
  const dispatcher =
    proxy === undefined
      ? new Agent({ connect: tls })
      : new ProxyAgent({ uri: proxy, requestTls: tls, proxyTunnel: true })
  // The two are one interface; their types are declared in two places.
  const fetchOver = (input: unknown, init: object = {}): unknown =>
    ask(input as string, { ...init, dispatcher })
  return fetchOver as typeof fetch
}

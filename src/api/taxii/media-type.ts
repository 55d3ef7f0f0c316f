export const TAXII_MEDIA_TYPE = 'application/taxii+json;version=2.1'

/**
 * True when an Accept header leaves room for TAXII 2.1. Clients send it with or without a version, with weights, in
 * lists; an absent header takes everything (RFC 9110, 12.5.1).
 */
export function acceptsTaxii(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true
  return accept.split(',').some((range) => {
    const { type, parameters } = parseMediaType(range)
    if (parameters.get('q') !== undefined && Number(parameters.get('q')) === 0) return false
    if (type === '*/*' || type === 'application/*') return true
    return type === 'application/taxii+json' && isVersion21(parameters.get('version'))
  })
}

/** True when a Content-Type is TAXII 2.1. */
export function isTaxii(contentType: string | undefined): boolean {
  const { type, parameters } = parseMediaType(contentType ?? '')
  return type === 'application/taxii+json' && isVersion21(parameters.get('version'))
}

function isVersion21(version: string | undefined): boolean {
  return version === undefined || version === '2.1'
}

function parseMediaType(text: string): { type: string; parameters: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim())
  const parameters = rest.map((part): [string, string] => {
    const at = part.indexOf('=')
    const name = part.slice(0, at < 0 ? part.length : at).toLowerCase()
    return [name, at < 0 ? '' : part.slice(at + 1).replace(/^"(.*)"$/, '$1')]
  })
  return { type: type.toLowerCase(), parameters: new Map(parameters) }
}

import { NEEDS_ANY_PROPERTY, OBSERVABLE_COMMON } from '../tables/observables.ts'
import { REQUEST_HEADERS } from '../tables/registries.ts'
import type { CheckName } from './checks.ts'
import type { FindingList } from './finding.ts'
import { isObject, type JsonObject, memberPath, own, shown } from './json.ts'
import { SHAPES } from './shapes.ts'
import { isInTable, missing } from './values.ts'

type Rule = (list: FindingList, path: string, object: JsonObject) => void

const BY_TYPE: Readonly<Record<string, Rule>> = {
  artifact: (list, path, object) => {
    const has = (name: string): boolean => Object.hasOwn(object, name)
    if (has('payload_bin') === has('url'))
      list.error(
        'exactly-one',
        path,
        'found both or none of payload_bin and url, wanted one',
        'give one of them',
      )
    if (has('url') && !has('hashes')) missing(list, memberPath(path, 'hashes'))
    if (has('decryption_key') && !has('encryption_algorithm'))
      missing(list, memberPath(path, 'encryption_algorithm'))
  },
  'email-message': checkEmailMessage,
  file: (list, path, object) => {
    if (!Object.hasOwn(object, 'name') && !Object.hasOwn(object, 'hashes'))
      list.error(
        'missing',
        path,
        'found neither hashes nor a name, wanted one',
        'add hashes or a name',
      )
    const dictionary = memberOf(extensionOf(object, 'pdf-ext'), 'document_info_dict')
    checkKeys(
      list,
      `${path}.extensions.pdf-ext.document_info_dict`,
      dictionary,
      'pdf-doc-info',
      'a key of a PDF information dictionary',
      PDF_KEY,
    )
  },
  'network-traffic': checkNetworkTraffic,
  process: (list, path, object) => {
    const priority = memberOf(extensionOf(object, 'windows-process-ext'), 'priority')
    if (typeof priority === 'string' && !priority.endsWith('_CLASS'))
      list.warn(
        'windows-process-priority-format',
        `${path}.extensions.windows-process-ext.priority`,
        `found ${shown(priority)}, wanted a value that ends in _CLASS`,
        'name the priority class',
      )
  },
  software: (list, path, object) => {
    const languages = own(object, 'languages')
    if (!Array.isArray(languages)) return
    for (const [index, language] of languages.entries())
      if (typeof language === 'string' && SHAPES['language-tag']?.fits(language) !== true)
        list.error(
          'value',
          `${memberPath(path, 'languages')}[${index}]`,
          `found ${shown(language)}, wanted a language tag`,
          'correct it',
        )
  },
}

/** What holds between the properties of an observable. */
export function checkObservableRules(
  list: FindingList,
  path: string,
  type: string,
  object: JsonObject,
): void {
  if (NEEDS_ANY_PROPERTY.includes(type)) {
    const hasAny = Object.keys(object).some(
      (name) => name === 'extensions' || !isInTable(OBSERVABLE_COMMON, name),
    )
    if (!hasAny)
      list.error('missing', path, `found no property of ${type}, wanted at least one`, 'add one')
  }
  own(BY_TYPE, type)?.(list, path, object)
}

function extensionOf(object: JsonObject, name: string): unknown {
  return memberOf(own(object, 'extensions'), name)
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? own(value, name) : undefined
}

function checkEmailMessage(list: FindingList, path: string, object: JsonObject): void {
  const isMultipart = own(object, 'is_multipart')
  const refused = isMultipart === true ? 'body' : 'body_multipart'
  if (typeof isMultipart === 'boolean' && Object.hasOwn(object, refused))
    list.error(
      'value',
      memberPath(path, refused),
      `found it with is_multipart ${String(isMultipart)}, wanted the other kind of body`,
      'leave it out',
    )
}

function checkNetworkTraffic(list: FindingList, path: string, object: JsonObject): void {
  const has = (name: string): boolean => Object.hasOwn(object, name)
  if (!has('src_ref') && !has('dst_ref'))
    list.error('missing', path, 'found neither src_ref nor dst_ref, wanted one', 'add one')
  if (own(object, 'is_active') === true && has('end'))
    list.error(
      'value',
      memberPath(path, 'end'),
      'found an end of traffic that is active',
      'leave one out',
    )
  if (!has('src_port') || !has('dst_port'))
    list.warn(
      'network-traffic-ports',
      path,
      'found no src_port or no dst_port, wanted both',
      'add the ports',
    )
  const protocols = own(object, 'protocols')
  if (Array.isArray(protocols))
    for (const [index, name] of protocols.entries())
      if (typeof name === 'string' && !isServiceName(name))
        list.warn(
          'protocols',
          `${memberPath(path, 'protocols')}[${index}]`,
          `found ${shown(name)}, wanted a registered service name in lower case`,
          'use the name of the IANA registry',
        )
  checkKeys(
    list,
    memberPath(path, 'ipfix'),
    own(object, 'ipfix'),
    'ipfix',
    'an information element',
    /^[a-z][A-Za-z0-9]*$/,
  )
  const at = memberPath(path, 'extensions')
  const headers = memberOf(extensionOf(object, 'http-request-ext'), 'request_header')
  checkKeys(
    list,
    `${at}.http-request-ext.request_header`,
    headers,
    'http-request-headers',
    'a registered request header',
    REQUEST_HEADERS,
  )
  const options = memberOf(extensionOf(object, 'socket-ext'), 'options')
  checkKeys(
    list,
    `${at}.socket-ext.options`,
    options,
    'socket-options',
    'a socket option such as SO_DEBUG',
    SOCKET_OPTION,
  )
  if (isObject(options))
    for (const [key, value] of Object.entries(options))
      if (!Number.isInteger(value))
        list.error(
          'value',
          memberPath(`${at}.socket-ext.options`, key),
          `found ${shown(value)}, wanted a whole number`,
          'give the number',
        )
}

/**
 * RFC 6335 section 5.1: the form of every registered service name. The registry itself is not carried
 * along: it changes each week, and a name of another form is never in it.
 */
function isServiceName(name: string): boolean {
  return /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && name.length <= 15
}

const PDF_KEY = /^(?:Title|Author|Subject|Keywords|Creator|Producer|CreationDate|ModDate|Trapped)$/
const SOCKET_OPTION = /^(?:SO|ICMP|ICMP6|IP|IPV6|MCAST|TCP|IRLMP)_[A-Z0-9_]+$/
function checkKeys(
  list: FindingList,
  path: string,
  value: unknown,
  check: CheckName,
  wanted: string,
  form: RegExp,
): void {
  if (!isObject(value)) return
  for (const key of Object.keys(value))
    if (!form.test(key))
      list.warn(
        check,
        memberPath(path, key),
        `found the key ${shown(key)}, wanted ${wanted}`,
        'correct the key',
      )
}

import { OBSERVABLE_CHARS_MAX, OBSERVABLES_PER_EVENT_MAX } from '../../core/index.ts'
import { KIND_TYPE, OBSERVABLE_KINDS, OBSERVABLE_RELATIONS, RELATION_TYPE } from '../schema.ts'
import { clientAddressSql } from './addresses.ts'
import { splitDefangedSql } from './defanged.ts'
import { bind, keep, quote } from './sql-text.ts'
import { textValuesSql } from './text-values.ts'
import { mayHoldSql, sectionsSql, tellingLinesSql, visibleTextSql } from './text-sections.ts'

/** Column expressions of one event. `completion` is named by the caller and left unread, see `observablesSql`. */
export interface EventColumns {
  readonly ip: string
  readonly userAgent: string
  readonly prompt: string
  readonly completion: string
  readonly toolArgs: string
}

/** A prompt that "uses" more network values than this is a pasted list: all of it is a mention. */
const USED_VALUES_MAX = 20
const NAMES_PER_EVENT_MAX = 40
/** Client address and user agent. */
const CONTACTS_MAX = 2
const RELATION = OBSERVABLE_RELATIONS
const KIND = OBSERVABLE_KINDS
const ROW = 'Array(Tuple(UInt8, UInt8, String))'

/**
 * An expression of type Array(Tuple(kind, relation, value)): the distinct observables of one event.
 * Nothing is taken from the completion: the model's words are not the account's. Tool arguments are
 * `use`, since tools act for the account. Total over any bytes.
 */
export function observablesSql(columns: EventColumns): string {
  const ordered = `arrayMap(x -> ${bind({ texts: 'x' }, orderedSql())}, arrayFilter(x -> notEmpty(x), [${textRowsSql(columns)}]))`
  const all = `arrayConcat(${contactsSql(columns)}, arrayFlatten(${ordered}))`
  return `CAST(${all}, 'Array(Tuple(kind ${KIND_TYPE.replace(/'/g, "\\'")}, relation ${RELATION_TYPE.replace(/'/g, "\\'")},
      value String))')`
}

function contactsSql({ ip, userAgent }: EventColumns): string {
  const pairs = `[(${KIND.ip}, ${RELATION.contact}, ${clientAddressSql(ip)}), (${KIND.user_agent}, ${RELATION.contact},
      trim(${userAgent}))]`
  return keep('c', `c.3 != ''`, `CAST(${pairs}, '${ROW}')`)
}

/** The rows of a text that may hold something; for all others `sections` is not evaluated at all. */
function gated(text: string, sections: string): string {
  const held = `arrayFilter(t -> t != '', [if(${mayHoldSql(text)}, ${text}, '')])`
  const each = `arrayMap(t -> ${bind({ v: visibleTextSql('t') }, sections)}, ${held})`
  return `CAST(arrayFlatten(${each}), 'Array(Tuple(String, UInt8, UInt8, UInt8))')`
}

/** Sections of an event's texts: (text, relation, most network values that can be meant as used, is code). */
function promptSql(prompt: string): string {
  const section = (text: string, relation: number, isCode: 0 | 1): string =>
    `(${text}, ${relation}, ${USED_VALUES_MAX}, ${isCode})`
  const rows = [
    section('x.1', RELATION.use, 1),
    section('x.2', RELATION.use, 0),
    section(`if(x.3 = '' AND d.2 = '', '', concat(x.3, '\\n', d.2))`, RELATION.mention, 0),
  ].join(', ')
  return gated(
    prompt,
    bind(
      { l: tellingLinesSql('v') },
      bind({ d: splitDefangedSql('l') }, bind({ x: sectionsSql('d.1') }, `[${rows}]`)),
    ),
  )
}

function argumentsSql(toolArgs: string): string {
  const rows = `[(d.1, ${RELATION.use}, 255, 1), (d.2, ${RELATION.mention}, 255, 0)]`
  const lines = tellingLinesSql(unescapedSql('v'))
  return gated(toolArgs, bind({ l: lines }, bind({ d: splitDefangedSql('l') }, rows)))
}

/** (kind, relation, value) of all sections. */
function textRowsSql(columns: EventColumns): string {
  const sections = `arrayConcat(${promptSql(columns.prompt)}, ${argumentsSql(columns.toolArgs)})`
  const isList = `arrayCount(o -> o.1 <= ${KIND.hash}, found) > z.3`
  const relation = `if(${isList}, ${RELATION.mention}, z.2)`
  const rows = bind({ relation }, 'arrayMap(o -> (o.1, relation, o.2), found)')
  const found = textValuesSql('z.1', 'z.4 = 1')
  return `CAST(arrayFlatten(arrayMap(z -> ${bind({ found }, rows)}, arrayFilter(z -> z.1 != '', ${sections}))), '${ROW}')`
}

/** Arguments are JSON text: a path in it has its backslashes doubled, a script its line ends as `\n`. */
function unescapedSql(text: string): string {
  const steps: ReadonlyArray<readonly [string, string]> = [
    ['\\\\', '\u0001'],
    ['\\n', '\n'],
    ['\\r', '\n'],
    ['\\t', '\t'],
    ['\\"', '"'],
    ['\\/', '/'],
    ['\u0001', '\\'],
  ]
  const mended = steps.reduce(
    (inner, [from, to]) => `replaceAll(${inner}, ${quote(from)}, ${quote(to)})`,
    text,
  )
  return `if(position(${text}, '\\\\') > 0, ${mended}, ${text})`
}

/** Uses first, then what is only mentioned; each value once, cut to length and number. */
function orderedSql(): string {
  const cut = `arrayMap(o -> (o.1, o.2, if(length(o.3) > ${OBSERVABLE_CHARS_MAX}, substringUTF8(o.3, 1,
      ${OBSERVABLE_CHARS_MAX}), o.3)), arrayConcat(${keep('o', `o.2 = ${RELATION.use}`, 'texts')}, ${keep(
        'o',
        `o.2 = ${RELATION.mention}`,
        'texts',
      )}))`
  const nth = `arrayEnumerateUniq(arrayMap(o -> (o.1, o.3), cut))`
  const once = `arrayMap(p -> p.1, arrayFilter(p -> p.2 = 1, arrayZip(cut, ${nth})))`
  const names = `arrayCumSum(arrayMap(o -> o.1 = ${KIND.identifier}, once))`
  const bounded = `arrayFilter((o, n) -> o.1 != ${KIND.identifier} OR n <= ${NAMES_PER_EVENT_MAX}, once, ${names})`
  return bind(
    { cut },
    bind({ once }, `arraySlice(${bounded}, 1, ${OBSERVABLES_PER_EVENT_MAX - CONTACTS_MAX})`),
  )
}

import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml'
import { printableSource, type SourceSpan } from '../../core/index.ts'
import { sigmaError } from './errors.ts'

/** A YAML value with its place. Timestamps and other tags stay text. */
export type Yaml =
  | { readonly kind: 'map'; readonly entries: readonly YamlEntry[]; readonly span: SourceSpan }
  | { readonly kind: 'list'; readonly items: readonly Yaml[]; readonly span: SourceSpan }
  | {
      readonly kind: 'scalar'
      readonly value: string | number | boolean | null
      readonly span: SourceSpan
    }

export interface YamlEntry {
  readonly key: string
  readonly keySpan: SourceSpan
  readonly value: Yaml
}

/** Characters of one file of rules; the largest public collections of one file stay below a tenth. */
const FILE_CHARS_MAX = 4_000_000
const DEPTH_MAX = 50
/** Values of one document after aliases are written out: aliases of aliases grow without end. */
const NODES_MAX = 200_000

/** Parses the documents of a YAML file. Throws WB_FORMATS_SIGMA_YAML or WB_FORMATS_SIGMA_LIMIT with place and caret. */
export function parseYaml(text: string): Yaml[] {
  if (text.length > FILE_CHARS_MAX) {
    throw sigmaError(
      'WB_FORMATS_SIGMA_LIMIT',
      text.slice(0, 80),
      { start: 0, end: 0 },
      `found a file of ${text.length} characters, wanted at most ${FILE_CHARS_MAX}`,
      'split it into several files',
    )
  }
  refuseDeepFlow(text)
  const documents = parseAllDocuments(text, { lineCounter: new LineCounter(), logLevel: 'silent' })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document) => {
    const [problem] = document.errors
    if (problem !== undefined) {
      throw sigmaError(
        'WB_FORMATS_SIGMA_YAML',
        text,
        { start: problem.pos[0], end: problem.pos[1] },
        `found text that is not YAML: ${printableSource(problem.message.split('\n')[0] ?? '').slice(0, 160)}`,
        'check indentation, and put values that hold special signs in single quotes',
      )
    }
    if (document.contents === null) return []
    const anchors = new Map<string, Node>()
    const budget = { left: NODES_MAX }
    return [convert(document.contents, { text, anchors, budget, depth: 0 })]
  })
}

/** The YAML library nests by recursion, so brackets beyond any rule's are refused before it sees them. */
function refuseDeepFlow(text: string): void {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5b || code === 0x7b) depth++
    else if (code === 0x5d || code === 0x7d) depth = Math.max(0, depth - 1)
    else if (code === 0x0a) {
      const indent = /^[ \-?:]*/.exec(text.slice(at + 1, at + 400))?.[0] ?? ''
      const markers = indent.replace(/[^-?:]/g, '').length
      if (indent.length > 380 || markers > DEPTH_MAX) depth = Number.POSITIVE_INFINITY
    }
    if (depth > 1000) {
      throw sigmaError(
        'WB_FORMATS_SIGMA_LIMIT',
        text,
        { start: at, end: at + 1 },
        'found brackets or indentation deeper than any rule needs',
        'write lists of values one below another',
      )
    }
  }
}

interface Conversion {
  readonly text: string
  readonly anchors: Map<string, Node>
  readonly budget: { left: number }
  readonly depth: number
}

function convert(node: Node, context: Conversion): Yaml {
  const span = { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 }
  const { text, anchors, budget } = context
  if (--budget.left < 0 || context.depth > DEPTH_MAX) {
    throw sigmaError(
      'WB_FORMATS_SIGMA_LIMIT',
      text,
      span,
      `found more than ${NODES_MAX} values or ${DEPTH_MAX} levels in one document`,
      'split the rule',
    )
  }
  if (isAlias(node)) {
    const target = anchors.get(node.source)
    if (target === undefined) {
      throw sigmaError(
        'WB_FORMATS_SIGMA_YAML',
        text,
        span,
        'found an alias whose anchor does not stand before it',
        'write the value out',
      )
    }
    return convert(target, { ...context, depth: context.depth + 1 })
  }
  const inner = { ...context, depth: context.depth + 1 }
  let value: Yaml
  if (isMap(node)) value = { kind: 'map', entries: entriesOf(node, inner), span }
  else if (isSeq(node)) {
    value = { kind: 'list', items: node.items.map((item) => convert(item as Node, inner)), span }
  } else if (isScalar(node))
    value = { kind: 'scalar', value: scalarOf(node.value, node.source), span }
  else value = { kind: 'scalar', value: null, span }
  // Only after its content, so that nothing can hold itself.
  const anchor = (node as { anchor?: string }).anchor
  if (anchor !== undefined) anchors.set(anchor, node)
  return value
}

function scalarOf(value: unknown, source: string | undefined): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return value
  return source ?? null
}

function entriesOf(map: YAMLMap, context: Conversion): YamlEntry[] {
  return map.items.map((pair) => {
    const keyNode = pair.key as Node
    const span = { start: keyNode.range?.[0] ?? 0, end: keyNode.range?.[1] ?? 0 }
    if (!isScalar(keyNode)) {
      throw sigmaError(
        'WB_FORMATS_SIGMA_SHAPE',
        context.text,
        span,
        'found a key that is a list or a map, wanted a name',
        'put the key in quotes',
      )
    }
    const value = pair.value as Node | null
    return {
      key: keyNode.value === null ? '' : String(scalarOf(keyNode.value, keyNode.source)),
      keySpan: span,
      value:
        value === null ? { kind: 'scalar' as const, value: null, span } : convert(value, context),
    }
  })
}

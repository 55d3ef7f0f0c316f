import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonElement, JsonElementSplitter } from './index.ts'

interface Cut {
  readonly elements: Array<Pick<JsonElement, 'place' | 'key' | 'problem'> & { text: string }>
  readonly problem: string
}

function cut(bytes: Buffer, sizes: readonly number[], bytesMax = 1_000_000): Cut {
  const elements: Cut['elements'] = []
  const splitter = new JsonElementSplitter(['objects', 'list'], bytesMax, (element) => {
    elements.push({
      place: element.place,
      key: element.key,
      problem: element.problem,
      text: Buffer.from(element.bytes).toString('utf8'),
    })
  })
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length)
    splitter.push(bytes.subarray(at, at + size))
    at += size
  }
  return { elements, problem: splitter.end().problem }
}

const parsed = (result: Cut, place: JsonElement['place']): unknown[] =>
  result.elements.filter((e) => e.place === place).map((e) => JSON.parse(e.text) as unknown)

const json = fc.jsonValue({ maxDepth: 4 })
const indent = fc.constantFrom(0, 1, 2)
const sizes = fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: 5 })

describe('JsonElementSplitter', () => {
  it('agrees with JSON.parse on bundles cut into any pieces', () => {
    fc.assert(
      fc.property(
        fc.array(json),
        fc.dictionary(fc.string(), json),
        indent,
        sizes,
        (objects, rest, space, pieces) => {
          const { objects: _, list: __, ...others } = rest
          const document = { type: 'bundle', ...others, objects, after: [1, { objects: 2 }] }
          const result = cut(Buffer.from(JSON.stringify(document, null, space)), pieces)
          const { objects: ___, ...root } = document
          expect(parsed(result, 'member')).toEqual(JSON.parse(JSON.stringify(objects)))
          expect(parsed(result, 'root')).toEqual([JSON.parse(JSON.stringify(root))])
          expect(result.problem).toBe('')
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('agrees with JSON.parse on lists and on values one after another', () => {
    fc.assert(
      fc.property(fc.array(json), indent, sizes, (list, space, pieces) => {
        const text = `\ufeff${JSON.stringify(list, null, space)}\n{"a":1}\n\n{"b":"x\\"}"}`
        const result = cut(Buffer.from(text), pieces)
        expect(parsed(result, 'list')).toEqual(JSON.parse(JSON.stringify(list)))
        expect(parsed(result, 'root')).toEqual([{ a: 1 }, { b: 'x"}' }])
      }),
      { numRuns: 1000 },
    )
  })

  it('gives what was whole before a cut, at every place of the cut', () => {
    const document = { type: 'bundle', objects: [{ a: '}]"\\' }, [1, 2], 'x', 3, null] }
    const bytes = Buffer.from(JSON.stringify(document, null, 1))
    for (let length = 1; length < bytes.length; length++) {
      const result = cut(bytes.subarray(0, length), [7])
      expect(result.problem).not.toBe('')
      const found = parsed(result, 'member')
      expect(found).toEqual(document.objects.slice(0, found.length))
    }
  })

  it.each([
    ['<html>', 'found text that is neither a JSON object nor a list'],
    ['\u0000\u0001', 'found text that is neither a JSON object nor a list'],
    ['{"objects":[{"a":[1}]}', 'found brackets that do not match'],
    ['{objects:[]}', 'found no key in quotes'],
    ['{"objects" []}', 'found no colon after a key'],
    ['{"objects":[}', 'found a bracket that closes nothing'],
    ['', ''],
    ['  \n', ''],
  ])('stops at %j', (text, problem) => {
    expect(cut(Buffer.from(text), [3]).problem).toBe(problem)
  })

  it('sets one bad value aside and goes on', () => {
    const deep = '['.repeat(600) + ']'.repeat(600)
    const text = `{"objects":[1,"a\nb",${deep},"${'x'.repeat(1400)}",{"ok":true}]}`
    const result = cut(Buffer.from(text), [64], 1300)
    expect(result.elements.filter((e) => e.place === 'member').map((e) => e.problem)).toEqual([
      '',
      'a control character inside a string',
      'nested deeper than 512 levels',
      'longer than 1300 bytes',
      '',
    ])
  })
})

import { ttpBucketsSql } from '../../src/signals/ttp-model/index.ts'
import type { Engine } from '../../src/platform/index.ts'
import type { Features } from './logistic.ts'

/** Buckets of each text, made by the engine with the very expression that scores, in the order given. */
export async function featurize(engine: Engine, texts: readonly string[]): Promise<Features> {
  await engine.run('DROP TABLE IF EXISTS training_text')
  await engine.run(
    'CREATE TABLE training_text (id UInt32, text String) ENGINE = MergeTree ORDER BY id',
  )
  for (let from = 0; from < texts.length; from += 5000) {
    const lines = texts
      .slice(from, from + 5000)
      .map((text, i) => JSON.stringify({ id: from + i, text }))
    await engine.insertJson('training_text', Buffer.from(`${lines.join('\n')}\n`))
  }
  const chunks: Uint32Array[] = []
  const starts = new Uint32Array(texts.length + 1)
  const sql = `SELECT base64Encode(reinterpretAsString(b)) AS code FROM (
    SELECT id, arrayStringConcat(arrayMap(h -> reinterpretAsFixedString(toUInt32(h)), ${ttpBucketsSql('text')})) AS b
    FROM training_text WHERE id >= {from:UInt32} AND id < {to:UInt32}) ORDER BY id`
  for (let from = 0; from < texts.length; from += 2000) {
    const rows = await engine.rows<{ code: string }>(sql, { from, to: from + 2000 })
    for (const [i, row] of rows.entries()) {
      const bytes = Buffer.from(row.code, 'base64')
      const buckets = new Uint32Array(bytes.length / 4)
      for (let b = 0; b < buckets.length; b++) buckets[b] = bytes.readUInt32LE(b * 4)
      chunks.push(buckets)
      starts[from + i + 1] = (starts[from + i] ?? 0) + buckets.length
    }
  }
  const all = new Uint32Array(starts[texts.length] ?? 0)
  for (const [text, chunk] of chunks.entries()) all.set(chunk, starts[text])
  return { buckets: all, starts }
}

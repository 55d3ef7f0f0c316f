import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { openEmptyRecords } from '../../../test/fixtures/records.ts'
import { migrateRecords, type Migrations, openRecords, type Records } from './index.ts'

interface Tables {
  note: { id: number; text: string; at: string }
}

const MIGRATIONS: Migrations = {
  '20260101T000000-note': {
    up: async (db) => {
      await sql`create table note (id bigint primary key, text text not null, at timestamptz not null)`.execute(
        db,
      )
    },
  },
}
const opened: Array<Records<Tables>> = []
const folders: string[] = []

afterEach(async () => {
  for (const records of opened.splice(0)) await records.close()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function open(folder?: string): Promise<Records<Tables>> {
  const records =
    folder === undefined ? await openEmptyRecords<Tables>() : await openRecords<Tables>({ folder })
  opened.push(records)
  await migrateRecords(records.db as Kysely<unknown>, [MIGRATIONS])
  return records
}

describe('records', () => {
  it('gives times as UTC text with microseconds kept, and whole numbers as numbers', async () => {
    const { db } = await open()
    const at = '2026-01-05T09:12:00.123456+01:00'
    await db
      .insertInto('note')
      .values({ id: 2 ** 40, text: 'a', at })
      .execute()
    const rows = await db.selectFrom('note').selectAll().execute()
    expect(rows).toEqual([{ id: 2 ** 40, text: 'a', at: '2026-01-05T08:12:00.123456Z' }])
  })

  it('undoes a transaction that throws, and counts what an update changed', async () => {
    const { db } = await open()
    const at = '2026-01-05T08:12:00Z'
    await db
      .insertInto('note')
      .values([
        { id: 1, text: 'a', at },
        { id: 2, text: 'b', at },
      ])
      .execute()
    const half = db.transaction().execute(async (trx) => {
      await trx.deleteFrom('note').execute()
      throw new Error('stop')
    })
    await expect(half).rejects.toThrow('stop')
    const result = await db.updateTable('note').set({ text: 'c' }).executeTakeFirst()
    expect(result.numUpdatedRows).toBe(2n)
  })

  it('runs transactions that were asked for at once one after the other', async () => {
    const { db } = await open()
    await db.insertInto('note').values({ id: 1, text: '0', at: '2026-01-05T08:12:00Z' }).execute()
    const addOne = () =>
      db.transaction().execute(async (trx) => {
        const { text } = await trx.selectFrom('note').select('text').executeTakeFirstOrThrow()
        await trx
          .updateTable('note')
          .set({ text: String(Number(text) + 1) })
          .execute()
      })
    await Promise.all(Array.from({ length: 20 }, addOne))
    const { text } = await db.selectFrom('note').select('text').executeTakeFirstOrThrow()
    expect(text).toBe('20')
  })

  it('says so at once when the records are asked beside an open transaction, and goes on after', async () => {
    const { db } = await open()
    const later: { run: () => Promise<unknown> }[] = []
    for (const builder of [db.transaction(), db.transaction().setIsolationLevel('serializable')]) {
      const beside = builder.execute(async () => {
        const count = async () => db.selectFrom('note').select('id').execute()
        later.push({ run: count })
        await count()
      })
      await expect(beside).rejects.toThrow('pass on "trx"')
    }
    const unawaited = await db
      .transaction()
      .execute(async () => [
        new Promise((done) => setTimeout(done, 20)).then(() => later[0]?.run()),
      ])
    expect(await Promise.all(unawaited)).toEqual([[]])
  })

  it('answers a question again without asking, until anything is written, and shares no row', async () => {
    const { db } = await open()
    const at = '2026-01-05T08:12:00.000Z'
    const add = (id: number) => db.insertInto('note').values({ id, text: 'a', at }).execute()
    const all = () => db.selectFrom('note').selectAll().orderBy('id').execute()
    await add(1)
    const first = await all()
    for (const row of first) row.text = 'changed by whoever asked'
    expect((await all()).map(({ text }) => text)).toEqual(['a'])
    await add(2)
    expect(await all()).toHaveLength(2)
    await db.transaction().execute(async (trx) => {
      await trx.deleteFrom('note').execute()
      expect(await trx.selectFrom('note').selectAll().execute()).toEqual([])
    })
    expect(await all()).toEqual([])
    const undone = db.transaction().execute(async (trx) => {
      await trx.insertInto('note').values({ id: 3, text: 'b', at }).execute()
      expect(await trx.selectFrom('note').selectAll().orderBy('id').execute()).toHaveLength(1)
      throw new Error('stop')
    })
    await expect(undone).rejects.toThrow('stop')
    expect(await all()).toEqual([])
    await sql`insert into note values (4, 'raw', ${at})`.execute(db)
    expect(await all()).toHaveLength(1)
    await db
      .with('made', (to) => to.insertInto('note').values({ id: 5, text: 'c', at }).returningAll())
      .selectFrom('made')
      .selectAll()
      .execute()
    expect(await all()).toHaveLength(2)
  })

  it('refuses a text that one engine would fail on and the other change', async () => {
    const { db } = await open()
    for (const text of ['a\0b', 'a\ud800', '\udc00a']) {
      const adding = db.insertInto('note').values({ id: 1, text, at: '2026-01-05T08:12:00Z' })
      await expect(adding.execute()).rejects.toMatchObject({ code: 'WB_PLATFORM_RECORDS_TEXT' })
      const raw = sql`select ${text}::text`.execute(db)
      await expect(raw).rejects.toMatchObject({ code: 'WB_PLATFORM_RECORDS_TEXT' })
    }
    const { rows } = await sql<{ text: string }>`select ${'\u{1f600}\u0001'}::text as text`.execute(
      db,
    )
    expect(rows).toEqual([{ text: '\u{1f600}\u0001' }])
  })

  it('keeps a folder for one process, keeps its rows, and migrates once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'windbreak-records-'))
    folders.push(folder)
    const first = await open(folder)
    await first.db
      .insertInto('note')
      .values({ id: 1, text: 'kept', at: '2026-01-05T08:12:00Z' })
      .execute()
    await expect(openRecords({ folder })).rejects.toMatchObject({
      code: 'WB_PLATFORM_RECORDS_BUSY',
    })
    await opened.pop()?.close()
    const again = await openRecords<Tables>({ folder })
    opened.push(again)
    expect(await migrateRecords(again.db as Kysely<unknown>, [MIGRATIONS])).toEqual([])
    const row = await again.db.selectFrom('note').select('text').executeTakeFirst()
    expect(row?.text).toBe('kept')
  })

  it('says which migration failed and keeps nothing of it', async () => {
    const { db } = await open()
    const bad: Migrations = {
      '20260102T000000-bad': {
        up: async (trx) => {
          await sql`create table half (id int)`.execute(trx)
          await sql`create table half (id int)`.execute(trx)
        },
      },
    }
    const migrating = migrateRecords(db as Kysely<unknown>, [MIGRATIONS, bad])
    await expect(migrating).rejects.toThrow('20260102T000000-bad')
    await expect(sql`select * from half`.execute(db)).rejects.toThrow('half')
  })

  it('says that no server answers', async () => {
    const asked = openRecords({ databaseUrl: 'postgres://nobody@127.0.0.1:9/none' })
    await expect(asked).rejects.toMatchObject({
      code: 'WB_PLATFORM_RECORDS_UNREACHABLE',
      exitCode: 4,
    })
  })
})

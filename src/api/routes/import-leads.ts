import { z } from 'zod'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importLeads } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const importNewLeads: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/leads',
  access: 'cases.triage',
  summary: 'Leads of a screen become cases; the same again changes nothing',
  body: z.strictObject({ leads: z.array(z.record(z.string(), z.unknown())).min(1).max(1000) }),
  answer: z.object({ opened: z.int(), signalled: z.int(), repeated: z.int() }),
  run: async ({ body, caller }, { db, clock }) => {
    // The import reads the file that a screen writes; it is given one for as long as it takes.
    const folder = await mkdtemp(join(tmpdir(), 'windbreak-leads-'))
    try {
      const lines = body.leads.map((lead) => `${JSON.stringify(lead)}\n`).join('')
      await writeFile(join(folder, 'leads.jsonl'), lines, { mode: 0o600 })
      return { ...(await importLeads(db, caller().person, clock, folder)) }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
})

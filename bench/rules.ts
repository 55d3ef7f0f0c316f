import { benchHunt } from './hunt-speed.ts'
import { benchRules } from './rules-speed.ts'

/** `npm run bench:rules [-- MEGABYTES EVENTS]`: megabytes of prompts (default 1000), events to hunt in (default 10,000,000). */
const [megabytes = 1000, events = 10_000_000] = process.argv.slice(2).map(Number)
await benchRules(megabytes, [1000, 3000])
await benchHunt(events)

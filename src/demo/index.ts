export type { Difficulty, WorldOptions, WorldSummary } from './options.ts'
export { KIND_NAMES } from './population.ts'
export { generateWorld } from './world.ts'

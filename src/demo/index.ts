export type { Difficulty, WorldOptions, WorldProgress, WorldSummary } from './options.ts'
export { KIND_NAMES } from './population.ts'
export { generateWorld } from './world.ts'

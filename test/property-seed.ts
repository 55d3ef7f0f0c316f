import * as fc from 'fast-check'

/**
 * Property tests draw the same cases on every run, so that a commit is green everywhere or nowhere. `FC_SEED=random`
 * draws new ones, a number draws those of that seed: a seed that fails belongs into the test as an example.
 */
const wanted = process.env['FC_SEED'] ?? '20240214'
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) })

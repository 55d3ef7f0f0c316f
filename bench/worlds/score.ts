import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  type Evaluation,
  evaluate,
  poolEvaluations,
  printPooledEvaluation,
} from '../../src/evaluation/index.ts'

/** Scores worlds whose results lie in their own `out` folder, e.g. `worlds/mild-1/out`. */
export async function scoreWorlds(folders: readonly string[], seed: string): Promise<Evaluation[]> {
  const list: Evaluation[] = []
  for (const folder of folders) {
    const accountsPath = join(folder, 'accounts.jsonl')
    const one = await evaluate({
      truthDir: folder,
      outDir: join(folder, 'out'),
      seed,
      accountsPath,
    })
    list.push({ ...one, name: basename(folder) })
  }
  return list
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folders = process.argv.slice(2)
  if (folders.length === 0) throw new RangeError('found no folder, wanted: score.ts WORLD...')
  console.log(printPooledEvaluation(poolEvaluations(await scoreWorlds(folders, 'worlds'))))
}

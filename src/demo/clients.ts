import type { Random } from '../core/index.ts'
import { between, happens, pick, pickWeighted, type Weighted } from './chance.ts'

const SYSTEMS: ReadonlyArray<Weighted<string>> = [
  ['Windows NT 10.0; Win64; x64', 55],
  ['Macintosh; Intel Mac OS X 10_15_7', 25],
  ['X11; Linux x86_64', 8],
  ['Linux; Android 14; K', 12],
]
const SDKS: ReadonlyArray<Weighted<readonly [name: string, versions: readonly string[]]>> = [
  [['openai-python', ['1.51.0', '1.54.3', '1.59.6', '1.61.1', '1.12.0']], 40],
  [['openai-node', ['4.68.1', '4.77.0', '4.82.0']], 22],
  [['python-requests', ['2.31.0', '2.32.3', '2.28.2']], 12],
  [['axios', ['1.7.9', '1.6.8']], 8],
  [['langchain', ['0.3.14', '0.2.17', '0.1.20']], 8],
  [['curl', ['8.5.0', '7.88.1', '8.11.0']], 5],
  [['Go-http-client', ['1.1', '2.0']], 4],
  [['okhttp', ['4.12.0', '5.0.0']], 3],
]

/** A browser as it names itself. Most are on a current release; `isRare` ones carry a build that few have. */
export function browserAgent(random: Random, isRare = false): string {
  const system = pickWeighted(random, SYSTEMS)
  const major = pickWeighted(random, [
    [131, 10],
    [132, 30],
    [130, 4],
    [128, 2],
    [122, 1],
    [109, 1],
  ])
  if (!isRare && happens(random, 0.15))
    return `Mozilla/5.0 (${system}; rv:${major + 1}.0) Gecko/20100101 Firefox/${major + 1}.0`
  const patch =
    isRare || happens(random, 0.12)
      ? `${between(random, 6400, 6900)}.${between(random, 10, 260)}`
      : '0.0'
  return `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.${patch} Safari/537.36`
}

/** A library or program that calls the service. Some builds of one's own are among them. */
export function programAgent(random: Random, isRare = false): string {
  const [name, versions] = pickWeighted(random, SDKS)
  if (!isRare && !happens(random, 0.06)) return `${name}/${pick(random, versions)}`
  return `${name}/${pick(random, versions)} build/${between(random, 100, 9999)}`
}

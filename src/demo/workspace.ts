import type { Random } from '../core/index.ts'
import { between, happens, madeUpWord, pick } from './chance.ts'
import { NAME_PARTS, NAME_TASKS } from './texts/words.ts'

/** What an account's code calls things: some names are its own, many are everybody's. */
export interface Workspace {
  readonly project: string
  readonly files: readonly string[]
  readonly hosts: readonly string[]
  readonly buckets: readonly string[]
  readonly functions: readonly string[]
  readonly tables: readonly string[]
}

const COMMON_FILES = (
  'main.py app.py index.js utils.js script.py test.py data.csv report.docx config.json index.html server.js ' +
  'package.json notebook.ipynb requirements.txt style.css settings.py manage.py models.py App.tsx input.txt ' +
  'docker-compose.yml Program.cs main.go sales.xlsx users.csv output.csv run.sh Main.java Dockerfile .env ' +
  'download.py homework.py export.sql invoice.pdf setup.ps1'
).split(' ')
const COMMON_FUNCTIONS = (
  'main load_data get_user processFile parse_line handleSubmit fetchData render save_results connect read_file ' +
  'useEffect calculateTotal send_request getServerSideProps onClick update_table validate Init Run to_json'
).split(' ')
const COMMON_HOSTS =
  'localhost api.service.test cdn.fastedge.example db.internal.test registry.packages.example hooks.chat.example'.split(
    ' ',
  )
const COMMON_TABLES =
  'users orders products customers invoices logs events students employees items'.split(' ')
const COMMON_PROJECTS =
  'my-app demo test-project portfolio todo-app chatbot data-pipeline website final-project backend frontend my-bot'.split(
    ' ',
  )
const ENDINGS = [
  'py',
  'py',
  'py',
  'js',
  'ts',
  'go',
  'ps1',
  'sh',
  'cs',
  'csv',
  'json',
  'xlsx',
  'sql',
  'php',
]
const HOST_ENDINGS = ['example', 'example', 'test', 'invalid']

/** A name of one's own: two parts and a task, the way projects are called. */
function ownName(random: Random): string {
  const first = pick(random, NAME_PARTS)
  const task = pick(random, NAME_TASKS)
  const drawn = random()
  if (drawn < 0.35) return `${first}-${task}`
  if (drawn < 0.75) return `${first}-${pick(random, NAME_PARTS)}-${task}`
  return `${first}${pick(random, NAME_PARTS)}${between(random, 2, 99)}`
}

/** A file name of one's own. */
export function ownFile(random: Random): string {
  const name = `${pick(random, NAME_TASKS)}_${pick(random, NAME_PARTS)}`
  const tail = happens(random, 0.4) ? `_${pick(random, NAME_PARTS)}` : ''
  const version = happens(random, 0.35) ? `_v${between(random, 2, 9)}` : ''
  return `${name}${tail}${version}.${pick(random, ENDINGS)}`
}

/** A host name under a reserved ending. */
export function ownHost(random: Random): string {
  const word = madeUpWord(random, between(random, 2, 3))
  const base = `${pick(random, NAME_PARTS)}${happens(random, 0.5) ? '-' : ''}${word}`
  const prefix = pick(random, ['', '', 'api.', 'app.', 'mail.', 'files.', 'login.', 'static.'])
  const digits = happens(random, 0.3) ? String(between(random, 1, 99)) : ''
  return `${prefix}${base}${digits}.${pick(random, HOST_ENDINGS)}`
}

/** A workspace of somebody who codes; `own` is the chance that each name is their own. */
export function drawWorkspace(random: Random, own: number): Workspace {
  const project = happens(random, own) ? ownName(random) : pick(random, COMMON_PROJECTS)
  const snake = project.replaceAll('-', '_')
  const draw = (count: number, common: readonly string[], make: () => string): string[] =>
    Array.from({ length: count }, () => (happens(random, own) ? make() : pick(random, common)))
  return {
    project,
    files: draw(4, COMMON_FILES, () => ownFile(random)),
    hosts: draw(2, COMMON_HOSTS, () => ownHost(random)),
    buckets: draw(
      1,
      ['my-bucket', 'backups', 'uploads', 'data-lake'],
      () => `${project}-${pick(random, NAME_TASKS)}`,
    ),
    functions: draw(
      3,
      COMMON_FUNCTIONS,
      () => `${pick(random, NAME_TASKS)}_${pick(random, NAME_PARTS)}`,
    ),
    tables: draw(1, COMMON_TABLES, () => `${snake}_${pick(random, COMMON_TABLES)}`),
  }
}

/** A member's view of a shared workspace: each name is the group's with this chance, else their own. */
export function shareWorkspace(
  shared: Workspace,
  own: Workspace,
  chance: number,
  random: Random,
): Workspace {
  const choose = <T>(a: T, b: T): T => (happens(random, chance) ? a : b)
  const blend = (a: readonly string[], b: readonly string[]): string[] =>
    b.map((value, index) => choose(a[index] ?? value, value))
  return {
    project: choose(shared.project, own.project),
    files: blend(shared.files, own.files),
    hosts: blend(shared.hosts, own.hosts),
    buckets: blend(shared.buckets, own.buckets),
    functions: blend(shared.functions, own.functions),
    tables: blend(shared.tables, own.tables),
  }
}

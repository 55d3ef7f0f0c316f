import { type Pack, parsePack } from './pack.ts'

/** Words that stand the same in every language: tools, errors, numbers. */
export const sharedWords: Pack = parsePack(`
[n|]
2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 12 | 14 | 15 | 18 | 20 | 24 | 25 | 30 | 36 | 40 | 45
[year|]
2016 | 2018 | 2019 | 2020 | 2021 | 2022 | 2023 | 2024 | 2025
[tech|]
Python | JavaScript | TypeScript | Go | Bash | PowerShell | C# | Java | PHP | R | SQL | Rust | Kotlin | VBA
[lib|]
requests | pandas | numpy | Flask | Django | FastAPI | Express | React | Vue | lodash | axios | SQLAlchemy | BeautifulSoup | Selenium
scrapy | openpyxl | matplotlib | Spring | Hibernate | Laravel | nginx | Docker | Redis | PostgreSQL | SQLite | Kafka | Celery | pytest
Elasticsearch | Grafana | Terraform | Ansible | OpenSSL | ffmpeg | tqdm | multiprocessing | asyncio | paramiko
[err|]
KeyError | TypeError: undefined is not a function | ECONNREFUSED | exit code 137 | IndexError | a timeout | UnicodeDecodeError
NullReferenceException | a 403 | a 502 | ModuleNotFoundError | permission denied | out of memory | CORS error | a deadlock | exit code 1
SSL: CERTIFICATE_VERIFY_FAILED | Segmentation fault | EADDRINUSE | a syntax error near line 12 | JSONDecodeError
[tool|]
powershell.exe | rundll32 | mshta | curl | certutil | wscript | bitsadmin | schtasks | a macro | a renamed archiver | node
[cve|]
CVE-2022-30190 | CVE-2021-44228 | CVE-2023-34362 | CVE-2023-23397 | CVE-2020-1472 | CVE-2021-26855 | CVE-2022-26134 | CVE-2024-3400
CVE-2017-11882 | CVE-2019-0708 | CVE-2023-4966 | CVE-2021-34527
[actor|]
APT28 | Forest Blizzard | Kimsuky | Emerald Sleet | Earth Lusca | Charcoal Typhoon | Salmon Typhoon | Tortoiseshell | Crimson Sandstorm
Fancy Bear | TA427 | a ransomware group | Imperial Kitten
`)

/** Parts that people make names of projects, files, hosts and functions from. */
export const NAME_PARTS: readonly string[] = (
  'amber anchor apple arbor atlas autumn badge beacon birch blue border brook cabin candle canyon cedar chalk ' +
  'cherry circle citron cloud clover cobalt comet copper coral crane crystal delta desert drift eagle early east ' +
  'echo ember falcon fern field flint forest fox frost garden ginger glass golden granite green grove harbor hazel ' +
  'heron hidden hill honey horizon indigo iron island ivory jade juniper kite lake lantern laurel lemon lighthouse ' +
  'linen lotus lunar maple marble meadow mesa mint mirror mist moon moss mountain night north nova oak ocean olive ' +
  'onyx orbit orchid otter owl paper pearl pebble pepper pine pixel plum polar poppy prairie quartz quick quiet ' +
  'rain rapid raven red reef ridge river robin rocket rose saffron sage sail sand sea shadow silver sky slate snow ' +
  'solar south spark spring spruce star stone storm summer sun swift tall thistle tide tiger timber topaz trail ' +
  'tulip tundra twin valley velvet violet walnut water west whale wheat white wild willow wind winter wolf yellow zenith'
).split(' ')

export const NAME_TASKS: readonly string[] = (
  'sync import export report invoice backup crawler scraper mailer parser loader monitor cleaner booking survey ' +
  'catalog stock billing roster ticket upload search index notify convert archive merge compare schedule metrics ' +
  'gateway portal wiki forms tracker planner quiz map feed player reader scanner watch helper panel bot relay ' +
  'collector agent dashboard builder checker'
).split(' ')

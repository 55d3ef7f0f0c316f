export { openEmbeddedEngine } from './clickhouse.ts'
export { systemClock } from './clock.ts'
export type { Clock } from './clock.ts'
export type { Engine, EngineParams, EngineValue } from './engine.ts'
export { lendEngine } from './lend-engine.ts'
export type { EngineLoan } from './lend-engine.ts'
export { openHttp } from './http/index.ts'
export type { Http, HttpRequest, HttpResponse, HttpSettings } from './http/index.ts'
export { printPdf } from './pdf.ts'
export { prepareFolder } from './prepare-folder.ts'
export { progressLine, terminalProgress } from './progress.ts'
export type { Progress } from './progress.ts'
export { migrateRecords, openRecords } from './records/index.ts'
export type { Migrations, Records, RecordsPlace } from './records/index.ts'
export { openSecretKey } from './secret-key.ts'
export type { SecretKey } from './secret-key.ts'
export { SecretText } from './settings/secret-text.ts'
export type {
  CallSettings,
  ConnectorSettings,
  ReadCallSettings,
  ServiceSettings,
} from './settings/service-settings.ts'
export { parseListen, readSettings, SETTINGS } from './settings/settings.ts'
export type { OidcSettings, Settings } from './settings/settings.ts'
export { zstdFileFault } from './zstd-file.ts'

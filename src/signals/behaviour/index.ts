export { PLACE } from './derive-behaviour.ts'
export { findRiskyAccounts, rankBehaviour } from './rank-behaviour.ts'
export { weighBehaviour } from './weigh-behaviour.ts'

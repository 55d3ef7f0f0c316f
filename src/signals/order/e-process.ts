import { ORDER_PARAMETERS as P } from '../parameters.ts'

/**
 * SQL for the running e-process of a row's `scores` (Array(Float64), in time order) with `draws` (Array(Float64), one in
 * (0, 1] for each): Array(Float64), its value after each score. It rises where later scores are higher than earlier ones.
 *
 * The rank p of a score among itself and those before it, ties broken by the draw, is uniform and independent from step to step
 * when the scores are exchangeable (conformal p-values; Vovk, Gammerman, Shafer, "Algorithmic Learning in a Random World"). Each bet
 * multiplies the wealth by e * p^(e - 1), whose mean is one, and the value is the mean wealth of all bets: a test martingale that
 * starts at one, so by Ville's inequality it ever reaches 1 / alpha with a probability of at most alpha, whenever one looks.
 */
export function eProcessSql(scores: string, draws: string): string {
  const earlier = `arraySlice(${scores}, 1, at)`
  const ranks = `arrayMap((score, draw, at) ->
    (arrayCount(x -> x > score, ${earlier}) + draw * arrayCount(x -> x = score, ${earlier})) / at,
    ${scores}, ${draws}, arrayEnumerate(${scores}))`
  const logs = P.bets.map(
    (bet) => `arrayCumSum(p -> log2(${bet}) + (${bet} - 1) * log2(p), ${ranks})`,
  )
  const names = P.bets.map((_, bet) => `log${bet}`)
  const wealth = names.map((name) => `exp2(${name})`).join(' + ')
  return `arrayMap((${names.join(', ')}) -> (${wealth}) / ${P.bets.length}, ${logs.join(', ')})`
}

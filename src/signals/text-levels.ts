import { TEXT_PARAMETERS as P } from './parameters.ts'

/**
 * SQL for the rows of `text_scores` with `level`, how telling a prompt is on the scale of its language: 0 at the 90th
 * percentile of the sampled prompts, 1 at their 97th. Languages without a scale of their own have everybody's.
 */
export const TEXT_LEVELS: string = `
  SELECT t.*, if(s.n > 0, s.high, (SELECT any(high) FROM text_scales WHERE n = 0)) AS high,
         if(s.n > 0, s.higher, (SELECT any(higher) FROM text_scales WHERE n = 0)) AS higher,
         (t.logit - high) / (higher - high + ${P.scaleMin}) AS level
  FROM text_scores AS t LEFT JOIN (SELECT * FROM text_scales WHERE n > 0) AS s ON s.language = t.language`

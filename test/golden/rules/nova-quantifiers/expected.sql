-- 1 prompt_folded: (?i)alpha
-- 2 prompt_folded: be+ta
-- 3 prompt_folded: Gamma
(toUInt32(has(hits, 1)) + toUInt32(has(hits, 2)) + toUInt32(has(hits, 3)) >= 2)

-- 1 prompt: (?i)\Abegin(?s:.)*end\z
-- 2 prompt: (?i)\A\x{2a}literal\x{2a}\z
-- 3 prompt: (?i)\Aone(?s:.)char\z
hasAny(hits, [1, 2, 3]::Array(UInt32))

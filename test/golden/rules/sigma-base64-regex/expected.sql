-- 1 tool_args: (?i)SW52b2tlLVRoaW5n
-- 2 tool_args: (?i)ludm9rZS1UaGluZ
-- 3 tool_args: (?i)JbnZva2UtVGhpbm
-- 4 prompt: (?i)\Arun [^\x{a}]{2,4}(?:\x{a}?\z)
(has(hits, 4) OR hasAny(hits, [1, 2, 3]::Array(UInt32)))

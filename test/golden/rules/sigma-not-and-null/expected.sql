-- {p0} (?i)large
-- {p1} (?i)\Ashell\z
(match(model, {p0:String}) AND NOT empty(ip) AND NOT arrayExists(v -> match(v, {p1:String}), tool_names))

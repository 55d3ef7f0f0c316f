-- {p0} \Aa(?s:.)*\z
-- {p1} \Aa\x{2e}example\z
-- {p2} (?s:.)
-- {p3} 203.0.113.0/24
(arrayExists(v -> ((match(v, {p0:String}) AND NOT match(v, {p1:String})) AND match(v, {p2:String})), arrayMap(o -> o.value, arrayFilter(o -> o.kind = 'domain', observables))) OR arrayExists(v -> (((isIPv4String(v) OR isIPv6String(v)) AND isIPAddressInRange(if((isIPv4String(v) OR isIPv6String(v)), toString(v), '::'), {p3:String})) AND match(v, {p2:String})), arrayMap(o -> o.value, arrayFilter(o -> o.kind = 'ip', observables))))

-- {p0} 100
-- {p1} 6
-- {p2} 203.0.113.0/24
-- {p3} 2001:db8::/32
(ifNull(toFloat64(tokens_in) >= {p0:Float64}, 0) AND (toHour(ts) < {p1:Float64}) AND (((isIPv4String(ip) OR isIPv6String(ip)) AND isIPAddressInRange(if((isIPv4String(ip) OR isIPv6String(ip)), toString(ip), '::'), {p2:String})) OR ((isIPv4String(ip) OR isIPv6String(ip)) AND isIPAddressInRange(if((isIPv4String(ip) OR isIPv6String(ip)), toString(ip), '::'), {p3:String}))))

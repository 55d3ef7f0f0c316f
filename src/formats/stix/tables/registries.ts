/** One expression of alternatives that are written one after another; letter case does not count. */
const anyOf = (text: string): RegExp =>
  new RegExp(`^(?:${text.trim().split(/\s+/).join('|')})$`, 'i')

/** Families of names in the IANA registry of character sets. */
export const CHARACTER_SETS: RegExp = anyOf(String.raw`
  us-ascii ascii ansi_x3\.[\w-]+ iso[-_]?(?:ir-)?\d[\w:.-]* iso-\d+[\w-]* utf-?(?:7|8|16|32)(?:-imap|be|le)?
  cesu-8 scsu bocu-1 windows-\d{3,4} windows-30000 cp\d{3,5} ibm-?\w{2,10} ebcdic-[\w-]+ koi[78][\w-]*
  big5(?:-hkscs)? gb18030 gbk gb_[\w-]+ gb2312 hz-gb-2312 shift_jis euc-(?:jp|kr) extended_unix_code[\w-]*
  ks_c_5601-\d{4} ksc5636 jis_[\w.-]+ macintosh tis-620 viscii viqr vps tcvn[\w-]* adobe-[\w-]+ hp-[\w-]+
  dec-mcs ptcp154 amiga-1251 osd_[\w-]+ brf kz-1048 inis[\w-]* latin-greek(?:-1)? latin-lap latin\d+
  nats-[\w-]+ ecma-cyrillic greek[\w-]* sen_850200_[bc] es2? it pt2? din_66003 nf_z_62-010[\w()]* bs_[\w-]+
  ns_\d+-\d csa_z[\w.-]+ cyrillic arabic\d? hebrew invariant nc_[\w:-]+ us-dk dk-us dos-?\w+ t\.[\w-]+
  videotex-suppl unicode-1-1[\w-]* unknown-8bit mnemonic mnem microsoft-publishing ventura-[\w-]+ pc8-[\w-]+
  jus_[\w.-]+ msz_[\w.]+ iec_p27-1 cwi asmo_449 inv
`)

/** Header fields of requests in the IANA registry, and the `X-` names that proxies add. */
export const REQUEST_HEADERS: RegExp = anyOf(String.raw`
  A-IM Accept(?:-(?:Charset|Datetime|Encoding|Language|Features|Patch|Post|Ranges))?
  Access-Control-Request-(?:Headers|Method) Alt-Used Authorization Cache-Control Connection
  Content-(?:Disposition|Encoding|ID|Language|Length|Location|MD5|Range|Type) Cookie2? DNT DPoP Date Depth
  Destination Early-Data Expect Forwarded From HTTP2-Settings Host If
  If-(?:Match|Modified-Since|None-Match|Range|Unmodified-Since) Keep-Alive Last-Event-ID MIME-Version
  Max-Forwards Negotiate Origin Overwrite Pragma Prefer Priority Proxy-(?:Authorization|Connection) Range
  Referer SOAPAction Sec-[\w-]+ TE Timeout Trailer Transfer-Encoding Upgrade(?:-Insecure-Requests)? User-Agent
  Via Want-[\w-]+ Warning X-[\w-]+
`)

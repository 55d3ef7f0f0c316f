import { TEXT_CHARS_MAX } from '../../core/index.ts'
import { bind, quote, quoteAll } from './sql-text.ts'

/** What a text must hold somewhere before any other pattern is tried: one pass over all texts. */
const GATE = [
  '[A-Za-z0-9_-]\\.[A-Za-z]{2}',
  '[0-9]\\.[0-9]{1,3}\\.[0-9]',
  '[^\\x00-\\x7f][.。]',
  '\\.[^\\x00-\\x7f]',
  '://',
  '[[({](?:\\.|dot|DOT|at|AT|:)',
  '[0-9][0-9A-Za-z]{9}',
  '[0-9]{4}.[0-9]{4}',
  ':[0-9a-fA-F]{0,4}:',
  '(?:^|[\\s"\'=(:,`~>])/[A-Za-z]',
  '\\\\\\w',
  '[A-Za-z0-9]_[A-Za-z0-9]',
  '`',
  '["\'][A-Za-z0-9]+-',
]

/** A line of code, configuration or command: all of it is used, not quoted. */
const CODE_LINE = [
  '^\\s*(?:\\$|>>>|PS [^>\\n]*>|C:\\\\[^>\\n]*>|[\\w-]+@[\\w-]+:\\S*[$#])\\s*\\S',
  '^\\s*(?:sudo\\s+)?(?:curl|wget|ssh|scp|sftp|rsync|nc|ncat|netcat|ping|nmap|masscan|git|docker|podman|kubectl|helm|pip3?|npm|npx|go|cargo|apt|apt-get|yum|iwr|irm|iex|certutil|bitsadmin|mshta|rundll32|regsvr32|powershell|pwsh|cmd|python[23]?|node|bash|sh|zsh|chmod|dig|nslookup|whois|openssl|telnet|ftp|aws|gsutil|gcloud|az|terraform|ansible|hydra|sqlmap|gobuster|ffuf|msfvenom|socat|chisel|proxychains|tor|net|iptables|ufw|crontab|echo|cat|export|source|cd|cp|mv|rm|mkdir|tar|unzip|7z|sed|awk|grep|set)(?:\\.exe)?\\s+(?:[\\w-]+\\s+){0,4}["\']?(?:-{1,2}\\w|/\\w|\\.{1,2}/|~/|\\$|[\\w.+-]+@|[\\w-]+[./\\\\:=]\\S|>)',
  '^\\s*(?:Invoke-\\w+|New-Object|Start-\\w+|Set-\\w+|Get-\\w+|Test-NetConnection|Add-MpPreference)\\b',
  '^\\s*(?:(?:export|const|let|var|set|local|static|final|public|private|my|our|auto|string|String|int|char)\\s+)*[$@%]?[A-Za-z_][\\w.]*(?:\\[[^\\]\\n]*\\])?\\s*(?::\\s*[\\w<>\\[\\].]+\\s*)?(?:[:+|?]?=|=>|:=)\\s*\\S',
  '^\\s*(?:-\\s+)?["\'][\\w.@/-]+["\']\\s*:\\s*\\S',
  '^\\s*(?:-\\s+)?(?:host|hostname|server|servers|endpoint|callback|proxy|upstream|listen|port|remote|address|bind|image|base_url|url|webhook|bucket|path|command|entrypoint|target|c2|dns|domain|lhost|rhost|[a-z][a-z0-9]*_[a-z0-9_]+):\\s+["\']?[^\\s"\']+["\']?\\s*,?$',
  '^\\s*(?:import\\s+[\\w.{*]|from\\s+[\\w.]+\\s+import\\b|def\\s+\\w+\\s*\\(|function\\b[^\\n]*\\(|#include\\b|using\\s+\\w|require\\b|FROM\\s+\\S+$|RUN\\s|COPY\\s|ENV\\s|EXPOSE\\s|HostName\\s|server_name\\s|proxy_pass\\s|location\\s+/|upstream\\s)',
  '^\\s*(?:GET|POST|PUT|DELETE|HEAD|PATCH|CONNECT|OPTIONS)\\s+(?:/|https?://)\\S*',
  '^(?:Host|User-Agent|Referer|Cookie|Authorization):\\s+\\S+$',
  '^\\s*[A-Za-z_][\\w.:>-]*\\([^)\\n]*["\'][^"\'\\n]*["\']',
  '[;{}]\\s*$',
  '<(?:script|img|iframe|form|link|meta|a|input)\\b[^>\\n]*(?:src|href|action|content)\\s*=',
  '^\\s*(?:if|elif|for|while|return|await|yield|with|print|try|except|raise|throw|new)\\b[^\\n]*[({\\[]',
]

/** Words by which a person says that a value is their own infrastructure, and commands within a sentence. */
const OWN_WORDS = [
  '(?i)\\b(?:connects?|connecting|reconnects?|beacons?|beaconing|calls?|phones?|talks?|callback)\\s+(?:back\\s+|home\\s+|out\\s+)?to\\b',
  '(?i)\\b(?:uploads?|uploading|sends?|sending|posts?|posting|exfiltrates?|forwards?|forwarding|pushe?s?|deploy|deploying|deploys|deployed|write|writes|report)\\b[^.\\n]{0,40}\\bto\\b',
  '(?i)\\b(?:downloads?|downloading|fetch|fetches|fetching|pulls?|pulling|loads?|grab|grabs)\\b[^.\\n]{0,40}\\bfrom\\b',
  '(?i)\\b(?:our|my)\\s+(?:own\\s+)?(?:[\\w-]+\\s+){0,2}(?:server|servers|c2|vps|box|host|domain|site|website|panel|listener|endpoint|infrastructure|machine|relay|proxy|backend|instance|bucket|address|mailbox)\\b',
  '(?i)\\b(?:listener|listening|listens?|hosted|running|runs|deployed|staged)\\s+(?:on|at|under)\\b',
  '(?i)(?:подключ|соедин|отправл?|выгру[жз]|загру[жз]|скача|разверн|разм[её]ст|(?:наш|мо)[а-яё]{1,3}\\s+(?:[а-яё]+\\s+)?(?:сервер|домен|хост|сайт|панел))',
  '(?:连接到|連接到|连到|连回|回连|上传到|上傳到|上传至|发送到|發送到|发送至|发到|下载自|从.{0,40}下载|從.{0,40}下載|部署到|部署在|我们的服务器|我們的伺服器|我的服务器|我们的域名|我的域名|监听在|监听|托管在)',
  '(?:연결|접속|업로드|전송|보내|다운로드|배포|우리 서버|내 서버|저희 서버|우리 도메인|리스너)',
  '(?:متصل|وصل شو|وصل کن|آپلود|بارگذاری|ارسال|بفرست|دانلود|سرور ما|سرور من|سرورمان|دامنه ما|مستقر)',
  '(?i)\\b(?:con[eé]ct\\w*|se conecta|sub(?:e|a|ir|imos)|env[ií]\\w*|descarg\\w*|despleg\\w*|despliega)\\b[^.\\n]{0,40}\\b(?:a|al|en|de|desde)\\b',
  '(?i)\\b(?:nuestr[oa]|mi)\\s+(?:propi[oa]\\s+)?(?:servidor|dominio|host|sitio|panel|m[aá]quina)\\b',
  '(?i)\\b(?:verbind\\w*|verbunden|sende\\w*|schick\\w*|hochladen|l[aä]d\\w*|herunterladen|bereitstell\\w*)\\b[^.\\n]{0,40}\\b(?:mit|zu|zum|an|auf|nach|von|unter)\\b',
  '(?i)\\b(?:unser|unserem|unseren|unsere|mein|meinem|meinen|meine)\\s+(?:eigene[nrms]?\\s+)?(?:Server|Domain|Host|Seite|Rechner|VPS)\\b',
  '(?i)\\b(?:connect\\w*|envoi\\w*|envoy\\w*|t[eé]l[eé]charg\\w*|t[eé]l[eé]vers\\w*|d[eé]ploi\\w*|d[eé]ploy\\w*)\\b[^.\\n]{0,40}(?:\\b(?:au|sur|vers|depuis|de)\\b|\\s[aà]\\s)',
  '(?i)\\b(?:notre|mon)\\s+(?:propre\\s+)?(?:serveur|domaine|h[oô]te|site|panneau)\\b',
  '(?:^|[\\s`|;&(:])(?:curl|wget|ssh|scp|nc|ncat|ping|nmap|git\\s+clone|docker|pip|Invoke-WebRequest|iwr|certutil)\\s+(?:-{1,2}\\S+\\s+(?:\\d+\\s+)?)*["\']?(?:[a-z]+://|[\\w.-]+@|\\d{1,3}\\.\\d|[\\w-]+\\.[\\w.-]+)',
]

/** Words of a report or a question about a value: then the sentence speaks of somebody else's. */
const REPORT_WORDS = [
  '(?i)\\b(?:malware|malicious|ransomware|trojan|botnet|samples?|reports?|reported|researchers?|according|attributed|attribution|victims?|IOCs?|indicators?|observed|campaigns?|threat|attackers?|adversar\\w+|hackers?|blocklist|blocked|sinkhole\\w*|phishing|article|advisory|suspicious|APT ?\\d+|is it safe|what is|who owns|why does|seen)\\b',
  '(?i)(?:вредонос|злоумышл|отч[её]т|исследовател|фишинг|хакер|шифровальщик)',
  '(?:恶意|惡意|攻击者|报告|研究人员|钓鱼|勒索|样本|악성|공격자|보고서|피싱|랜섬|بدافزار|مهاجم|گزارش|فیشینگ)',
  '(?i)\\b(?:atacante|informe|seg[uú]n|schadsoftware|angreifer|bericht|laut|malveillant|attaquant|rapport|selon)\\b',
]

/** First bytes of invisible characters (zero-width, direction, joiners, soft hyphen), a cheap sign of them. */
const INVISIBLE_STARTS = ['\\xe2\\x80', '\\xe2\\x81', '\\xef\\xbb\\xbf', '\\xc2\\xad']
const SENTENCE_END = '[.!?]\\s+|[。！？]\\s*'

/** Whether a text may hold an observable at all. */
export function mayHoldSql(text: string): string {
  return `multiMatchAny(${text}, ${quoteAll(GATE)})`
}

/** A text cut to the limit, without the invisible characters that hide values from a search. */
export function visibleTextSql(text: string): string {
  const cut = `if(length(${text}) > ${TEXT_CHARS_MAX}, toValidUTF8(substringUTF8(${text}, 1, ${TEXT_CHARS_MAX})), ${text})`
  const marked = INVISIBLE_STARTS.map((bytes) => `position(cut, '${bytes}') > 0`).join(' OR ')
  const strip = quote(
    '[\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2069}\\x{feff}\\x{ad}]+',
  )
  return bind({ cut }, `if(${marked}, replaceRegexpAll(cut, ${strip}, ''), cut)`)
}

/** `(used, quoted)`: a text in two parts, by whether its words use the values in them. */
export function sectionsSql(text: string): string {
  const fenced = `splitByString('\`\`\`', ${text})`
  const halves = (odd: 0 | 1): string =>
    `arrayStringConcat(arrayFilter((part, at) -> at % 2 = ${odd}, parts, arrayEnumerate(parts)), '\\n')`
  const graded = `arrayMap(line -> (line, multiIf(line = '', 0, multiMatchAny(line, ${quoteAll(CODE_LINE)}), 2, multiMatchAny(line, ${quoteAll(OWN_WORDS)}), 1, 0)), splitByChar('\\n', ${halves(1)}))`
  const pick = (grade: number): string =>
    `arrayMap(g -> g.1, arrayFilter(g -> g.2 = ${grade}, graded))`
  const own = `multiMatchAny(part, ${quoteAll(OWN_WORDS)}) AND NOT multiMatchAny(part, ${quoteAll(REPORT_WORDS)})`
  const sentences = `arrayMap(part -> (part, ${own}), arrayFlatten(arrayMap(line -> splitByRegexp(${quote(SENTENCE_END)}, line), ${pick(1)})))`
  const join = (lists: string): string => `arrayStringConcat(arrayConcat(${lists}), '\\n')`
  const said = (own: 0 | 1): string => `arrayMap(s -> s.1, arrayFilter(s -> s.2 = ${own}, said))`
  const result = `(${join(`[${halves(0)}], ${pick(2)}, ${said(1)}`)}, ${join(`${pick(0)}, ${said(0)}`)})`
  return bind({ parts: fenced }, bind({ graded }, bind({ said: sentences }, result)))
}

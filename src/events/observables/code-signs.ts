const anyOf = (text: string): string => text.trim().split(/\s+/).join('|')

const COMMANDS = anyOf(`
  curl wget ssh scp sftp rsync nc ncat netcat ping nmap masscan git docker podman kubectl helm pip3? npm npx go cargo
  apt apt-get yum iwr irm iex certutil bitsadmin mshta rundll32 regsvr32 powershell pwsh cmd python[23]? node bash sh
  zsh chmod dig nslookup whois openssl telnet ftp aws gsutil gcloud az terraform ansible hydra sqlmap gobuster ffuf
  msfvenom socat chisel proxychains tor net iptables ufw crontab echo cat export source cd cp mv rm mkdir tar unzip 7z
  sed awk grep set
`)
const DECLARATIONS = anyOf(
  'export const let var set local static final public private my our auto string String int char',
)
const CONFIG_KEYS = anyOf(`
  host hostname server servers endpoint callback proxy upstream listen port remote address bind image base_url url
  webhook bucket path command entrypoint target c2 dns domain lhost rhost [a-z][a-z0-9]*_[a-z0-9_]+
`)
const STATEMENTS = anyOf(`
  import\\s+[\\w.{*] from\\s+[\\w.]+\\s+import\\b def\\s+\\w+\\s*\\( function\\b[^\\n]*\\( #include\\b using\\s+\\w
  require\\b FROM\\s+\\S+$ RUN\\s COPY\\s ENV\\s EXPOSE\\s HostName\\s server_name\\s proxy_pass\\s location\\s+/
  upstream\\s
`)

/** Signs of a line of code, configuration or command: all of it is used, not quoted. */
export const CODE_LINE: readonly string[] = [
  '^\\s*(?:\\$|>>>|PS [^>\\n]*>|C:\\\\[^>\\n]*>|[\\w-]+@[\\w-]+:\\S*[$#])\\s*\\S',
  `^\\s*(?:sudo\\s+)?(?:${COMMANDS})(?:\\.exe)?\\s+(?:[\\w-]+\\s+){0,4}["']?` +
    '(?:-{1,2}\\w|/\\w|\\.{1,2}/|~/|\\$|[\\w.+-]+@|[\\w-]+[./\\\\:=]\\S|>)',
  '^\\s*(?:Invoke-\\w+|New-Object|Start-\\w+|Set-\\w+|Get-\\w+|Test-NetConnection|Add-MpPreference)\\b',
  `^\\s*(?:(?:${DECLARATIONS})\\s+)*[$@%]?[A-Za-z_][\\w.]*(?:\\[[^\\]\\n]*\\])?\\s*` +
    '(?::\\s*[\\w<>\\[\\].]+\\s*)?(?:[:+|?]?=|=>|:=)\\s*\\S',
  '^\\s*(?:-\\s+)?["\'][\\w.@/-]+["\']\\s*:\\s*\\S',
  `^\\s*(?:-\\s+)?(?:${CONFIG_KEYS}):\\s+["']?[^\\s"']+["']?\\s*,?$`,
  `^\\s*(?:${STATEMENTS})`,
  '^\\s*(?:GET|POST|PUT|DELETE|HEAD|PATCH|CONNECT|OPTIONS)\\s+(?:/|https?://)\\S*',
  '^(?:Host|User-Agent|Referer|Cookie|Authorization):\\s+\\S+$',
  '^\\s*[A-Za-z_][\\w.:>-]*\\([^)\\n]*["\'][^"\'\\n]*["\']',
  '[;{}]\\s*$',
  '<(?:script|img|iframe|form|link|meta|a|input)\\b[^>\\n]*(?:src|href|action|content)\\s*=',
  '^\\s*(?:if|elif|for|while|return|await|yield|with|print|try|except|raise|throw|new)\\b[^\\n]*[({\\[]',
]

/** Words between a verb and its preposition, within one sentence. */
const GAP = '\\b[^.\\n]{0,40}'

/** Signs that a sentence speaks of the writer's own infrastructure, or holds a command. */
export const OWN_WORDS: readonly string[] = [
  '(?i)\\b(?:(?:re)?connects?|connecting|beacons?|beaconing|calls?|phones?|talks?|callback)\\s+(?:back\\s+|home\\s+|out\\s+)?to\\b',
  '(?i)\\b(?:uploads?|uploading|sends?|sending|exfiltrates?|forwards?|forwarding|push|pushes|deploys?|deploying|deployed)' +
    `${GAP}\\bto\\b`,
  `(?i)\\b(?:downloads?|downloading|fetch|fetches|fetching|pulls?|pulling|loads?|grabs?)${GAP}\\bfrom\\b`,
  '(?i)\\b(?:our|my)\\s+(?:own\\s+)?(?:[\\w-]+\\s+){0,2}(?:servers?|c2|vps|box|host|domain|site|website|panel|listener|' +
    'endpoint|infrastructure|machine|relay|proxy|backend|instance|bucket|address|mailbox)\\b',
  '(?i)\\b(?:listener|listening|listens?|hosted|running|runs|deployed|staged)\\s+(?:on|at|under)\\b',
  '(?i)(?:подключ|соедин|отправ|выгру[жз]|загру[жз]|скача|разверн|разм[её]ст|' +
    '(?:наш|мо)[а-яё]{0,3}\\s+(?:[а-яё]+\\s+)?(?:сервер|домен|хост|сайт|панел))',
  '(?:[连連]接到|连到|回[连連]|上[传傳][到至]|[发發]送[到至]|发到|下载自|[从從].{0,40}下[载載]|部署[到在]|' +
    '我们?的(?:服务器|域名|主机)|我們?的(?:伺服器|網域)|监听|托管在)',
  '(?:연결|접속|업로드|전송|보내|다운로드|배포|(?:우리|내|저희) (?:서버|도메인)|리스너)',
  '(?:متصل|وصل شو|وصل کن|آپلود|بارگذاری|ارسال|بفرست|دانلود|سرور ما|سرور من|سرورمان|دامنه ما|مستقر)',
  `(?i)\\b(?:con[eé]ct\\w*|se conecta|sub(?:e|a|ir|imos)|env[ií]\\w*|descarg\\w*|despl[ie]+g\\w*)${GAP}\\b(?:a|al|en|de|desde)\\b`,
  '(?i)\\b(?:nuestr[oa]|mi)\\s+(?:propi[oa]\\s+)?(?:servidor|dominio|host|sitio|panel|m[aá]quina)\\b',
  '(?i)\\b(?:verbind\\w*|verbunden|sende\\w*|schick\\w*|hochladen|l[aä]d\\w*|herunterladen|bereitstell\\w*)' +
    `${GAP}\\b(?:mit|zu|zum|an|auf|nach|von|unter)\\b`,
  '(?i)\\b(?:unser|mein)(?:e[mn]?)?\\s+(?:eigene[nrms]?\\s+)?(?:Server|Domain|Host|Seite|Rechner|VPS)\\b',
  '(?i)\\b(?:connect\\w*|envo[iy]\\w*|t[eé]l[eé]charg\\w*|t[eé]l[eé]vers\\w*|d[eé]plo[iy]\\w*)' +
    `${GAP}(?:\\b(?:au|sur|vers|depuis|de)\\b|\\s[aà]\\s)`,
  '(?i)\\b(?:notre|mon)\\s+(?:propre\\s+)?(?:serveur|domaine|h[oô]te|site|panneau)\\b',
  '(?:^|[\\s`|;&(:])(?:curl|wget|ssh|scp|nc|ncat|ping|nmap|git\\s+clone|docker|pip|Invoke-WebRequest|iwr|certutil)\\s+' +
    '(?:-{1,2}\\S+\\s+(?:\\d+\\s+)?)*["\']?(?:[a-z]+://|[\\w.-]+@|\\d{1,3}\\.\\d|[\\w-]+\\.[\\w.-]+)',
]

/** Signs of a report or a question about a value: then the sentence speaks of somebody else's. */
export const REPORT_WORDS: readonly string[] = [
  '(?i)\\b(?:malware|malicious|ransomware|trojan|botnet|samples?|reports?|reported|researchers?|according|attribut\\w+|' +
    'victims?|IOCs?|indicators?|observed|campaigns?|threat|attackers?|adversar\\w+|hackers?|blocklist|blocked|' +
    'sinkhole\\w*|phishing|article|advisory|suspicious|APT ?\\d+|is it safe|what is|who owns|why does|seen)\\b',
  '(?i)(?:вредонос|злоумышл|отч[её]т|исследовател|фишинг|хакер|шифровальщик)',
  '(?:恶意|惡意|攻击者|报告|研究人员|钓鱼|勒索|样本|악성|공격자|보고서|피싱|랜섬|بدافزار|مهاجم|گزارش|فیشینگ)',
  '(?i)\\b(?:atacante|informe|seg[uú]n|schadsoftware|angreifer|bericht|laut|malveillant|attaquant|rapport|selon)\\b',
]

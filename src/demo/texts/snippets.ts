/**
 * Pieces of code as people paste them. `§name§` is a slot: file, func, host, bucket, table, project,
 * n, and the touched values `value` of the last four lists.
 */
const cut = (text: string): readonly string[] => text.trim().split('§')

export const SNIPPETS: ReadonlyArray<readonly string[]> = [
  `import csv
def §func§(path="§file§"):
    rows = []
    with open(path, newline="") as handle:
        for row in csv.DictReader(handle):
            if row.get("status") == "open":
                rows.append(row)
    return rows[1:§n§]`,
  `import requests
def §func§(item):
    answer = requests.get("https://§host§/v1/items/" + str(item), timeout=§n§)
    return answer.json()["data"]`,
  `import boto3
client = boto3.client("s3")
client.upload_file("§file§", "§bucket§", "daily/§file§")`,
  `async function §func§(id) {
  const answer = await fetch(\`https://§host§/api/\${id}\`)
  if (!answer.ok) throw new Error(answer.statusText)
  return answer.json()
}`,
  `SELECT t.id, count(*) AS total
FROM §table§ t JOIN §table§_history h ON h.parent = t.id
WHERE t.created > now() - interval '§n§ days'
GROUP BY t.id ORDER BY total DESC;`,
  `#!/bin/bash
for f in /srv/§project§/*.csv; do
  rsync -az "$f" backup@§host§:/var/backups/ || echo "failed: $f"
done`,
  `$items = Import-Csv .\\§file§
foreach ($item in $items) {
  Get-ADUser -Filter "Mail -eq '$($item.mail)'" | Select-Object Name, Enabled
}`,
  `public async Task<int> §func§(string path) {
    var lines = await File.ReadAllLinesAsync(path ?? "§file§");
    return lines.Where(l => l.Length > §n§).Count();
}`,
  `func §func§(path string) error {
	f, err := os.Open(path) // §file§
	if err != nil { return fmt.Errorf("§project§: %w", err) }
	defer f.Close()
	return json.NewDecoder(f).Decode(&items)
}`,
  `services:
  §project§:
    image: registry.packages.example/§project§:latest
    environment:
      UPSTREAM: https://§host§
    ports: ["80§n§:8080"]`,
  `df = pd.read_csv("§file§")
df["day"] = pd.to_datetime(df["day"])
out = df.groupby("day")["amount"].rolling(§n§).mean()
out.to_csv("§project§.csv")`,
  `from multiprocessing import Pool
with Pool(§n§) as pool:
    for result in pool.imap_unordered(§func§, files):
        table["§table§"].append(result)`,
  `<?php
$pdo = new PDO("mysql:host=§host§;dbname=§table§", $user, $pass);
foreach ($pdo->query("SELECT id, name FROM §table§") as $row) { §func§($row); }`,
  `export function §func§({ items }: Props) {
  const [open, setOpen] = useState(false)
  useEffect(() => { track('§project§', items.length) }, [])
  return <List items={items} onToggle={() => setOpen(!open)} />
}`,
  `- name: deploy §project§
  hosts: §host§
  tasks:
    - copy: { src: §file§, dest: /opt/§project§/ }
    - systemd: { name: §project§, state: restarted }`,
].map(cut)

/** Code that uses a host name, an address, a hash or an e-mail address as its own. */
export const USES: Readonly<
  Record<'domain' | 'ip' | 'hash' | 'email', ReadonlyArray<readonly string[]>>
> = {
  domain: [
    `BASE = "https://§value§/§table§"
def §func§(chunk):
    return session.post(BASE, files={"f": open("§file§", "rb")}, timeout=§n§)`,
    `server_name §value§;
location /§project§/ { proxy_pass http://127.0.0.1:80§n§; }`,
    `const target = new URL('https://§value§/§project§/update')
await §func§(target, { retries: §n§ })`,
    `Invoke-WebRequest -Uri "http://§value§/§file§" -OutFile "$env:TEMP\\§file§"`,
  ].map(cut),
  ip: [
    `ssh -i key.pem -L 80§n§:127.0.0.1:80 root@§value§
scp §file§ root@§value§:/opt/§project§/`,
    `sock.connect(("§value§", 443))
sock.sendall(§func§(open("§file§", "rb").read()))`,
  ].map(cut),
  hash: [
    `EXPECTED = "§value§"
digest = hashlib.sha256(open("§file§", "rb").read()).hexdigest()
assert digest == EXPECTED, "the build changed"`,
    `files:
  - name: §file§
    sha256: §value§
    target: /opt/§project§/bin`,
  ].map(cut),
  email: [
    `msg["From"] = "§value§"
msg["Subject"] = subject
smtp = smtplib.SMTP("§host§", 587)
smtp.send_message(msg)`,
    `git config user.email "§value§"
git commit -am "§project§: §func§"
git push origin main`,
  ].map(cut),
}

/** Tools that a model may call, with their arguments. */
export const CALLS: ReadonlyArray<readonly [name: string, args: readonly string[]]> = [
  ['read_file', cut('{"path":"src/§file§"}')],
  ['run_shell', cut('{"command":"python §file§ --limit §n§"}')],
  ['search_web', cut('{"query":"§project§ §func§ example"}')],
  ['http_get', cut('{"url":"https://§host§/health","timeout":§n§}')],
  ['query_database', cut('{"sql":"SELECT count(*) FROM §table§"}')],
  ['write_file', cut('{"path":"§project§/§file§","content":"done"}')],
  ['list_bucket', cut('{"bucket":"§bucket§","prefix":"daily/"}')],
]

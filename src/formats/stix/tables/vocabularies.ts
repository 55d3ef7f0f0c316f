/** Words of a list, written one after another. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** An open vocabulary: other values are allowed and warned of under the name of `check`. */
export interface OpenVocabulary {
  readonly check: string
  readonly values: readonly string[]
}

const open = (check: string, text: string): OpenVocabulary => ({ check, values: words(text) })

/** Open vocabularies of STIX 2.1 section 10, by their name there without `-ov`. */
export const OPEN_VOCABULARIES: Readonly<Record<string, OpenVocabulary>> = {
  'account-type': open(
    'account-type',
    'facebook ldap nis openid radius skype tacacs twitter unix windows-domain windows-local',
  ),
  'attack-motivation': open(
    'attack-motivation',
    'accidental coercion dominance ideology notoriety organizational-gain personal-gain personal-satisfaction revenge unpredictable',
  ),
  'attack-resource-level': open(
    'attack-resource-level',
    'individual club contest team organization government',
  ),
  'grouping-context': open('grouping-context', 'suspicious-activity malware-analysis unspecified'),
  'identity-class': open(
    'identity-class',
    'individual group system organization class unspecified unknown',
  ),
  'implementation-language': open(
    'implementation-languages',
    `applescript bash c c++ c# go java javascript lua objective-c perl php powershell python ruby scala swift
     typescript visual-basic x86-32 x86-64`,
  ),
  'indicator-type': open(
    'indicator-types',
    'anomalous-activity anonymization attribution benign compromised malicious-activity unknown',
  ),
  'industry-sector': open(
    'industry-sector',
    `aerospace agriculture automotive chemical commercial communications construction defense education
     emergency-services energy dams entertainment financial-services government government-emergency-services
     government-local government-national government-public-services government-regional healthcare
     hospitality-leisure infrastructure insurance manufacturing mining non-profit nuclear pharmaceuticals
     retail technology telecommunications transportation utilities water`,
  ),
  'infrastructure-type': open(
    'infrastructure-types',
    `amplification anonymization botnet command-and-control control-system exfiltration firewall
     hosting-malware hosting-target-lists phishing reconnaissance routers-switches staging workstation unknown`,
  ),
  'malware-capability': open(
    'malware-capabilities',
    `accesses-remote-machines anti-debugging anti-disassembly anti-emulation anti-memory-forensics anti-sandbox
     anti-vm captures-input-peripherals captures-output-peripherals captures-system-state-data
     cleans-traces-of-infection commits-fraud communicates-with-c2 compromises-data-availability
     compromises-data-integrity compromises-system-availability controls-local-machine
     degrades-security-software degrades-system-updates determines-c2-server emails-spam escalates-privileges
     evades-av exfiltrates-data fingerprints-host hides-artifacts hides-executing-code infects-files
     infects-remote-machines installs-other-components persists-after-system-reboot
     prevents-artifact-access prevents-artifact-deletion probes-network-environment self-modifies
     steals-authentication-credentials violates-system-operational-integrity`,
  ),
  'malware-result': open('malware-result', 'malicious suspicious benign unknown'),
  'malware-type': open(
    'malware-types',
    `adware backdoor bot bootkit ddos downloader dropper exploit-kit keylogger ransomware
     remote-access-trojan resource-exploitation rogue-security-software rootkit screen-capture spyware trojan
     unknown virus webshell wiper worm`,
  ),
  'pattern-type': open('indicator-pattern-types', 'stix pcre sigma snort suricata yara'),
  'processor-architecture': open(
    'processor-architecture',
    'alpha arm ia-64 mips powerpc sparc x86 x86-64',
  ),
  region: open(
    'region',
    `africa eastern-africa middle-africa northern-africa southern-africa western-africa americas caribbean
     central-america latin-america-caribbean northern-america south-america asia central-asia eastern-asia
     southern-asia south-eastern-asia western-asia europe eastern-europe northern-europe southern-europe
     western-europe oceania australia-new-zealand melanesia micronesia polynesia antarctica`,
  ),
  'report-type': open(
    'report-types',
    `attack-pattern campaign identity indicator intrusion-set malware observed-data threat-actor threat-report
     tool vulnerability`,
  ),
  'threat-actor-type': open(
    'threat-actor-types',
    `activist competitor crime-syndicate criminal hacker insider-accidental insider-disgruntled nation-state
     sensationalist spy terrorist unknown`,
  ),
  'threat-actor-role': open(
    'threat-actor-roles',
    'agent director independent infrastructure-architect infrastructure-operator malware-author sponsor',
  ),
  'threat-actor-sophistication': open(
    'threat-actor-sophistication',
    'none minimal intermediate advanced expert innovator strategic',
  ),
  'tool-type': open(
    'tool-types',
    `denial-of-service exploitation information-gathering network-capture credential-exploitation
     remote-access vulnerability-scanning unknown`,
  ),
  'windows-pebinary-type': open('windows-pebinary-type', 'dll exe sys'),
}

/** Closed enumerations of STIX 2.1; every other value is an error. */
export const ENUMERATIONS: Readonly<Record<string, readonly string[]>> = {
  'encryption-algorithm': ['AES-256-GCM', 'ChaCha20-Poly1305', 'mime-type-indicated'],
  'extension-type': words('new-sdo new-sco new-sro property-extension toplevel-property-extension'),
  opinion: words('strongly-disagree disagree neutral agree strongly-agree'),
  'address-family': words(
    'AF_UNSPEC AF_INET AF_IPX AF_APPLETALK AF_NETBIOS AF_INET6 AF_IRDA AF_BTH',
  ),
  'socket-type': words('SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET'),
  'integrity-level': words('low medium high system'),
  'registry-datatype': words(
    `REG_NONE REG_SZ REG_EXPAND_SZ REG_BINARY REG_DWORD REG_DWORD_BIG_ENDIAN REG_DWORD_LITTLE_ENDIAN REG_LINK
     REG_MULTI_SZ REG_RESOURCE_LIST REG_FULL_RESOURCE_DESCRIPTION REG_RESOURCE_REQUIREMENTS_LIST REG_QWORD
     REG_INVALID_TYPE`,
  ),
  'service-start-type': words(
    `SERVICE_AUTO_START SERVICE_BOOT_START SERVICE_DEMAND_START SERVICE_DISABLED SERVICE_SYSTEM_ALERT`,
  ),
  'service-type': words(
    `SERVICE_KERNEL_DRIVER SERVICE_FILE_SYSTEM_DRIVER SERVICE_WIN32_OWN_PROCESS SERVICE_WIN32_SHARE_PROCESS`,
  ),
  'service-status': words(
    `SERVICE_CONTINUE_PENDING SERVICE_PAUSE_PENDING SERVICE_PAUSED SERVICE_RUNNING SERVICE_START_PENDING
     SERVICE_STOP_PENDING SERVICE_STOPPED`,
  ),
}

/** hash-algorithm-ov, with the hexadecimal digits of those whose length is fixed. */
export const HASH_ALGORITHMS: Readonly<Record<string, number | undefined>> = {
  MD5: 32,
  'SHA-1': 40,
  'SHA-256': 64,
  'SHA-512': 128,
  'SHA3-256': 64,
  'SHA3-512': 128,
  SSDEEP: undefined,
  TLSH: undefined,
}

/** ISO 3166-1 alpha-2 codes in use. */
export const COUNTRIES: readonly string[] = words(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
   CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
   FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
   JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
   MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
   PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
   TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`,
)

/** Main languages of countries, as ISO 639-1 codes; of several the one that most people write. */
const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'US GB CA AU NZ IE NG ZA KE GH SG PH',
  es: 'ES MX AR CO CL PE VE EC UY GT CU BO',
  pt: 'BR PT AO MZ',
  fr: 'FR BE SN CI CM LU',
  de: 'DE AT CH',
  ru: 'RU BY KZ KG',
  uk: 'UA',
  zh: 'CN TW HK MO',
  ja: 'JP',
  ko: 'KR KP',
  fa: 'IR AF',
  ar: 'EG SA AE IQ JO LB SY MA DZ TN KW QA OM YE LY SD',
  hi: 'IN',
  ur: 'PK',
  bn: 'BD',
  id: 'ID',
  vi: 'VN',
  th: 'TH',
  tr: 'TR',
  pl: 'PL',
  it: 'IT',
  nl: 'NL',
  he: 'IL',
  el: 'GR',
  sv: 'SE',
  ro: 'RO MD',
  cs: 'CZ',
  hu: 'HU',
}

const BY_COUNTRY: ReadonlyMap<string, string> = new Map(
  Object.entries(LANGUAGES).flatMap(([language, countries]) =>
    countries.split(' ').map((country) => [country, language] as const),
  ),
)

/** The language by which an account is counted: the one given, else the main one of its country, else `none known`. */
export function languageOf(given: string | null, country: string | null): string {
  const code = given?.toLowerCase().split(/[-_]/)[0]
  return code ?? BY_COUNTRY.get(country?.toUpperCase() ?? '') ?? 'none known'
}

/** Countries of the world: code, share of accounts before the world bends it, UTC offset in hours, languages. */
export interface Country {
  readonly code: string
  readonly share: number
  readonly utcOffset: number
  readonly languages: readonly string[]
}

const country = (
  code: string,
  share: number,
  utcOffset: number,
  ...languages: string[]
): Country => ({ code, share, utcOffset, languages })

export const COUNTRIES: readonly Country[] = [
  country('US', 16, -6, 'en'),
  country('GB', 5, 0, 'en'),
  country('CA', 3, -5, 'en', 'fr'),
  country('IN', 9, 5.5, 'en'),
  country('AU', 2, 10, 'en'),
  country('NG', 2, 1, 'en'),
  country('PH', 3, 8, 'en'),
  country('ES', 3, 1, 'es'),
  country('MX', 4, -6, 'es'),
  country('AR', 2, -3, 'es'),
  country('CO', 2, -5, 'es'),
  country('FR', 4, 1, 'fr'),
  country('MA', 1, 1, 'fr', 'ar'),
  country('BR', 6, -3, 'pt'),
  country('PT', 1, 0, 'pt'),
  country('DE', 5, 1, 'de'),
  country('AT', 1, 1, 'de'),
  country('RU', 5, 3, 'ru'),
  country('KZ', 1, 5, 'ru'),
  country('UA', 2, 2, 'ru', 'en'),
  country('CN', 6, 8, 'zh'),
  country('TW', 2, 8, 'zh'),
  country('SG', 1, 8, 'en', 'zh'),
  country('IR', 3, 3.5, 'fa'),
  country('KR', 4, 9, 'ko'),
  country('EG', 2, 2, 'ar'),
  country('AE', 1, 4, 'ar', 'en'),
  country('EE', 0.5, 2, 'et'),
  country('KE', 1, 3, 'sw', 'en'),
  country('NL', 2, 1, 'en', 'de'),
]

/** Intrusion sets that the intel of a world may name: name, aliases, country, targets. Real public names; all they do here is invented. */
export interface KnownActor {
  readonly name: string
  readonly aliases: readonly string[]
  readonly country: string
  readonly about: string
}

const known = (name: string, alias: string, code: string, about: string): KnownActor => ({
  name,
  aliases: alias.split('|'),
  country: code,
  about,
})

export const KNOWN_ACTORS: readonly KnownActor[] = [
  known(
    'Charcoal Typhoon',
    'CHROMIUM|Aquatic Panda',
    'CN',
    'government, telecommunications, media',
  ),
  known('Salmon Typhoon', 'SODIUM|Maverick Panda', 'CN', 'defence contractors, government'),
  known('Crimson Sandstorm', 'CURIUM|Imperial Kitten', 'IR', 'maritime, defence, health'),
  known('Emerald Sleet', 'THALLIUM|Velvet Chollima', 'KP', 'think tanks, academia, diplomacy'),
  known('Forest Blizzard', 'STRONTIUM|Fancy Bear', 'RU', 'government, military, energy'),
  known('Midnight Blizzard', 'NOBELIUM|Cozy Bear', 'RU', 'diplomacy, information technology'),
  known('Secret Blizzard', 'KRYPTON|Venomous Bear', 'RU', 'embassies, defence ministries'),
  known('Aqua Blizzard', 'ACTINIUM|Primitive Bear', 'RU', 'government, military, police'),
  known('Star Blizzard', 'SEABORGIUM|Callisto Group', 'RU', 'academia, foundations, journalists'),
  known('Cadet Blizzard', 'DEV-0586|Ember Bear', 'RU', 'government, law enforcement'),
  known(
    'Mint Sandstorm',
    'PHOSPHORUS|Charming Kitten',
    'IR',
    'journalists, researchers, dissidents',
  ),
  known('Mango Sandstorm', 'MERCURY|Static Kitten', 'IR', 'government, telecommunications'),
  known('Peach Sandstorm', 'HOLMIUM|Refined Kitten', 'IR', 'satellite operators, defence'),
  known('Hazel Sandstorm', 'EUROPIUM|Helix Kitten', 'IR', 'government, finance, energy'),
  known('Cotton Sandstorm', 'NEPTUNIUM|Haywire Kitten', 'IR', 'media, elections'),
  known('Silk Typhoon', 'HAFNIUM|Murky Panda', 'CN', 'information technology, universities'),
  known('Flax Typhoon', 'Storm-0919|Ethereal Panda', 'CN', 'education, manufacturing'),
  known('Raspberry Typhoon', 'RADIUM|Lotus Panda', 'CN', 'ministries, military, ports'),
  known('Nylon Typhoon', 'NICKEL|Vixen Panda', 'CN', 'diplomacy, foundations'),
  known('Granite Typhoon', 'GALLIUM|Phantom Panda', 'CN', 'telecommunications carriers'),
  known('Canvas Cyclone', 'BISMUTH|Ocean Buffalo', 'VN', 'human rights groups, shipping'),
  known('Diamond Sleet', 'ZINC|Labyrinth Chollima', 'KP', 'defence, media, technology'),
  known('Onyx Sleet', 'PLUTONIUM|Silent Chollima', 'KP', 'defence, engineering'),
  known('Sapphire Sleet', 'COPERNICIUM|Stardust Chollima', 'KP', 'finance, digital currency'),
  known('Ruby Sleet', 'CERIUM|Ricochet Chollima', 'KP', 'aerospace, defence research'),
  known('Pearl Sleet', 'LAWRENCIUM|Famous Chollima', 'KP', 'defectors, media, universities'),
]

/** Languages and clock of those who work for a country. */
export function countryOfActor(code: string): Country {
  if (code === 'KP') return country('KP', 0, 9, 'ko')
  if (code === 'VN') return country('VN', 0, 7, 'en')
  return COUNTRIES.find((one) => one.code === code) ?? country(code, 0, 0, 'en')
}

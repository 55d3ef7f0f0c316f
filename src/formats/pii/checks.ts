/** Check digits. Each takes what was matched, with its spaces and marks, and says whether the number can be one. */

function digitsOf(text: string): number[] {
  return Array.from(text.replace(/\D/g, ''), Number)
}

function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0)
}

/** ISO/IEC 7812-1, annex B. */
export function isLuhn(text: string): boolean {
  const sum = digitsOf(text)
    .reverse()
    .reduce((total, digit, index) => {
      const doubled = digit * 2
      return total + (index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled)
    }, 0)
  return sum % 10 === 0
}

/** A card: 13 to 19 digits of a known network, right by Luhn, and not one digit again and again. */
export function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  const isNetwork = /^(?:4|5[1-5]|2[2-7]|3[4-7]|6(?:011|4|5|2))/.test(digits)
  return digits.length >= 13 && digits.length <= 19 && isNetwork && isLuhn(digits)
}

/** ISO 13616: the number with its first four characters at the end is 1 modulo 97. */
export function isIban(text: string): boolean {
  const plain = text.replace(/\s/g, '').toUpperCase()
  if (plain.length < 15 || plain.length > 34) return false
  let rest = 0
  for (const sign of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(sign, 36)
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97
  }
  return rest === 1
}

/** United States: areas 000, 666 and 9xx, group 00 and serial 0000 are never given. 9xx is, for taxpayers without. */
export function isSsn(text: string): boolean {
  return !/^(?:000|666)|-00-|-0000$/.test(text)
}

/** Germany, tax id: ISO 7064 MOD 11,10. */
export function isSteuerId(text: string): boolean {
  const digits = digitsOf(text)
  let product = 10
  for (const digit of digits.slice(0, 10)) {
    const sum = (digit + product) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return digits.length === 11 && digits[0] !== 0 && (11 - product) % 10 === digits[10]
}

/** France, NIR: 97 less the number modulo 97. */
export function isNir(text: string): boolean {
  const plain = text.replace(/\D/g, '')
  return plain.length === 15 && 97n - (BigInt(plain.slice(0, 13)) % 97n) === BigInt(plain.slice(13))
}

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'

/** Spain, DNI and NIE: the letter follows from the number modulo 23. */
export function isDni(text: string): boolean {
  const plain = text.toUpperCase().replace(/[\s.-]/g, '')
  const number = Number(plain.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2'))
  return DNI_LETTERS[number % 23] === plain.at(-1)
}

/** Netherlands, BSN: the eleven test. */
export function isBsn(text: string): boolean {
  const digits = digitsOf(text)
  return digits.length === 9 && weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0
}

/** Poland, PESEL. */
export function isPesel(text: string): boolean {
  const digits = digitsOf(text)
  const sum = weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3])
  return digits.length === 11 && (10 - (sum % 10)) % 10 === digits[10]
}

/** China, resident identity: GB 11643. */
export function isChineseId(text: string): boolean {
  const plain = text.toUpperCase()
  const sum = weighted(
    Array.from(plain.slice(0, 17), Number),
    [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2],
  )
  return '10X98765432'[sum % 11] === plain.at(-1)
}

/** Brazil, CPF: two digits modulo 11. */
export function isCpf(text: string): boolean {
  const digits = digitsOf(text)
  const checkOf = (length: number): number => {
    const sum = digits.slice(0, length).reduce((all, digit, i) => all + digit * (length + 1 - i), 0)
    return ((sum * 10) % 11) % 10
  }
  return digits.length === 11 && checkOf(9) === digits[9] && checkOf(10) === digits[10]
}

/** Turkey, identity number. */
export function isTckn(text: string): boolean {
  const digits = digitsOf(text)
  const odd = weighted(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1])
  const even = weighted(digits, [0, 1, 0, 1, 0, 1, 0, 1])
  const tenth = (((odd * 7 - even) % 10) + 10) % 10
  const eleventh = digits.slice(0, 10).reduce((sum, digit) => sum + digit, 0) % 10
  return digits.length === 11 && digits[0] !== 0 && tenth === digits[9] && eleventh === digits[10]
}

/** A date of birth at the start: YYMMDD. */
export function startsWithDay(text: string): boolean {
  const [month, day] = [Number(text.slice(2, 4)), Number(text.slice(4, 6))]
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

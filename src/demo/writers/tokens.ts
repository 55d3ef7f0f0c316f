/** About how many tokens a text has: a quarter of its letters, more for scripts that cost more. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / (text.length > 0 && text.charCodeAt(0) > 0x300 ? 1.6 : 4))
}

/** How a language reads an expression. `unicodeClasses`: \d, \w and \s take letters and digits of every script. */
export interface RegexFlags {
  readonly ignoreCase?: boolean
  readonly multiline?: boolean
  readonly dotAll?: boolean
  readonly unicodeClasses?: boolean
}

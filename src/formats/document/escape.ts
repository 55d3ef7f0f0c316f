import { plainText } from './model.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for HTML or SVG, between tags or in a quoted attribute; characters that act or hide are shown as marks. */
export function escapeMarkup(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

/** Text for Markdown: every sign with a meaning is escaped, so that no link, picture, table or HTML begins in it. */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/[\\`*_{}[\]<>()#!|~&$]/g, '\\$&')
    .replace(/^(\s*)([-+=:])(?=[-+=:\s]|$)/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/(https?|ftp|mailto|www)([:.])/gi, '$1\\$2')
    .replace(/@/g, '\\@')
}

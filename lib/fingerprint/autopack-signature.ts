import { createHash } from 'node:crypto'

const WINDOWS_PATH = /[A-Za-z]:\\\S+/g
const WORD = /\S+/g
/** Autopack's own steps behind the paths, in its order; kept as they are, so that its backlog can be matched with ours. */
const STEPS: readonly (readonly [RegExp, string])[] = [
  [/line \p{Nd}+/gu, 'line <NUM>'],
  [/:\p{Nd}+:/gu, ':<NUM>:'],
  [/'[A-Za-z_][A-Za-z0-9_]*'/g, '<VAR>'],
  [/"[A-Za-z_][A-Za-z0-9_]*"/g, '<VAR>'],
  [/0x[0-9a-fA-F]+/g, '0x<HEX>'],
]

/** A message as Autopack normalises it. Linear in its length. */
export function autopackNormalised(message: string): string {
  const paths = message.replace(WINDOWS_PATH, '<PATH>').replace(WORD, maskPythonPath)
  return STEPS.reduce((text, [finds, becomes]) => text.replace(finds, becomes), paths)
}

/** `/[^\s]+\.py` without its square: greedy from the first slash to the last `.py` that has something before it. */
function maskPythonPath(word: string): string {
  const start = word.indexOf('/')
  const end = word.lastIndexOf('.py')
  return start === -1 || end < start + 2 ? word : `${word.slice(0, start)}<PATH>${word.slice(end + 3)}`
}

/** The signature that Autopack's pattern expansion gives a message: 16 hex digits. */
export const autopackSignature = (message: string): string =>
  createHash('sha256').update(autopackNormalised(message)).digest('hex').slice(0, 16)

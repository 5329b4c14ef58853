/** Lines that a tool writes before what it has to say. */
const LEADS =
  /^(?:(?:error: )?exit code:? -?\d{1,10}|chunk id: \S{1,80}|wall time: .{1,60}|process exited with code -?\d{1,10}|original token count: \d{1,12}|total output lines: \d{1,12}|output:|stdout:|stderr:|traceback \(most recent call last\):|traceback:|error:|errors?:|warnings?:)$/i
/** Lines that say no more than that something before them failed. */
const TRAILS =
  /^(?:(?:error: |\[\w[\w:-]{0,40}\] )?(?:error )?(?:the )?(?:command|task|script|process|job|step|build|recipe)\b.{0,200}?\bfailed\b(?:,? with (?:exit )?(?:code|status))?[ :]{0,2}(?:-?\d{1,10})?\.?|error: script .{1,200} exited with code -?\d{1,10}|exit status -?\d{1,10}|(?:process|command|script) (?:exited|finished|failed|terminated) with (?:exit )?(?:code|status):? -?\d{1,10}\.?|make(?:\[\d{1,4}\])?: \*\*\* .{0,300}?error -?\d{1,10}|npm err! code \w{1,30}|error command failed with exit code -?\d{1,10}\.?|found \d{1,9} (?:errors?|problems?|issues?|warnings?)(?: in .{1,60})?\.?|(?:× )?some errors were emitted while running checks\.?|fail(?:ed)?|error|failure|done)$/i
/** What a shell or a runner echoes: the command itself, headings between rulers. */
const ECHOES = /^(?:\[\w[\w:-]{0,40}\] )?\$ \S|^([=_])\1{2,200} [^=_]{1,60} \1{3,200}$/
const NO_WORD = /^[^\p{L}\p{N}]*$/u
/** Lines longer than this say something. */
const GENERIC_MAX = 500

/** What a line adds: `leads` belongs to the informative line behind it, `trails` to the one before, `blank` to none. */
export type LineRole = 'blank' | 'leads' | 'trails' | 'informative'

/** The role of one trimmed line without colours. */
export function lineRole(line: string): LineRole {
  if (line === '') return 'blank'
  if (line.length > GENERIC_MAX) return 'informative'
  if (NO_WORD.test(line)) return 'leads'
  if (LEADS.test(line) || ECHOES.test(line)) return 'leads'
  return TRAILS.test(line) ? 'trails' : 'informative'
}

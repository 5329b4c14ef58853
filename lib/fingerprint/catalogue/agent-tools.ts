import type { CatalogueEntry } from './entry'

/** What the tools of coding agents answer. */
export const AGENT_TOOLS: readonly CatalogueEntry[] = [
  {
    id: 'edit_text_missing',
    kind: 'failure',
    type: 'edit_mismatch',
    cause: 'agent',
    finds:
      /String to replace not found|old_string (?:was )?not found|Failed to find (?:expected lines|context)|apply_patch verification failed/i,
    means: 'The text that should be replaced is not in the file as the agent remembers it.',
    helps: 'Read the file again before editing; shorter pieces match better.',
    example: 'String to replace not found in file.',
  },
  {
    id: 'edit_ambiguous',
    kind: 'failure',
    type: 'edit_mismatch',
    cause: 'agent',
    finds: /Found \d{1,6} matches of the string to replace|multiple (?:matches|occurrences)\b.{0,60}?\breplace/i,
    means: 'The text that should be replaced occurs more than once.',
    helps: 'Give more lines around it, or `replace_all`.',
    example: 'Found 2 matches of the string to replace, but replace_all is false.',
  },
  {
    id: 'edit_without_change',
    kind: 'failure',
    type: 'edit_mismatch',
    cause: 'agent',
    finds: /No changes to make: old_string and new_string/i,
    means: 'The edit would change nothing.',
    helps: 'Nothing: the file already is as wanted, or the agent mixed up old and new.',
    example: 'No changes to make: old_string and new_string are exactly the same.',
  },
  {
    id: 'file_not_read',
    kind: 'failure',
    type: 'file_not_read',
    cause: 'agent',
    finds:
      /File has not been read yet|must (?:first )?read the file|File has been (?:unexpectedly )?modified since (?:it was )?read/i,
    means: 'The agent wanted to write to a file it had not read, or that changed since.',
    helps: 'Read it first; keep formatters from rewriting files during a session.',
    example: 'File has not been read yet. Read it first before writing to it.',
  },
  {
    id: 'file_too_large',
    kind: 'failure',
    type: 'file_too_large',
    cause: 'agent',
    finds:
      /File content \(.{1,40}?\) exceeds maximum allowed|exceeds (?:the )?maximum (?:allowed )?(?:size|tokens)|output too large|image (?:was )?too large/i,
    means: 'The file is larger than the tool reads at once.',
    helps: 'Read a part (`offset`, `limit`) or search in it.',
    example: 'File content (118163 tokens) exceeds maximum allowed tokens (25000).',
  },
  {
    id: 'tool_input',
    kind: 'failure',
    type: 'tool_input',
    cause: 'agent',
    finds:
      /InputValidationError|invalid (?:tool )?(?:input|arguments?|params|parameters)\b|required parameter|no read_page tree cached|takes an? [\w ]{2,40} from \w|unknown tool|no such tool|tool .{1,80}? not found/i,
    means: 'The tool was called with arguments it does not take.',
    helps: 'Compare the call with the schema of the tool; update the client if the schema changed.',
    example: 'InputValidationError: Read failed: The required parameter `file_path` is missing',
  },
  {
    id: 'tool_blocked',
    kind: 'failure',
    type: 'tool_blocked',
    cause: 'agent',
    finds:
      /^(?:<tool_use_error>)?Blocked: |\bwas blocked\. For security|blocked by (?:a |the )?(?:hook|sandbox|policy)|hook (?:blocked|error)|sandbox(?:ed)? (?:denied|error|violation)/i,
    means: 'The client of the agent does not let this call through.',
    helps: 'Do it the way the message names (run in the background, another tool).',
    example: 'Blocked: sleep 180 followed by a check. Use the background instead.',
  },
  {
    id: 'agent_gone',
    kind: 'failure',
    type: 'agent_gone',
    cause: 'agent',
    finds:
      /\bno (?:agent|active window|shell|task|process)s?\b.{0,60}?\b(?:running|found|with id)|shell .{1,60}? is not running|not running, so cannot be/i,
    means: 'What should be asked or stopped does not run any more.',
    helps: 'List what runs first.',
    example: "Error: No agent running in worktree 'docs'",
  },
]

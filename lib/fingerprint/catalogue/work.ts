import type { CatalogueEntry } from './entry'

/** What a phase was to deliver: patches, files, answers in a form. */
export const WORK: readonly CatalogueEntry[] = [
  {
    id: 'budget_exhausted',
    kind: 'failure',
    type: 'budget_exhausted',
    cause: 'config',
    finds:
      /BUDGET_EXHAUSTED|TOKEN_ESCALATION|\btoken (?:budget|cap) (?:was )?exceeded\b|churn_limit_exceeded|max(?:imum)? (?:turns|iterations|budget) (?:reached|exceeded)/i,
    means: 'A limit set for the run was reached.',
    helps: 'Split the task, or raise the limit of the run.',
    example: 'token budget exceeded: 437000 of 300000',
  },
  {
    id: 'protected_path',
    kind: 'failure',
    type: 'protected_path_violation',
    cause: 'agent',
    finds:
      /protected[ _-]?paths?\b|POLICY_VIOLATION|outside (?:of )?allowed[_ ]roots|Patch rejected\b(?!.{0,200}?scope)/i,
    means: 'The patch touches files that are closed to the agent.',
    helps: 'Tell the agent the allowed paths, or open the path for this phase by an approval.',
    example: 'Patch rejected - protected path violations: Protected path: src/core/',
  },
  {
    id: 'deliverables_missing',
    kind: 'failure',
    type: 'deliverables_missing',
    cause: 'quality',
    finds:
      /deliverables[ _]validation[ _]failed|missing \d{1,6} required deliverables|deliverables? manifest|verify file paths match the deliverables|created files in wrong locations|manifest mismatch|generate manifest/i,
    means: 'Files that the phase promised were not made, or stand elsewhere.',
    helps: 'Name the exact paths in the task; look at what the patch made in place of them.',
    example: 'Deliverables validation FAILED: missing 3 required deliverables',
  },
  {
    id: 'output_truncated',
    kind: 'failure',
    type: 'output_truncated',
    cause: 'agent',
    finds:
      /stop_reason[=:"' ]{1,4}max_tokens|incomplete\/truncated|truncated (?:patch|output|response|answer)|output (?:was )?truncated|unterminated (?:string|triple)/i,
    means: 'The answer ended at the limit of output tokens, in the middle.',
    helps: 'Raise the limit of output tokens, or let the agent work in smaller steps.',
    example: 'LLM generated incomplete/truncated patch (stop_reason=max_tokens)',
  },
  {
    id: 'output_parse_error',
    kind: 'failure',
    type: 'output_parse_error',
    cause: 'agent',
    finds:
      /output invalid format|(?:failed to|could not|couldn't|error) pars(?:e|ing)\b.{0,60}?\b(?:line|output|json|model|response|edit|answer)|NDJSON\b.{0,40}?(?:pars|no_op|no valid|produced)|ndjson_no_operations|JSONDecodeError|is not valid JSON|no git diff markers|expecting (?:value|property name)|invalid json|merge conflict marker|\bCORRUPTED:|files? corrupted|corrupted \d/i,
    means: 'The answer of the model is not in the form that was asked for.',
    helps: 'Show the form with an example in the prompt, or use structured output; keep the raw answer for a look.',
    example: 'LLM output invalid format - expected JSON with operations array',
  },
  {
    id: 'empty_output',
    kind: 'failure',
    type: 'empty_output',
    cause: 'agent',
    finds:
      /EMPTY_FILES_RETRY|empty (?:files|response|answer|output|patch)|empty_patch|no valid file changes|produced no changes|no content (?:was )?(?:returned|generated)/i,
    means: 'The model answered without the change that was wanted.',
    helps: 'Try once more; when it returns, the task may be done already or the prompt too long.',
    example: 'empty_patch: builder produced no changes',
  },
  {
    id: 'patch_apply_failed',
    kind: 'failure',
    type: 'patch_apply_failed',
    cause: 'quality',
    finds:
      /PATCH_FAILED|STRUCTURED_EDIT_FAILED|patch (?:does not|would not|failed to|could not be) appl|patch failed|failed to apply patch|patch application|corrupt patch|patch fragment|patch (?:check|context validation|validation) failed|no valid patches|does not (?:match|exist in) index|repository lacks the necessary blob|Patch content:|direct (?:file )?write|unsafe patch|Patch modifies existing files|hunks? (?:FAILED|don't match)|git_apply_failed|trailing whitespace/i,
    means: 'The patch does not fit the files as they are.',
    helps: 'Give the agent the current text of the files; let it edit in place of writing diffs.',
    example: 'error: patch failed: src/app.py:12',
  },
  {
    id: 'quality_gate',
    kind: 'failure',
    type: 'quality_gate',
    cause: 'quality',
    finds:
      /^BLOCKED\b|quality gate|auditor reject|plan validation failed|validation failed:.{0,80}?(?:scope|phase)|finalization blocked/im,
    means: 'A check of the system itself said no.',
    helps: 'Read its findings in the phase; they name what to change.',
    example: 'Quality gate blocked: BLOCKED',
  },
]

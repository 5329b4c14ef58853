import type { CatalogueEntry } from './entry'

/** A person's no, an interruption, and what was never tried because of another failure. */
export const DECISIONS: readonly CatalogueEntry[] = [
  {
    id: 'denied_by_person',
    kind: 'decision',
    type: 'user_decision',
    cause: 'cancelled',
    finds:
      /user doesn't want to (?:proceed|take)|tool use was rejected|\b(?:rejected|denied|declined) by (?:the )?(?:user|operator)\b|\buser (?:rejected|declined|denied)\b/i,
    means: 'A person refused the tool call. Nothing is broken.',
    helps: 'Read what the person wrote next; allow the tool in the settings if the refusal was not meant.',
    example: "The user doesn't want to proceed with this tool use. The tool use was rejected.",
  },
  {
    id: 'cancelled',
    kind: 'decision',
    type: 'user_decision',
    cause: 'cancelled',
    finds:
      /\b(?:cancell?ed|stopped|aborted|interrupted) by (?:the )?(?:user|operator)\b|KeyboardInterrupt|\bSIGINT\b|\binterrupted for tool use\b/i,
    means: 'A person stopped the work.',
    helps: 'Nothing to repair. Start it again when it is wanted.',
    example: '[Request interrupted by user for tool use]',
  },
  {
    id: 'denied_by_rule',
    kind: 'decision',
    type: 'permission_rule',
    cause: 'cancelled',
    finds:
      /Permission (?:to use|for this action)\b.{0,400}?\b(?:was|has been|is) denied|\bdenied by (?:a |the |your )?(?:permission rule|hook|policy|classifier)|requires approval\b|requested permissions? to (?:use|write|read).{0,200}haven't granted/is,
    means: 'A permission rule that somebody set refused the tool call.',
    helps: 'Add an allow rule for exactly this command, or leave it: the rule did what it is for.',
    example: 'Permission to use Bash with command rm -r build has been denied.',
  },
  {
    id: 'sibling_failed',
    kind: 'consequence',
    type: 'cancelled_sibling',
    cause: 'cancelled',
    finds: /Sibling tool call errored|Cancelled: parallel tool call/i,
    means: 'The call was cancelled because one that ran beside it failed.',
    helps: 'Look at the failure of the call beside it.',
    example: 'Sibling tool call errored',
  },
]

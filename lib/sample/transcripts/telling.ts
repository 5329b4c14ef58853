import { ClaudeSession, type ClaudeSessionPlan } from './claude-session'
import { fileOf, type TranscriptFile } from './transcript-file'

const DAY = 86_400_000

/** Makes sessions of a story, and gathers the files they leave. */
export class Telling {
  readonly files: TranscriptFile[] = []

  constructor(
    readonly seed: string,
    readonly now: number,
  ) {}

  begin(story: string, days: number, plan: Omit<ClaudeSessionPlan, 'seed' | 'startedAt'>): ClaudeSession {
    return new ClaudeSession({ ...plan, seed: `${this.seed} ${story}`, startedAt: Math.floor(this.now - days * DAY) })
  }

  keep(...sessions: (ClaudeSession | null)[]): void {
    for (const session of sessions) if (session) this.files.push(fileOf(session.transcript))
  }
}

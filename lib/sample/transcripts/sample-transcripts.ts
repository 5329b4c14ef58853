import { codexFiles } from './codex-stories'
import { forked, long, resumed } from './long-stories'
import { agentBeside, backedUp, compacted, placeholders, sidechainInside, twoVersions } from './older-claude-stories'
import {
  deniedToday,
  interrupted,
  newest,
  overloadedForGood,
  overloadedThenFine,
  refusedAndHostile,
  unpriced,
} from './recent-claude-stories'
import { sixSessions } from './six-sessions'
import { Telling } from './telling'
import type { TranscriptFile } from './transcript-file'

const STORIES: readonly ((telling: Telling) => void)[] = [
  ...[sidechainInside, agentBeside, twoVersions, resumed, backedUp, placeholders, compacted, forked],
  ...[overloadedThenFine, overloadedForGood, refusedAndHostile, interrupted, long, unpriced, newest, deniedToday],
  sixSessions,
]

/** Every finished transcript of the sample at `now`, in milliseconds; equal seed and time give equal files. */
export function sampleTranscripts(seed: string, now: number): TranscriptFile[] {
  const telling = new Telling(seed, now)
  for (const story of STORIES) story(telling)
  return [...telling.files, ...codexFiles(seed, now)]
}

import 'server-only'
import { runCrossings } from '@/lib/db/budget-sums'
import type { Db } from '@/lib/db/client'
import type { Run } from '@/lib/db/generated/client'
import type { RunDetail } from '@/lib/runs/schema'
import { formatInteger } from '@/lib/time/format-quantity'

type Flags = RunDetail['flagDetails']

/** The flag of a run over its own cap also says with which event it went over: known only once all its usage is read. */
export async function withCapCrossing(db: Db, run: Run, flags: Flags): Promise<Flags> {
  if (!flags.some(({ name }) => name === 'over_cap') || run.tokenCap === null) return flags
  const [crossing] = await runCrossings(db, 'tokens', [run.id], 'recorded')
  if (!crossing) return flags
  const { at, amount, after, unknown } = crossing
  const when = at === null ? 'with an event without a time' : `at ${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
  const tokens = (count: bigint) => formatInteger(Number(count))
  const earlier = unknown > 0n ? `, or before: ${tokens(unknown)} earlier events say nothing` : ''
  const sentence = `It went over ${when}, from ${tokens(after - amount)} to ${tokens(after)} tokens${earlier}.`
  return flags.map((flag) =>
    flag.name === 'over_cap' ? { ...flag, detail: `${flag.detail} ${sentence}`.trim() } : flag,
  )
}

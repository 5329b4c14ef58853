import Link from 'next/link'
import { LABELLED_CELL, LABELLED_ROW } from '@/components/ui/labelled-row'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import { Td, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { CampaignPair } from '@/lib/campaigns/schema'
import { comparisonWord, LINK_WORDS, STATE_WORDS } from '@/lib/campaigns/words'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { CAUSE_WORDS, STATUS_WORDS } from '@/lib/runs/status'

interface PairProps {
  pair: CampaignPair
  fleet: Fleet
}

const ID_CELL = `${LABELLED_CELL} max-md:col-span-2 md:max-w-0 md:truncate md:w-[24%]`

/** One original and its replay. They are laid side by side only when both are over. */
export function PairRow({ pair, fleet }: PairProps) {
  const { originalId, original, replay } = pair
  return (
    <Tr data-pair={originalId} className={LABELLED_ROW}>
      <Td className={ID_CELL}>
        <RunLink id={originalId} fleet={fleet} />
      </Td>
      <Td className={LABELLED_CELL} data-label="Failed by">
        {original.cause === null ? <NotRecorded reason="no cause is recorded" /> : CAUSE_WORDS[original.cause]}
      </Td>
      <Td numeric className={LABELLED_CELL} data-label="Tokens">
        <Num value={original.tokens} reason="no usage is recorded" />
      </Td>
      <Td className={ID_CELL} data-label="Replay">
        <ReplayCell pair={pair} fleet={fleet} />
      </Td>
      <Td className={LABELLED_CELL}>
        <StateCell pair={pair} />
      </Td>
      <Td numeric className={LABELLED_CELL} data-label="Replay tokens">
        {replay === null ? (
          <NotRecorded reason="no replay has come" />
        ) : (
          <Num value={replay.tokens} reason="no usage is recorded" />
        )}
      </Td>
      <Td wrap className={`${LABELLED_CELL} max-md:col-span-2`}>
        <ComparisonCell pair={pair} fleet={fleet} />
      </Td>
    </Tr>
  )
}

const RunLink = ({ id, fleet }: { id: string; fleet: Fleet }) => (
  <Link href={paths.run(id, fleet)} prefetch={false} className="min-w-0 truncate hover:underline">
    <MiddleTruncate text={id} max={40} copy={false} wraps />
  </Link>
)

function ReplayCell({ pair: { replay, replayId, superseded }, fleet }: PairProps) {
  if (replay === null)
    return (
      <span className="flex min-w-0 text-3" title="the id it is to have">
        <span className="min-w-0 truncate">
          <MiddleTruncate text={replayId} max={40} wraps />
        </span>
      </span>
    )
  const others = superseded.items.map(({ id, status }) => `${id} (${STATUS_WORDS[status].label})`).join('\n')
  return (
    <span className="flex min-w-0 items-baseline gap-1.5 max-md:flex-wrap" title={LINK_WORDS[replay.by]}>
      <RunLink id={replay.id} fleet={fleet} />
      {superseded.total === 0 ? null : (
        <span className="flex-none text-12 text-3" title={plainText(others)}>
          +{superseded.total}
          <span className="sr-only"> superseded: {plainText(others, 600)}</span>
        </span>
      )}
    </span>
  )
}

/** What is known of the replay; of one that is over, how it ended. */
function StateCell({ pair: { state, replay } }: { pair: CampaignPair }) {
  const { label, tone } = STATE_WORDS[state]
  if (state !== 'final' && state !== 'running') return <StatusMark tone={tone}>{label}</StatusMark>
  const status = STATUS_WORDS[replay?.status ?? 'unknown']
  return (
    <StatusMark tone={status.tone} running={replay?.status === 'running'} title={label}>
      {status.label}
    </StatusMark>
  )
}

function ComparisonCell({ pair: { originalId, replay, comparison }, fleet }: PairProps) {
  const word = comparisonWord(comparison)
  if (comparison === null || word === null || replay === null)
    return <NotRecorded reason="nothing is compared before both runs are over" words="not yet" />
  const why = comparison.override ?? comparison.refusals.map(({ detail }) => detail).join(' ')
  return (
    <span className="grid gap-0.5">
      <span className="flex flex-wrap items-center gap-x-3">
        <StatusMark tone={word.tone}>{word.label}</StatusMark>
        <Link
          href={paths.compare(fleet, { control: originalId, treatment: replay.id })}
          prefetch={false}
          className="text-12 text-accent hover:underline"
        >
          Side by side
        </Link>
      </span>
      {why === '' ? null : (
        <span title={plainText(why)} className="line-clamp-2 text-12 text-3 wrap-anywhere">
          <bdi>{plainText(why, 300)}</bdi>
        </span>
      )}
    </span>
  )
}

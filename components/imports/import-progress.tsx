import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { StatusMark } from '@/components/ui/status'
import { fileName, importState, placeOf, progressShare, progressText } from '@/lib/imports/import-words'
import type { ImportSummary } from '@/lib/imports/schema'
import { formatInteger } from '@/lib/time/format-quantity'

const WIDTH = 100

/** An import that waits or runs: what it reads now, how far it is and how long it will take. */
export function ImportProgressLine({ summary }: { summary: ImportSummary }) {
  const { tone, word, running = false } = importState(summary)
  const { first, more } = placeOf(summary)
  const { progress, place } = summary
  const share = progress ? progressShare(progress) : null
  return (
    <div className="grid min-w-0 gap-1.5 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusMark tone={tone} running={running}>
          {word}
        </StatusMark>
        <MiddleTruncate text={place === '' ? first : place} max={60} wraps className="min-w-0" />
        {place === '' && more > 0 ? <span className="text-3">and {formatInteger(more)} more</span> : null}
        <span className="text-2">{progress ? progressText(progress) : 'waits for its turn'}</span>
      </div>
      <div
        role="progressbar"
        aria-label={`Import of ${fileName(place === '' ? first : place)}`}
        aria-valuemin={0}
        aria-valuemax={WIDTH}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(share * WIDTH) })}
        className="h-1 overflow-hidden rounded-sm bg-line"
      >
        <svg aria-hidden="true" width="100%" height="4" className="block">
          <rect width={`${(share ?? 0) * WIDTH}%`} height="4" fill="var(--accent)" />
        </svg>
      </div>
      {progress?.current ? (
        <span className="text-12 text-3">
          reads <MiddleTruncate text={progress.current} max={72} copy={false} wraps className="min-w-0" />
        </span>
      ) : null}
    </div>
  )
}

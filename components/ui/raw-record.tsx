import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { formatBytes } from '@/lib/time/format-quantity'

interface RawRecordProps {
  raw: {
    path: string | null
    from: 'archive' | 'original' | null
    text: string | null
    bytes: number | null
    truncated: boolean
    missing: string | null
  }
}

/** A record as it stands in its file, or why it cannot be read any more. */
export function RawRecordText({ raw }: RawRecordProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {raw.path ? (
        <p className="text-12 text-3">
          <MiddleTruncate text={raw.path} max={60} wraps className="text-2" />
          <br />
          {raw.from === 'archive' ? 'from the copy kept when it was imported' : null}
          {raw.from === 'original' ? 'from the file itself, unchanged since' : null}
          {raw.bytes === null ? null : ` · ${formatBytes(raw.bytes)}`}
        </p>
      ) : null}
      {raw.missing ? (
        <p className="text-2">
          Not readable any more: <HostileText text={raw.missing} max={300} />.
        </p>
      ) : null}
      {raw.text === null ? null : <HostileText text={indented(raw.text)} lines max={30_000} />}
      {raw.truncated ? <p className="text-12 text-warn">Cut at 4 MiB; the file holds the rest.</p> : null}
    </div>
  )
}

/** A record of one line, indented; anything else as it stands. Very long ones are left alone. */
function indented(text: string): string {
  if (text.length > 500_000) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { linesOf } from '@/lib/sessions/entry-words'
import type { FileEdit } from '@/lib/sessions/file-edits'
import { countChanges, type DiffLine, diffParts } from '@/lib/sessions/line-diff'
import { formatInteger } from '@/lib/time/format-quantity'

/** Lines of a difference before it is opened, and in all. */
const FIRST_LINES = 12
const LINES_MAX = 600

const LOOKS = {
  same: { sign: ' ', name: '', className: 'text-2' },
  old: { sign: '−', name: 'removed: ', className: 'bg-bad-tint text-1' },
  new: { sign: '+', name: 'added: ', className: 'bg-ok-tint text-1' },
} as const

interface EditDiffProps {
  edit: FileEdit
  open: boolean
  /** The path is told above, when there is only one file. */
  named: boolean
}

/** What a call changes in one file, drawn from what it asked for. */
export function EditDiff({ edit, open, named }: EditDiffProps) {
  const { added, removed } = countChanges(edit.lines)
  const parts = diffParts(edit.lines, edit.kind === 'write' ? 0 : 2)
  const limit = open ? LINES_MAX : FIRST_LINES
  const rows = parts.flatMap(({ skipped, lines }) => [...(skipped > 0 ? [skipped] : []), ...lines])
  return (
    <div>
      <div className="flex items-center gap-2 border-line border-t bg-sunken px-2.5 py-1 text-11 text-3">
        {named ? <MiddleTruncate text={edit.path} max={72} copy={false} className="text-11 text-2" /> : null}
        <span className="whitespace-nowrap">
          {edit.kind === 'delete' ? 'file deleted' : edit.kind === 'write' ? 'whole file' : 'change asked for'}
        </span>
        <span className="ml-auto whitespace-nowrap">
          <span className="text-ok">+{formatInteger(added)}</span>{' '}
          <span className="text-bad">−{formatInteger(removed)}</span>
        </span>
      </div>
      {rows.length > 0 ? (
        <div className="py-1 font-mono text-12">
          {rows.slice(0, limit).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
            <Line key={index} row={row} />
          ))}
          {rows.length > limit ? (
            <div className="px-2.5 py-0.5 font-sans text-12 text-3">… {linesOf(rows.length - limit)} more</div>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

function Line({ row }: { row: DiffLine | number }) {
  if (typeof row === 'number') {
    return <div className="px-2.5 py-0.5 font-sans text-11 text-3">… {linesOf(row)} unchanged</div>
  }
  const { sign, name, className } = LOOKS[row.kind]
  return (
    <div className={cx('grid grid-cols-[16px_minmax(0,1fr)] px-2.5', className)}>
      <span aria-hidden="true" className="select-none text-3">
        {sign}
      </span>
      <span>
        {name ? <span className="sr-only">{name}</span> : null}
        <HostileText text={row.text} lines max={1_000} />
      </span>
    </div>
  )
}

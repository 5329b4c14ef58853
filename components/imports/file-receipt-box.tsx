import { CopyButton } from '@/components/ui/copy'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Num } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import { fileState } from '@/lib/imports/import-words'
import { type ReceiptLine, receiptColumns } from '@/lib/imports/receipt-columns'
import type { FileReceipt } from '@/lib/imports/schema'
import { formatDuration } from '@/lib/time/format'
import { formatBytes } from '@/lib/time/format-quantity'

const SHA_SHOWN = 12

/** The receipt of one file. The only boxed part of a page, because it is a document. */
export function FileReceiptBox({ file }: { file: FileReceipt }) {
  return (
    <article
      aria-label={`Receipt of ${plainText(file.path, 200)}`}
      className="overflow-hidden rounded-md border border-line"
    >
      <BoxHead file={file} />
      {file.status === 'rejected' ? (
        <div className="grid gap-1 p-4">
          <p>
            <b>Nothing of it was read:</b> <HostileText text={file.rejected[0]?.reason ?? 'no reason given'} />
          </p>
          <p className="text-2">Everything else of this import is in.</p>
        </div>
      ) : (
        <BoxColumns file={file} />
      )}
    </article>
  )
}

function BoxHead({ file }: { file: FileReceipt }) {
  const { tone, word } = fileState(file)
  const facts = [
    file.system,
    file.instance === null ? null : `@${file.instance}`,
    file.systemVersion,
    formatBytes(file.bytes),
    formatDuration(file.seconds * 1_000),
  ]
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1">
      <StatusMark tone={tone}>{word}</StatusMark>
      <MiddleTruncate text={file.path} max={56} wraps />
      <span className="text-12 text-3">
        {facts
          .filter((fact) => fact !== null)
          .map((fact) => plainText(fact, 60))
          .join(' · ')}
      </span>
      {file.sha256 ? (
        <span title={file.sha256} className="inline-flex items-center gap-1 font-mono text-12 text-3 md:ml-auto">
          sha256 {file.sha256.slice(0, SHA_SHOWN)}…
          <CopyButton text={file.sha256} label="Copy the sha256" />
        </span>
      ) : null}
    </div>
  )
}

const STATUS_NOTES: Partial<Record<FileReceipt['status'], string>> = {
  unchanged: 'Imported before, byte for byte: this time changed nothing.',
  appended: 'Read on from where the last import ended.',
}

function BoxColumns({ file }: { file: FileReceipt }) {
  const { read, counted, doubted, notRead, absent } = receiptColumns(file)
  return (
    <div className="grid grid-cols-1 md:grid-cols-4">
      <BoxColumn title="Read" lines={read} none="nothing">
        {absent.length > 0 ? `No ${absent.join(', ')}.` : null}
      </BoxColumn>
      <BoxColumn title="Counted" lines={counted} none="nothing" />
      <BoxColumn title="Not taken at its word" lines={doubted} none="nothing: no contradiction was found" />
      <BoxColumn title="Not read" lines={notRead} none="everything was read">
        {STATUS_NOTES[file.status] ?? null}
      </BoxColumn>
    </div>
  )
}

const TONES = { warn: 'text-warn', bad: 'text-bad' } as const

interface BoxColumnProps {
  title: string
  lines: readonly ReceiptLine[]
  /** Said when there are no lines. */
  none: string
  children?: string | null
}

function BoxColumn({ title, lines, none, children }: BoxColumnProps) {
  return (
    <div className="min-w-0 border-line px-4 pt-2.5 pb-3 md:border-l md:first:border-l-0">
      <h3 className="font-semibold text-13">{title}</h3>
      {lines.length === 0 ? <p className="pt-1.5 text-3">{none}</p> : null}
      <dl className="mt-1.5 grid gap-y-[3px]">
        {lines.map(({ label, value, unit, reason, tone }) => (
          <div key={`${label} ${unit ?? ''}`} className="flex gap-3">
            <dt className="min-w-0 flex-1 text-2 wrap-anywhere">{plainText(label, 80)}</dt>
            <dd className={cx('flex-none text-right', tone && TONES[tone])}>
              <Num value={value} reason={reason ?? 'not recorded'} />
              {unit && value !== null ? ` ${plainText(unit, 40)}` : null}
            </dd>
          </div>
        ))}
      </dl>
      {children ? <p className="pt-2 text-12 text-3">{children}</p> : null}
    </div>
  )
}

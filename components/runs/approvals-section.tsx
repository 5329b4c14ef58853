import { Section } from '@/components/ui/anchored-section'
import { HostileText } from '@/components/ui/hostile-text'
import { Moment } from '@/components/ui/moment'
import { StatusMark } from '@/components/ui/status'
import type { ApprovalWire, RunDetail } from '@/lib/runs/schema'
import type { Tone } from '@/lib/tone'

const WORDS = {
  pending: { tone: 'warn', label: 'waits for an answer' },
  approved: { tone: 'ok', label: 'approved' },
  rejected: { tone: 'idle', label: 'rejected' },
  timeout: { tone: 'bad', label: 'not answered in time' },
  error: { tone: 'bad', label: 'failed' },
  unknown: { tone: 'idle', label: 'unknown' },
} as const satisfies Record<ApprovalWire['status'], { tone: Tone; label: string }>

/** What a person was asked, and what came back. Stands only where somebody was asked. */
export function ApprovalsSection({ run }: { run: RunDetail }) {
  if (run.approvals.length === 0) return null
  return (
    <Section id="approvals" title="Approvals" count={run.approvals.length} about="what a person was asked">
      <ul>
        {run.approvals.map((approval) => (
          <ApprovalLine key={approval.id} approval={approval} />
        ))}
      </ul>
    </Section>
  )
}

function ApprovalLine({ approval }: { approval: ApprovalWire }) {
  const { status, statusRaw, context, kind, phase, reason, method, requestedAt, respondedAt, timeoutAt, ref } = approval
  const { tone, label } = WORDS[status]
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-line py-1.5 not-last:border-b md:grid-cols-[190px_minmax(0,1fr)_auto]">
      <StatusMark tone={tone} title={`the source said ${statusRaw?.slice(0, 100) ?? 'nothing'}`}>
        {label}
      </StatusMark>
      <span className="min-w-0">
        {context === null ? kind : <HostileText text={context} max={300} />}
        {phase === null ? null : (
          <span className="text-2">
            {' '}
            in <HostileText text={phase} max={80} mono />
          </span>
        )}
        {reason === null ? null : (
          <span className="block text-2">
            <HostileText text={reason} max={300} />
          </span>
        )}
      </span>
      <span className="text-12 text-3">
        asked <Moment at={requestedAt} />
        {respondedAt ? (
          <>
            , answered <Moment at={respondedAt} />
          </>
        ) : timeoutAt ? (
          <>
            , until <Moment at={timeoutAt} />
          </>
        ) : null}
        {method === null ? null : <HostileText text={` by ${method}`} max={60} />}
        {ref === null ? null : (
          <span className="block">
            <HostileText text={ref} max={60} mono />
          </span>
        )}
      </span>
    </li>
  )
}

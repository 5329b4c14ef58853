import type { ApprovalRecord } from '@/lib/model/records'
import { refOf, type TableReader } from './table-reader'

const STATES: readonly ApprovalRecord['status'][] = ['pending', 'approved', 'rejected', 'timeout', 'error']
const APPROVAL_DATA = ['decision_info', 'deletion_info', 'telegram_message_id', 'telegram_sent', 'telegram_error']

const approvalRequests: TableReader = {
  table: 'approval_requests',
  columns: [
    'id',
    'run_id',
    'phase_id',
    'context',
    'requested_at',
    'responded_at',
    'timeout_at',
    'status',
    'response_method',
    'approval_reason',
    'rejected_reason',
    ...APPROVAL_DATA,
  ],
  times: ['requested_at', 'responded_at'],
  recordsPerRow: 1,
  read: (cells) => {
    const approvalKey = cells.key('id')
    if (approvalKey === null) return { rejected: 'the approval has no id' }
    const statusRaw = cells.text('status')
    const status = STATES.find((state) => state === statusRaw?.trim().toLowerCase()) ?? 'unknown'
    if (statusRaw !== null && status === 'unknown') cells.flags.add('enum_unknown')
    const requestedAt = cells.time('requested_at')
    const respondedAt = cells.time('responded_at')
    return [
      {
        kind: 'approval',
        approvalKey,
        runKey: cells.key('run_id'),
        phaseKey: cells.key('phase_id'),
        type: 'approval',
        context: cells.text('context'),
        statusRaw,
        status,
        requestedAt,
        respondedAt,
        timeoutAt: cells.time('timeout_at'),
        method: cells.text('response_method'),
        reason: cells.text('approval_reason') ?? cells.text('rejected_reason'),
        updatedAt: respondedAt ?? requestedAt,
        data: cells.data(APPROVAL_DATA, ['decision_info', 'deletion_info']),
        ref: refOf('approval_requests', cells, approvalKey),
        flags: [...cells.flags],
      },
    ]
  },
}

const GOVERNANCE_DATA = ['id', 'requested_paths', 'risk_level', 'auto_approved', 'approved_by']

const governanceRequests: TableReader = {
  table: 'governance_requests',
  columns: ['request_id', 'run_id', 'phase_id', 'justification', 'approved', 'created_at', ...GOVERNANCE_DATA],
  times: ['created_at'],
  recordsPerRow: 1,
  read: (cells) => {
    const approvalKey = cells.key('request_id') ?? cells.key('id')
    if (approvalKey === null) return { rejected: 'the request has no id' }
    const automatic = cells.bool('auto_approved') === true
    const approved = cells.bool('approved') ?? (automatic ? true : null)
    const statusRaw = cells.text('approved')
    const requestedAt = cells.time('created_at')
    return [
      {
        kind: 'approval',
        approvalKey,
        runKey: cells.key('run_id'),
        phaseKey: cells.key('phase_id'),
        type: 'governance',
        context: cells.text('justification'),
        statusRaw,
        status: approved === null ? (statusRaw === null ? 'pending' : 'unknown') : approved ? 'approved' : 'rejected',
        requestedAt,
        respondedAt: null,
        timeoutAt: null,
        method: automatic ? 'auto' : null,
        reason: null,
        updatedAt: requestedAt,
        data: cells.data(GOVERNANCE_DATA, ['requested_paths']),
        ref: refOf('governance_requests', cells, approvalKey),
        flags: [...cells.flags],
      },
    ]
  },
}

export const approvalTables: readonly TableReader[] = [approvalRequests, governanceRequests]

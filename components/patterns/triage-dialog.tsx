'use client'

import { AcknowledgeDialog } from './acknowledge-dialog'
import { FixDialog } from './fix-dialog'
import { IgnoreDialog } from './ignore-dialog'
import { MergeDialog } from './merge-dialog'
import type { Triage } from './use-triage-rows'

/** The dialog that is open, if one is. */
export function TriageDialog({ triage: { asking, move, onClose, madeRules } }: { triage: Triage }) {
  if (asking === null) return null
  const props = { patterns: asking.patterns, onMove: move, onClose }
  switch (asking.what) {
    case 'acknowledge':
      return <AcknowledgeDialog {...props} />
    case 'ignore':
      return <IgnoreDialog {...props} />
    case 'fix':
      return <FixDialog {...props} />
    case 'merge':
      return <MergeDialog patterns={asking.patterns} onMerged={madeRules} onClose={onClose} />
  }
}

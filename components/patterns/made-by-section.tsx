'use client'

import Link from 'next/link'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { useToast } from '@/components/ui/toast'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { PatternDetail, PatternRuleWire } from '@/lib/patterns/schema'
import { useWithdrawRule } from '@/lib/patterns/use-pattern-detail'
import { plural } from '@/lib/patterns/words'
import { TemplateText } from './template-text'
import { useMovePattern } from './use-move-pattern'

interface MadeByProps {
  pattern: PatternDetail
  fleet: Fleet
}

/** Merges and templates of operators that made it what it is; each can be taken back. */
export function MadeBySection({ pattern: { rules }, fleet }: MadeByProps) {
  const toast = useToast()
  const { offReason } = useMovePattern(fleet)
  const { mutate, error, isPending } = useWithdrawRule(fleet, () => toast({ text: 'The rule is taken back' }))
  if (rules.length === 0) return null
  return (
    <Section
      id="rules"
      title="Rules that made it"
      count={rules.length}
      actions={
        <Link href={paths.patternRules(fleet)} className="text-accent hover:underline">
          All rules
        </Link>
      }
    >
      {error ? (
        <p role="alert" className="pb-2 text-bad">
          <HostileText text={error.message} max={300} />
        </p>
      ) : null}
      <ul>
        {rules.map((rule) => (
          <li
            key={rule.id}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-line py-1.5 not-last:border-b"
          >
            <Rule rule={rule} />
            <Button
              size="sm"
              look="ghost"
              aria-label={`Take back the ${rule.kind} of ${rule.at.slice(0, 10)}`}
              disabledReason={offReason ?? (isPending ? 'it has been asked for' : null)}
              onClick={() => mutate(rule.id)}
            >
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Rule({ rule: { kind, template, from, failures, reason, by, at } }: { rule: PatternRuleWire }) {
  return (
    <span className="grid min-w-0 gap-0.5">
      {kind === 'merge' ? (
        <span>
          merge of <code className="font-mono text-12">{from ?? 'a pattern'}</code>
        </span>
      ) : (
        <span className="wrap-anywhere font-mono text-12">
          <TemplateText text={template ?? ''} max={200} />
        </span>
      )}
      <span className="text-12 text-3">
        <HostileText text={by} max={40} />, <RelativeTime at={at} />
        {failures === null ? null : `, ${plural(failures, 'failure')}`}
        {reason === null ? null : (
          <>
            : <HostileText text={reason} max={200} />
          </>
        )}
      </span>
    </span>
  )
}

import { NotRecorded, Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { HowBadge } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import { CLASS_WORDS } from '@/lib/tokens/words'
import type { CostPart, UsageEventDetail } from '@/lib/usage-events/schema'
import { gapWords, partMicroUsd, rateWords } from '@/lib/usage-events/words'

const CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'unsplit'] as const

/** Class by class: tokens times rate is cost. */
export function EventCost({ event }: { event: UsageEventDetail }) {
  const { usage, price, costMicroUsd, costKind } = event
  const partOf = (name: string) => price?.parts.find((part) => part.class === name)
  const reasoning = partOf('reasoning')
  const computed = price?.costMicroUsd ?? null
  return (
    <Section title="Tokens and cost" meta={price ? plainText(`rates of ${price.version}`, 80) : null}>
      <Table label="Tokens and cost by class">
        <thead>
          <tr>
            <Th className="static!">Class</Th>
            <Th numeric className="static!">
              Tokens
            </Th>
            <Th numeric className="static!">
              Per million
            </Th>
            <Th numeric className="static!">
              Cost
            </Th>
          </tr>
        </thead>
        <tbody>
          {CLASSES.map((name) => (
            <ClassRow
              key={name}
              label={CLASS_WORDS[name]}
              tokens={usage[name]}
              part={partOf(name)}
              lowerBound={usage.lowerBound.includes(name)}
            />
          ))}
          {usage.reasoning === null ? null : (
            <ClassRow label="of it reasoning" tokens={usage.reasoning} part={reasoning} lowerBound={false} />
          )}
        </tbody>
      </Table>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] items-center gap-x-4 gap-y-1 pt-2 text-13">
        <dt className="text-12 text-2">Cost that counts</dt>
        <dd className="flex flex-wrap items-center gap-2">
          <Money value={costMicroUsd} reason={price?.missing ?? 'no price'} />
          {costKind === null ? null : <HowBadge how={costKind} />}
        </dd>
        {costKind === 'reported' ? (
          <>
            <dt className="text-12 text-2">Computed beside it</dt>
            <dd className="flex flex-wrap items-center gap-2">
              <Money value={computed} reason={price?.missing ?? 'no price'} />
              {computed === null ? null : <HowBadge how="computed" />}
              {computed === null || costMicroUsd === null ? null : (
                <span className="text-12 text-2">{gapWords(costMicroUsd, computed)}</span>
              )}
            </dd>
          </>
        ) : null}
        {price?.entry ? (
          <>
            <dt className="text-12 text-2">Price entry</dt>
            <dd className="text-2">{plainText(`${price.entry.provider} / ${price.entry.model}`, 120)}</dd>
          </>
        ) : null}
      </dl>
      {price?.missing ? <p className="pt-1 text-12 text-2">No cost: {plainText(price.missing, 300)}.</p> : null}
    </Section>
  )
}

function Money({ value, reason }: { value: number | null; reason: string }) {
  return value === null ? <NotRecorded reason={reason} words="not known" /> : <b>{formatMoney(value)}</b>
}

interface ClassRowProps {
  label: string
  tokens: number | null
  part: CostPart | undefined
  lowerBound: boolean
}

function ClassRow({ label, tokens, part, lowerBound }: ClassRowProps) {
  const cost = part ? partMicroUsd(part) : null
  return (
    <Tr>
      <Td className="text-2">{label}</Td>
      <Td numeric>
        <Num value={tokens} lowerBound={lowerBound} reason="not recorded by this source" />
      </Td>
      <Td numeric className="text-2">
        {part?.picoPerToken == null ? (
          <NotRecorded reason={tokens === 0 ? 'no tokens to price' : 'no rate'} />
        ) : (
          <>
            {rateWords(part.picoPerToken)}
            {part.above === null ? null : (
              <span className="block text-12 text-3">above {formatInteger(part.above)} prompt tokens</span>
            )}
          </>
        )}
      </Td>
      <Td numeric>{cost === null ? <NotRecorded reason="no rate" /> : cost}</Td>
    </Tr>
  )
}

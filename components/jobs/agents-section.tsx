'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Section } from '@/components/ui/anchored-section'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { scoreText } from '@/lib/jobs/job-words'
import { agentsQuery } from '@/lib/jobs/queries'
import type { AgentPerformance } from '@/lib/jobs/result-schema'
import type { JobDetail } from '@/lib/jobs/schema'
import { durationParts } from '@/lib/time/format'
import { formatInteger, formatPercent } from '@/lib/time/format-quantity'
import { PartRows } from './part-rows'
import type { JobPlace } from './use-job-place'

/** How each agent did: success rate, mean score, and the benchmarks it did best and worst on. */
export function AgentsSection({ job, place }: { job: JobDetail; place: JobPlace }) {
  const part = useInfiniteQuery(agentsQuery(job.id, place.fleet))
  return (
    <Section id="agents" title="Agents" about="the best success rate first, then the best mean score">
      <PartRows part={part} what="the agents">
        {(rows) => (
          <Table label="Agents" edge fixed className={NARROW_TABLE}>
            <thead className="max-md:hidden">
              <tr>
                <Th>Agent</Th>
                <Th numeric className="w-20">
                  Results
                </Th>
                <Th numeric className="w-28">
                  Success rate
                </Th>
                <Th numeric className="w-28">
                  Mean score
                </Th>
                <Th numeric className="w-24 max-lg:hidden">
                  Mean time
                </Th>
                <Th className="w-[22%] pl-4">Best on</Th>
                <Th className="w-[22%]">Worst on</Th>
              </tr>
            </thead>
            <tbody className="max-md:block">
              {rows.map((agent) => (
                <AgentRow key={`${agent.system} ${agent.agent}`} agent={agent} />
              ))}
            </tbody>
          </Table>
        )}
      </PartRows>
    </Section>
  )
}

function AgentRow({ agent }: { agent: AgentPerformance }) {
  const { results, resolved, resolvedKnown, successRate, meanScore, scored, meanSeconds } = agent
  return (
    <Tr data-agent={agent.agent} className={NARROW_TWO}>
      <Td wrap className={cx(NARROW_CELL, 'overflow-hidden align-top text-ellipsis')}>
        <bdi title={plainText(agent.agent)}>{plainText(agent.agent, 80) || '(empty)'}</bdi>
      </Td>
      <Td wrap numeric className={cx(NARROW_CELL, 'align-top text-2 max-md:hidden')}>
        {formatInteger(results)}
      </Td>
      <Td wrap numeric className={cx(NARROW_CELL, 'align-top')}>
        {successRate === null ? (
          <NotRecorded reason="of none it is known whether it succeeded" />
        ) : (
          <span title={`${formatInteger(resolved)} of ${formatInteger(resolvedKnown)} of which it is known`}>
            {formatPercent(successRate)}{' '}
            <span className="text-12 text-3">
              {formatInteger(resolved)}/{formatInteger(resolvedKnown)}
            </span>
          </span>
        )}
      </Td>
      <Td wrap numeric className={cx(NARROW_CELL, 'align-top max-md:text-left')}>
        {meanScore === null ? (
          <NotRecorded reason="no result has a score" />
        ) : (
          <span title={`of ${formatInteger(scored)} scored results`}>
            <span className="text-12 text-3 md:hidden">mean score </span>
            {scoreText(meanScore)} <span className="text-12 text-3">n = {formatInteger(scored)}</span>
          </span>
        )}
      </Td>
      <Td wrap numeric className={cx(NARROW_CELL, 'align-top max-lg:hidden')}>
        {meanSeconds === null ? (
          <NotRecorded reason="no result records its time" />
        ) : (
          <Quantity parts={durationParts(meanSeconds * 1000)} />
        )}
      </Td>
      <Td wrap className={cx(NARROW_CELL, 'align-top text-12 text-2 max-md:col-span-2 md:pl-4')}>
        <Items items={agent.best} word="best" />
      </Td>
      <Td wrap className={cx(NARROW_CELL, 'align-top text-12 text-2 max-md:col-span-2')}>
        <Items items={agent.worst} word="worst" />
      </Td>
    </Tr>
  )
}

function Items({ items, word }: { items: AgentPerformance['best']; word: string }) {
  if (items.length === 0) return <NotRecorded reason={`no ${word} beside the others`} />
  return (
    <>
      <span className="text-3 md:hidden">{word}: </span>
      {items.map(({ item, meanScore, results, resolved }) => (
        <span
          key={item}
          className="block truncate"
          title={plainText(`${item}: ${formatInteger(resolved)} of ${formatInteger(results)} resolved`)}
        >
          <bdi>{plainText(item, 60)}</bdi>{' '}
          {meanScore === null ? null : <span className="text-1">{scoreText(meanScore)}</span>}
        </span>
      ))}
    </>
  )
}

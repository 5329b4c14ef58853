import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { scoreText } from '@/lib/jobs/job-words'
import type { AgentPerformance } from '@/lib/jobs/result-schema'
import { paths } from '@/lib/paths'
import { durationParts } from '@/lib/time/format'
import { formatInteger, formatPercent } from '@/lib/time/format-quantity'

interface AgentTableProps {
  agents: readonly AgentPerformance[]
  fleet: Fleet
  /** Agents of several systems stand here: each says of which it is, and where its results are. */
  overAll?: boolean
}

/** How each agent did: success rate, mean score, and the items it did best and worst on. */
export function AgentTable({ agents, fleet, overAll = false }: AgentTableProps) {
  return (
    <Table label="Agents" edge fixed className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th>Agent</Th>
          {overAll ? <Th className="w-28">System</Th> : null}
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
        {agents.map((agent) => (
          <AgentRow key={`${agent.system} ${agent.agent}`} agent={agent} fleet={fleet} overAll={overAll} />
        ))}
      </tbody>
    </Table>
  )
}

function AgentRow({ agent, fleet, overAll }: { agent: AgentPerformance; fleet: Fleet; overAll: boolean }) {
  const { results, resolved, resolvedKnown, successRate, meanScore, scored, meanSeconds } = agent
  return (
    <Tr data-agent={agent.agent} className={NARROW_TWO}>
      <Td wrap className={cx(NARROW_CELL, 'overflow-hidden align-top text-ellipsis')}>
        <bdi title={plainText(agent.agent)}>{plainText(agent.agent, 80) || '(empty)'}</bdi>
      </Td>
      {overAll ? (
        <Td wrap className={cx(NARROW_CELL, 'align-top text-2 max-md:text-right max-md:text-12')}>
          {plainText(agent.system, 40)}
          <span className="block text-12 text-3 max-md:hidden">
            {formatInteger(agent.jobs)} {agent.jobs === 1 ? 'job' : 'jobs'}
          </span>
        </Td>
      ) : null}
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
        <Items items={agent.best} word="best" fleet={overAll ? fleet : null} />
      </Td>
      <Td wrap className={cx(NARROW_CELL, 'align-top text-12 text-2 max-md:col-span-2')}>
        <Items items={agent.worst} word="worst" fleet={overAll ? fleet : null} />
      </Td>
    </Tr>
  )
}

interface ItemsProps {
  items: AgentPerformance['best']
  word: string
  /** Null: the items are of the job that the page shows. */
  fleet: Fleet | null
}

function Items({ items, word, fleet }: ItemsProps) {
  if (items.length === 0) return <NotRecorded reason={`no ${word} beside the others`} />
  return (
    <>
      <span className="text-3 md:hidden">{word}: </span>
      {items.map(({ item, jobId, meanScore, results, resolved }) => (
        <span
          key={item}
          className="block truncate"
          title={plainText(`${item}: ${formatInteger(resolved)} of ${formatInteger(results)} resolved`)}
        >
          {fleet === null || jobId === null ? (
            <bdi>{plainText(item, 60)}</bdi>
          ) : (
            <Link
              href={paths.job(jobId, fleet, { tab: 'results', q: item.slice(0, 200) })}
              prefetch={false}
              className="hover:underline"
            >
              <bdi>{plainText(item, 60)}</bdi>
            </Link>
          )}{' '}
          {meanScore === null ? null : <span className="text-1">{scoreText(meanScore)}</span>}
        </span>
      ))}
    </>
  )
}

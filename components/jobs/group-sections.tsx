import Link from 'next/link'
import { CostCell, TokensCell } from '@/components/lists/amount-cells'
import { Section } from '@/components/ui/anchored-section'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { JOB_LIST } from '@/lib/jobs/filters'
import { costOf, scoreText, tokensOf } from '@/lib/jobs/job-words'
import type { JobDetail } from '@/lib/jobs/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import { BestScore, JobLink, JobState, Resolved, RunsDone } from './job-cells'

interface GroupProps {
  job: JobDetail
  fleet: Fleet
}

/** The jobs of a group, in the order in which they began. */
export function ChildrenSection({ job, fleet }: GroupProps) {
  const all = JOB_LIST.href({ filters: JOB_LIST.change(JOB_LIST.parse({}).filters, { parentId: job.id }) }, fleet)
  return (
    <Section
      id="jobs"
      title="Jobs of this group"
      count={formatInteger(job.jobs)}
      about={job.children.length < job.jobs ? `the first ${formatInteger(job.children.length)} by start` : 'by start'}
      actions={
        <Link href={all} className="text-accent hover:underline">
          Open as a list
        </Link>
      }
    >
      <Table label="Jobs of this group" edge fixed className={NARROW_TABLE}>
        <thead className="max-md:hidden">
          <tr>
            <Th>Job</Th>
            <Th className="w-33">Evidence says</Th>
            <Th numeric className="w-26">
              Runs done
            </Th>
            <Th numeric className="w-28">
              Best score
            </Th>
            <Th numeric className="w-23 max-lg:hidden">
              Resolved
            </Th>
            <Th numeric className="w-27">
              Tokens
            </Th>
            <Th numeric className="w-21 max-lg:hidden">
              Cost
            </Th>
            <Th numeric className="w-28 max-lg:hidden">
              Last evidence
            </Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {job.children.map((child) => (
            <Tr key={child.id} className={NARROW_TWO}>
              <Td className={cx(NARROW_CELL, 'overflow-hidden')}>
                <JobLink job={child} fleet={fleet} />
              </Td>
              <Td className={cx(NARROW_CELL, 'max-md:order-3')}>
                <JobState job={child} />
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-md:order-5 max-md:col-span-2 max-md:text-left')}>
                <RunsDone runs={child.runs} />
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-md:order-4')}>
                <BestScore job={child} />
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
                <Resolved results={child.results} />
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-md:order-2')}>
                <TokensCell {...tokensOf(child)} />
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
                <CostCell {...costOf(child)} />
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'text-2 max-lg:hidden')}>
                <RelativeTime at={child.lastEvidenceAt} reason="no time is recorded" />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

/** The same benchmark before the work and after it. One of which no task ran says nothing, and is named so. */
export function BaselinesSection({ job: { baselines } }: { job: JobDetail }) {
  return (
    <Section id="baselines" title="Baseline before and after" about="the same benchmark, outside the work itself">
      <Table label="Baseline before and after" edge fixed>
        <thead>
          <tr>
            <Th>Benchmark</Th>
            <Th numeric className="w-24 md:w-40">
              Before
            </Th>
            <Th numeric className="w-24 md:w-40">
              After
            </Th>
            <Th numeric className="w-20 md:w-32">
              Change
            </Th>
          </tr>
        </thead>
        <tbody>
          {baselines.map(({ name, before, after, beforeBroken, afterBroken }) => (
            <Tr key={name}>
              <Td className="overflow-hidden text-ellipsis" title={plainText(name)}>
                <bdi>{plainText(name, 120)}</bdi>
              </Td>
              <Td numeric>
                <Baseline score={before} isBroken={beforeBroken} />
              </Td>
              <Td numeric>
                <Baseline score={after} isBroken={afterBroken} />
              </Td>
              <Td numeric>
                {before === null || after === null || beforeBroken || afterBroken ? (
                  <NotRecorded reason="one of the two says nothing" />
                ) : (
                  changeText(after - before)
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function Baseline({ score, isBroken }: { score: number | null; isBroken: boolean }) {
  if (isBroken) {
    return (
      <Tag tone="bad" title="not one task of it ran, so its score says nothing">
        {score === null ? 'broken' : `${scoreText(score)}, broken`}
      </Tag>
    )
  }
  return score === null ? <NotRecorded reason="not recorded" /> : scoreText(score)
}

const changeText = (change: number) => `${change > 0 ? '+' : ''}${scoreText(Number(change.toPrecision(4)))}`

import { LowerBound, Quantity } from '@/components/ui/num'
import { NumberStrip, type StripNumber } from '@/components/ui/number-strip'
import { costOf, durationMs, resultsText, runWords, scoreGain, scoreText, tokensOf } from '@/lib/jobs/job-words'
import type { JobDetail } from '@/lib/jobs/schema'
import { durationParts } from '@/lib/time/format'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import type { JobPlace } from './use-job-place'

interface JobNumbersProps {
  job: JobDetail
  place: JobPlace
}

/** The numbers a job begins with, each compared with something and each leading to its evidence. */
export function JobNumbers({ job, place }: JobNumbersProps) {
  const numbers = [
    runs(job, place),
    ...(job.bestScore !== null || job.candidates > 0 ? [score(job, place)] : []),
    ...(job.results.total > 0 ? [results(job, place)] : []),
    tokens(job, place),
    cost(job, place),
    ...(job.results.total > 0 && job.bestScore !== null ? [] : [duration(job)]),
  ]
  return <NumberStrip label="Numbers of this job" numbers={numbers} />
}

function runs({ runs: { total, done, failed } }: JobDetail, place: JobPlace): StripNumber {
  return {
    label: 'Runs done',
    value:
      total === 0 ? 'no runs' : <Quantity parts={{ value: formatInteger(done), unit: `of ${formatInteger(total)}` }} />,
    unknown: total === 0,
    detail: total === 0 ? 'no run names this job' : runWords({ total, done, failed }),
    href: total === 0 ? undefined : place.href({ tab: 'runs' }),
  }
}

function score(job: JobDetail, place: JobPlace): StripNumber {
  const { bestScore, baselineScore, candidates } = job
  const gain = scoreGain(job)
  const of = candidates > 0 ? `, of ${formatInteger(candidates)} candidates` : ''
  return {
    label: 'Best score',
    value: bestScore === null ? 'not scored' : scoreText(bestScore),
    unknown: bestScore === null,
    detail:
      baselineScore === null
        ? `no baseline recorded${of}`
        : `${gain === null ? '' : `${gain} on `}the baseline of ${scoreText(baselineScore)}${of}`,
    href: candidates > 0 ? place.href({ tab: 'candidates' }) : undefined,
  }
}

function results({ results: found }: JobDetail, place: JobPlace): StripNumber {
  return {
    label: 'Results resolved',
    value: <Quantity parts={{ value: formatInteger(found.resolved), unit: `of ${formatInteger(found.total)}` }} />,
    detail: resultsText(found),
    href: place.href({ tab: 'results' }),
  }
}

/** Rows of results may say what each of them cost; that is not the job's own spending. */
const IN_RESULTS = 'no usage event; see its results'

function tokens(job: JobDetail, place: JobPlace): StripNumber {
  const { value, lowerBound, title } = tokensOf(job, job.usage.lowerBound)
  return {
    label: 'Tokens',
    value:
      value === null ? (
        'not recorded'
      ) : (
        <>
          {lowerBound ? <LowerBound /> : null}
          {formatInteger(value)}
        </>
      ),
    unknown: value === null,
    detail: job.events === 0 && job.results.total > 0 ? IN_RESULTS : title,
    href: spentHref(job, place),
  }
}

function cost(job: JobDetail, place: JobPlace): StripNumber {
  const { value, lowerBound, title } = costOf(job, job.unpricedEvents)
  return {
    label: 'Cost',
    value:
      value === null ? (
        'not known'
      ) : (
        <>
          {lowerBound ? <LowerBound /> : null}
          {formatMoney(value)}
        </>
      ),
    unknown: value === null,
    detail: job.events === 0 && job.results.total > 0 ? IN_RESULTS : title,
    href: spentHref(job, place),
  }
}

/** Where a sum stands with its parts; none without events. */
function spentHref({ events }: JobDetail, place: JobPlace): string | undefined {
  return events === 0 ? undefined : `${place.href({ tab: 'summary' })}#spend`
}

function duration(job: JobDetail): StripNumber {
  const ms = durationMs(job)
  const missing = job.startedAt === null ? 'no start recorded' : 'no end recorded'
  return {
    label: 'Duration',
    value: ms === null ? 'not known' : <Quantity parts={durationParts(ms)} />,
    unknown: ms === null,
    detail: ms === null ? missing : 'from start to end',
  }
}

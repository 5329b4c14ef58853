import Link from 'next/link'
import type { ReactNode } from 'react'
import { Section } from '@/components/ui/anchored-section'
import { HostileText } from '@/components/ui/hostile-text'
import { Moment } from '@/components/ui/moment'
import { NotRecorded } from '@/components/ui/num'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import type { JobDetail } from '@/lib/jobs/schema'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { Fact, FactList, JsonDetails, Span } from './fact-list'

interface AskedSectionProps {
  job: JobDetail
  fleet: Fleet
}

const MODELS_SHOWN = 5

/** What was asked for, and how far what was seen is that. */
export function AskedSection({ job, fleet }: AskedSectionProps) {
  const { goal, config, configMasked, parent } = job
  const masked =
    configMasked === 0 ? '' : `, ${formatInteger(configMasked)} ${configMasked === 1 ? 'secret' : 'secrets'} masked`
  return (
    <Section id="asked" title="What was asked">
      <FactList>
        <Fact label="Goal">
          {goal === null ? (
            <NotRecorded reason="the source states no goal" words="not recorded" />
          ) : (
            <HostileText text={goal} max={1_200} className="block max-w-prose whitespace-pre-line" />
          )}
        </Fact>
        <Fact label="Model">
          <Requested text={job.modelRequested} flag={detailOf(job, 'model_drift') ?? detailOf(job, 'model_empty')}>
            <ModelsSeen job={job} />
          </Requested>
        </Fact>
        {job.effortRequested === null && detailOf(job, 'effort_drift') === null ? null : (
          <Fact label="Effort">
            <Requested text={job.effortRequested} flag={detailOf(job, 'effort_drift')} />
          </Fact>
        )}
        {parent === null ? null : (
          <Fact label="Group">
            {parent.known ? (
              <Link href={paths.job(parent.id, fleet)} prefetch={false} className="text-accent hover:underline">
                <bdi>{plainText(parent.name ?? parent.id, 120)}</bdi>
              </Link>
            ) : (
              <>
                <HostileText text={parent.id} max={120} mono />{' '}
                <span className="text-12 text-3">named here only; its own record was not read</span>
              </>
            )}
          </Fact>
        )}
        {job.project === null ? null : (
          <Fact label="Project">
            <HostileText text={job.project} max={200} />
          </Fact>
        )}
        {job.createdAt === null ? null : (
          <Fact label="Created">
            <Moment at={job.createdAt} />
          </Fact>
        )}
        <Fact label="Time">
          <Span from={job.startedAt} to={job.endedAt} />
        </Fact>
      </FactList>
      {config === null || Object.keys(config).length === 0 ? null : (
        <JsonDetails label={`Configuration${masked}`} value={config} />
      )}
    </Section>
  )
}

const detailOf = (job: JobDetail, name: string): string | null =>
  [...job.flagDetails, ...job.runFlagDetails].find((flag) => flag.name === name)?.detail ?? null

interface RequestedProps {
  text: string | null
  /** Why what was seen is something else. */
  flag: string | null
  /** What was seen. */
  children?: ReactNode
}

function Requested({ text, flag, children }: RequestedProps) {
  return (
    <>
      {text === null ? (
        <NotRecorded reason="the source does not say which one was asked for" words="not said" />
      ) : (
        <HostileText text={text} max={120} />
      )}
      <span className="text-12 text-3"> asked for</span>
      {children}
      {flag === null ? null : (
        <span className="block text-12 text-warn">
          <HostileText text={flag} max={300} />
        </span>
      )}
    </>
  )
}

function ModelsSeen({ job: { modelsObserved } }: { job: JobDetail }) {
  if (modelsObserved.length === 0) return <span className="text-12 text-3"> · no usage event names a model</span>
  const rest = modelsObserved.length - MODELS_SHOWN
  return (
    <>
      {' · '}
      {modelsObserved.slice(0, MODELS_SHOWN).map(({ model, runs, events, tokens }, index) => (
        <span
          key={model}
          title={`${formatInteger(events)} usage events, ${tokens === null ? 'tokens not recorded' : `${formatInteger(tokens)} tokens`}`}
        >
          {index > 0 ? ', ' : null}
          <bdi>{plainText(model, 80) || '(empty)'}</bdi>
          <span className="text-12 text-3">
            {' '}
            in {formatInteger(runs)} {runs === 1 ? 'run' : 'runs'}
          </span>
        </span>
      ))}
      {rest > 0 ? <span className="text-12 text-3"> and {formatInteger(rest)} more</span> : null}
      <span className="text-12 text-3"> seen</span>
    </>
  )
}

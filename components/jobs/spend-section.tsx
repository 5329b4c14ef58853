import { CostCell, TokensCell } from '@/components/lists/amount-cells'
import { Section } from '@/components/ui/anchored-section'
import { NotRecorded, Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { costOf, tokensOf } from '@/lib/jobs/job-words'
import type { JobDetail, RoleSpendWire } from '@/lib/jobs/schema'

const CLASSES = [
  ['input', 'input'],
  ['cacheRead', 'cache read'],
  ['cacheWrite5m', 'cache write 5 m'],
  ['cacheWrite1h', 'cache write 1 h'],
  ['output', 'output'],
  ['unsplit', 'unsplit'],
] as const

/** Each role apart: a coordinator and the executors that it called are never one sum without its parts. */
export function SpendSection({ job }: { job: JobDetail }) {
  if (job.events === 0) return null
  return (
    <Section id="spend" title="Spent" about="by the role of the session that spent it">
      <RoleTable roles={job.spendByRole} />
      <UsageClasses usage={job.usage} />
    </Section>
  )
}

/** In what the tokens of the job consist, as far as it is recorded. */
function UsageClasses({ usage }: Pick<JobDetail, 'usage'>) {
  const known = CLASSES.filter(([key]) => usage[key] !== null)
  if (known.length === 0) return null
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 pt-2 text-12">
      {known.map(([key, label]) => (
        <div key={key} className="flex gap-1.5">
          <dt className="text-3">{label}</dt>
          <dd>
            <Num value={usage[key]} lowerBound={usage.lowerBound.includes(key)} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function RoleTable({ roles }: { roles: readonly RoleSpendWire[] }) {
  return (
    <Table label="Spent by role" edge fixed>
      <thead>
        <tr>
          <Th>Role</Th>
          <Th numeric className="w-20 max-md:hidden md:w-32">
            Sessions
          </Th>
          <Th numeric className="w-20 max-md:hidden md:w-32">
            Calls
          </Th>
          <Th numeric className="w-28 md:w-36">
            Tokens
          </Th>
          <Th numeric className="w-24 md:w-32">
            Cost
          </Th>
        </tr>
      </thead>
      <tbody>
        {roles.map((spend) => (
          <Tr key={spend.role ?? ''}>
            <Td className="overflow-hidden text-ellipsis">
              {spend.role === null ? (
                <NotRecorded reason="the events name no session with a role" words="no role" />
              ) : (
                <bdi>{plainText(spend.role, 80)}</bdi>
              )}
            </Td>
            <Td numeric className="text-2 max-md:hidden">
              <Num value={spend.sessions} />
            </Td>
            <Td numeric className="text-2 max-md:hidden">
              <Num value={spend.events} />
            </Td>
            <Td numeric>
              <TokensCell {...tokensOf({ ...spend, costIsLowerBound: false })} />
            </Td>
            <Td numeric>
              <CostCell {...costOf(spend, spend.unpricedEvents)} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

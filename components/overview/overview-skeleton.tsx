import { NumberStrip } from '@/components/ui/number-strip'
import { Section } from '@/components/ui/section'
import { Skeleton } from '@/components/ui/skeleton'

const NUMBERS = ['Needs someone', 'Runs', 'State contradicts evidence', 'Tokens', 'Cost']
const ROWS = ['first', 'second', 'third', 'fourth', 'fifth']

/** The page with its final geometry and nothing in it. */
export function OverviewSkeleton() {
  return (
    <>
      <NumberStrip
        label="The fleet in numbers"
        numbers={NUMBERS.map((label) => ({ label, value: <Skeleton className="w-20" />, detail: <Skeleton /> }))}
      />
      <Section title="Needs someone" className="pt-3!">
        <div className="grid">
          {ROWS.map((row) => (
            <span key={row} className="flex h-(--row) items-center border-line border-b">
              <Skeleton className="w-1/2" />
            </span>
          ))}
        </div>
      </Section>
      <div className="grid grid-cols-1 gap-x-8 lg:grid-cols-2">
        <div className="h-62" />
        <div className="h-62" />
      </div>
    </>
  )
}

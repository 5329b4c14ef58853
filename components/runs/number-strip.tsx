import { cx } from '@/components/ui/cx'
import { Quantity } from '@/components/ui/num'
import { runNumbers } from '@/lib/runs/run-numbers'
import type { RunDetail } from '@/lib/runs/schema'

/** Five numbers, each compared with something and each leading to its evidence further down. */
export function NumberStrip({ run }: { run: RunDetail }) {
  return (
    <ul
      aria-label="Numbers of this run"
      className="bleed page-x relative mt-4 flex snap-x overflow-x-auto border-line border-y [scrollbar-width:none] md:grid md:grid-cols-5"
    >
      {runNumbers(run).map(({ id, label, parts, instead, lowerBound, about, href, loud }) => (
        <li key={id} className="min-w-40 border-line not-first:border-l max-md:flex-none md:min-w-0">
          <a
            href={href}
            className="grid h-full content-start gap-0.5 px-4 py-3.5 hover:bg-hover focus-visible:outline-offset-[-2px] max-md:max-w-52 [li:first-child>&]:pl-0"
          >
            <span className="text-12 text-2">{label}</span>
            {parts === null ? (
              <span className="text-20 text-3 leading-7">{instead}</span>
            ) : (
              <Quantity
                parts={parts}
                lowerBound={lowerBound}
                className="font-semibold text-24 tracking-tight [&_span]:font-normal [&_span]:text-14"
              />
            )}
            <span className={cx('text-12', loud ? 'text-bad' : 'text-3')}>{about}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

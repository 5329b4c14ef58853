import { NotRecorded, Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { WaterfallBarWire, WaterfallWire } from '@/lib/compare/schema'
import { barDoubt, signed } from '@/lib/compare/words'

/** The bars as numbers, all of them, with the sum they make. */
export function WaterfallTable({ waterfall: { control, treatment, delta, bars } }: { waterfall: WaterfallWire }) {
  return (
    <Table label="Tokens by phase" className="[&_th]:static">
      <thead>
        <tr>
          <Th>Phase</Th>
          <Th numeric>Control</Th>
          <Th numeric>Treatment</Th>
          <Th numeric>Difference</Th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <BarRow key={bar.key} bar={bar} />
        ))}
        <Tr className="font-semibold">
          <Td>Sum</Td>
          <Td numeric>
            <Num value={control} />
          </Td>
          <Td numeric>
            <Num value={treatment} />
          </Td>
          <Td numeric>{delta === null ? <NotRecorded reason="one side records no tokens" /> : signed(delta)}</Td>
        </Tr>
      </tbody>
    </Table>
  )
}

function BarRow({ bar }: { bar: WaterfallBarWire }) {
  const doubt = barDoubt(bar)
  const reasonOf = (side: 'control' | 'treatment') =>
    bar.unknown === 'both' || bar.unknown === side ? 'no tokens recorded' : `the ${side} has no such phase`
  return (
    <Tr>
      <Td wrap className="wrap-anywhere">
        <bdi>{plainText(bar.label, 120)}</bdi>
        {doubt === null ? null : <span className="block text-11 text-3">{doubt}</span>}
      </Td>
      <Td numeric>
        <Num value={bar.control} reason={reasonOf('control')} />
      </Td>
      <Td numeric>
        <Num value={bar.treatment} reason={reasonOf('treatment')} />
      </Td>
      <Td numeric>{bar.delta === null ? <NotRecorded reason={doubt ?? 'not recorded'} /> : signed(bar.delta)}</Td>
    </Tr>
  )
}

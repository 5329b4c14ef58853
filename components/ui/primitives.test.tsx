import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Button, IconButton } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { PhaseBar } from '@/components/ui/phase-bar'
import { RelativeTime } from '@/components/ui/relative-time'
import { Badge, StatusMark } from '@/components/ui/status'

const html = renderToStaticMarkup
const words = (markup: string) => markup.replace(/<[^>]*>/g, '').replaceAll('\u00a0', ' ')

describe('primitives', () => {
  it('a button that cannot be used stays and says why', () => {
    const markup = html(<Button disabledReason="needs a known commit">Pair</Button>)
    expect(markup).toContain('aria-disabled="true"')
    expect(markup).toContain('title="needs a known commit"')
    expect(markup).not.toContain(' disabled')
    expect(html(<IconButton icon="copy" label="Copy" disabledReason="nothing yet" />)).toContain(
      'aria-label="Copy: nothing yet"',
    )
  })

  it('unknown is a dash with a reason, never a zero', () => {
    expect(words(html(<Num value={null} reason="no price" />))).toBe('–not recorded: no price')
    expect(words(html(<NotRecorded words="not known" reason="no price" />))).toBe('not known: no price')
    expect(words(html(<Num value={0} />))).toBe('0')
    expect(words(html(<RelativeTime at={null} reason="not written" />))).toBe('–not recorded: not written')
  })

  it('a lower bound is marked for eyes and ears', () => {
    const parts = [
      { value: '51', unit: 'm' },
      { value: '24', unit: 's' },
    ]
    expect(words(html(<Quantity parts={parts} lowerBound />))).toBe('≥at least 51m 24s')
  })

  it('a status is a shape and a word; only a badge is tinted', () => {
    expect(words(html(<StatusMark tone="bad">failed</StatusMark>))).toBe('failed')
    expect(html(<StatusMark tone="bad">failed</StatusMark>)).not.toContain('bg-bad-tint')
    expect(html(<Badge tone="bad">failed</Badge>)).toContain('bg-bad-tint')
    expect(html(<StatusMark tone="bad">failed</StatusMark>)).toContain('<rect')
    expect(html(<StatusMark tone="warn">waiting</StatusMark>)).not.toContain('<rect')
  })

  it('hostile text is escaped, isolated and cut', () => {
    const markup = html(<HostileText text={`<img src=x onerror=alert(1)>\u202e${'a'.repeat(5_000_000)}`} />)
    expect(markup).not.toContain('<img')
    expect(markup).toContain('<bdi')
    expect(markup).toContain('RLO')
    expect(markup.length).toBeLessThan(3_000)
    expect(words(markup)).toContain('show more (4,999,429 characters)')
  })

  it('a truncated id keeps its whole text in the title', () => {
    const markup = html(<MiddleTruncate text={'a"b/'.repeat(20)} max={9} copy={false} />)
    expect(words(markup)).toContain('…')
    expect(markup).toContain(`title="${'a&quot;b/'.repeat(20)}"`)
  })

  it('a bar of no phases is an empty bar, not a broken one', () => {
    expect(html(<PhaseBar done={0} failed={0} total={0} />)).not.toContain('NaN')
    expect(html(<PhaseBar done={6} failed={1} total={8} />).match(/<rect/g)).toHaveLength(2)
  })
})

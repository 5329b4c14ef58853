'use client'

import { useState } from 'react'
import { VisibleText } from '@/components/ui/hostile-text'
import { cutText } from '@/components/ui/visible-text'
import type { OccurrenceWire } from '@/lib/patterns/schema'
import { formatInteger } from '@/lib/time/format-quantity'

const SHOWN_MAX = 320

type Part = OccurrenceWire['parts'][number]

/** The parts up to a length, and how many characters are left. */
function cutParts(parts: readonly Part[], max: number): { shown: Part[]; left: number } {
  const shown: Part[] = []
  let [length, left] = [0, 0]
  for (const part of parts) {
    const room = max - length
    if (room > 0) shown.push({ ...part, text: cutText(part.text, room) })
    length += part.text.length
    left += Math.max(0, part.text.length - Math.max(0, room))
  }
  return { shown, left }
}

/** A message laid on its template: what the template says as text, what stands under its masks in dashed boxes. */
export function MessageParts({ parts }: { parts: readonly Part[] }) {
  const [isWhole, setWhole] = useState(false)
  const { shown, left } = cutParts(parts, isWhole ? Number.POSITIVE_INFINITY : SHOWN_MAX)
  return (
    <span className="wrap-anywhere min-w-0 font-mono text-12">
      <bdi className="isolate">
        {shown.map(({ text, masked }, index) => {
          const key = `${index} ${masked}`
          return masked ? (
            <span
              key={key}
              className="mx-px rounded-[3px] border border-line-strong border-dashed box-decoration-clone px-0.5 text-1"
            >
              <VisibleText text={text} />
            </span>
          ) : (
            <span key={key} className="text-2">
              <VisibleText text={text} />
            </span>
          )
        })}
        {left > 0 ? '…' : null}
      </bdi>
      {left > 0 ? (
        <button type="button" className="ml-1 font-sans text-accent hover:underline" onClick={() => setWhole(true)}>
          show more ({formatInteger(left)} characters)
        </button>
      ) : null}
    </span>
  )
}

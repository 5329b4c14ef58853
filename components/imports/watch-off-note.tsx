import { ToneShape } from '@/components/ui/tone-shape'
import { watchOffText } from '@/lib/imports/watch-words'

/** Says that watching is off and how it comes on. Draws nothing while it is on. */
export function WatchOffNote({ switches }: { switches: Parameters<typeof watchOffText>[0] }) {
  const text = watchOffText(switches)
  if (text === null) return null
  return (
    <p className="flex items-center gap-1.5 pb-1.5 text-12 text-warn">
      <ToneShape tone="warn" />
      {text}
    </p>
  )
}

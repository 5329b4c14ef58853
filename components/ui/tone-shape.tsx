import { cx } from '@/components/ui/cx'
import { TONE_TEXT, type Tone } from '@/lib/tone'

/** The shape of a tone, 10 px, for reading in grey: check in a circle, ring, triangle, cross in a square, dash in a circle. */
export function ToneShape({ tone, running = false, className }: { tone: Tone; running?: boolean; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 10 10"
      fill="none"
      className={cx('size-2.5 flex-none', TONE_TEXT[tone], running && 'spin-slowly', className)}
    >
      {shapeOf(tone, running)}
    </svg>
  )
}

function shapeOf(tone: Tone, running: boolean) {
  switch (tone) {
    case 'ok':
      return (
        <>
          <circle cx="5" cy="5" r="5" fill="currentColor" />
          <path d="M2.8 5.2 4.4 6.8 7.3 3.6" stroke="var(--surface)" strokeWidth="1.4" />
        </>
      )
    case 'info':
      return (
        <circle
          cx="5"
          cy="5"
          r="4"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeDasharray={running ? '17 8.2' : undefined}
        />
      )
    case 'warn':
      return (
        <>
          <path d="M5 .4 10 9.6H0z" fill="currentColor" />
          <path d="M5 3.6v2.8M5 7.6v.9" stroke="var(--surface)" strokeWidth="1.1" />
        </>
      )
    case 'bad':
      return (
        <>
          <rect width="10" height="10" rx="1.5" fill="currentColor" />
          <path d="m3 3 4 4m0-4L3 7" stroke="var(--surface)" strokeWidth="1.3" />
        </>
      )
    case 'idle':
      return (
        <>
          <circle cx="5" cy="5" r="4.3" stroke="currentColor" strokeWidth="1.2" />
          <path d="M3 5h4" stroke="currentColor" strokeWidth="1.2" />
        </>
      )
  }
}

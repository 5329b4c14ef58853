/** What a colour means. Shape and word say the same: colour is never the only mark. */
export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'idle'

/** Written out, so that Tailwind sees each class. */
export const TONE_TEXT = {
  ok: 'text-ok',
  info: 'text-info',
  warn: 'text-warn',
  bad: 'text-bad',
  idle: 'text-idle',
} as const satisfies Record<Tone, string>

export const TONE_TINT = {
  ok: 'bg-ok-tint',
  info: 'bg-info-tint',
  warn: 'bg-warn-tint',
  bad: 'bg-bad-tint',
  idle: 'bg-idle-tint',
} as const satisfies Record<Tone, string>

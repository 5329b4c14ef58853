import { memo } from 'react'
import { HostileText } from '@/components/ui/hostile-text'
import { textBlocks } from '@/lib/sessions/text-blocks'

/** A browser draws this much at once without stalling; the rest is one press away. */
const SHOWN_MAX = 20_000

/** A message as plain text, code between fences in mono. Links stay text: nothing in a transcript loads or leads anywhere. */
export const EntryText = memo(function EntryText({ text }: { text: string }) {
  return (
    <div className="grid gap-2 text-14">
      {textBlocks(text).map(({ kind, text: body, language }, index) =>
        kind === 'prose' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text have no other identity
          <p key={index} className="max-w-prose">
            <HostileText text={body} lines mono={false} max={SHOWN_MAX} />
          </p>
        ) : (
          <CodeBlock
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text have no other identity
            key={index}
            text={body}
            language={language}
          />
        ),
      )}
    </div>
  )
})

function CodeBlock({ text, language }: { text: string; language: string | null }) {
  return (
    <div className="overflow-hidden rounded-md border border-line bg-sunken">
      {language ? <div className="border-line border-b px-2.5 py-1 text-11 text-3">{language}</div> : null}
      <pre className="whitespace-pre-wrap px-2.5 py-1.5 text-2">
        <HostileText text={text} lines max={SHOWN_MAX} />
      </pre>
    </div>
  )
}

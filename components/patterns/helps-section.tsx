import { Section } from '@/components/ui/anchored-section'
import { HostileText } from '@/components/ui/hostile-text'
import { Facts } from '@/components/ui/section'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { PatternDetail } from '@/lib/patterns/schema'

const LINK = 'text-accent hover:underline'

interface HelpsProps {
  pattern: PatternDetail
  fleet: Fleet
}

/** What the catalogue knows of it: a suggestion, never a fix. */
export function HelpsSection({ pattern: { id, catalogue, mitigation }, fleet }: HelpsProps) {
  return (
    <Section
      id="helps"
      title="What helps"
      about="suggestion given, not a fix"
      actions={
        <>
          <a href={paths.api.patternScaffold(id, 'python', fleet)} className={LINK} title="A detector with its test">
            Scaffold: Python
          </a>
          <a
            href={paths.api.patternScaffold(id, 'typescript', fleet)}
            className={LINK}
            title="A detector with its test"
          >
            TypeScript
          </a>
        </>
      }
    >
      {catalogue === null ? (
        <p className="text-2">No entry of the catalogue knows this failure. A scaffold is where a detector begins.</p>
      ) : (
        <div className="grid gap-2">
          <p>
            <WithCode text={catalogue.means} />
          </p>
          <p>
            <WithCode text={catalogue.helps} />
          </p>
          <Facts
            facts={[
              { label: 'Example', value: <HostileText text={catalogue.example} max={300} mono className="text-2" /> },
              ...(mitigation === null
                ? []
                : [{ label: 'Fix told', value: <HostileText text={mitigation} max={600} /> }]),
            ]}
          />
        </div>
      )}
    </Section>
  )
}

/** Text with commands and settings between backticks. */
function WithCode({ text }: { text: string }) {
  return text.split('`').map((part, index) => {
    const key = `${index} ${part}`
    return index % 2 === 1 ? (
      <code key={key} className="wrap-anywhere font-mono text-12">
        {part}
      </code>
    ) : (
      <span key={key}>{part}</span>
    )
  })
}

import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { ExperimentDefinition } from '@/lib/experiments/definition'
import { definitionChanges } from '@/lib/experiments/definition-changes'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'

interface NewerVersionProps {
  experiment: ExperimentDetail
  /** What was typed; null while it is no definition. */
  mine: ExperimentDefinition | null
  onTake: () => void
  onKeep: () => void
}

/** Somebody else wrote a version meanwhile: what it says, beside what was typed. Nothing is lost by either choice. */
export function NewerVersion({ experiment, mine, onTake, onKeep }: NewerVersionProps) {
  const { version, versions, definition } = experiment
  const newest = versions[0]
  const changes = mine === null ? [] : definitionChanges(definition, mine)
  return (
    <div role="alert">
      <Section title={`Version ${version} was written in the meantime`}>
        <p className="max-w-note text-2">
          Written <RelativeTime at={newest?.createdAt ?? null} reason="it does not say when" />
          {newest?.reason ? (
            <>
              : “<HostileText text={newest.reason} max={300} />”
            </>
          ) : null}
          . What you typed is kept below.
        </p>
        {changes.length > 0 ? (
          <Table label="What differs" edge>
            <thead>
              <tr>
                <Th>Field</Th>
                <Th>Version {version}</Th>
                <Th>Yours</Th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ name, before, after }) => (
                <Tr key={name}>
                  <Td>{name}</Td>
                  <Td wrap>
                    <HostileText text={before} max={200} />
                  </Td>
                  <Td wrap>
                    <HostileText text={after} max={200} />
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        ) : null}
        <div className="flex flex-wrap gap-2 pt-3">
          <Button onClick={onKeep}>Keep mine, after version {version}</Button>
          <Button onClick={onTake}>Take version {version}</Button>
        </div>
      </Section>
    </div>
  )
}

import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Facts, Section } from '@/components/ui/section'
import { StatusMark, Tag } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { ExperimentDetail, ResultRecord } from '@/lib/experiments/experiment-schema'
import { OUTCOME_WORDS } from '@/lib/experiments/words'
import { formatInteger } from '@/lib/time/format-quantity'

/** What was fixed and when, the inputs of this result, and the results before it. */
export function VersionsSection({ experiment }: { experiment: ExperimentDetail }) {
  const { versions, result, earlier, definition, declared } = experiment
  return (
    <>
      <Section title="How this was made" meta="equal inputs give an equal result">
        {definition.hypothesis === undefined ? null : (
          <p className="max-w-prose pb-2 text-14">
            <HostileText text={definition.hypothesis} max={600} />
          </p>
        )}
        {result === null ? <p className="text-2">No result was kept.</p> : <Made result={result} />}
        {declared || versions.length > 1 ? <Versions versions={versions} /> : null}
      </Section>
      {earlier.length > 0 ? (
        <Section title="Earlier results" count={earlier.length} meta="of other inputs or versions, newest first">
          <Earlier results={earlier} />
        </Section>
      ) : null}
    </>
  )
}

function Made({ result }: { result: ResultRecord }) {
  const hash = (text: string) => <MiddleTruncate text={text} max={24} />
  return (
    <Facts
      facts={[
        { label: 'Method', value: `${result.method}, Pitwall ${result.program}` },
        { label: 'Seed', value: formatInteger(result.seed) },
        { label: 'Definition', value: hash(result.definitionHash) },
        { label: 'Input', value: hash(result.inputHash) },
        { label: 'Control', value: hash(result.controlHash) },
        { label: 'Treatment', value: hash(result.treatmentHash) },
      ]}
    />
  )
}

function Versions({ versions }: Pick<ExperimentDetail, 'versions'>) {
  return (
    <>
      <h3 className="pt-4 pb-1 font-semibold text-13">Versions of the definition</h3>
      <Table label="Versions" edge className={NARROW_TABLE}>
        <thead className="max-md:hidden">
          <tr>
            <Th className="w-21">Version</Th>
            <Th className="w-50">Written</Th>
            <Th>Why</Th>
            <Th>Test</Th>
            <Th numeric>α</Th>
            <Th numeric>Planned</Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {versions.map(({ version, definition, reason, createdAt, afterResults }) => (
            <Tr key={version} className={NARROW_TWO}>
              <Td className={NARROW_CELL}>
                <span className="text-3 md:hidden">version </span>
                {version}
              </Td>
              <Td className={cx(NARROW_CELL, 'max-md:text-12')}>
                <RelativeTime at={createdAt} reason="the records do not say when" />
                {afterResults ? (
                  <span className="pl-1.5">
                    <Tag tone="warn">after results</Tag>
                  </span>
                ) : null}
              </Td>
              <Td wrap className={cx(NARROW_CELL, 'max-md:col-span-2 max-md:text-12')}>
                {reason === null ? (
                  <span className="text-3">the first one</span>
                ) : (
                  <HostileText text={reason} max={200} />
                )}
              </Td>
              <Td className={cx(NARROW_CELL, 'text-2 max-md:hidden')}>
                {definition.primary ?? 'the default of such data'}
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
                {definition.alpha}
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
                {definition.planned === undefined ? (
                  <NotRecorded reason="nobody fixed a number" />
                ) : (
                  formatInteger(definition.planned)
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

function Earlier({ results }: { results: readonly ResultRecord[] }) {
  return (
    <Table label="Earlier results" edge className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th className="w-29">Computed</Th>
          <Th className="w-21">Version</Th>
          <Th className="w-29">Treatment</Th>
          <Th>Verdict</Th>
          <Th numeric>Pairs</Th>
          <Th>Input</Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {results.map(({ id, computedAt, version, outcome, verdict, pairs, inputHash, overridden }) => (
          <Tr key={id} className={NARROW_TWO}>
            <Td className={NARROW_CELL}>
              <RelativeTime at={computedAt} />
            </Td>
            <Td className={cx(NARROW_CELL, 'max-md:hidden')}>{version}</Td>
            <Td className={NARROW_CELL}>
              <StatusMark tone={OUTCOME_WORDS[outcome].tone}>{OUTCOME_WORDS[outcome].label}</StatusMark>
            </Td>
            <Td wrap className={cx(NARROW_CELL, 'max-md:col-span-2 max-md:text-12')}>
              {overridden ? <Tag tone="warn">exploratory</Tag> : null} <HostileText text={verdict} max={300} />
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
              {formatInteger(pairs)}
            </Td>
            <Td className={cx(NARROW_CELL, 'max-md:hidden')}>
              <MiddleTruncate text={inputHash} max={12} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

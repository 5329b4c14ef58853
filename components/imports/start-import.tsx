'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Section } from '@/components/ui/section'
import { useToast } from '@/components/ui/toast'
import { startProblem, useStartImport } from '@/lib/imports/use-start-import'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { paths } from '@/lib/paths'

interface StartImportProps {
  allowedFolders: readonly string[]
  /** Why it cannot be done now. */
  disabledReason: string | null
}

/** A path and, if wanted, a name for a second database of the same system. */
export function StartImport({ allowedFolders, disabledReason }: StartImportProps) {
  const router = useRouter()
  const toast = useToast()
  const form = useId()
  const [path, setPath] = useState('')
  const [instance, setInstance] = useState('')
  const { mutate, isPending, error, reset } = useStartImport(({ id }) => {
    setPath('')
    toast({ text: 'Asked for; its receipt grows below' })
    router.push(paths.import(id, 'own'))
  })
  useKeys([
    {
      id: 'start-import',
      keys: ['i'],
      label: 'Start an import',
      group: 'On this page',
      palette: true,
      run: () => document.getElementById(`${form}path`)?.focus(),
    },
  ])
  const problem = error ? startProblem(error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (disabledReason || isPending) return
    mutate({ paths: [path.trim()], ...(instance.trim() === '' ? {} : { instance: instance.trim() }) })
  }
  const change = (set: (text: string) => void) => (text: string) => {
    if (error) reset()
    set(text)
  }
  return (
    <Section title="Start an import" meta="a file, a folder or an archive (.gz); its receipt follows">
      <form onSubmit={submit} noValidate className="flex flex-wrap items-start gap-3">
        <Field
          id={`${form}path`}
          label="Path"
          value={path}
          onText={change(setPath)}
          problem={problem?.field === 'path' ? problem.message : null}
          placeholder={allowedFolders[0] ?? '/path/to/autopack.db'}
          className="min-w-0 flex-1 basis-80"
        />
        <Field
          id={`${form}instance`}
          label="Instance name, if it is a second database"
          value={instance}
          onText={change(setInstance)}
          problem={problem?.field === 'instance' ? problem.message : null}
          placeholder="optional"
          className="min-w-0 basis-64"
        />
        <Button
          type="submit"
          look="primary"
          className="mt-5"
          keys="i"
          disabledReason={
            disabledReason ?? (isPending ? 'it has been asked for' : path.trim() === '' ? 'name a path first' : null)
          }
        >
          Import
        </Button>
      </form>
      {problem && problem.field === null ? (
        <p role="alert" className="pt-2 text-bad">
          <HostileText text={problem.message} />
        </p>
      ) : null}
      <Allowed folders={allowedFolders} disabledReason={disabledReason} />
    </Section>
  )
}

function Allowed({ folders, disabledReason }: { folders: readonly string[]; disabledReason: string | null }) {
  return (
    <div className="grid gap-1 pt-2 text-12 text-3">
      {disabledReason ? <p className="text-warn">Not now: {disabledReason}.</p> : null}
      {folders.length > 0 ? (
        <p className="flex flex-wrap items-center gap-x-2">
          Accepted below
          {folders.map((folder) => (
            <MiddleTruncate key={folder} text={folder} max={48} wraps className="text-2" />
          ))}
        </p>
      ) : (
        <p>
          The command line imports from anywhere: <code className="font-mono text-2">npx pitwall import PATH</code>
        </p>
      )}
    </div>
  )
}

interface FieldProps {
  id: string
  label: string
  value: string
  onText: (text: string) => void
  problem: string | null
  placeholder: string
  className?: string
}

function Field({ id, label, value, onText, problem, placeholder, className }: FieldProps) {
  return (
    <div className={cx('grid gap-1', className)}>
      <label htmlFor={id} className="text-12 text-2">
        {label}
      </label>
      <input
        id={id}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}problem`}
        onChange={(event) => onText(event.target.value)}
        className={cx(
          'h-8 min-w-0 rounded-md border bg-surface px-2 font-mono text-12 text-1 md:h-7',
          problem === null ? 'border-line-strong' : 'border-bad',
        )}
      />
      {problem === null ? null : (
        <p id={`${id}problem`} role="alert" className="text-12 text-bad">
          <HostileText text={problem} />
        </p>
      )}
    </div>
  )
}

'use client'

import { useToast } from '@/components/ui/toast'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import type { Reader } from './use-reader'
import type { Steps } from './use-steps'

/** Everything a transcript can be asked by mouse, by key. */
export function useReaderKeys(reader: Reader, steps: Steps, onRaw: (entryId: string | null) => void): void {
  const toast = useToast()
  const here = { group: 'On this page', palette: true } as const
  const inHand = () => reader.hand() !== null
  const finds = () => (reader.found?.items.length ?? 0) > 0
  const copyLink = () => {
    navigator.clipboard.writeText(window.location.href).then(
      () => toast({ text: 'Link copied' }),
      () => toast({ text: 'The browser refused to copy the link', tone: 'warn' }),
    )
  }
  const move = (step: 1 | -1) => reader.moveTo(reader.isInHand() ? reader.here() + step : reader.here())
  const open = () => {
    const entryId = reader.hand()
    if (entryId !== null) reader.opened.set(entryId, !reader.opened.ids.has(entryId))
  }
  useKeys([
    { id: 'next entry', keys: ['j'], label: 'Next entry', ...here, run: () => move(1) },
    { id: 'previous entry', keys: ['k'], label: 'Previous entry', ...here, run: () => move(-1) },
    { id: 'next failure', keys: [']'], label: 'Next failure', ...here, run: () => steps.failure(1) },
    { id: 'previous failure', keys: ['['], label: 'Previous failure', ...here, run: () => steps.failure(-1) },
    { id: 'next found', keys: ['n'], label: 'Next place found', ...here, when: finds, run: () => steps.find(1) },
    { id: 'previous found', keys: ['b'], label: 'Place found before', ...here, when: finds, run: () => steps.find(-1) },
    { id: 'open entry', keys: ['Enter', 'o'], label: 'Open or close the entry', ...here, when: inHand, run: open },
    {
      id: 'raw record',
      keys: ['e'],
      label: 'Raw record of the entry',
      ...here,
      when: inHand,
      run: () => onRaw(reader.hand()),
    },
    { id: 'copy link', keys: ['c'], label: 'Copy the link of the entry', ...here, run: copyLink },
    {
      id: 'leave entry',
      keys: ['Escape'],
      label: 'Leave the entry',
      group: 'On this page',
      when: inHand,
      run: () => reader.mark(null, null),
    },
  ])
}

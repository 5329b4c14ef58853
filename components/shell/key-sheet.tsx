'use client'

import { Dialog } from '@/components/ui/dialog'
import { Keys } from '@/components/ui/kbd'
import { KEY_GROUPS, type KeyBinding, keyText } from '@/lib/keyboard/key-registry'
import { useKeyRegistry } from '@/lib/keyboard/keyboard-provider'

interface KeyLine {
  label: string
  keys: string[]
}

/** One line per label: j and ↓ do the same and stand together. */
function linesOf(bindings: readonly KeyBinding[], group: string): KeyLine[] {
  const lines = new Map<string, string[]>()
  for (const binding of bindings) {
    if (binding.group !== group || binding.keys.length === 0) continue
    const before = lines.get(binding.label) ?? []
    lines.set(binding.label, [...before, ...binding.keys.filter((keys) => !before.includes(keys))])
  }
  return Array.from(lines, ([label, keys]) => ({ label, keys }))
}

export function KeySheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
      {open ? <KeyTable /> : null}
    </Dialog>
  )
}

function KeyTable() {
  const bindings = useKeyRegistry().list()
  const apple = /Mac|iPhone|iPad/.test(navigator.userAgent)
  return (
    <div className="gap-8 px-4 pb-4 md:columns-2">
      {KEY_GROUPS.map((group) => ({ group, lines: linesOf(bindings, group) }))
        .filter(({ lines }) => lines.length > 0)
        .map(({ group, lines }) => (
          <section key={group} className="mb-3 break-inside-avoid">
            <h3 className="mb-1 font-semibold">{group}</h3>
            <dl>
              {lines.map(({ label, keys }) => (
                <div key={label} className="flex h-7 items-center justify-between gap-4 border-line border-b text-2">
                  <dt>{label}</dt>
                  <dd className="flex gap-1.5">
                    {keys.map((each) => (
                      <Keys key={each} keys={keyText(each, apple)} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
    </div>
  )
}

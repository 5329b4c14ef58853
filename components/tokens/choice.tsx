import { Menu, type MenuEntry } from '@/components/ui/menu'
import { Pick } from './pick'

interface ChoiceProps {
  label: string
  shown: string
  children: readonly MenuEntry[]
}

/** A word of the question with the words that could stand in its place. */
export function Choice({ label, shown, children }: ChoiceProps) {
  return <Menu align="start" trigger={<Pick label={label}>{shown}</Pick>} entries={children} />
}

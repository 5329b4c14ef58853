import 'server-only'
import type { KnownFile } from '@/lib/db/known-files'
import type { FoundFile } from './walk-paths'

/** True when a text file has the size and time it had when it was read to its end: nothing needs to be read. */
export function isUntouched(
  found: FoundFile,
  { file, content }: KnownFile,
  isReadAsToday: (content: KnownFile['content']) => boolean,
): boolean {
  return (
    file.head !== null &&
    content.status === 'complete' &&
    Number(file.size) === found.bytes &&
    Number(file.mtimeMs) === found.mtimeMs &&
    isReadAsToday(content)
  )
}

import 'server-only'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Body, packedBody, rememberFile, stagedBody } from './file-body'
import { claimedFolders, type FolderClaim } from './folder-claims'
import { folderInPack } from './folder-sources'
import type { ImportEnvironment } from './import-environment'
import { importPackedFolder } from './import-folder'
import { openFolder } from './open-reading'
import { type PackedFile, PackWriter, readPacked } from './pack'
import type { ReadPart } from './read-part'
import type { FileOptions } from './reading'
import { addRejected, addUnparsed, mergeTally, newTally, type Tally } from './receipt'
import { type Unpacked, unpackArchive } from './unpack-archive'
import { UnknownText, UnreadableFile } from './unreadable-file'
import type { FoundFile } from './walk-paths'
import { writeContainer } from './write-reading'

/** Reads one member into the database. @throws {UnreadableFile} */
export type ImportMember = (
  env: ImportEnvironment,
  found: FoundFile,
  body: Body,
  options: FileOptions,
) => Promise<ReadPart>

/** Stands between the path of an archive and that of a member. */
const IN_ARCHIVE = '!/'
/** Names shown of members that nobody knows. */
const SHOWN = 5
const PLACE_LENGTH = 200

interface ArchiveFile {
  found: FoundFile
  body: Body
  /** Scratch space of this import. */
  folder: string
}

/**
 * Imports what an archive holds: folders that are one thing first, then every other member by itself. Each is a content
 * of its own, so an import that is cut short goes on with the members that are left. One receipt tells of all.
 * @throws {UnreadableFile} when nothing in it can be read
 */
export async function importArchive(
  env: ImportEnvironment,
  file: ArchiveFile,
  options: FileOptions,
  importMember: ImportMember,
): Promise<ReadPart> {
  const { found, body } = file
  const { pack, files, findings } = await unpacked(body, file.folder)
  const reading = new ArchiveReading(env, file, { pack, bytes: Math.max(1, bytesOf(files)) }, options, importMember)
  for (const member of await reading.folders(files)) await reading.member(member)
  const { tally, parts } = reading
  addRejected(tally, findings.rejected)
  for (const item of findings.unparsed) addUnparsed(tally, item)
  if (parts.length === 0) throw new UnreadableFile(nothingRead(files, tally, body.format))

  const system = only(parts.map((part) => part.system))
  const systemVersion = only(parts.map((part) => part.systemVersion))
  const instance = only(parts.map((part) => part.instance))
  const { contentId: id, sha256, bytes } = body
  const content = { id, sha256: sha256 ?? '', path: found.path, bytes, archivedAs: null }
  await writeContainer(
    env,
    content,
    { system, systemVersion },
    tally,
    await rememberFile(env, found, body, null, false),
  )
  return { system, systemVersion, instance, tally }
}

/** The value that all share, or null. */
function only(values: readonly (string | null)[]): string | null {
  const [first = null] = values
  return values.every((value) => value === first) ? first : null
}

async function unpacked(body: Body, folder: string) {
  const pack = new PackWriter(path.join(folder, 'pack'))
  let findings: Unpacked
  try {
    findings = await unpackArchive(body.file, body.format ?? 'tar', pack)
  } finally {
    pack.close()
  }
  return { pack: pack.file, files: pack.files(), findings }
}

function nothingRead(files: readonly PackedFile[], tally: Tally, format: Body['format']): string {
  const [refused] = tally.rejected
  if (refused) return `nothing in it can be read: ${refused.place ? `${refused.place}: ` : ''}${refused.reason}`
  if (files.length === 0) return `the ${format === 'zip' ? 'zip' : 'tar'} archive is empty`
  const names = files.slice(0, SHOWN).map((file) => file.path)
  const more = files.length > SHOWN ? ' …' : ''
  return `no reader knows any of the ${files.length.toLocaleString('en')} files in it (${names.join(', ')}${more})`
}

const bytesOf = (files: readonly PackedFile[]) => files.reduce((sum, file) => sum + file.bytes, 0)

class ArchiveReading {
  readonly tally = newTally()
  readonly parts: ReadPart[] = []
  private bytesDone = 0

  constructor(
    private readonly env: ImportEnvironment,
    private readonly file: ArchiveFile,
    private readonly all: { pack: string; bytes: number },
    private readonly options: FileOptions,
    private readonly importMember: ImportMember,
  ) {}

  private place = (member: PackedFile) => `${this.file.found.path}${IN_ARCHIVE}${member.path}`

  /** Reads the folders that somebody knows. @returns the members that are in none of them */
  async folders(files: readonly PackedFile[]): Promise<PackedFile[]> {
    let left = [...files]
    for (const claim of claimedFolders(files.map(this.place))) {
      const inside = left.filter((member) => this.place(member).startsWith(`${claim.folder}/`))
      if (inside.length === 0 || !(await this.folder(claim, inside))) continue
      const taken = new Set(inside)
      left = left.filter((member) => !taken.has(member))
    }
    return left
  }

  private async folder({ folder, readers }: FolderClaim, inside: readonly PackedFile[]): Promise<boolean> {
    const files = inside.map((member) => ({ ...member, path: this.place(member).slice(folder.length + 1) }))
    const source = folderInPack(this.all.pack, folder, files)
    const known = openFolder(source, readers, this.options)
    if (known === null) return false
    const unit = { path: folder, source, files, known, archivedAs: null }
    this.take(await importPackedFolder(this.envFor(inside), unit, this.options, async () => []))
    this.done(inside)
    return true
  }

  /** Reads one member; what cannot be read is told, and the others are read. */
  async member(member: PackedFile): Promise<void> {
    const found = { path: this.place(member), bytes: member.bytes, mtimeMs: this.file.found.mtimeMs }
    try {
      if (member.bytes === 0) throw new UnreadableFile('it is empty')
      const body = await this.body(member, found.path)
      this.take(await this.importMember(this.envFor([member]), found, body, this.options))
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error
      const place = member.path.slice(0, PLACE_LENGTH)
      // A text that nobody knows lies beside those that somebody does: nothing is wrong with it.
      if (error instanceof UnknownText)
        addUnparsed(this.tally, { kind: 'unknown-file', name: place, count: 1, sample: null })
      else addRejected(this.tally, [{ line: null, place, reason: error.message }])
    }
    this.done([member])
  }

  /** Texts are read where they lie in the pack; what is packed or a database needs a file, under a name of ours. */
  private async body(member: PackedFile, place: string): Promise<Body> {
    const head = readPacked(this.all.pack, { offset: member.offset, bytes: Math.min(member.bytes, 16) })
    if (!needsFile(head)) return packedBody(this.all.pack, member, place)
    const scratch = path.join(this.file.folder, 'member')
    await writeFile(scratch, readPacked(this.all.pack, member))
    const found = { path: scratch, bytes: member.bytes, mtimeMs: this.file.found.mtimeMs }
    const staged = await stagedBody(found, false, this.file.folder, null)
    if (staged.kind === 'archive') throw new UnreadableFile('an archive within an archive is not opened')
    return { ...staged, shared: true, changedAt: member.changedAt }
  }

  private take(part: ReadPart): void {
    this.parts.push(part)
    mergeTally(this.tally, part.tally)
  }

  private done(members: readonly PackedFile[]): void {
    this.bytesDone += bytesOf(members)
    this.env.onProgress(this.bytesDone / this.all.bytes)
  }

  /** Progress is that of the whole archive. */
  private envFor(members: readonly PackedFile[]): ImportEnvironment {
    const bytes = bytesOf(members)
    const onProgress = (done: number) => this.env.onProgress((this.bytesDone + bytes * done) / this.all.bytes)
    return { ...this.env, onProgress }
  }
}

function needsFile(head: Buffer): boolean {
  const start = head.toString('latin1')
  return start.startsWith('SQLite format 3') || /^(\x1f\x8b|PK[\x03\x05]|\x28\xb5\x2f\xfd)/.test(start)
}

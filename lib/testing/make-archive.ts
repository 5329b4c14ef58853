import { crc32, deflateRawSync } from 'node:zlib'
import { Header } from 'tar'

/** A member of an archive that a test makes, under whatever name. */
export interface MadeMember {
  path: string
  body: string | Buffer
  /** Of a tar: anything but a file. */
  type?: 'File' | 'SymbolicLink' | 'Directory'
}

const BLOCK = 512

/** A tar of these members, in this order. */
export function makeTar(members: readonly MadeMember[]): Buffer {
  const parts = members.flatMap(({ path, body, type = 'File' }) => {
    const bytes = Buffer.from(body)
    const size = type === 'File' ? bytes.length : 0
    const block = Buffer.alloc(BLOCK)
    const header = { path, mode: 0o644, size, mtime: new Date('2026-01-02T03:04:05Z'), type }
    new Header(type === 'SymbolicLink' ? { ...header, linkpath: 'elsewhere' } : header).encode(block)
    return [block, ...(size > 0 ? [bytes, Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)] : [])]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

/** A zip of these members, deflated; names go in as they are. */
export function makeZip(members: readonly MadeMember[], { claim }: { claim?: number } = {}): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { path, body } of members) {
    const bytes = Buffer.from(body)
    const name = Buffer.from(path)
    const packed = deflateRawSync(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x0800, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt16LE(0x5c22, 8)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(claim ?? bytes.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, name, packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0003', 'latin1'), fields, place, name]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

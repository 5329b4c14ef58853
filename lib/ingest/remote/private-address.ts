import 'server-only'
import { BlockList, isIP } from 'node:net'

/** Ranges that lead to this machine, this network or nowhere, with the words for them. */
const RANGES: readonly (readonly [string, number, string])[] = [
  ['0.0.0.0', 8, 'an address of this machine'],
  ['127.0.0.0', 8, 'an address of this machine'],
  ['::', 127, 'an address of this machine'],
  ['169.254.0.0', 16, 'a link-local address'],
  ['fe80::', 10, 'a link-local address'],
  ['10.0.0.0', 8, 'a private address'],
  ['100.64.0.0', 10, 'a private address'],
  ['172.16.0.0', 12, 'a private address'],
  ['192.0.0.0', 24, 'a private address'],
  ['192.168.0.0', 16, 'a private address'],
  ['198.18.0.0', 15, 'a private address'],
  ['fc00::', 7, 'a private address'],
  ['224.0.0.0', 3, 'an address of no single machine'],
  ['ff00::', 8, 'an address of no single machine'],
]

const LISTS = RANGES.map(([net, prefix, words]) => {
  const list = new BlockList()
  list.addSubnet(net, prefix, isIP(net) === 6 ? 'ipv6' : 'ipv4')
  return { list, words }
})

/** The last 32 bits of an IPv6 address that stands for an IPv4 one: mapped, or translated (NAT64, 6to4 of either form). */
function embeddedIpv4(address: string): string | null {
  const host = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const tail = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host)
  if (tail === null) return null
  const bits = (Number.parseInt(tail[1] ?? '', 16) << 16) | Number.parseInt(tail[2] ?? '', 16)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}

/** What kind of address leads into this machine or network, in words; null for one of the open internet, or a name. */
export function privateKind(host: string): string | null {
  const address = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(address)
  if (family === 0) return null
  const plain = family === 6 ? embeddedIpv4(address) : address
  const [checked, type] = plain === null ? [address, 'ipv6' as const] : [plain, 'ipv4' as const]
  return LISTS.find(({ list }) => list.check(checked, type))?.words ?? null
}

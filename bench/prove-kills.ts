// Kills the import with signal 9 at random moments and compares the rows with an undisturbed import.
// Usage: npm run prove:kills -- [--kills 50] [--seed 1] FILE…
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { proveKills } from '@/lib/testing/kill-proof'

const { values, positionals } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
})
if (positionals.length === 0) {
  console.error('Name the files to import.')
  process.exit(2)
}

let state = Number(values.seed)
/** A small linear congruential generator: the same seed kills at the same moments. */
function random(): number {
  state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
  return state / 2 ** 32
}

const folder = mkdtempSync(path.join(tmpdir(), 'pitwall-kills-'))
const proof = await proveKills(positionals, folder, Number(values.kills), random)
rmSync(folder, { recursive: true, force: true })
console.log(`undisturbed import: ${Math.round(proof.undisturbedMs)} ms`)
console.log(`${proof.kills} kills, ${proof.met} of them in the middle of the work`)
console.log(proof.same ? 'every table holds the rows of the undisturbed import' : 'THE ROWS DIFFER')
if (!proof.same) console.log(proof.expected, proof.found)
process.exit(proof.same ? 0 : 1)

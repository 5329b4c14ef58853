/** What reev executed: two benchmarks by two agents. Times are whole seconds since 1970, as reev writes them. */
import { NativeIds } from '@/lib/sample/transcripts/native-ids'

export const BENCHMARKS = {
  transfer: { name: '001-sol-transfer', prompt: 'Send 0.1 SOL to the recipient.', tool: 'sol_transfer' },
  swap: { name: '100-jup-swap-sol-usdc', prompt: 'Swap 0.1 SOL for as much USDC as possible.', tool: 'jupiter_swap' },
} as const

export interface Execution {
  id: string
  benchmark: keyof typeof BENCHMARKS
  agent: string
  startS: number
  seconds: number
  /** What its row in the database says; null: it has none. */
  state: string | null
  /** What its session file says; null: it has none. */
  result: { success: boolean; score: number; error: string | null } | null
  message?: string
}

const SLIPPAGE = 'custom program error: 0x1771 (slippage tolerance exceeded)'

/** The executions at `now`, in milliseconds. The third was never seen to end, and its session file is complete. */
export function reevExecutions(seed: string, now: number): Execution[] {
  const ids = new NativeIds(`${seed} reev`)
  const nowS = Math.floor(now / 1_000)
  const at = (hours: number) => nowS - Math.round(hours * 3_600)
  return [
    {
      ...{ id: ids.uuid(), benchmark: 'transfer', agent: 'glm-4.6', startS: at(14), seconds: 37, state: 'Completed' },
      result: { success: true, score: 1, error: null },
    },
    {
      ...{ id: ids.uuid(), benchmark: 'transfer', agent: 'local', startS: at(13.8), seconds: 52, state: 'Failed' },
      result: { success: false, score: 0.25, error: 'insufficient lamports 0, need 100000000' },
      message: 'Session file indicates failure (score: 0.25)',
    },
    {
      ...{ id: ids.uuid(), benchmark: 'swap', agent: 'glm-4.6', startS: at(13.5), seconds: 64, state: 'Queued' },
      result: { success: true, score: 0.85, error: null },
    },
    {
      ...{ id: ids.uuid(), benchmark: 'swap', agent: 'local', startS: at(13.2), seconds: 71, state: 'Failed' },
      result: { success: false, score: 0, error: SLIPPAGE },
      message: 'Session file indicates failure (score: 0)',
    },
    {
      ...{ id: ids.uuid(), benchmark: 'swap', agent: 'local', startS: at(2.4), seconds: 40, state: 'Failed' },
      result: null,
      message: 'Execution stopped by user',
    },
    {
      ...{ id: ids.uuid(), benchmark: 'swap', agent: 'glm-4.6', startS: at(1.5), seconds: 44, state: null },
      result: null,
    },
  ]
}

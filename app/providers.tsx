'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ToastProvider } from '@/components/ui/toast'
import { KeyboardProvider } from '@/lib/keyboard/keyboard-provider'
import { LiveProvider } from '@/lib/live/live-provider'
import { getQueryClient } from '@/lib/query-client'
import { PageClockProvider } from '@/lib/time/page-clock'

export function Providers({ drawnMs, children }: { drawnMs: number; children: ReactNode }) {
  return (
    <QueryClientProvider client={getQueryClient()}>
      <PageClockProvider drawnMs={drawnMs}>
        <KeyboardProvider>
          <LiveProvider>
            <ToastProvider>{children}</ToastProvider>
          </LiveProvider>
        </KeyboardProvider>
      </PageClockProvider>
    </QueryClientProvider>
  )
}

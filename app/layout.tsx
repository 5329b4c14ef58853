import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/app/providers'
import { BeforePaint } from '@/components/shell/before-paint'

export const metadata: Metadata = {
  title: { default: 'Pitwall', template: '%s · Pitwall' },
  description: 'What a fleet of coding agents did, and what it cost',
  icons: { icon: '/icon.svg' },
  referrer: 'no-referrer',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <BeforePaint nonce={nonce} />
      </head>
      <body>
        <Providers drawnMs={Date.now()}>{children}</Providers>
      </body>
    </html>
  )
}

'use client'

import './globals.css'
import ErrorPage from '@/app/error'

/** The last resort: stands in for the whole document, so it brings its own. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Pitwall could not be drawn</title>
        <ErrorPage {...props} />
      </body>
    </html>
  )
}

'use client'

import { Button } from '@/components/ui/button'

interface NewRowsProps {
  fresh: number
  moved: boolean
  onShow: () => void
}

/** Over the list: says that the rows on screen wait, and lets them go on. */
export function NewRows({ fresh, moved, onShow }: NewRowsProps) {
  return (
    <div aria-live="polite" className="layer-sticky pointer-events-none sticky top-14 flex h-0 justify-center">
      {moved ? (
        <span className="pointer-events-auto relative top-9">
          <Button size="sm" onClick={onShow}>
            {fresh > 0 ? `${fresh} new` : 'Order has changed'}
          </Button>
        </span>
      ) : null}
    </div>
  )
}

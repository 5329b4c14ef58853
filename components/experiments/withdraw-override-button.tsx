'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { useWithdrawOverride } from '@/lib/experiments/use-operator'
import type { Fleet } from '@/lib/http/wire'
import { ReasonDialog } from './reason-dialog'

/** Takes an override back, with a reason; its row stays. */
export function WithdrawOverrideButton({ id, fleet, label }: { id: string; fleet: Fleet; label: string }) {
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  const { mutate, isPending, error, reset } = useWithdrawOverride(id, () => {
    setAsking(false)
    toast({ text: 'The override is withdrawn; what it set aside refuses again' })
  })
  const open = (isOpen: boolean) => {
    reset()
    setAsking(isOpen)
  }
  return (
    <>
      <Button
        size="sm"
        disabledReason={fleet === 'sample' ? 'the sample cannot be changed' : null}
        onClick={() => open(true)}
      >
        {label}
      </Button>
      {asking ? (
        <ReasonDialog
          open
          onOpenChange={open}
          title="Withdraw this override"
          about="What it set aside refuses again, and the effect is no longer shown. The row stays in the list of overrides, with both reasons."
          keep="Keep it"
          submit="Withdraw the override"
          isPending={isPending}
          error={error}
          onReason={(reason) => mutate(reason)}
        />
      ) : null}
    </>
  )
}

'use client'

import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { HostileText } from '@/components/ui/hostile-text'
import { useToast } from '@/components/ui/toast'
import type { BudgetWire } from '@/lib/budgets/schema'
import { useRemoveBudget } from '@/lib/budgets/use-budgets'
import { budgetWords } from '@/lib/budgets/words'

interface RemoveBudgetDialogProps {
  budget: BudgetWire
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asked before a cap goes; says what stays. */
export function RemoveBudgetDialog({ budget, open, onOpenChange }: RemoveBudgetDialogProps) {
  const toast = useToast()
  const { mutate, isPending, error } = useRemoveBudget(() => {
    onOpenChange(false)
    toast({ text: 'The cap is gone; what was spent stays as it is' })
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Remove this cap"
      about="What was spent stays as it is. The same cap can be set again, and shows the same."
    >
      <div className="grid gap-3 px-4 pb-4">
        <p>
          <HostileText text={budgetWords(budget)} max={300} />
        </p>
        {error ? (
          <p role="alert" className="text-bad">
            <HostileText text={error.message} />
          </p>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Keep it</Button>
          <Button
            look="danger"
            disabledReason={isPending ? 'it has been asked for' : null}
            onClick={() => mutate(budget.id)}
          >
            Remove this cap
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

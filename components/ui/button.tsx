import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon, type IconName } from '@/components/ui/icon'
import { Kbd } from '@/components/ui/kbd'

type ButtonLook = 'plain' | 'primary' | 'danger' | 'ghost'

interface LookProps {
  look?: ButtonLook
  size?: 'md' | 'sm'
}

const LOOKS = {
  plain: 'border-line bg-surface text-1 hover:bg-hover',
  primary: 'border-accent bg-accent font-semibold text-on-accent hover:brightness-110',
  danger: 'border-bad bg-bad font-semibold text-surface hover:brightness-110',
  ghost: 'border-transparent bg-transparent text-2 hover:bg-hover hover:text-1',
} as const satisfies Record<ButtonLook, string>

const OFF = 'cursor-not-allowed border-line bg-sunken text-3'

/** The classes of a button, for a link that looks like one. */
export function buttonClass({ look = 'plain', size = 'md' }: LookProps = {}, off = false): string {
  return cx(
    'inline-flex flex-none items-center gap-1.5 whitespace-nowrap rounded-md border',
    size === 'md' ? 'h-8 px-2.5 text-13 md:h-7' : 'h-7 px-2 text-12 md:h-6',
    off ? OFF : LOOKS[look],
  )
}

type NativeProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'>

interface ButtonProps extends NativeProps, LookProps {
  /** Why it cannot be used now. The button stays visible and focusable and says so. */
  disabledReason?: string | null | undefined
  icon?: IconName
  /** The key that does the same, shown inside. */
  keys?: string
  children: ReactNode
}

export function Button({ look, size, disabledReason, icon, keys, children, className, onClick, ...rest }: ButtonProps) {
  const off = Boolean(disabledReason)
  return (
    <button
      type="button"
      {...rest}
      {...(off ? { 'aria-disabled': true, title: disabledReason ?? undefined } : {})}
      onClick={off ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass({ look: look ?? 'plain', size: size ?? 'md' }, off), className)}
    >
      {icon ? <Icon name={icon} className="text-3" /> : null}
      {children}
      {keys ? <Kbd className="-mr-1 max-md:hidden">{keys}</Kbd> : null}
      {off ? <span className="sr-only">: {disabledReason}</span> : null}
    </button>
  )
}

interface IconButtonProps extends NativeProps, LookProps {
  icon: IconName
  /** What it does; also the tooltip, with the key in brackets. */
  label: string
  keys?: string
  disabledReason?: string | null | undefined
}

export function IconButton({
  icon,
  label,
  keys,
  look,
  size,
  disabledReason,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const off = Boolean(disabledReason)
  return (
    <button
      type="button"
      title={disabledReason ?? (keys ? `${label} (${keys})` : label)}
      {...rest}
      aria-label={off ? `${label}: ${disabledReason}` : label}
      aria-disabled={off || undefined}
      onClick={off ? (event) => event.preventDefault() : onClick}
      className={cx(
        buttonClass({ look: look ?? 'plain', size: size ?? 'md' }, off),
        'justify-center px-0!',
        size === 'sm' ? 'w-7 md:w-6' : 'w-8 md:w-7',
        className,
      )}
    >
      <Icon name={icon} />
    </button>
  )
}
